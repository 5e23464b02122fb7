"""A village folder published into a signed repository, with keys made for the occasion."""

import datetime
import pathlib
import shutil
import subprocess
import time

from machine.packages import TOP
from machine.say import Problem

DEMOS = TOP / "Assets" / "demo"
DEMO = DEMOS / "青溪坝村"


class Clock:
    """The time in a run: the machine's own, or one that began at `begin` (seconds since 1970)."""

    def __init__(self, begin=None):
        self.ahead = 0 if begin is None else begin - time.time()

    @classmethod
    def of(cls, villages):
        """The demo villages live on an evening of their own: their notices expire and their books grow old like anybody's, and a year
        later they would show nothing but that. Villages of other people are shown today."""
        if any(village.parent != DEMOS for village in villages):
            return cls()
        text = (DEMOS / "clock").read_text().strip()
        return cls(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())

    def now(self):
        """UTC, to the second, as `yuanba … --now` takes it."""
        return datetime.datetime.fromtimestamp(time.time() + self.ahead, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Repository:
    """Works on copies of the village folders, which a scenario may change and publish again."""

    def __init__(self, folder, yuanba, villages, clock):
        self.yuanba, self.clock = yuanba, clock
        self.keys, self.files = folder / "keys", folder / "repository"
        self.villages = [folder / "villages" / village.name for village in villages]
        for source, copy in zip(villages, self.villages):
            shutil.copytree(source, copy)
        self.tool("keys", "new", self.keys)
        self.publish()

    def publish(self):
        self.tool("publish", *self.villages, "--keys", self.keys, "--repository", self.files, "--now", self.clock.now())

    def tool(self, *arguments):
        done = subprocess.run([self.yuanba, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Problem(f"yuanba {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stdout.rstrip()}")
        return done.stdout

    def root(self):
        """The newest root metadata: what an installer would put on the box."""
        roots = [self.files / "root.json", *self.files.glob("*.root.json"), *self.files.glob("metadata/*.root.json")]
        found = [path for path in roots if path.exists()]
        if not found:
            raise Problem(f"yuanba publish wrote no root metadata into {self.files}.")
        return max(found, key=lambda path: int(path.name.split(".")[0]) if path.name[0].isdigit() else 0)

    def code(self):
        """村代码 of the first village."""
        for line in (self.villages[0] / "村信息.csv").read_text(encoding="utf-8-sig").splitlines():
            name, _, value = line.partition(",")
            if name.strip() == "村代码":
                return value.strip()
        raise Problem(f"{self.villages[0]}/村信息.csv has no line 村代码.")


def villages(paths):
    for path in paths:
        if not (path / "村信息.csv").is_file():
            raise Problem(f"{path} is not a village folder: it holds no 村信息.csv.", 2)
    return [pathlib.Path(path).resolve() for path in paths]
