"""The boards that images are made for: one JSON file each under board/boards."""

import json
import pathlib

from machine.say import Problem

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "boards"

# Key → (type, whether it must be there, what it is).
KEYS = {
    "name": (str, True, "what people call it"),
    "tried": (str, True, "where an image for it was booted, in words"),
    "modules": (list, True, "kernel modules that reaching the root file system takes: its storage and what that hangs on"),
    "arguments": (str, False, "further kernel arguments, such as its serial console"),
    "firmware": (dict, False, "what the board's own first program looks for on the boot partition"),
}
FIRMWARE = {
    "packages": (list, True, "Debian packages that hold the files; they are unpacked, not installed"),
    "files": (dict, True, "name on the boot partition → path in those packages, or kernel:NAME for a device tree of the kernel"),
    "texts": (dict, False, "name on the boot partition → content"),
}


class Board:
    """A board file that was read and found whole. `identifier` is its file's name."""

    def __init__(self, identifier, values):
        self.identifier = identifier
        self.name, self.tried = values["name"], values["tried"]
        self.modules, self.arguments = values["modules"], values.get("arguments", "")
        firmware = values.get("firmware", {})
        self.firmware_packages = firmware.get("packages", [])
        self.firmware_files, self.firmware_texts = firmware.get("files", {}), firmware.get("texts", {})


def names():
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def named(name):
    path = FOLDER / f"{name}.json"
    if not path.exists():
        raise Problem(f"There is no board '{name}'. There are: {', '.join(names())}. A new one is a new file in {FOLDER}.", 2)
    return read(path)


def read(path):
    try:
        values = json.loads(path.read_text())
    except ValueError as error:
        raise Problem(f"{path} is not JSON: {error}.", 2) from None
    check(path, "", values, KEYS)
    if "firmware" in values:
        check(path, "firmware.", values["firmware"], FIRMWARE)
    return Board(path.stem, values)


def check(path, within, values, keys):
    if not isinstance(values, dict):
        raise Problem(f"{path}: {within.rstrip('.') or 'it'} must be an object with names and values.", 2)
    for key, (kind, needed, meaning) in keys.items():
        if key not in values:
            if needed:
                raise Problem(f"{path}: '{within}{key}' is missing. It is {meaning}.", 2)
        elif not isinstance(values[key], kind):
            raise Problem(f"{path}: '{within}{key}' must be a {kind.__name__}. It is {meaning}.", 2)
    for key in values:
        if key not in keys:
            raise Problem(f"{path}: '{within}{key}' is not known. Known: {', '.join(keys)}.", 2)
