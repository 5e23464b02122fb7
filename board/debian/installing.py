"""The packages in a clean Debian 13 of their own processor: installed, upgraded with the store kept, downgraded, removed, purged."""

import shutil
import subprocess

from debian import foreign, roots
from machine.say import Problem, say

# A Debian as an installer finds it on a box: with a service manager, and no recommended packages.
CLEAN = ["systemd", "systemd-sysv", "udev"]
STORE = "/var/lib/yuanba"


def try_installing(architecture, paths, newer):
    """Plays an installer's life of a box on a copy of the clean root, and tells what is held at each step. `newer`: the same packages
    with a later version."""
    if architecture == "arm64":
        foreign.allow()
    base = roots.make(f"clean-{architecture}", architecture, "minbase", CLEAN)
    root = roots.CACHE / "installing"
    roots.remove(root)
    subprocess.run(["cp", "-a", str(base), str(root)], check=True)
    for folder, files in (("first", paths), ("newer", newer)):
        (root / folder).mkdir()
        for path in files:
            shutil.copy(path, root / folder)
    # As mmdebstrap leaves it, the root has no lists of packages.
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    box = Box(root)
    box.run("apt-get update", "apt-get update -q")
    box.run("install", "apt-get install -y -q --no-install-recommends /first/*.deb")
    box.expect("the user is there, in the groups of display and remote", "id yuanba | grep -q video && id yuanba | grep -q input")
    box.expect("the service is enabled", "systemctl is-enabled yuanbad")
    box.expect("the settings are read", "runuser -u yuanba -- yuanbad --config /etc/yuanba/yuanbad.conf --check")
    box.expect("the tool answers", "yuanba --help")
    box.expect("the store is the service's alone", f"test \"$(stat -c '%U %a' {STORE})\" = 'yuanba 750'")
    box.run("a store and changed settings", f"echo content > {STORE}/kept && echo 'box = 0417' >> /etc/yuanba/yuanbad.conf")
    box.run("upgrade", "apt-get install -y -q --no-install-recommends /newer/*.deb")
    box.expect("the newer version is there", "dpkg-query -W -f '${Version}' yuanbad | grep -q later")
    box.expect("the store is kept", f"grep -q content {STORE}/kept")
    box.expect("the settings are kept", "grep -q 0417 /etc/yuanba/yuanbad.conf")
    box.run("an older version over it", "apt-get install -y -q --allow-downgrades --no-install-recommends /first/*.deb")
    box.expect("the store is still kept", f"grep -q content {STORE}/kept")
    box.run("remove", "apt-get remove -y -q yuanbad yuanba")
    box.expect("the programs are gone", "! test -e /usr/bin/yuanbad && ! test -e /usr/bin/yuanba")
    box.expect("store and settings stay", f"test -e {STORE}/kept && test -e /etc/yuanba/yuanbad.conf")
    box.run("purge", "apt-get purge -y -q yuanbad yuanba")
    box.expect("settings and store are gone", f"! test -e /etc/yuanba && ! test -e {STORE}")
    roots.remove(root)


class Box:
    def __init__(self, root):
        self.root = root

    def run(self, what, command):
        status, output = roots.enter(self.root, ["sh", "-c", command], environment={"DEBIAN_FRONTEND": "noninteractive"})
        if status != 0:
            raise Problem(f"{what}: ended with status {status}:\n{output}")
        say(f"  {what}: done")

    def expect(self, what, command):
        status, output = roots.enter(self.root, ["sh", "-c", command])
        if status != 0:
            raise Problem(f"not so: {what} ({command}):\n{output}")
        say(f"  {what}")
