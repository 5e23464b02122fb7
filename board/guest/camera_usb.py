"""A USB camera on the kernel's uvcvideo: found by where it is plugged in, streamed, unplugged, plugged in again, and one that sends nonsense."""

import subprocess
import sys
import time

sys.path.insert(0, "/board/guest")
from usb_camera import UsbCamera  # noqa: E402
from watching import Watch  # noqa: E402


def bus():
    """Where uvcvideo says that it is plugged in."""
    for _ in range(100):
        lines = subprocess.run(["/board/bin/yuanba", "camera", "list"], capture_output=True, text=True).stdout.splitlines()
        for line in lines:
            if " uvcvideo " in line:
                print(line, flush=True)
                return line.split()[0]
        time.sleep(0.2)
    raise SystemExit("uvcvideo did not come up with it")


def main():
    camera = UsbCamera()
    camera.plug()
    where = bus()
    for fourcc in ("YUYV", "MJPG"):
        watch = Watch(where, "--format", fourcc, "--fps", "15")
        watch.wait(*Watch.PICTURE)
        time.sleep(2)
        before = watch.holds()
        for _ in range(3):
            since = watch.count
            camera.unplug()
            at = watch.wait("absent", since=since)
            time.sleep(1)
            camera.plug()
            watch.wait(*Watch.PICTURE, since=at)
            time.sleep(1)
        print(f"before {before}, after three times unplugged {watch.holds()}", flush=True)
        if fourcc == "MJPG":
            since = watch.count
            camera.garbage = True
            at = watch.wait("wrong-format", since=since)
            camera.garbage = False
            watch.wait(*Watch.PICTURE, since=at)
        print(f"{fourcc}: {' | '.join(watch.said())}\n{watch.end()}", flush=True)


main()
