"""From a fresh checkout to pictures of a village's books on a real kernel display: installs what is needed, builds, publishes the
demo village, boots the emulated box, presses keys, and leaves pictures in out/."""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from building.binaries import release_binaries  # noqa: E402
from machine import accelerator, packages  # noqa: E402
from machine.say import Problem, elapsed, ending_with_status, say  # noqa: E402
from scenario import runner, scripts  # noqa: E402
from scenario.session import Session  # noqa: E402
from township import here  # noqa: E402
from township.repository import DEMO, villages  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(prog="board/try", description=__doc__)
    parser.add_argument("--here", action="store_true", help="run the daemon on this machine's own display and remote or keyboard instead, "
                        "until Ctrl-C; from a text console, because the display must not be in use")
    parser.add_argument("--village", metavar="FOLDER", type=pathlib.Path, default=DEMO, help="another village folder than the demo's")
    parser.add_argument("--out", metavar="DIR", type=pathlib.Path, default=packages.TOP / "out", help="where pictures go (default: out/)")
    parser.add_argument("--accel", choices=accelerator.CHOICES, default="auto", help="kvm, tcg (interpreted), or what works here (auto)")
    return parser.parse_args()


def main():
    given = arguments()
    folders = villages([given.village])
    if given.here:
        packages.install(packages.needed_for_server())
        return here.run(release_binaries(), folders, given.out.resolve() / "here")
    packages.install(packages.needed_for_emulator())
    binaries = release_binaries()
    tour = scripts.named("tour")
    with Session(tour, given.out.resolve(), binaries, folders, "virtio", given.accel) as session:
        runner.play(session, tour, tour.limit())
        pictures = sorted((picture.width, picture.height, name) for name, picture in session.shots.items())
    for width, height, name in pictures:
        path = given.out.resolve() / f"{name}.png"
        if not path.exists():
            raise Problem(f"{path} is missing.")
        print(f"  {path}  {width}×{height}")
    say(f"done: {len(pictures)} pictures in {given.out}/, {elapsed():.0f} s in all")
    return 0


ending_with_status(main)
