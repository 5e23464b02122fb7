"""One run of the emulated box: a published village, its server, the machine, the daemon in it, and what was seen so far."""

import contextlib
import json
import os
import pathlib
import shutil
import tempfile
import threading
import time

from machine import packages
from machine.plain import PlainMachine
from machine.say import Problem, say
from scenario import pictures
from township.repository import Clock, Repository
from township.server import Server

BOARD = pathlib.Path(__file__).resolve().parents[1]
DRIVERS = {"virtio": "virtio_gpu", "vkms": "vkms"}
CONTROL = "/run/yuanba/control.sock"


class Session(contextlib.AbstractContextManager):
    """`binaries` is the folder with yuanbad and yuanba of this machine. The script's header decides what the box finds when it starts.
    `boot` makes the machine, of the arguments of Machine."""

    def __init__(self, script, out, binaries, villages, card="virtio", accelerate="auto", window=False, boot=PlainMachine):
        self.script, self.card, self.out = script, card, out
        out.mkdir(parents=True, exist_ok=True)
        for stale in ("access.log", "console.log", "yuanbad.log"):
            (out / stale).unlink(missing_ok=True)
        self.shots, self.times, self.notes, self.film, self.films = {}, {}, {"driver": DRIVERS[card]}, None, {}
        self.boots = {}
        self.machine = self.server = None
        self.dumping = threading.Lock()
        packages.install([name for name in script.value("packages", "").split() if not packages.installed(name)])
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yuanba-township-"))
        try:
            self.yuanba = binaries / "yuanba"
            clock = Clock.of(villages)
            self.repository = Repository(self.folder, self.yuanba, villages, clock)
            say(f"published {', '.join(village.name for village in villages)}")
            self.server = Server(self.folder / "nginx", self.repository.files, out / "access.log")
            if script.value("server", "on") == "off":
                self.server.stop()
            self.stage(binaries, boot)
            disk = self.make_disk(script.value("disk", ""))
            self.boot = lambda: boot(self.folder / "board", out, clock.now(), accelerate, window, script.value("display", "on") == "on",
                                     script.value("modules", "").split(), int(script.value("cameras", "3")), disk,
                                     script.value("usb", "no") == "yes", script.value("manager", "no") == "yes")
            self.power_on()
            if script.value("start", "yes") == "yes":
                self.guest.ask("start")
        except BaseException:
            self.__exit__()
            raise

    def make_disk(self, size):
        """The file of a new disk of `size`, as 64M; None without a size."""
        if not size:
            return None
        with open(self.out / "disk.img", "wb") as file:
            file.truncate(int(size.removesuffix("M")) << 20)
        return self.out / "disk.img"

    def power_on(self):
        """Boots the box; what was on its disk is there, if it has one."""
        self.machine = self.boot()
        say(f"the box is up: Linux {self.machine.kernel}, displays {', '.join(sorted(set(self.machine.cards.values())))}")
        self.guest = self.machine.guest

    def power_cycle(self, **options):
        """Takes the power of a box with a card away and gives it back; see CardMachine.again."""
        if not hasattr(self.machine, "again"):
            raise Problem("only a box that boots a card has something to boot again", 2)
        self.machine = self.machine.again(self.repository.clock.now(), **options)
        self.guest = self.machine.guest
        self.guest.ask("start")

    def __exit__(self, *_):
        if self.film:
            self.film.ending.set()
        if self.machine:
            self.machine.end()
        if self.server:
            self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stage(self, binaries, boot):
        """The folder that the guest sees as /board: its programs, the daemon's, and /etc/yuanba."""
        board = self.folder / "board"
        shutil.copytree(BOARD / "guest", board / "guest", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(BOARD.parent / "systemd", board / "systemd")
        (board / "bin").mkdir()
        (board / "etc").mkdir()
        for name in ("yuanbad", "yuanba"):
            program = board / "bin" / name
            if getattr(boot, "func", boot).HAS_PROGRAMS:
                program.write_text(f'#!/bin/sh\nexec /usr/bin/{name} "$@"\n')
                program.chmod(0o755)
            else:
                shutil.copy(binaries / name, program)
        resources = [path for path in binaries.glob("*.resources") if path.is_dir()]
        for path in resources:
            shutil.copytree(path, board / "bin" / path.name)
        shutil.copy(self.repository.root(), board / "etc" / "root.json")
        settings = {
            "repository": f"http://10.0.2.2:{self.server.port}/",
            "root": "/etc/yuanba/root.json",
            "village": self.repository.code(),
            "store": "/var/lib/yuanba",
            "control": CONTROL,
            "card": f"driver:{DRIVERS[self.card]}",
            "mode": "auto",
            "poll": "5s",
            "box": "0417",
        }
        for line in self.script.header.get("config", []):
            name, _, value = line.partition("=")
            settings[name.strip()] = value.strip()
        (board / "etc" / "yuanbad.conf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))

    def status_text(self):
        """What `yuanba status` prints; its complaint when it fails, which then is what the operator sees."""
        return self.guest.run(f"/board/bin/yuanba status --control {CONTROL}", user="yuanba")[1]

    def status(self):
        """The same as a dictionary, as `yuanba status --json` prints it."""
        return self.guest.ask("status", 90)["status"]

    def value(self, path):
        """A value of the status by its path, such as display.counters.commits; or of the notes, as note.NAME."""
        value = {"note": self.notes} if path.startswith("note.") else self.status()
        for name in path.split("."):
            if isinstance(value, list) and name.isdigit() and int(name) < len(value):
                value = value[int(name)]
            elif isinstance(value, dict) and name in value:
                value = value[name]
            else:
                raise Problem(f"the status has no {path}: there is no '{name}' in {json.dumps(value, ensure_ascii=False)[:300]}")
        return value

    def card_name(self):
        """The node in /dev/dri of the display that the daemon uses here."""
        return next(name for name, driver in self.machine.cards.items() if driver == DRIVERS[self.card])

    def settle(self, limit=30):
        """Waits until the daemon says that the screen shows what it should, and, where it can be seen cheaply, until two looks are
        the same. A daemon that does not run, or has nothing to show, needs no waiting."""
        end = time.monotonic() + limit
        while True:
            try:
                status = self.status()
            except Problem:
                break
            if status["settled"] or status["display"]["state"] != "lit":
                break
            if time.monotonic() > end:
                raise Problem(f"the screen did not settle within {limit} s")
        if self.card == "virtio":
            before = self.screen()
            while time.monotonic() < end:
                time.sleep(0.1)
                after = self.screen()
                if before == after:
                    return
                before = after

    def clock(self):
        """The guest's time to the minute."""
        return self.guest.ask("clock")["minute"]

    def screen(self):
        """What the TV shows now."""
        with self.dumping:  # A film goes on beside the steps.
            if self.card == "virtio":
                path = self.machine.folder / "dump.ppm"
                self.machine.monitor.dump(path)
                return pictures.read(path)
            # Nobody outside the guest can see vkms: its writeback connector tells what it scans out.
            name = "writeback.png"
            self.guest.ask("writeback", 90, name=name)
            picture = pictures.read(self.out / name)
            os.unlink(self.out / name)
            return picture

    def environment(self):
        """For commands on the host: where the parts of this run are."""
        return {**os.environ, "YUANBA": str(self.yuanba), "VILLAGE": str(self.repository.villages[0]),
                "REPOSITORY": str(self.repository.files), "KEYS": str(self.repository.keys), "OUT": str(self.out), "BOARD": str(BOARD),
                "URL": f"http://127.0.0.1:{self.server.port}/", "NOW": self.repository.clock.now()}

    def trouble(self):
        """What there is to see after a failure: status, service, log, console."""
        parts = []
        with contextlib.suppress(Problem):
            self.screen().write(self.out / "failure.png")
            parts.append(f"--- picture of that moment: {self.out}/failure.png")
        with contextlib.suppress(Problem):
            parts.append(f"--- service: {self.guest.ask('service', 5)}")
            parts.append(f"--- yuanba status ---\n{self.status_text().rstrip()}")
        log = self.out / "yuanbad.log"
        parts.append(f"--- {log}, last lines ---\n" + ("\n".join(log.read_text(errors="replace").splitlines()[-30:]) if log.exists() else "(none)"))
        parts.append(self.machine.trouble())
        return "\n".join(parts)
