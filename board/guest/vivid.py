"""Controls of the kernel's test camera, vivid, by their names: what it shows, and what goes wrong with it."""

import fcntl
import os
import struct

VIDIOC_S_CTRL, VIDIOC_QUERYCTRL, VIDIOC_QUERYCAP = 0xC008561C, 0xC0445624, 0x80685600
NEXT = 0x80000000


def bus(path):
    """Where it is plugged in, as the driver says."""
    with Camera(path) as camera:
        # struct v4l2_capability: driver, card, bus_info …
        answer = fcntl.ioctl(camera.descriptor, VIDIOC_QUERYCAP, bytes(104))
    return answer[48:80].split(b"\0")[0].decode()


def cameras():
    """(path, bus path) of each vivid camera, by bus path."""
    found = []
    for name in os.listdir("/sys/class/video4linux"):
        with open(f"/sys/class/video4linux/{name}/name") as file:
            if file.read().startswith("vivid-") and name.startswith("video"):
                found.append((f"/dev/{name}", bus(f"/dev/{name}")))
    return sorted(found, key=lambda pair: pair[1])


class Camera:
    """Open for a moment: a disconnected one comes back when nobody has it open any more."""

    def __init__(self, path):
        self.descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def controls(self):
        """Name → number."""
        found, number = {}, 0
        while True:
            # struct v4l2_queryctrl: id, type, name[32], minimum, maximum, step, default, flags, reserved[2]
            try:
                answer = fcntl.ioctl(self.descriptor, VIDIOC_QUERYCTRL, struct.pack("II32s7I", number | NEXT, 0, b"", 0, 0, 0, 0, 0, 0, 0))
            except OSError:
                return found
            number, _, name, *_ = struct.unpack("II32s7I", answer)
            found[name.split(b"\0")[0].decode()] = number

    def set(self, **settings):
        """Underscores stand for spaces; the case does not count."""
        numbers = {name.lower().replace(" ", "_").replace("'", "").replace(".", ""): number for name, number in self.controls().items()}
        for name, value in settings.items():
            fcntl.ioctl(self.descriptor, VIDIOC_S_CTRL, struct.pack("Ii", numbers[name], value))


def set_controls(path, **settings):
    with Camera(path) as camera:
        camera.set(**settings)
