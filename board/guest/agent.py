"""The host's hand in the emulated box: takes requests, one JSON object a line, over a virtio-serial port and answers them.

A request is {"id": 7, "do": "run", …}; its answer is {"id": 7, …} or {"id": 7, "error": "…"}. Several may be under way at once."""

import grp
import json
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import control  # noqa: E402
from nodes import NodeGroups  # noqa: E402
from remote import InfraredRemote  # noqa: E402
from service import Service  # noqa: E402
from unit import UnitService  # noqa: E402


def open_port(name):
    """virtio-serial ports carry their name in sysfs; without udev there is no /dev/virtio-ports."""
    ports = "/sys/class/virtio-ports"
    while True:
        for port in os.listdir(ports):
            with open(f"{ports}/{port}/name") as file:
                if file.read().strip() == name:
                    return os.open(f"/dev/{port}", os.O_RDWR)
        time.sleep(0.05)


class Agent:
    def __init__(self, port, service):
        self.port = port
        self.writing = threading.Lock()
        self.remote = InfraredRemote()
        self.service = service

    def answer(self, message):
        data = json.dumps(message).encode() + b"\n"
        with self.writing:
            while data:
                data = data[os.write(self.port, data):]

    def serve(self):
        rest = b""
        while True:
            data = os.read(self.port, 65536)
            if not data:
                # Nobody holds the host's end.
                time.sleep(0.05)
                continue
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                threading.Thread(target=self.handle, args=(json.loads(line),), daemon=True).start()

    def handle(self, request):
        try:
            result = getattr(self, "do_" + request["do"])(request) or {}
        except Exception as error:  # The host reports it; an agent that dies would hide the reason.
            result = {"error": f"{type(error).__name__}: {error}"}
        self.answer({"id": request["id"], **result})

    def do_run(self, request):
        user = request.get("user", "root")
        command = ["/bin/sh", "-c", request["command"]]
        who = {} if user == "root" else {"user": user, "group": user, "extra_groups": os.getgrouplist(user, grp.getgrnam(user).gr_gid)}
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=request.get("timeout", 30), cwd="/", **who)
        except subprocess.TimeoutExpired as late:
            return {"status": 124, "output": (late.output or b"").decode(errors="replace")}
        return {"status": done.returncode, "output": done.stdout.decode(errors="replace")}

    def do_press(self, request):
        self.remote.press(request["name"], request["length"])

    def do_press_many(self, request):
        """Presses the keys of `names` in turn, `count` in all, one every `interval` seconds."""
        return {"seconds": self.remote.press_many(request["names"], request["count"], request["interval"])}

    def do_plug(self, request):
        self.remote.plug()

    def do_unplug(self, request):
        self.remote.unplug()

    def do_start(self, request):
        self.service.start(request.get("hold", True))

    def do_stop(self, request):
        return self.service.stop(request.get("signal", 15), request.get("patience", 10))

    def do_service(self, request):
        return self.service.state()

    def do_status(self, request):
        return {"status": control.ask(do="status")[0]["status"]}

    def do_writeback(self, request):
        """Writes what the display scans out to /out as a PNG."""
        _, picture = control.ask(do="screenshot", writeback=True)
        with open(f"/out/{request['name']}", "wb") as file:
            file.write(picture)

    def do_clock(self, request):
        return {"minute": time.strftime("%Y-%m-%dT%H:%M:00Z", time.gmtime())}


def main():
    if sys.argv[1:] == ["systemd"]:
        service = UnitService()
    else:
        NodeGroups().start()
        service = Service()
    port = open_port("board.agent")
    agent = Agent(port, service)
    # A service manager loads the drivers while this starts.
    patience = time.monotonic() + 60
    while not cards() and time.monotonic() < patience:
        time.sleep(0.2)
    agent.answer({"id": 0, "kernel": os.uname().release, "cards": cards()})
    agent.serve()


def cards():
    """The kernel's display drivers here, by name of their node: {"card0": "virtio_gpu", …}."""
    found = {}
    for name in sorted(os.listdir("/sys/class/drm")):
        if name.startswith("card") and name[4:].isdigit():
            with open(f"/sys/kernel/debug/dri/{name[4:]}/name") as file:
                found[name] = file.read().split()[0]
    return found


main()
