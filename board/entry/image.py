"""Makes an image for a board: a card that boots into the daemon, from packages of Debian 13 and our own. Root is read-only; the data
partition is made at the first start and may be lost at any time; the settings stand on the boot partition, for any computer to edit."""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from debian import boards, card, cross, image, package  # noqa: E402
from machine import packages  # noqa: E402
from machine.say import elapsed, ending_with_status, say  # noqa: E402

EPILOG = """
  board/image                          for the emulated ARM box
  board/image raspberry-pi-4
  board/image --list                   the boards
  board/image --write /dev/sdX         makes it and writes it onto a card, after asking
  board/image --packages FILE.packages with the very versions of an earlier image

Beside the image stand its SHA-256 and the list of packages in it. The same commit and packages give the same bytes, in
another folder and at another time, too; --packages with that list gets the packages.
Needs root, 8 GB and the network to Debian's packages the first time.
"""


def arguments():
    parser = argparse.ArgumentParser(prog="board/image", description=__doc__, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("board", nargs="?", default="qemu-virt", help="a file of board/boards (default: qemu-virt)")
    parser.add_argument("--list", action="store_true", help="name the boards and end")
    parser.add_argument("--out", metavar="DIR", type=pathlib.Path, default=packages.TOP / "out" / "images")
    parser.add_argument("--packages", metavar="FILE", type=pathlib.Path, help="versions of Debian's packages, from an earlier image")
    parser.add_argument("--write", metavar="DEVICE", type=pathlib.Path, help="write the image onto this card or stick")
    parser.add_argument("--yes", action="store_true", help="do not ask before the card is overwritten")
    return parser.parse_args()


def main():
    given = arguments()
    if given.list:
        for name in boards.names():
            board = boards.named(name)
            print(f"{name:18} {board.name} ({board.tried})")
        return 0
    board = boards.named(given.board)
    if given.write:
        card.require(given.write, 0)
    compiler = cross.Compiler()
    debs = package.build("arm64", cross.release_binaries(compiler), given.out.resolve())
    path, digest = image.build(board, debs, given.out.resolve(), given.packages)
    say(f"{board.name}: {board.tried}")
    say(f"  {path}  {path.stat().st_size / 1e6:.0f} MB")
    say(f"  sha256 {digest}")
    if given.write:
        card.write(path, given.write, given.yes)
    say(f"{elapsed():.0f} s in all")
    return 0


ending_with_status(main)
