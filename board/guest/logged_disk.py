"""A disk that keeps a log of what was written to it, and the disk as it would be after a power cut at any moment.

The log is dm-log-writes' (the kernel's Documentation/admin-guide/device-mapper/log-writes.rst; its layout is that of drivers/md/dm-log-writes.c):
every write with its data, in an order that a flush makes sure of: what had been completed when a flush began stands before it. Between two
flushes a disk may have kept any of the writes and lost any other, in whatever order they stand."""

import ctypes
import os
import struct
import subprocess

BLOCK = 4096
FLUSH, FUA, DISCARD, MARK = 1, 2, 4, 8
MAGIC = 0x6A736677736872

libc = ctypes.CDLL(None, use_errno=True)


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout.strip()


def mount(device, folder, kind, options=b""):
    if libc.mount(device.encode(), folder.encode(), kind.encode(), 0, options) != 0:
        raise OSError(ctypes.get_errno(), f"mount {device}: {os.strerror(ctypes.get_errno())}")


def unmount(folder):
    if libc.umount2(folder.encode(), 0) != 0:
        raise OSError(ctypes.get_errno(), f"unmount {folder}: {os.strerror(ctypes.get_errno())}")


class Image:
    """The content of a disk: blocks that are not all zero."""

    def __init__(self, blocks=None):
        self.blocks = dict(blocks or {})

    @classmethod
    def of(cls, path):
        image = cls()
        with open(path, "rb") as file:
            size, at = os.fstat(file.fileno()).st_size, 0
            while at < size:
                try:
                    at = os.lseek(file.fileno(), at, os.SEEK_DATA)
                except OSError:
                    break
                end = os.lseek(file.fileno(), at, os.SEEK_HOLE)
                file.seek(at)
                image.write(at, file.read(end - at))
                at = end
        return image

    def copy(self):
        return Image(self.blocks)

    def write(self, at, data):
        end = at + len(data)
        while at < end:
            number, inside = divmod(at, BLOCK)
            count = min(BLOCK - inside, end - at)
            piece = data[len(data) - (end - at):][:count]
            if count < BLOCK:
                old = self.blocks.get(number, bytes(BLOCK))
                piece = old[:inside] + piece + old[inside + count:]
            self.blocks[number] = piece
            at += count

    def put(self, path, size):
        """Makes the file `path` this content."""
        with open(path, "r+b") as file:
            file.truncate(0)
            file.truncate(size)
            numbers = sorted(self.blocks)
            at = 0
            while at < len(numbers):
                end = at + 1
                while end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
                    end += 1
                os.pwrite(file.fileno(), b"".join(self.blocks[number] for number in numbers[at:end]), numbers[at] * BLOCK)
                at = end


class LoggedDisk:
    """A disk of `megabytes` in memory, at /dev/mapper/logged while it is logged."""

    def __init__(self, folder, megabytes):
        self.data, self.log, self.size = f"{folder}/disk", f"{folder}/log", megabytes << 20
        for path, size in ((self.data, self.size), (self.log, self.size * 4)):
            with open(path, "wb") as file:
                file.truncate(size)
        self.device, self.log_device = run("losetup", "--show", "-f", self.data), run("losetup", "--show", "-f", self.log)

    def begin(self):
        os.truncate(self.log, 0)
        os.truncate(self.log, self.size * 4)
        table = f"0 {self.size // 512} log-writes {self.device} {self.log_device}"
        run("dmsetup", "create", "logged", "--table", table)
        if not os.path.exists("/dev/mapper/logged"):
            run("dmsetup", "mknodes")
        return "/dev/mapper/logged"

    @staticmethod
    def mark(name):
        run("dmsetup", "message", "logged", "0", "mark", name)

    def end(self):
        """Returns the writes: (flags, offset in bytes, data), a mark's data being its name, a discard's its length."""
        run("dmsetup", "remove", "--retry", "logged")
        with open(self.log, "rb") as file:
            magic, _, count, sector = struct.unpack_from("<QQQI", file.read(512))
            if magic != MAGIC:
                raise SystemExit(f"no log of dm-log-writes: {magic:#x}")
            entries, at = [], sector
            for _ in range(count):
                file.seek(at)
                head = file.read(sector)
                start, sectors, flags, length = struct.unpack_from("<QQQQ", head)
                at += sector
                if flags & MARK:
                    entries.append((flags, 0, head[32:32 + length].rstrip(b"\0").decode()))
                elif flags & DISCARD:
                    entries.append((flags, start * sector, sectors * sector))
                else:
                    entries.append((flags, start * sector, file.read(sectors * sector)))
                    at += sectors * sector
            return entries

    def free(self):
        for device in (self.device, self.log_device):
            run("losetup", "-d", device)


def apply(image, entry):
    flags, at, data = entry
    if flags & DISCARD:
        # A discarded block may read as anything; zeros are what most disks give.
        for number in range(at // BLOCK, (at + data) // BLOCK):
            image.blocks.pop(number, None)
    elif not flags & MARK:
        image.write(at, data)


def outcomes(pending, at_mark=False):
    """What of these writes, which no flush has followed, a power cut may leave: each beginning of them; the same with only those that were forced
    through (FUA), which are there once they have ended; and all but each single other one. At a mark all of them have ended."""
    def forced(writes):
        return [write for write in writes if write[0] & FUA]

    beginnings = [pending] if at_mark else [pending[:count] for count in range(len(pending) + 1)]
    chosen = beginnings + [forced(writes) for writes in beginnings]
    chosen += [pending[:number] + pending[number + 1:] for number, write in enumerate(pending) if not write[0] & FUA]
    return [list(writes) for writes in dict.fromkeys(tuple(writes) for writes in chosen)]
