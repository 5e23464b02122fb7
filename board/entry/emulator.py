"""Boots the emulated box with the daemon: Debian's kernel under QEMU, over this machine's own root file system."""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from building.binaries import release_binaries  # noqa: E402
from debian import arm_box  # noqa: E402
from machine import accelerator, packages  # noqa: E402
from machine.plain import PlainMachine  # noqa: E402
from machine.say import Problem, ending_with_status, say  # noqa: E402
from scenario import runner, script, steps  # noqa: E402
from scenario.session import DRIVERS, Session  # noqa: E402
from township.repository import DEMO, villages  # noqa: E402

TOP = packages.TOP

EPILOG = f"""
A script has one step a line; lines that begin with # are left out. Before the first step, settings may stand:
  about: TEXT          what it is for
  cards: virtio vkms   the displays it is meant for (board/test runs it on each)
  display: off         the box starts without a display
  server: off          … without its web server
  start: no            … without the daemon
  modules: NAME …      kernel modules beyond those that every box has
  packages: NAME …     Debian packages that its commands need
  disk: 64M            a disk, /dev/vda, that outlives a power cut
  usb: yes             sockets for USB sticks
  manager: yes         systemd and udev run it, with the units and rules of systemd/
  config: NAME = VALUE a line for /etc/yuanba/yuanbad.conf
  limit: 5min          the longest time the steps may take together (5 min)

Steps:
{steps.manual()}

Exit status: 0 all steps passed; 1 a step failed; 2 the command line or the script is wrong; 3 the box did not start or ended
by itself; 4 the time limit was reached. After a failure the daemon's log and the guest's console are shown; they and all
pictures are in the folder given with --out.
"""


def arguments():
    parser = argparse.ArgumentParser(prog="board/emulator", description=__doc__, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", choices=["x86_64", "aarch64"], default="x86_64", help="the processor of the box; aarch64 boots the image "
                        "that board/image makes for qemu-virt, and takes minutes")
    parser.add_argument("--image", metavar="FILE", type=pathlib.Path, help="with aarch64: an image that was made before (default: made now)")
    parser.add_argument("--card", choices=list(DRIVERS), help="the display that the daemon uses: virtio (default), whose picture QEMU can "
                        "dump and show, or vkms, which has overlay planes and true vertical blanks")
    parser.add_argument("--village", metavar="FOLDER", nargs="+", type=pathlib.Path, default=[DEMO],
                        help="village folders to publish; the box belongs to the first (default: the demo village)")
    parser.add_argument("--script", metavar="FILE", help="the steps; - for standard input (default: typed steps)")
    parser.add_argument("--out", metavar="DIR", type=pathlib.Path, default=TOP / "out", help="where pictures and logs go (default: out/)")
    parser.add_argument("--window", action="store_true", help="show the display in a window; the keyboard is the remote")
    parser.add_argument("--accel", choices=accelerator.CHOICES, default="auto", help="kvm, tcg (interpreted), or what works here (auto)")
    parser.add_argument("--binaries", metavar="DIR", type=pathlib.Path,
                        help="folder with yuanbad and yuanba (default: the release build, which is made first)")
    return parser.parse_args()


def main():
    given = arguments()
    text = ""
    if given.script:
        text = sys.stdin.read() if given.script == "-" else pathlib.Path(given.script).read_text()
    steps_to_play = script.parse(text, given.script or "input", steps.STEPS)
    packages.install(packages.needed_for_emulator(given.window))
    folders = villages(given.village)
    boot = PlainMachine
    if given.arch == "aarch64":
        binaries, boot = arm_box.ready(TOP / "out", given.image and given.image.resolve())
    else:
        binaries = given.binaries.resolve() if given.binaries else release_binaries()
    if given.window and given.card == "vkms":
        raise Problem("A window can show the display of virtio-gpu only; leave --card vkms out.", 2)
    card = given.card or steps_to_play.cards()[0]
    with Session(steps_to_play, given.out.resolve(), binaries, folders, card, given.accel, given.window, boot) as session:
        if given.script:
            took = runner.play(session, steps_to_play, steps_to_play.limit())
            say(f"passed, {len(steps_to_play.steps)} steps in {took:.0f} s")
        elif given.window and not sys.stdin.isatty():
            session.machine.process.wait()
        else:
            runner.interactive(session)
    return 0


ending_with_status(main)
