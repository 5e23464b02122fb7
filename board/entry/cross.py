"""Compiles with Debian 13's own Swift 6.0.3: for 64-bit ARM, which the box runs, and for x86-64, which shows that the sources keep to that
compiler's language. Makes the compiler's root, the ARM sysroot and the Swift SDK when they are not there yet."""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from debian import cross  # noqa: E402
from machine.say import Problem, elapsed, ending_with_status, say  # noqa: E402

EPILOG = """
  board/cross              all of it
  board/cross gate         the sources and their tests compile for x86-64 with Swift 6.0.3
  board/cross binaries     release binaries for ARM; the last line names their folder
  board/cross tests        the unit tests, compiled for ARM and run on an emulated processor (no emulated machine)

Needs root (mmdebstrap, chroot), 6 GB and the network to Debian's packages the first time. What is made stands in board/cache/debian
and is used again; an interrupted download goes on where it stopped. Delete the folder for newer packages.
"""


def arguments():
    parser = argparse.ArgumentParser(prog="board/cross", description=__doc__, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", choices=[[], "gate", "binaries", "tests"], default=[])
    return parser.parse_args()


def main():
    parts = arguments().part or ["gate", "binaries", "tests"]
    compiler = cross.Compiler()
    say("the compiler's root, the sysroot and the Swift SDK are there")
    last = ""
    if "gate" in parts:
        say("swift build for x86-64: sources and tests")
        compiler.build("amd64", "--build-tests")
        say("the sources and their tests compile for x86-64 with Swift 6.0.3")
    if "tests" in parts:
        passed, failed, line = cross.run_tests(compiler)
        say(line)
        if failed or not passed:
            raise Problem(f"{failed} tests failed on ARM.")
    if "binaries" in parts:
        folder = cross.release_binaries(compiler)
        for path in sorted(folder.glob("yuanba*")):
            if path.is_file() and path.suffix == "":
                say(f"  {path.name}: {path.stat().st_size / 1e6:.1f} MB")
        last = f"\n{folder}"
    say(f"{elapsed():.0f} s in all")
    print(last, end="\n" if last else "")
    return 0


ending_with_status(main)
