"""Writes a card: a partition table (GPT) with a FAT boot partition and a compressed read-only root (EROFS), the same bytes for the same files."""

import os

from debian import roots
from machine import packages
from machine.say import Problem, say

MEBIBYTE = 1 << 20
BOOT_BYTES = 192 * MEBIBYTE
# GUIDs of partition types (UEFI specification 5.3.3; Discoverable Partitions Specification, UAPI.2).
BOOT_TYPE, ROOT_TYPE = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "B921B045-1DF0-41C3-AF44-4C6F280D3FAE"
INSIDE = "/disk"
# A FAT volume's own number, and its label.
VOLUME, LABEL = "59424100", "YUANBA"


class Disk:
    """`identifiers`: UUIDs for disk, boot and root; `epoch`: the time that all files get; `tools`: a root with the programs it takes;
    `work`: a folder for what it makes on the way, within the cache."""

    def __init__(self, identifiers, epoch, tools, work):
        self.identifiers, self.epoch, self.tools, self.work = identifiers, epoch, tools, work

    def run(self, *command):
        binds = [(self.work, INSIDE, "rw")]
        status, output = roots.enter(self.tools, list(command), binds, {"SOURCE_DATE_EPOCH": str(self.epoch), "TZ": "UTC", "MTOOLS_SKIP_CHECK": "1"}, None, INSIDE)
        if status != 0:
            raise Problem(f"{command[0]} failed:\n{packages.tail(output, 20)}")

    def write(self, path, root, boot):
        """`root` and `boot` are folders within `work`."""
        say("packing the root file system")
        self.run("mkfs.erofs", "--quiet", "-zlz4hc", f"-T{self.epoch}", f"-U{self.identifiers['root']}", "root.erofs", root.name)
        self.fill_boot(boot)
        rooms = [("boot", BOOT_TYPE, self.work / "boot.fat"), ("root", ROOT_TYPE, self.work / "root.erofs")]
        lines, begin = ["label: gpt", f"label-id: {self.identifiers['disk']}", "first-lba: 2048"], MEBIBYTE
        with open(self.work / "disk", "wb") as disk:
            for name, kind, file in rooms:
                size = -(-file.stat().st_size // MEBIBYTE) * MEBIBYTE
                lines.append(f"start={begin // 512}, size={size // 512}, type={kind}, uuid={self.identifiers[name]}, name=yuanba-{name}")
                copy(file, disk, begin)
                begin += size
            # The second copy of the table stands at the end.
            disk.truncate(begin + MEBIBYTE)
        (self.work / "table").write_text("\n".join(lines) + "\n")
        self.run("sh", "-c", "sfdisk --quiet disk <table")
        os.replace(self.work / "disk", path)

    def fill_boot(self, folder):
        say("packing the boot partition")
        for path in sorted([folder, *folder.rglob("*")], reverse=True):
            os.utime(path, (self.epoch, self.epoch))
        (self.work / "boot.fat").unlink(missing_ok=True)
        with open(self.work / "boot.fat", "wb") as file:
            file.truncate(BOOT_BYTES)
        self.run("mkfs.vfat", "-F", "32", "--invariant", "-i", VOLUME, "-n", LABEL, "boot.fat")
        # In an order of its own, because that of a folder depends on how it was filled.
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_dir():
                self.run("mmd", "-i", "boot.fat", f"::{inside}")
            else:
                self.run("mcopy", "-m", "-i", "boot.fat", f"{folder.name}/{inside}", f"::{inside}")


def copy(file, disk, offset):
    """Leaves holes where the file has zeros only."""
    with open(file, "rb") as source:
        position = offset
        while chunk := source.read(MEBIBYTE):
            if chunk.strip(b"\0"):
                disk.seek(position)
                disk.write(chunk)
            position += len(chunk)
