"""ARM programs on this machine's kernel: Debian's maintainer scripts run in an ARM root when it is made."""

import pathlib
import subprocess

from debian import roots
from machine import packages
from machine.say import Problem

HANDLER = "qemu-aarch64"
FOLDER = pathlib.Path("/proc/sys/fs/binfmt_misc")
# An ELF file of 64 bits, little endian, executable or shared, machine 183 (AArch64); kernel documentation, admin-guide/binfmt-misc.
MAGIC = r"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00"
MASK = r"\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff"


def obstacle():
    """Why ARM programs cannot be run here; None when they can."""
    try:
        packages.install([name for name in roots.TOOLS if not packages.installed(name)])
        allow()
    except (Problem, OSError) as problem:
        return str(problem)


def allow():
    """Registers the interpreter, where Debian's package could not do it itself, as in a container. `F`: it is opened now, so that it is
    found in every root."""
    if (FOLDER / HANDLER).exists():
        return
    if not (FOLDER / "register").exists():
        done = subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", str(FOLDER)], capture_output=True, text=True)
        if done.returncode != 0:
            raise Problem(f"This kernel lets no foreign programs run: {done.stderr.strip()}. Please load the module binfmt_misc.")
    if not (FOLDER / HANDLER).exists():
        (FOLDER / "register").write_text(f":{HANDLER}:M::{MAGIC}:{MASK}:/usr/bin/qemu-aarch64-static:F\n")
