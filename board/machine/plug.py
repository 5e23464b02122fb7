"""The display cable of virtio-gpu. QEMU tells the guest about another size, or about none, when a viewer asks for it: so this is a
VNC viewer (RFC 6143) that knows nothing but SetDesktopSize, with the size 0×0 for a pulled cable."""

import struct

from machine.qmp import connect
from machine.say import Problem

ENCODING_EXTENDED_DESKTOP_SIZE = -308
SET_ENCODINGS, SET_DESKTOP_SIZE = 2, 251


def set_display(path, sizes):
    """Tells the guest about these sizes, one after the other."""
    stream = connect(path)
    file = stream.makefile("rwb")

    def take(count):
        data = file.read(count)
        if len(data) != count:
            raise Problem("QEMU closed the connection through which the display's size is set.", 3)
        return data

    def send(data):
        file.write(data)
        file.flush()

    take(12)
    send(b"RFB 003.008\n")
    take(take(1)[0])
    send(b"\x01")  # no authentication
    take(4)
    send(b"\x01")  # shared
    header = take(24)
    take(struct.unpack(">I", header[20:24])[0])
    send(struct.pack(">BxHi", SET_ENCODINGS, 1, ENCODING_EXTENDED_DESKTOP_SIZE))
    for width, height in sizes:
        screen = struct.pack(">IHHHHI", 0, 0, 0, width, height, 0)
        send(struct.pack(">BxHHBx", SET_DESKTOP_SIZE, width, height, 1) + screen)
    # The answer to a request for an update shows that what came before has been read.
    send(struct.pack(">BBHHHH", 3, 0, 0, 0, 1, 1))
    stream.settimeout(5)
    take(1)
    stream.close()
