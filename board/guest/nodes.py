"""Gives device nodes their group as udev does on a real box: from user space, a moment after the kernel made them."""

import grp
import os
import re
import socket
import threading

NETLINK_KOBJECT_UEVENT = 15
RULES = [
    (re.compile(r"dri/(card|renderD)\d+$"), "video"),
    (re.compile(r"(video|media|cec|vbi|swradio|radio)\d+$"), "video"),
    (re.compile(r"input/event\d+$"), "input"),
]


class NodeGroups(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, NETLINK_KOBJECT_UEVENT)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.bind((0, 1))
        for folder, _, names in os.walk("/dev"):
            for name in names:
                self.settle(os.path.relpath(os.path.join(folder, name), "/dev"))

    def settle(self, name):
        for pattern, group in RULES:
            if pattern.match(name):
                try:
                    os.chown("/dev/" + name, 0, grp.getgrnam(group).gr_gid)
                    os.chmod("/dev/" + name, 0o660)
                except FileNotFoundError:
                    pass  # It was unplugged again already.

    def run(self):
        while True:
            fields = self.socket.recv(16384).decode(errors="replace").split("\0")
            pairs = dict(field.split("=", 1) for field in fields[1:] if "=" in field)
            if pairs.get("ACTION") == "add" and "DEVNAME" in pairs:
                self.settle(pairs["DEVNAME"])
