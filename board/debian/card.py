"""Writing an image onto a card: refused where it would hurt, with progress, and read back."""

import hashlib
import os
import pathlib
import stat
import sys

from machine.say import Problem, say

CHUNK = 4 << 20
# Room for the pages of a village beside the image itself.
DATA = 64 << 20


def require(device, size):
    """Raises unless `device` is a whole, unused disk with room for `size` bytes and the data partition; returns its size."""
    if not device.exists():
        raise Problem(f"{device} does not exist. `lsblk` lists the disks here.", 2)
    status = device.stat()
    if not stat.S_ISBLK(status.st_mode):
        raise Problem(f"{device} is not a disk. `lsblk` lists the disks here.", 2)
    node = pathlib.Path(f"/sys/dev/block/{os.major(status.st_rdev)}:{os.minor(status.st_rdev)}")
    if (node / "partition").exists():
        raise Problem(f"{device} is a partition. The image is a whole card: name the disk itself.", 2)
    numbers = {(path / "dev").read_text().strip() for path in [node, *node.glob("*/")] if (path / "dev").exists()}
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        fields = line.split()
        if fields[2] in numbers:
            raise Problem(f"{device} is in use: {fields[4]} is mounted from it. Please unmount it if it is the card that you mean.")
    room = int((node / "size").read_text()) * 512
    if room < size + DATA:
        raise Problem(f"{device} is too small: it has {room >> 20} MB, and {(size + DATA) >> 20} MB are needed. "
                      "Please take a card of 2 GB or more.")
    return room


def write(image, device, without_asking=False):
    size = image.stat().st_size
    room = require(device, size)
    if not without_asking:
        print(f"Everything on {device} ({room / 1e9:.1f} GB) will be lost. Type yes to go on: ", end="", flush=True)
        if sys.stdin.readline().strip() != "yes":
            raise Problem("Nothing was written.")
    say(f"writing {device}")
    digest = hashlib.sha256()
    with open(image, "rb") as source, open(device, "r+b", buffering=0) as target:
        done, told = 0, 0
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            written = 0
            while written < len(chunk):
                written += target.write(chunk[written:])
            done += len(chunk)
            if done * 10 // size > told:
                told = done * 10 // size
                say(f"  {told * 10} %")
        os.fsync(target.fileno())
    say("reading it back")
    again = hashlib.sha256()
    with open(device, "rb", buffering=0) as target:
        # What the kernel remembers of it proves nothing about the card.
        os.posix_fadvise(target.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        left = size
        while left:
            chunk = target.read(min(CHUNK, left))
            if not chunk:
                break
            again.update(chunk)
            left -= len(chunk)
    if again.digest() != digest.digest():
        raise Problem(f"{device} does not hold what was written to it. The card is bad, or not as large as it says; please take another.")
    say("the card is ready")
