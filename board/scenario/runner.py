"""Runs a script on a session, or takes steps from standard input."""

import sys
import threading
import time

from machine.say import Problem, elapsed, say
from scenario.script import parse_step
from scenario.steps import STEPS

FAILED, TOO_LONG = 1, 4


def perform(session, step):
    say(str(step))
    STEPS[step.name](session, step)


def play(session, script, limit):
    """Every step in order. A failed step, or a script that takes longer than `limit` seconds, raises a Problem that shows what the
    guest said last."""
    late = threading.Event()

    def end_of_time():
        late.set()
        # Whoever waits for the guest now gets to know.
        session.machine.end()

    clock = threading.Timer(limit, end_of_time)
    clock.daemon = True
    clock.start()
    begin = time.monotonic()
    try:
        for step in script.steps:
            try:
                perform(session, step)
            except Problem as problem:
                where = f"{script.name}, line {step.line}: {step}"
                if late.is_set():
                    raise Problem(f"TIME LIMIT of {limit:.0f} s reached in {where}\n{session.machine.trouble()}", TOO_LONG) from None
                status = problem.status if problem.status != 1 else FAILED
                raise Problem(f"FAILED {where}\n{problem}\n{session.trouble()}", status) from None
    finally:
        clock.cancel()
    return time.monotonic() - begin


def interactive(session):
    """Steps from standard input until it ends; a failed step is told and the next one is read."""
    say("the box runs; type steps (see --help), end with Ctrl-D" if sys.stdin.isatty() else "taking steps from standard input")
    for number, line in enumerate(sys.stdin, 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            perform(session, parse_step(line, number, STEPS))
        except Problem as problem:
            print(problem, flush=True)
    say(f"ends after {elapsed():.0f} s")
