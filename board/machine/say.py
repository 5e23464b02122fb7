"""Plain progress lines: what is being done, and how long it has been going on."""

import concurrent.futures
import contextlib
import re
import signal
import subprocess
import sys
import time

_started = time.monotonic()
_running = set()


def elapsed():
    return time.monotonic() - _started


def say(text):
    print(f"[{elapsed():6.1f}s] {text}", flush=True)


@contextlib.contextmanager
def started(command, **options):
    """A program whose output is read line by line, both streams in one. It does not outlive a block that ends early."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          **options) as process:
        _running.add(process)
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            _running.discard(process)


@contextlib.contextmanager
def several(count):
    """Threads for work that `started` or `listen` does. When the block ends early, its programs end with it; nobody could wait for the threads else."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(_running):
                process.kill()
            raise


def listen(command, counting=None, **options):
    """Runs a command of minutes, and tells twice a minute how far it is: by its own count, such as SwiftPM's "[12/340]", or by its lines that
    begin with `counting`. Returns its exit status and its output."""
    lines, told, seen = [], time.monotonic(), 0
    with started(command, **options) as process:
        for line in process.stdout:
            lines.append(line)
            count = re.match(r"\[(\d+)/(\d+)\] ", line)
            is_counted = counting is not None and line.startswith(counting)
            seen += is_counted
            if (count or is_counted) and time.monotonic() - told > 30:
                told = time.monotonic()
                say(f"  {count[1]} of {count[2]}" if count else f"  {seen}: {line.strip()[:100]}")
    return process.returncode, "".join(lines)


class Problem(Exception):
    """Something the person at the keyboard can mend: the text says what and how. It ends the program without a traceback."""

    def __init__(self, text, status=1):
        super().__init__(text)
        self.status = status


def ending_with_status(main):
    """Runs main() and turns its outcome into an exit status, with a clear sentence instead of a traceback. Whoever ends it by a signal leaves no
    emulated box and no server behind, which go with the blocks that started them."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        # Ignored is what nohup(1) asks for.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        sys.exit(main())
    except Problem as problem:
        sys.stdout.flush()
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(problem.status)
    except KeyboardInterrupt:
        sys.exit(130)
