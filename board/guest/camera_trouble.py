"""Everything that vivid can do wrong, under a running stream: what is said of the camera, and that it comes back. Fails at the first surprise."""

import re
import sys
import time

sys.path.insert(0, "/board/guest")
import vivid  # noqa: E402
from watching import Watch  # noqa: E402


class Trouble:
    """One injection after the other into a camera that is being watched."""

    def __init__(self, path, bus, *arguments):
        self.path = path
        self.watch = Watch(bus, "--size", "320x180", *arguments)
        self.watch.wait(*Watch.PICTURE)

    def inject(self, name, says, mend=None, **settings):
        """`says`: one of these states must come, none: the picture must stay. After `mend` there must be a picture again."""
        # A state of before may still be on its way.
        time.sleep(0.3)
        since = self.watch.count
        vivid.set_controls(self.path, **settings)
        if says:
            at = self.watch.wait(*says, since=since, limit=30)
        else:
            time.sleep(3)
            at = since
        if mend:
            vivid.set_controls(self.path, **mend)
        if says:
            self.watch.wait(*Watch.PICTURE, since=at, limit=60)
        said = self.watch.said(since)
        print(f"{name}: {' | '.join(said) or 'nothing changed'}", flush=True)
        if not says and any(not line.startswith(Watch.PICTURE) for line in said):
            raise SystemExit(f"{name}: the picture did not stay")

    def end(self):
        counts = {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", self.watch.end())}
        print(f"counts: {counts}", flush=True)
        return counts


def webcam(path, bus):
    trouble = Trouble(path, bus)
    trouble.inject("a damaged buffer", (), **{"inject_v4l2_buf_flag_error": 1})
    trouble.inject("sequence numbers that wrap", (), {"wrap_sequence_number": 0}, wrap_sequence_number=1)
    trouble.inject("time stamps that wrap", (), {"wrap_timestamp": 0}, wrap_timestamp=1)
    trouble.inject("a third of the buffers dropped", (), {"percentage_of_dropped_buffers": 0}, percentage_of_dropped_buffers=33)
    trouble.inject("every buffer dropped", ("frozen",), {"percentage_of_dropped_buffers": 0}, percentage_of_dropped_buffers=100)
    trouble.inject("a buffer that is not taken back", ("failed",), inject_vidioc_qbuf_error=1)
    trouble.inject("a fatal streaming error", ("failed",), inject_fatal_streaming_error=1)
    vivid.set_controls(path, inject_vidioc_reqbufs_error=1)
    trouble.inject("disconnected, then no buffers", ("failed",), disconnect=1)
    vivid.set_controls(path, inject_vidioc_streamon_error=1)
    trouble.inject("disconnected, then it does not start", ("failed",), disconnect=1)
    trouble.inject("disconnected", ("absent",), disconnect=1)
    counts = trouble.end()
    if not counts["damaged"] or not counts["lost"]:
        raise SystemExit("damaged and lost buffers were not counted")


def inputs(path, bus):
    trouble = Trouble(path, bus, "--input", "3")
    trouble.inject("HDMI without a signal", ("no-signal",), {"dv_timings_signal_mode": 0}, dv_timings_signal_mode=1)
    trouble.inject("HDMI without a lock", ("no-signal",), {"dv_timings_signal_mode": 0}, dv_timings_signal_mode=2)
    # By the kernel's table of timings: 720×576 interlaced, whose clock is too slow for vivid, and 1280×720.
    trouble.inject("HDMI of a size that it cannot receive", ("wrong-format",), {"dv_timings_signal_mode": 0}, dv_timings=3,
                   dv_timings_signal_mode=4)
    trouble.inject("HDMI of another size", ("starting",), dv_timings=5, dv_timings_signal_mode=4)
    trouble.end()
    trouble = Trouble(path, bus, "--input", "2")
    trouble.inject("S-Video without a signal", ("no-signal",), {"standard_signal_mode": 0}, standard_signal_mode=1)
    trouble.end()
    trouble = Trouble(path, bus, "--input", "1", "--standard", "pal", "--frequency", "49.25")
    time.sleep(1)
    print(f"the tuner at 49.25 MHz: {trouble.watch.said()}")
    trouble.end()


found = vivid.cameras()
webcam(*found[0])
inputs(*found[1])
