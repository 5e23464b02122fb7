"""Keeps a USB camera plugged in that takes its time over each picture: what arrives is older than live pictures may be, and comes too often to
stand still. The argument is how long one picture takes, in seconds."""

import sys
import threading

sys.path.insert(0, "/board/guest")
from usb_camera import UsbCamera  # noqa: E402

camera = UsbCamera()
camera.transmission = float(sys.argv[1])
camera.plug()
threading.Event().wait()
