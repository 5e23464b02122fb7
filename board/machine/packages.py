"""Debian packages: what is missing here, installing it, and downloading what is only unpacked."""

import os
import pathlib
import re
import shutil
import subprocess

from machine.say import Problem, say

TOP = pathlib.Path(__file__).resolve().parents[2]

# What the emulated box and its server are made of. Keyed by a file that proves it is here already, whichever package brought it.
EMULATOR = {
    "qemu-system-x86_64": "qemu-system-x86",
    "busybox": "busybox-static",
    "nginx": "nginx-light",
    "openssl": "openssl",
    "modprobe": "kmod",
    "gcc": "gcc",
    "make": "make",
    "xz": "xz-utils",
}
# SwiftPM finds C libraries through pkg-config; the pages need typefaces with all the characters that occur in names: Han, then Yi
# and Tibetan, then the rare Han of Extension B. Shaping is compared with hb-shape.
FONTS = ["fonts-noto-cjk", "fonts-noto-core", "fonts-hanazono"]
BUILD = ["pkg-config", "libc6-dev", "libstdc++-12-dev|libstdc++-14-dev", "git", "libharfbuzz-bin", *FONTS]


def find_program(name):
    """The program's path, also in the sbin folders that a user's PATH leaves out; None when it is not installed."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin")


def installed(name):
    shown = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", name], capture_output=True, text=True)
    return shown.returncode == 0 and shown.stdout.endswith(" installed")


def needed_for_building():
    """The -dev packages that Package.swift names beside each C library, and what the build itself needs."""
    manifest = (TOP / "Package.swift").read_text()
    names = re.findall(r'apt: "([^"]+)"', manifest)
    for choice in BUILD:
        options = choice.split("|")
        if not any(installed(option) for option in options):
            options = [option for option in options if has_candidate(option)] or options
            names.append(options[-1])
    return [name for name in names if not installed(name)]


def needed_for_server():
    return [] if find_program("nginx") else [EMULATOR["nginx"]]


def needed_for_emulator(window=False):
    names = [package for program, package in EMULATOR.items() if find_program(program) is None]
    # A dynamically linked busybox cannot run in an initramfs that holds nothing else.
    if "busybox-static" not in names and not is_static(find_program("busybox")):
        names.append("busybox-static")
    # objtool, which the vkms build runs, is linked with it.
    if not installed("libelf1") and not installed("libelf1t64"):
        names.append("libelf1t64" if has_candidate("libelf1t64") else "libelf1")
    if window and not installed("qemu-system-gui"):
        names.append("qemu-system-gui")
    return names


def is_static(path):
    """True when the ELF file has no PT_INTERP segment, that is, no dynamic loader."""
    data = pathlib.Path(path).read_bytes()[:4096]
    return b"/ld-linux" not in data and b"/ld-" not in data


def has_candidate(name):
    policy = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True).stdout
    return "Candidate:" in policy and "Candidate: (none)" not in policy


def as_root():
    """The words to put before a command that needs root; None when there is no way to become root without a question."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def require_apt():
    if not shutil.which("apt-get"):
        raise Problem("This needs a Debian machine (12 or 13): apt-get was not found. On another system, use a Debian container.")


def install(names):
    """Installs packages, saying so first. Raises a Problem with the exact command when this user may not."""
    if not names:
        return
    require_apt()
    prefix = as_root()
    if prefix is None:
        raise Problem("Missing packages, and this user may not install them. Please run:\n"
                      f"  sudo apt-get install --no-install-recommends {' '.join(names)}\nand start this again.")
    say(f"installing with apt: {' '.join(names)}")
    quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if not all(has_candidate(name) for name in names):
        refresh_lists(prefix)
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    command = prefix + environment + ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    done = subprocess.run(command, **quiet)
    if done.returncode != 0:
        # The lists may name versions that the server has replaced since.
        refresh_lists(prefix)
        done = subprocess.run(command, **quiet)
    if done.returncode != 0:
        raise Problem(f"apt-get could not install {' '.join(names)}:\n{tail(done.stdout)}")


def refresh_lists(prefix):
    say("refreshing apt's package lists")
    done = subprocess.run(prefix + ["apt-get", "update", "-q"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        say("apt-get update did not succeed; going on with the lists that are here:\n" + tail(done.stdout + done.stderr, 4))


def tail(text, lines=15):
    return "\n".join(text.rstrip().splitlines()[-lines:])


def download(names, folder):
    """Downloads packages into `folder` without installing them; apt resumes a part file and checks the hash.
    Returns their paths in the order of the names."""
    require_apt()
    folder.mkdir(parents=True, exist_ok=True)
    say(f"downloading {' '.join(names)}")
    command = ["apt-get", "download", "-q", *names]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0 and as_root() is not None:
        refresh_lists(as_root())
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"apt-get could not download {' '.join(names)} into {folder}:\n{tail(done.stdout + done.stderr)}")
    paths = []
    for name in names:
        found = sorted(folder.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime)
        if not found:
            raise Problem(f"apt-get said it downloaded {name}, but {folder} does not hold it.")
        paths.append(found[-1])
    return paths


def depends(name, pattern):
    """Packages which `name` depends on (directly) and whose names match the pattern."""
    shown = subprocess.run(["apt-cache", "depends", name], capture_output=True, text=True).stdout
    return re.findall(r"^\s*Depends: (" + pattern + r")$", shown, re.MULTILINE)


def unpack(deb, folder):
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["dpkg-deb", "-x", str(deb), str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"{deb} could not be unpacked into {folder} (full disk?):\n{tail(done.stderr)}")
