"""Whether QEMU can use the processor's virtualisation here, or has to interpret."""

import os
import pathlib
import subprocess

from machine.packages import find_program

CHOICES = ("auto", "kvm", "tcg")


def choose(wanted, linux, cache):
    """QEMU's options, and a few words for the person who waits."""
    if wanted == "kvm" or wanted == "auto" and kvm_works(linux, cache / "kvm"):
        return ["-accel", "kvm", "-cpu", "host"], "KVM"
    return ["-accel", "tcg,thread=multi", "-cpu", "max"], "interpreted (TCG)"


def kvm_works(linux, remembered):
    """/dev/kvm alone says little: a container may pass it on without the right to use it, and in some virtual machines a guest can
    be made but gets nowhere. So the kernel itself is booted up to the panic that it has no root file system, which takes a second
    where KVM works. The answer is remembered until this machine boots again."""
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return False
    this_boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    if remembered.exists():
        boot, answer = remembered.read_text().split()
        if boot == this_boot:
            return answer == "works"
    command = [find_program("qemu-system-x86_64"), "-accel", "kvm", "-cpu", "host", "-machine", "q35", "-m", "512", "-nodefaults",
               "-no-reboot", "-display", "none", "-serial", "stdio", "-kernel", str(linux.image),
               "-append", "console=ttyS0 quiet panic=-1"]
    try:
        tried = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=8)
        works = b"Kernel panic" in tried.stdout
    except subprocess.TimeoutExpired:
        works = False
    remembered.write_text(f"{this_boot} {'works' if works else 'fails'}\n")
    return works
