"""The packages in a clean Debian 13 of their own processor: installed, upgraded with the store kept, downgraded, refused over a newer store,
removed, purged; and what they take."""

import shutil
import subprocess

from debian import foreign, package, roots, sizes
from machine.say import Problem, say

# A Debian as an installer finds it on a box: with a service manager, and no recommended packages.
CLEAN = ["systemd", "systemd-sysv", "udev"]
STORE = "/var/lib/yuanba"


def try_installing(architecture, binaries, paths):
    """Plays an installer's life of a box on a copy of the clean root, and tells what is held at each step. `paths`: the packages that were
    made of `binaries`."""
    if architecture == "arm64":
        foreign.allow()
    newer = package.build(architecture, binaries, roots.CACHE / "newer", f"{package.version()}+later")
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
    box.expect("the service is exposed by 2.0 at most (systemd-analyze security)", "systemd-analyze security --no-pager --offline=yes --threshold=20 yuanbad.service")
    box.expect("the store is the service's alone", f"test \"$(stat -c '%U %a' {STORE})\" = 'yuanba 750'")
    sizes.tell(base, root, box.output)
    box.run("a store and changed settings", f"echo content > {STORE}/kept && echo 'box = 0417' >> /etc/yuanba/yuanbad.conf")
    box.run("upgrade", "apt-get install -y -q --no-install-recommends /newer/*.deb")
    box.expect("the newer version is there", "dpkg-query -W -f '${Version}' yuanbad | grep -q later")
    box.expect("the store is kept", f"grep -q content {STORE}/kept")
    box.expect("the settings are kept", "grep -q 0417 /etc/yuanba/yuanbad.conf")
    box.run("an older version over it", "apt-get install -y -q --allow-downgrades --no-install-recommends /first/*.deb")
    box.expect("the store is still kept", f"grep -q content {STORE}/kept")
    later = int(package.store_format()) + 1
    box.run("the newer version, and a store that only it knows", f"apt-get install -y -q --no-install-recommends /newer/*.deb && printf '{later}\\n{later}\\n' > {STORE}/format")
    box.refuse("an older version over a newer store", "apt-get install -y -q --allow-downgrades --no-install-recommends /first/*.deb", "Either keep the later")
    box.expect("the newer version is still whole", "dpkg-query -W -f '${Version} ${db:Status-Status}' yuanbad | grep -q 'later installed'")
    box.expect("its store is untouched", f"grep -q content {STORE}/kept && grep -q {later} {STORE}/format")
    box.run("the store given up, as it says", f"rm -r {STORE} && apt-get install -y -q --allow-downgrades --no-install-recommends /first/*.deb")
    box.run("a store for what follows", f"echo content > {STORE}/kept")
    box.run("remove", "apt-get remove -y -q yuanbad yuanba")
    box.expect("the programs are gone", "! test -e /usr/bin/yuanbad && ! test -e /usr/bin/yuanba")
    box.expect("store and settings stay", f"test -e {STORE}/kept && test -e /etc/yuanba/yuanbad.conf")
    box.run("purge", "apt-get purge -y -q yuanbad yuanba")
    box.expect("settings and store are gone", f"! test -e /etc/yuanba && ! test -e {STORE}")
    roots.remove(root)


class Box:
    def __init__(self, root):
        self.root = root

    def enter(self, command):
        return roots.enter(self.root, ["sh", "-c", command], environment={"DEBIAN_FRONTEND": "noninteractive"})

    def run(self, what, command):
        self.output(command, what)
        say(f"  {what}: done")

    def output(self, command, what=None):
        status, output = self.enter(command)
        if status != 0:
            raise Problem(f"{what or command}: ended with status {status}:\n{output}")
        return output

    def expect(self, what, command):
        status, output = self.enter(command)
        if status != 0:
            raise Problem(f"not so: {what} ({command}):\n{output}")
        say(f"  {what}")

    def refuse(self, what, command, words):
        """`command` must fail, with these words; they are printed with what stands around them."""
        status, output = self.enter(command)
        if status == 0 or words not in output:
            raise Problem(f"{what} was not refused with words:\n{output}")
        lines = output.splitlines()
        at = next(number for number, line in enumerate(lines) if words in line)
        say(f"  {what}: refused")
        print("\n".join("           " + line for line in lines[max(0, at - 2):at + 4]), flush=True)
