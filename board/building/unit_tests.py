"""The Swift package's own tests."""

import re
import subprocess

from building.binaries import build, swift
from machine import packages
from machine.say import say

# Apart from the working build: -warnings-as-errors changes every command, and would make each build compile everything.
STRICT = ("--scratch-path", ".build-strict", "-Xswiftc", "-warnings-as-errors")


def run_unit_tests():
    """(tests passed, tests failed, a line for the summary). The output is shown only when something failed."""
    build("--build-tests", *STRICT)
    command = [swift(), "test", "--skip-build", *STRICT]
    say("swift test")
    done = subprocess.run(command, cwd=packages.TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    total, failed, suites = counted(done.stdout)
    if done.returncode != 0:
        failed = max(failed, 1)
        print(packages.tail(done.stdout, 80), flush=True)
    return max(total - failed, 0), failed, f"{total} tests in {suites} suites, warnings as errors"


def counted(output):
    """(tests, failed tests, suites) by what Swift Testing printed."""
    run = re.search(r"Test run with (\d+) tests?(?: in (\d+) suites?)?", output)
    failed = len(re.findall(r"^✘ Test \S.* failed after", output, re.MULTILINE))
    return int(run[1]) if run else 0, failed, int(run[2] or 0) if run else 0
