"""Plain progress lines: what is being done, and how long it has been going on."""

import sys
import time

_started = time.monotonic()


def elapsed():
    return time.monotonic() - _started


def say(text):
    print(f"[{elapsed():6.1f}s] {text}", flush=True)


class Problem(Exception):
    """Something the person at the keyboard can mend: the text says what and how. It ends the program without a traceback."""

    def __init__(self, text, status=1):
        super().__init__(text)
        self.status = status


def ending_with_status(main):
    """Runs main() and turns its outcome into an exit status, with a clear sentence instead of a traceback."""
    try:
        sys.exit(main())
    except Problem as problem:
        sys.stdout.flush()
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(problem.status)
    except KeyboardInterrupt:
        sys.exit(130)
