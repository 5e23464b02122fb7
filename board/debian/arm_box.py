"""What the emulated ARM box takes: the card of board/image, a disk with what tests need, and the same pictures from x86-64 to compare with."""

import functools
import shutil
import subprocess

from debian import boards, cross, image, package, roots
from machine import packages
from machine.card import LABEL, CardMachine
from machine.say import Problem, say

BOARD = "qemu-virt"
TESTS = ["python3-minimal", "libpython3-stdlib"]
# Keyed by a file that proves it is here already.
PROGRAMS = {"qemu-system-aarch64": "qemu-system-arm", "mcopy": "mtools", "mke2fs": "e2fsprogs"}
GUEST = packages.TOP / "board" / "guest"


def install():
    names = [name for program, name in PROGRAMS.items() if packages.find_program(program) is None]
    packages.install(names + [name for name in ["qemu-efi-aarch64"] if not packages.installed(name)])


def ready(out, given=None):
    """(folder of this machine's programs, what boots the box). `given`: an image that was made before; else it is made now."""
    install()
    compiler = cross.Compiler()
    host = here(compiler)
    if given is None:
        debs = package.build("arm64", cross.release_binaries(compiler, "arm64"), out / "packages")
        given, _ = image.build(boards.named(BOARD), debs, out / "images")
    say(f"the card: {given.name}, sha256 {image.sha256(given)}")
    return host, functools.partial(CardMachine, given, tests_disk())


def here(compiler):
    """The programs for this machine, built by the same compiler and run with the same libraries and fonts as on the card: so that a
    picture can be expected to be the same to the bit. They run in the compiler's root, which has both."""
    built = cross.release_binaries(compiler, "amd64")
    folder = roots.CACHE / "here"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in package.NAMES:
        wrapper = folder / name
        wrapper.write_text(f"""#!/bin/sh
# In a mount namespace of its own: Debian 13, with this machine's folders of work in their places.
exec unshare --mount --propagation private sh -c '
    root={roots.CACHE}/compiler; program=$1; folder=$PWD; shift
    mount --bind "$root" "$root" && mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount --rbind /tmp "$root/tmp" &&
    mkdir -p "$root{packages.TOP}" "$root/cross" && mount --bind "{packages.TOP}" "$root{packages.TOP}" && mount --bind "{roots.CACHE}" "$root/cross" &&
    exec chroot "$root" env -C "$folder" "$program" "$@"' sh "/cross/{built.relative_to(roots.CACHE)}/{name}" "$@"
""")
        wrapper.chmod(0o755)
    return folder


def tests_disk():
    """A disk with Python and the agent's beginning; the card has neither."""
    root = roots.make("tests-arm64", "arm64", "extract", TESTS)
    disk = roots.CACHE / "tests.ext4"
    shutil.copy(GUEST / "card-start", root / "start")
    disk.unlink(missing_ok=True)
    done = subprocess.run([packages.find_program("mke2fs"), "-q", "-t", "ext4", "-L", LABEL, "-d", str(root), str(disk), "300M"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"mke2fs: {done.stderr.strip()}")
    return disk
