"""Disconnects a camera under a running stream again and again; it must come back each time, and leave nothing behind. The first argument is how
often."""

import re
import sys
import time

sys.path.insert(0, "/board/guest")
import vivid  # noqa: E402
from watching import Watch  # noqa: E402


def memory():
    """What the machine has left, and its contiguous memory, in kB."""
    with open("/proc/meminfo") as file:
        found = dict(re.findall(r"^(\w+):\s+(\d+)", file.read(), re.MULTILINE))
    return {name: int(found[name]) for name in ("MemAvailable", "CmaFree") if name in found}


def main(count):
    path, bus = vivid.cameras()[0]
    watch = Watch(bus, "--size", "320x180")
    at = watch.wait(*Watch.PICTURE)
    time.sleep(1)
    begin = time.monotonic()
    first = None
    for number in range(count):
        since = watch.count
        vivid.set_controls(path, disconnect=1)
        at = watch.wait("absent", "failed", since=since)
        watch.wait(*Watch.PICTURE, since=at)
        if number + 1 in (10, count // 2, count):
            now = {**watch.holds(), **memory()}
            first = first or now
            print(f"after {number + 1:4} cycles, {time.monotonic() - begin:.0f} s: {now}", flush=True)
    print(watch.end())
    kept = [name for name in ("descriptors", "mappings") if now[name] != first[name]]
    if kept or now["pss"] > first["pss"] + 1024:
        print(f"it keeps {kept or 'memory'}")
        return 1
    return 0


sys.exit(main(int(sys.argv[1])))
