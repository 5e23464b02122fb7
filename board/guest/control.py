"""The daemon's control socket, asked directly: starting the `yuanba` tool takes an interpreted processor longer than most steps."""

import json
import socket

PATH = "/run/yuanba/control.sock"


def ask(**request):
    """One request; returns the reply's line and the bytes that follow it. Raises what the daemon refuses."""
    with socket.socket(socket.AF_UNIX) as stream:
        stream.settimeout(60)
        stream.connect(PATH)
        stream.sendall(json.dumps(request).encode() + b"\n")
        with stream.makefile("rb") as file:
            reply = json.loads(file.readline())
            body = file.read(reply.get("byteCount", 0))
    if not reply.get("ok"):
        raise RuntimeError(reply.get("error", "the daemon refused"))
    return reply, body
