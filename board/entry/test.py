"""Every test: unit and golden tests of the Swift package (warnings are errors), the compiler that the device has, and the scenarios in the
emulated box."""

import argparse
import pathlib
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from building.binaries import release_binaries  # noqa: E402
from building.unit_tests import run_unit_tests  # noqa: E402
from debian import arm_box, cross, foreign, installing, package, roots  # noqa: E402
from machine import accelerator, packages  # noqa: E402
from machine.plain import PlainMachine  # noqa: E402
from machine.say import Problem, elapsed, ending_with_status, say  # noqa: E402
from scenario import runner, scripts  # noqa: E402
from scenario.session import Session  # noqa: E402
from township.repository import DEMO, villages  # noqa: E402

EPILOG = f"""
  board/test                 everything but arm
  board/test unit            the Swift package's tests only
  board/test gate            the sources and tests compile with Swift 6.0.3 of Debian 13
  board/test packages        the Debian packages for ARM, also installed, upgraded and purged in a clean Debian (all parts: made only)
  board/test arm             packages and card for ARM, and the scenarios in the emulated ARM box that boots this card
  board/test box             all scenarios in the emulated box
  board/test box NAME…       some of them: {', '.join(scripts.names())}

Each scenario leaves its pictures and logs in out/test/NAME-CARD/. The last line says how many passed and failed.
Exit status: 0 when none failed, else 1; 2 for a wrong command line.
"""


def arguments():
    parser = argparse.ArgumentParser(prog="board/test", description=__doc__, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=["unit", "gate", "packages", "arm", "box"])
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenarios")
    parser.add_argument("--card", choices=["virtio", "vkms"], help="only on this display")
    parser.add_argument("--out", metavar="DIR", type=pathlib.Path, default=packages.TOP / "out" / "test")
    parser.add_argument("--accel", choices=accelerator.CHOICES, default="auto", help="kvm, tcg (interpreted), or what works here (auto)")
    parser.add_argument("--binaries", metavar="DIR", type=pathlib.Path,
                        help="folder with yuanbad and yuanba (default: the release build, which is made first)")
    return parser.parse_intermixed_args()


class Results:
    def __init__(self):
        self.lines, self.passed, self.failed = [], 0, 0

    def add(self, passed, failed, line):
        self.passed, self.failed = self.passed + passed, self.failed + failed
        self.lines.append(f"{'FAILED' if failed else 'passed'}  {line}")


def play(script, card, given, binaries, results, boot=PlainMachine, first_reason=None):
    """Plays a scenario; one that fails is played once more, because an interpreted machine under load can miss any time limit. The summary
    tells of both, so that what needs two tries stays seen."""
    begin = time.monotonic()
    name = f"{script.name}-{card}"
    say(f"== {script.name} on {card}: {script.value('about', '')}")
    where = card
    problem = None
    try:
        with Session(script, given.out.resolve() / name, binaries, villages([DEMO]), card, given.accel, boot=boot) as session:
            where = f"Linux {session.machine.kernel}, {session.notes['driver']}, {session.machine.accelerator}"
            runner.play(session, script, script.limit())
    except Problem as found:
        problem = found
        print(f"{problem}\n", flush=True)
    except Exception as found:  # A mistake in the board's own code must not hide what the other scenarios say.
        problem = found
        traceback.print_exc()
    took = time.monotonic() - begin
    # The first line of a failed step says where, the second what.
    reason = "" if problem is None else ": " + (str(problem).splitlines() or [type(problem).__name__])[:2][-1]
    if problem is not None and first_reason is None:
        say(f"== {script.name} on {card} failed{reason}; once more")
        return play(script, card, given, binaries, results, boot, reason)
    if first_reason is not None:
        reason += f" (second try; the first{first_reason})"
    results.add(problem is None, problem is not None, f"box   {script.name:20} {took:4.0f} s  {where}{reason}")


def pass_gate(results):
    """With the compiler that the device's Debian has. Where that cannot be had, the summary says why."""
    if reason := roots.obstacle():
        results.lines.append(f"left out  gate: {reason}")
        return
    begin = time.monotonic()
    try:
        compiler = cross.Compiler()
        made = time.monotonic()
        say("compiling sources and tests with Swift 6.0.3")
        compiler.build("amd64", "--build-tests")
    except Problem as problem:  # The other parts still have something to say.
        print(f"{problem}\n", flush=True)
        results.add(0, 1, f"gate  {str(problem).splitlines()[0]}")
        return
    results.add(1, 0, f"gate  Swift 6.0.3: {made - begin:.0f} s to make the compiler's root, {time.monotonic() - made:.0f} s to compile")


def pass_packages(given, results):
    """What is delivered: compiled for ARM by the device's compiler with its optimizer, and packed. Asked for by name, the packages are
    also installed as an installer would, which takes minutes, because Debian's ARM scripts run interpreted."""
    installs = given.part == "packages"
    if reason := roots.obstacle() or (foreign.obstacle() if installs else None):
        results.lines.append(f"left out  packages: {reason}")
        return
    begin = time.monotonic()
    try:
        binaries = cross.release_binaries(cross.Compiler())
        compiled = time.monotonic()
        paths = package.build("arm64", binaries, given.out.resolve() / "packages")
        if installs:
            installing.try_installing("arm64", binaries, paths)
    except Problem as problem:  # The other parts still have something to say.
        print(f"{problem}\n", flush=True)
        results.add(0, 1, f"packages  {str(problem).splitlines()[0]}")
        return
    done = "packed without a complaint of lintian" + (", installed, upgraded, refused over a newer store and purged" if installs else "")
    results.add(1, 0, f"packages  for ARM, Swift 6.0.3: {compiled - begin:.0f} s to compile, {time.monotonic() - compiled:.0f} s {done}")


def play_on_arm(scenarios, given, results):
    """On the card that board/image makes of these sources."""
    if reason := roots.obstacle() or foreign.obstacle():
        results.lines.append(f"left out  arm: {reason}")
        return
    begin = time.monotonic()
    try:
        binaries, boot = arm_box.ready(given.out.resolve() / "arm")
    except Problem as problem:  # The other parts still have something to say.
        print(f"{problem}\n", flush=True)
        results.add(0, 1, f"arm   {str(problem).splitlines()[0]}")
        return
    results.add(1, 0, f"arm   packages without a complaint of lintian, and a card of them: {time.monotonic() - begin:.0f} s")
    for script in scenarios:
        for card in script.cards():
            play(script, card, given, binaries, results, boot)


def main():
    given = arguments()
    scenarios = [scripts.named(name) for name in given.names or scripts.names()]
    results = Results()
    if given.part in (None, "unit"):
        passed, failed, line = run_unit_tests()
        results.add(passed, failed, f"unit  {line}")
    if given.part in (None, "gate"):
        pass_gate(results)
    if given.part in (None, "packages"):
        pass_packages(given, results)
    if given.part is None:
        results.lines.append("left out  arm: making a card and interpreting an ARM processor takes long; board/test arm does it")
    if given.part == "arm":
        packages.install(packages.needed_for_server())
        play_on_arm([script for script in scenarios if script.architecture() == "aarch64"], given, results)
    if given.part in (None, "box"):
        packages.install(packages.needed_for_emulator())
        binaries = given.binaries.resolve() if given.binaries else release_binaries()
        for script in scenarios:
            if script.architecture() != "x86_64":
                continue
            for card in script.cards():
                if given.card in (None, card):
                    play(script, card, given, binaries, results)
    print("\n" + "\n".join(results.lines))
    print(f"{elapsed():.0f} s in all")
    print(f"{results.passed} passed, {results.failed} failed")
    return 1 if results.failed or not results.passed else 0


ending_with_status(main)
