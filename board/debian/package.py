"""The Debian packages, made of binaries that board/cross built, with Debian's own tools in a root of their own."""

import mmap
import os
import pathlib
import re
import shutil
import struct
import subprocess

from debian import cross, roots
from machine import packages
from machine.say import Problem, say

FOLDER = packages.TOP / "board" / "packaging"
SYSTEMD = packages.TOP / "systemd"
# What debhelper looks for beside the control file → where it stands in this repository.
UNITS = {"yuanbad.service": "yuanbad.service", "yuanbad.sysusers": "sysusers.conf", "yuanbad.tmpfiles": "tmpfiles.conf",
         "yuanbad.udev": "udev.rules"}
TOOLS = ["debhelper", "dpkg-dev", "lintian", "file", "binutils", "binutils-aarch64-linux-gnu"]
NAMES = ["yuanbad", "yuanba"]


def version():
    return re.match(r"yuanba \(([^)]+)\)", (FOLDER / "debian" / "changelog").read_text())[1]


def store_format():
    """The newest format of a store that these sources know."""
    return re.search(r"static let current = (\d+)", (packages.TOP / "Sources" / "Store" / "StoreFormat.swift").read_text())[1]


def tools():
    """The root with Debian's packaging tools. The libraries of both processors stand in it, because the tool that works out the
    dependencies asks the package database which package holds a library, and since which version."""
    cross.compiler()
    cross.sysroot()
    libraries = [f"{name}:{kind}" for kind in ("amd64", "arm64") for name in runtime(kind) + ["libc6", "libgcc-s1", "libstdc++6"]]
    return roots.make("packaging", "amd64,arm64", "minbase", TOOLS + libraries)


def runtime(architecture):
    """The packages of the libraries themselves: those whose very version a -dev package asks for. Not all exist for each processor."""
    names = set()
    for name in cross.libraries():
        deb = max((roots.CACHE / "archives").glob(f"{name}_*_{architecture}.deb"), key=lambda path: path.stat().st_mtime)
        fields = subprocess.run(["dpkg-deb", "-f", str(deb), "Depends"], capture_output=True, text=True, check=True).stdout
        names |= set(re.findall(r"(lib[a-z0-9.+-]+) \(= ", fields))
    return sorted(name for name in names if not name.endswith("-dev"))


def stage(binaries, work, called):
    """A source tree as Debian's tools expect it."""
    shutil.rmtree(work, ignore_errors=True)
    tree = work / f"yuanba-{called}"
    shutil.copytree(FOLDER / "debian", tree / "debian")
    changelog = tree / "debian" / "changelog"
    changelog.write_text(changelog.read_text().replace(f"({version()})", f"({called})", 1))
    refusal = tree / "debian" / "yuanbad.preinst"
    refusal.write_text(refusal.read_text().replace("@FORMAT@", store_format()))
    shutil.copytree(FOLDER / "man", tree / "man")
    shutil.copytree(SYSTEMD, tree / "systemd")
    for name, source in UNITS.items():
        shutil.copy(SYSTEMD / source, tree / "debian" / name)
    (tree / "programs").mkdir()
    for name in NAMES:
        shutil.copy(binaries / name, tree / "programs" / name)
        # The compiler writes where it has its own libraries, also where all of them are linked in.
        done = subprocess.run(["chrpath", "-d", str(tree / "programs" / name)], capture_output=True, text=True)
        if done.returncode != 0:
            raise Problem(f"chrpath: {done.stderr.strip()}")
        clear_section(tree / "programs" / name, b".swift_modhash")
    # Debian's tools take later dates down to this one; an earlier one, as of a file that a checkout left alone, would stay.
    date = int(roots.source_date())
    for path in tree.rglob("*"):
        os.utime(path, (date, date))
    return tree


def clear_section(path, name):
    """Fills a section of a 64-bit little-endian ELF file with zeros, where it has one (elf(5)). What the compiler hashes for its own next run
    is another at each compilation of the same sources, and nobody reads it in a program."""
    with open(path, "r+b") as file:
        with mmap.mmap(file.fileno(), 0) as content:
            table, = struct.unpack_from("<Q", content, 0x28)
            size, count, names = struct.unpack_from("<HHH", content, 0x3A)
            headers = [struct.unpack_from("<IIQQQQ", content, table + size * number) for number in range(count)]
            texts = headers[names][4]
            for text, _, _, _, offset, length in headers:
                if content[texts + text:texts + text + len(name) + 1] == name + b"\0":
                    content[offset:offset + length] = bytes(length)


def build(architecture, binaries, out, called=None):
    """Makes the packages and returns their paths; lintian's complaints are printed and count as failure. `called`: another version than
    the changelog's."""
    called = called or version()
    packages.install([] if packages.find_program("chrpath") else ["chrpath"])
    root = tools()
    work = roots.CACHE / f"package-{architecture}"
    tree = stage(binaries, work, called)
    inside = f"{cross.INSIDE}/{work.name}/{tree.name}"
    binds = [(roots.CACHE, cross.INSIDE, "rw")]
    environment = {"SOURCE_DATE_EPOCH": roots.source_date(), "DEB_BUILD_OPTIONS": "nocheck noautodbgsym", "LC_ALL": "C.UTF-8"}
    say(f"dpkg-buildpackage for {architecture}, version {called}")
    command = ["dpkg-buildpackage", "-b", "-d", "-us", "-uc", f"-a{architecture}"]
    status, output = roots.enter(root, command, binds, environment, roots.CACHE / f"package-{architecture}.log", inside)
    if status != 0:
        raise Problem(f"dpkg-buildpackage failed:\n{packages.tail(output, 40)}")
    built = [work / f"{name}_{called}_{architecture}.deb" for name in NAMES]
    say("lintian")
    status, output = roots.enter(root, ["lintian", "--tag-display-limit", "0", "--allow-root", "--fail-on", "error,warning",
                                        *(f"{cross.INSIDE}/{work.name}/{path.name}" for path in built)], binds)
    print(output, end="", flush=True)
    if status != 0:
        raise Problem("lintian has complaints; mend them, or override them with the reason in board/packaging/debian.")
    out.mkdir(parents=True, exist_ok=True)
    return [pathlib.Path(shutil.copy(path, out / path.name)) for path in built]
