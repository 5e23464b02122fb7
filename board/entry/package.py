"""Makes the Debian packages (yuanbad: the display and its service; yuanba: the tool), for ARM or x86-64, of binaries built with Debian 13's
compiler; lintian must have no complaint."""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from debian import cross, installing, package  # noqa: E402
from machine import packages  # noqa: E402
from machine.say import elapsed, ending_with_status, say  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(prog="board/package", description=__doc__)
    parser.add_argument("--arch", choices=["arm64", "amd64"], action="append", help="may be repeated (default: arm64)")
    parser.add_argument("--out", metavar="DIR", type=pathlib.Path, default=packages.TOP / "out" / "packages",
                        help="where the packages go (default: out/packages)")
    parser.add_argument("--try", dest="tried", action="store_true", help="then install, upgrade, remove and purge them in a clean Debian 13")
    return parser.parse_args()


def main():
    given = arguments()
    compiler = cross.Compiler()
    for architecture in given.arch or ["arm64"]:
        binaries = cross.release_binaries(compiler, architecture)
        paths = package.build(architecture, binaries, given.out.resolve())
        for path in paths:
            say(f"  {path}  {path.stat().st_size / 1e6:.1f} MB")
        if given.tried:
            installing.try_installing(architecture, binaries, paths)
    say(f"{elapsed():.0f} s in all")
    return 0


ending_with_status(main)
