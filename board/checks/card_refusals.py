"""Board files with mistakes and cards that will not do: each must be refused with words that say what to do; they are printed."""

import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from debian import boards, card  # noqa: E402
from machine.say import Problem  # noqa: E402

GOOD = {"name": "A board", "tried": "nowhere", "modules": ["mmc_block"],
        "firmware": {"packages": ["some-firmware"], "files": {"start.elf": "usr/lib/start.elf"}}}
MEBIBYTE = 1 << 20


class Refusals:
    def __init__(self):
        self.count, self.failed = 0, 0

    def expect(self, what, act, *words):
        """`act` must raise a Problem in which all `words` stand."""
        self.count += 1
        try:
            act()
            said = None
        except Problem as problem:
            said = str(problem)
        wrong = said is None or any(word not in said for word in words)
        self.failed += wrong
        print(f"{'FAILED' if wrong else 'ok'}  {what}\n        {said or '(it was accepted)'}")


def without(values, path):
    """A copy of `values` that lacks the key `path`, whose parts are parted by dots."""
    copy = json.loads(json.dumps(values))
    *within, last = path.split(".")
    place = copy
    for name in within:
        place = place[name]
    del place[last]
    return copy


def board_files(refusals, folder):
    def read(text):
        path = folder / "board.json"
        path.write_text(text)
        return boards.read(path)

    assert read(json.dumps(GOOD)).modules == ["mmc_block"]
    for key in ("name", "tried", "modules", "firmware.packages", "firmware.files"):
        refusals.expect(f"a board file without {key}", lambda key=key: read(json.dumps(without(GOOD, key))), f"'{key}' is missing. It is ")
    refusals.expect("a board file with a misspelt key", lambda: read(json.dumps({**GOOD, "argument": "quiet"})), "'argument' is not known", "arguments")
    refusals.expect("a board file with a text for a list", lambda: read(json.dumps({**GOOD, "modules": "mmc_block"})), "'modules' must be a list")
    refusals.expect("a board file that is a list", lambda: read("[]"), "must be an object")
    refusals.expect("a board file cut short", lambda: read(json.dumps(GOOD)[:30]), "is not JSON")
    refusals.expect("a board that has no file", lambda: boards.named("none-such"), "There is no board 'none-such'", "qemu-virt")


@contextlib.contextmanager
def disk(folder, byte_count):
    """An empty disk of this size."""
    file = folder / "disk"
    with open(file, "wb") as made:
        made.truncate(byte_count)
    device = subprocess.run(["losetup", "--find", "--show", str(file)], capture_output=True, text=True, check=True).stdout.strip()
    try:
        yield pathlib.Path(device)
    finally:
        subprocess.run(["losetup", "--detach", device], check=True)


def cards(refusals, folder):
    image = folder / "image"
    image.write_bytes(bytes(range(256)) * 4096)
    refusals.expect("a card that is not there", lambda: card.write(image, folder / "sdz", True), "does not exist", "lsblk")
    refusals.expect("a file for a card", lambda: card.write(image, image, True), "is not a disk")
    with disk(folder, 40 * MEBIBYTE) as device:
        refusals.expect("a card that is too small", lambda: card.write(image, device, True), "is too small", "2 GB or more")
        assert not any(device.read_bytes()), "it was written to"
    with disk(folder, 200 * MEBIBYTE) as device:
        place = folder / "mounted"
        place.mkdir()
        subprocess.run(["mkfs.ext4", "-q", str(device)], check=True)
        subprocess.run(["mount", str(device), str(place)], check=True)
        try:
            refusals.expect("a card that is mounted", lambda: card.write(image, device, True), "is in use", str(place))
        finally:
            subprocess.run(["umount", str(place)], check=True)
        card.write(image, device, True)
        with open(device, "rb") as written:
            assert written.read(image.stat().st_size) == image.read_bytes()


def main():
    refusals = Refusals()
    with tempfile.TemporaryDirectory() as folder:
        board_files(refusals, pathlib.Path(folder))
        cards(refusals, pathlib.Path(folder))
    print(f"{refusals.count - refusals.failed} of {refusals.count} mistakes are refused with words")
    return 1 if refusals.failed else 0


sys.exit(main())
