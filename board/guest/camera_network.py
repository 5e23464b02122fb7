"""A network camera through systemd/yuanba-camera@.service's own command: shown, its network gone silent, its end, and its return. The argument is
the unit."""

import atexit
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, "/board/guest")
from watching import Watch  # noqa: E402

SOURCE = "rtsp://127.0.0.1:8554/camera"


def node():
    for name in os.listdir("/sys/class/video4linux"):
        with open(f"/sys/class/video4linux/{name}/name") as file:
            if file.read().strip() == "bridge":
                return f"/dev/{name}"
    raise SystemExit("there is no v4l2loopback device")


class Bridge(threading.Thread):
    """The unit's command, started again whenever it ends, as systemd does."""

    def __init__(self, unit, node):
        super().__init__(daemon=True)
        with open(unit) as file:
            command = re.search(r"^ExecStart=(.*)$", file.read(), re.MULTILINE)[1]
        self.command = [word.replace("${SOURCE}", SOURCE).replace("${NODE}", node) for word in shlex.split(command)]
        self.starts = 0
        self.process = None
        # Or it would keep the script's own output open.
        atexit.register(lambda: self.process and self.process.kill())
        self.start()

    def run(self):
        while True:
            self.starts += 1
            self.process = subprocess.Popen(self.command)
            self.process.wait()
            time.sleep(1)


def serve():
    server = subprocess.Popen([sys.executable, "/board/guest/rtsp_server.py"])
    atexit.register(server.kill)
    return server


def main(unit):
    server = serve()
    bridge = Bridge(unit, node())
    watch = Watch(node(), "--fps", "10")
    at = watch.wait(*Watch.PICTURE, limit=120)
    time.sleep(5)
    print(f"shown: {watch.said()}", flush=True)
    # The network is there, and nothing comes.
    since = watch.count
    server.send_signal(signal.SIGSTOP)
    at = watch.wait("frozen", "failed", "absent", since=since)
    server.send_signal(signal.SIGCONT)
    watch.wait(*Watch.PICTURE, since=at, limit=120)
    print(f"silent: {watch.said(since)}", flush=True)
    since = watch.count
    server.kill()
    server.wait()
    at = watch.wait("frozen", "failed", "absent", since=since)
    time.sleep(8)
    before = bridge.starts
    server = serve()
    watch.wait(*Watch.PICTURE, since=at, limit=120)
    print(f"ended and begun again, the bridge for the {before}th time: {watch.said(since)}\n{watch.end()}", flush=True)
    server.kill()


main(sys.argv[1])
