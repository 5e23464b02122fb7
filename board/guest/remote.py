"""An infrared remote made with uinput: the keys which QEMU's keyboard lacks, and a remote that can be unplugged."""

import fcntl
import os
import struct
import threading
import time

# Names of script steps → codes of linux/input-event-codes.h, as a set-top box's remote sends them.
KEYS = {
    "up": 103, "down": 108, "left": 105, "right": 106, "ok": 352, "back": 158, "home": 172, "menu": 139, "tv": 377,
    "channel-up": 402, "channel-down": 403, "page-up": 104, "page-down": 109,
    "red": 398, "green": 399, "yellow": 400, "blue": 401,
    **{str(digit): 512 + digit for digit in range(10)},
}

EV_SYN, EV_KEY, EV_REP = 0, 1, 20
UI_SET_EVBIT, UI_SET_KEYBIT, UI_DEV_SETUP, UI_DEV_CREATE = 0x40045564, 0x40045565, 0x405C5503, 0x5501
BUS_VIRTUAL = 6


class InfraredRemote:
    """Repeats like a remote: the kernel's own autorepeat (EV_REP) after 250 ms, every 33 ms."""

    def __init__(self):
        self.device = None
        self.lock = threading.Lock()
        self.plug()

    def plug(self):
        with self.lock:
            if self.device is not None:
                return
            device = os.open("/dev/uinput", os.O_WRONLY)
            for kind in (EV_KEY, EV_REP):
                fcntl.ioctl(device, UI_SET_EVBIT, kind)
            for code in KEYS.values():
                fcntl.ioctl(device, UI_SET_KEYBIT, code)
            # struct uinput_setup: bus, vendor, product, version, name, maximal force feedback effects
            fcntl.ioctl(device, UI_DEV_SETUP, struct.pack("HHHH80sI", BUS_VIRTUAL, 1, 1, 1, b"board infrared remote", 0))
            fcntl.ioctl(device, UI_DEV_CREATE)
            self.device = device

    def unplug(self):
        with self.lock:
            if self.device is not None:
                os.close(self.device)
                self.device = None

    def emit(self, code, value):
        if self.device is None:
            raise RuntimeError("the remote is unplugged")
        # struct input_event on 64 bit: the kernel fills in the time.
        os.write(self.device, struct.pack("qqHHi", 0, 0, EV_KEY, code, value) + struct.pack("qqHHi", 0, 0, EV_SYN, 0, 0))

    def press(self, name, seconds):
        code = KEYS[name]
        with self.lock:
            self.emit(code, 1)
            time.sleep(seconds)
            self.emit(code, 0)

    def press_many(self, names, count, interval):
        begin = time.monotonic()
        for number in range(count):
            self.press(names[number % len(names)], min(0.02, interval / 2))
            time.sleep(max(0, begin + (number + 1) * interval - time.monotonic()))
        return time.monotonic() - begin
