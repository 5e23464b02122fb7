"""The Swift package's own tests."""

import re
import signal
import subprocess

from building.binaries import build, swift
from machine import packages
from machine.say import say

# Apart from the working build: -warnings-as-errors changes every command, and would make each build compile everything.
STRICT = ("--scratch-path", ".build-strict", "-Xswiftc", "-warnings-as-errors")
# A run that dies names what was running; more names than this say nothing.
MOST_NAMES = 6


def run_unit_tests():
    """(tests passed, tests failed, a line for the summary). The output is shown only when something failed."""
    build("--build-tests", *STRICT)
    done = run()
    total, failed, suites = counted(done.stdout)
    reason = ""
    if done.returncode != 0 and total == 0:
        # Says nothing of the tests that had not run; and a death that comes and goes must stay seen.
        reason = f" (second try; the first {died(done)})"
        done = run()
        total, failed, suites = counted(done.stdout)
    if done.returncode != 0:
        failed = max(failed, 1)
        reason += ": " + (", ".join(failures(done.stdout)) or died(done))
    return max(total - failed, 0), failed, f"{total} tests in {suites} suites, warnings as errors{reason}"


def run():
    say("swift test")
    done = subprocess.run([swift(), "test", "--skip-build", *STRICT], cwd=packages.TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode != 0:
        print(packages.tail(done.stdout, 80), flush=True)
    return done


def counted(output):
    """(tests, failed tests, suites) by what Swift Testing printed."""
    run = re.search(r"Test run with (\d+) tests?(?: in (\d+) suites?)?", output)
    return int(run[1]) if run else 0, len(failures(output)), int(run[2] or 0) if run else 0


def failures(output):
    return re.findall(r"^✘ Test (?!run with)(\S.*?)(?: with \d+ test cases?)? failed after", output, re.MULTILINE)


def died(done):
    """Why a run has no failed test and yet is none: the summary is all that is left of it where nobody kept the output."""
    started = dict.fromkeys(re.findall(r"^◇ Test (?!run |case )(\S.*?) started\.", done.stdout, re.MULTILINE))
    for name in re.findall(r"^[✔✘➜] Test (\S.*?)(?: with \d+ test cases?)? (?:passed|failed|skipped)", done.stdout, re.MULTILINE):
        started.pop(name, None)
    told = re.findall(r"^[^◇✔✘➜↳\n]*(?:Fatal error|unexpected signal|exited with|error:).*$", done.stdout, re.MULTILINE)
    ended = f"signal {signal.Signals(-done.returncode).name}" if done.returncode < 0 else f"status {done.returncode}"
    running = ", ".join(list(started)[:MOST_NAMES]) or "nothing"
    return f"died with {ended}; {'; '.join(line.strip() for line in told[:3]) or 'it said nothing'}; then running: {running}"
