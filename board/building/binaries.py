"""Building the Swift package."""

import pathlib
import shutil
import subprocess

from machine import packages
from machine.say import Problem, listen, say


def swift():
    """The compiler; there is no package of it in Debian 12, so nothing here installs it there."""
    found = shutil.which("swift")
    if found is None and packages.has_candidate("swiftlang"):
        packages.install(["swiftlang"])
        found = shutil.which("swift")
    if found is None:
        raise Problem("The Swift compiler (6.0 or newer) was not found. Get it from https://www.swift.org/install/linux/ and put its "
                      "usr/bin folder on PATH; on Debian 13, 'apt-get install swiftlang' does it.")
    return found


def build(*options):
    """Runs `swift build` with these options. The whole output is shown only when it fails."""
    packages.install(packages.needed_for_building())
    command = [swift(), "build", *options]
    say(" ".join(["swift", *command[1:]]))
    status, output = listen(command, cwd=packages.TOP)
    if status != 0:
        raise Problem(f"The build failed:\n{errors(output) or packages.tail(output, 60)}")
    return output


def errors(output):
    """The compiler's errors, each once with the lines that show the place; SwiftPM repeats them for every file of a module."""
    lines = output.splitlines()
    seen = {}
    for number, line in enumerate(lines):
        if ": error: " in line and line not in seen:
            end = next((end for end in range(number + 1, len(lines)) if not lines[end].startswith(" ")), len(lines))
            seen[line] = "\n".join(lines[number:min(end, number + 8)])
    return "\n".join(list(seen.values())[:20])


RELEASE = ("-c", "release", "--static-swift-stdlib")


def release_binaries():
    """Builds what a box runs, and returns the folder it stands in."""
    for product in ("yuanbad", "yuanba"):
        build(*RELEASE, "--product", product)
    shown = subprocess.run([swift(), "build", *RELEASE, "--show-bin-path"], cwd=packages.TOP, capture_output=True, text=True, check=True)
    return pathlib.Path(shown.stdout.strip())
