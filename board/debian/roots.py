"""Folders that hold a Debian 13 of some architecture: what the box runs, and what compiles for it. Made with mmdebstrap, kept in board/cache."""

import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import time

from machine import packages
from machine.say import Problem, listen, say, started

SUITE = "trixie"
# Where packages come from: mmdebstrap's own choice, unless somebody has a nearer one.
MIRROR = [os.environ["DEBIAN_MIRROR"]] if os.environ.get("DEBIAN_MIRROR") else []
CACHE = pathlib.Path(__file__).resolve().parents[1] / "cache" / "debian"
TOOLS = ["mmdebstrap", "qemu-user-static", "arch-test"]


def obstacle():
    """Why no such folder can be made here; None when it can."""
    if os.geteuid() != 0:
        return "it makes folders that hold a whole Debian, with their owners and devices, and must run as root; please use sudo"
    tried = subprocess.run(["unshare", "--mount", "--pid", "--fork", "--propagation", "private", "mount", "-t", "tmpfs", "none", "/mnt"],
                           capture_output=True, text=True)
    return None if tried.returncode == 0 else f"mounting is not allowed here (a container without the right to?): {tried.stderr.strip()}"


def require_root():
    if reason := obstacle():
        raise Problem(f"This does not work here: {reason}.")
    packages.install([name for name in TOOLS if not packages.installed(name)])
    free = shutil.disk_usage(CACHE.parent if CACHE.parent.exists() else CACHE.parents[1]).free
    if free < 6 << 30:
        raise Problem(f"The compiler's root and what it builds take 6 GB; {CACHE} has {free >> 20} MB left. Please make room.")


def make(name, architecture, variant, include, options=(), hooks=(), finish=None):
    """The folder `name` under the cache: the one that is there when it was made in just this way, else a new one.

    Packages are kept in a folder of their own, so that an interrupted download goes on where it stopped and a second making needs no
    network but for the lists. `hooks` are mmdebstrap's options of that sort; `finish` gets the folder before it takes its name."""
    folder, marker = CACHE / name, CACHE / f"{name}.made"
    recipe = json.dumps([SUITE, architecture, variant, sorted(include), list(options), list(hooks)])
    # Where the checkout stands makes no other root.
    recipe = hashlib.sha256(recipe.replace(str(packages.TOP), "").encode()).hexdigest()
    if marker.exists() and marker.read_text() == recipe and folder.is_dir():
        return folder
    with archives():
        return make_now(name, architecture, variant, include, options, hooks, finish, recipe)


@contextlib.contextmanager
def archives():
    """The folder of downloaded packages, for one user at a time: the package manager keeps it to itself, and fails where it cannot."""
    folder = CACHE / "archives"
    (folder / "partial").mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        wait_for(lock)
        yield folder


def wait_for(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another run has the downloaded packages in use; waiting for it")
        fcntl.flock(lock, fcntl.LOCK_EX)


def make_now(name, architecture, variant, include, options, hooks, finish, recipe):
    folder, partial, marker, archives = CACHE / name, CACHE / f"{name}.partial", CACHE / f"{name}.made", CACHE / "archives"
    if marker.exists() and marker.read_text() == recipe and folder.is_dir():
        return folder
    marker.unlink(missing_ok=True)
    for old in (partial, folder):
        remove(old)
    inside = '"$1"/var/cache/apt/archives'
    # Namespaces of its own: whatever happens, nothing stays mounted and nobody goes on.
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "mmdebstrap", "--mode=root", f"--variant={variant}", f"--architectures={architecture}", "--skip=essential/unlink,cleanup/apt/cache",
               "--dpkgopt=force-unsafe-io", f"--include={','.join(include)}", *options,
               f"--setup-hook=mkdir -p {inside} && mount --bind {archives} {inside}", f"--customize-hook=umount {inside}",
               *hooks, SUITE, str(partial), *MIRROR]
    say(f"making {name}: Debian {SUITE}, {architecture}, {len(include)} packages and what they need")
    follow(command, CACHE / f"{name}.log")
    if finish:
        finish(partial)
    partial.rename(folder)
    marker.write_text(recipe)
    return folder


def follow(command, log):
    """Runs mmdebstrap, telling its stages as they begin; everything it says goes to `log`."""
    begin, last = time.monotonic(), ""
    # An image's first file system is made once, when all is in place: a kernel's package would make another one, interpreted.
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": source_date(), "INITRD": "No"}
    with open(log, "w") as file, started(command, env=environment) as process:
        for line in process.stdout:
            file.write(line)
            if line.startswith("I: ") and line != last and "-hook" not in line and "skipping" not in line:
                say(f"  {line[3:].strip()}")
                last = line
    status = process.returncode
    if status != 0:
        raise Problem(f"mmdebstrap ended with status {status} (no network? full disk?). Starting this again goes on with what was "
                      f"downloaded. All of its words are in {log}; the last:\n{packages.tail(log.read_text(errors='replace'))}")
    say(f"  made in {time.monotonic() - begin:.0f} s")


def source_date():
    """The time of the commit that is built, in seconds: what is made of it carries this date, whenever it is made."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return os.environ["SOURCE_DATE_EPOCH"]
    shown = subprocess.run(["git", "-c", f"safe.directory={packages.TOP}", "log", "-1", "--format=%ct"], cwd=packages.TOP,
                           capture_output=True, text=True)
    return shown.stdout.strip() if shown.returncode == 0 else "1760000000"


def remove(folder):
    """Deletes a folder of the cache, after whatever an interrupted run left mounted in it."""
    mounted = [line.split()[1] for line in pathlib.Path("/proc/mounts").read_text().splitlines()]
    for path in sorted((path for path in mounted if path.startswith(f"{folder}/")), reverse=True):
        subprocess.run(["umount", "-l", path], check=True)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise Problem(f"{folder} could not be deleted. Please delete it and start this again.")


def enter(root, command, binds=(), environment=None, log=None, folder="/", counting=None):
    """Runs a command in `root`, in a mount namespace of its own that ends with it. `binds` are (host path, path inside, "ro", "rw" or
    "scratch": writable, and forgotten). Returns its exit status and output; the output goes to `log` as well. `counting`: see `listen`."""
    steps = ["set -e", f"mount --bind {root} {root}", f"cd {root}", "mkdir -p proc dev tmp", "mount -t proc proc proc", "mount --rbind /dev dev",
             "mount -t tmpfs tmpfs tmp"]
    for number, (outside, inside, kind) in enumerate(binds):
        target = inside.lstrip("/")
        if os.path.isfile(outside):
            steps += [f"mkdir -p {os.path.dirname(target)}", f"touch {target}", f"mount --bind {outside} {target}"]
            continue
        steps.append(f"mkdir -p {target}")
        if kind == "scratch":
            layer = f"tmp/layer{number}"
            steps += [f"mkdir -p {layer}/upper {layer}/work",
                      f"mount -t overlay -o lowerdir={outside},upperdir={layer}/upper,workdir={layer}/work overlay {target}"]
        else:
            steps.append(f"mount --bind {outside} {target}")
            if kind == "ro":
                steps.append(f"mount -o remount,bind,ro {target}")
    steps.append('exec chroot . "$@"')
    inner = ["env", "-i", "-C", folder, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/tmp", "LANG=C.UTF-8",
             *(f"{name}={value}" for name, value in (environment or {}).items()), *command]
    status, output = listen(["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", "\n".join(steps),
                             "enter", *inner], counting)
    if log:
        log.write_text(output)
    return status, output
