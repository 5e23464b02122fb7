"""QEMU's machine protocol: screen dumps and keys."""

import json
import socket
import threading
import time

from machine.say import Problem


class Monitor:
    def __init__(self, path):
        self.lock = threading.Lock()
        self.socket = connect(path)
        self.file = self.socket.makefile("rwb")
        self.file.readline()
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        """Sends one command and returns what it returns; events that come in between are dropped."""
        with self.lock:
            self.file.write(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
            self.file.flush()
            while True:
                line = self.file.readline()
                if not line:
                    raise Problem(f"The emulated box went away while it was asked to '{command}'.", 3)
                message = json.loads(line)
                if "error" in message:
                    raise Problem(f"QEMU refused '{command}': {message['error'].get('desc')}", 3)
                if "return" in message:
                    return message["return"]

    def press(self, code, seconds=0.05):
        """Holds a key of the virtio keyboard (QKeyCode name) down for that long."""
        self.key(code, True)
        time.sleep(seconds)
        self.key(code, False)

    def key(self, code, down):
        event = {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": code}}}
        self.ask("input-send-event", events=[event])

    def dump(self, path, format="ppm"):
        self.ask("screendump", filename=str(path), format=format)


def connect(path, seconds=10):
    """Connects to a Unix socket that a program which was just started is about to make."""
    end = time.monotonic() + seconds
    while True:
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            stream.connect(str(path))
            return stream
        except OSError as error:
            stream.close()
            if time.monotonic() > end:
                raise Problem(f"QEMU did not open its socket {path}: {error}", 3) from None
            time.sleep(0.02)
