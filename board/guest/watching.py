"""`yuanba camera watch` beside a script: what it says of a camera, and what its process holds."""

import atexit
import os
import re
import subprocess
import threading
import time


class Watch:
    """States that mean a picture is there: live, and late on an interpreted machine."""

    PICTURE = ("live", "late")

    def __init__(self, *arguments):
        self.process = subprocess.Popen(["/board/bin/yuanba", "camera", "watch", *arguments], stdout=subprocess.PIPE, text=True)
        # Or it would keep the script's own output open.
        atexit.register(self.process.kill)
        # (when, state, rest of the line)
        self.lines = []
        self.changed = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            _, state, *rest = line.split(maxsplit=2)
            with self.changed:
                self.lines.append((time.monotonic(), state, rest[0].strip() if rest else ""))
                self.changed.notify_all()

    def wait(self, *states, since=0, limit=60):
        """The number of the first line from `since` on with one of the states; raises when none comes in time."""
        end = time.monotonic() + limit
        with self.changed:
            while True:
                for number in range(since, len(self.lines)):
                    if self.lines[number][1] in states:
                        return number
                if not self.changed.wait(end - time.monotonic()) and time.monotonic() > end:
                    raise SystemExit(f"no {' or '.join(states)} within {limit} s; it said {self.lines[-5:]}")

    @property
    def count(self):
        with self.changed:
            return len(self.lines)

    def said(self, since=0):
        with self.changed:
            return [f"{state} {rest}".strip() for _, state, rest in self.lines[since:]]

    def holds(self):
        """Descriptors, mappings of devices, and memory of its own in kB."""
        folder = f"/proc/{self.process.pid}"
        with open(f"{folder}/smaps_rollup") as file:
            pss = int(re.search(r"^Pss:\s+(\d+)", file.read(), re.MULTILINE)[1])
        with open(f"{folder}/maps") as file:
            mappings = sum("/dev/video" in line for line in file)
        return {"descriptors": len(os.listdir(f"{folder}/fd")), "mappings": mappings, "pss": pss}

    def end(self):
        """Its last line: the counts."""
        self.process.terminate()
        self.process.wait(30)
        return self.said(self.wait("end"))[-1]
