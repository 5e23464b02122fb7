"""A whole card for a board: a boot partition with kernel and settings, and a read-only Debian 13 with the packages in it."""

import hashlib
import os
import shutil
import subprocess
import uuid

from debian import boards, foreign, package, roots
from debian.disk import Disk
from machine import packages
from machine.say import Problem, say

ROOTFS = packages.TOP / "board" / "rootfs"
INSIDE = "/image"
SYSTEM = ["systemd", "systemd-sysv", "udev", "dbus", "systemd-timesyncd", "systemd-resolved", "systemd-repart", "libnss-resolve",
          "e2fsprogs", "kmod", "ca-certificates", "initramfs-tools", "zstd", "linux-image-arm64",
          "fonts-noto-cjk", "fonts-noto-core", "fonts-hanazono"]
TOOLS = ["erofs-utils", "dosfstools", "mtools", "fdisk", "systemd-ukify"]
# Nobody reads them on a box. The licences in usr/share/doc stay.
LEFT_OUT = ["usr/share/man", "usr/share/locale", "usr/share/info", "usr/share/bash-completion", "usr/share/zsh"]
# Root is a plain file system that is never written; what has to be writable in /var begins empty at each start. The service manager makes no
# mounts of what it finds in the partition table (gpt_auto): it would mount the settings in its own way, and unmount them after two minutes.
ARGUMENTS = "ro rootfstype=erofs systemd.volatile=state systemd.gpt_auto=0 systemd.show_status=0 systemd.getty_auto=no quiet loglevel=3 panic=10 vt.global_cursor_default=0"


def build(board, debs, out, pinned=None):
    """Makes the image and returns its path; beside it stand its SHA-256 and the list of packages in it. `pinned`: such a list, whose
    very versions are used."""
    foreign.allow()
    work = roots.CACHE / f"image-{board.identifier}"
    roots.remove(work)
    work.mkdir(parents=True)
    try:
        root = system(board, debs, work, pinned)
        listing = contents(root)
        epoch = int(roots.source_date())
        (root / "usr" / "lib" / "clock-epoch").touch()
        settle_dates(root, epoch)
        boot = boot_files(board, root, work)
        strip(root)
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"yuanba-{package.version()}-{board.identifier}.img"
        Disk(identifiers(board), epoch, tools(), work).write(path, root, boot)
    finally:
        roots.remove(work)
    path.with_suffix(".packages").write_text(listing)
    digest = sha256(path)
    path.with_suffix(".img.sha256").write_text(f"{digest}  {path.name}\n")
    return path, digest


def identifiers(board):
    """The disk's and its partitions' UUIDs (RFC 9562, version 5): the same for each image of a board."""
    space = uuid.uuid5(uuid.NAMESPACE_DNS, f"{board.identifier}.yuanba.invalid")
    return {name: str(uuid.uuid5(space, name)) for name in ("disk", "boot", "root")}


def tools():
    return roots.make("image-tools", "amd64", "minbase", TOOLS)


def base(pinned):
    """Debian as it is on every card, without our packages and what only they need. Takes minutes: maintainer scripts run interpreted."""
    include = SYSTEM
    if pinned:
        lines = [line.split(" ") for line in pinned.read_text().splitlines() if line]
        include = [f"{name}={version}" for name, version, *_ in lines if name not in package.NAMES]
    left_out = [f"--dpkgopt=path-exclude=/{folder}/*" for folder in LEFT_OUT]
    settings = "etc/initramfs-tools/conf.d"
    hook = f'--essential-hook=mkdir -p "$1/{settings}" && cp {ROOTFS}/{settings}/box "$1/{settings}/"'
    return roots.make("image-base", "arm64", "apt", include, options=left_out, hooks=[hook])


def system(board, debs, work, pinned):
    """A configured Debian with our packages, as a folder."""
    root = work / "root"
    say("installing the packages into a copy of the system")
    subprocess.run(["cp", "-a", str(base(pinned)), str(root)], check=True)
    (root / "new").mkdir()
    for deb in debs:
        shutil.copy(deb, root / "new")
    # A link to what the resolver makes when it runs.
    (root / "etc" / "resolv.conf").unlink(missing_ok=True)
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    with roots.archives() as archives:
        enter(root, "apt-get update -q && apt-get install -y -q --no-install-recommends /new/*.deb && rm -r /new", "our packages",
              [(archives, "/var/cache/apt/archives", "rw")])
    shutil.copytree(ROOTFS, root, dirs_exist_ok=True)
    mount = root / "usr" / "lib" / "systemd" / "system" / "boot.mount"
    mount.write_text(mount.read_text().replace("@BOOT@", identifiers(board)["boot"]))
    (root / "data").mkdir()
    (root / "etc" / "hostname").write_text("yuanba\n")
    (root / "etc" / "fstab").write_text("")
    # Empty: the system makes an id in memory at each start. Nothing on a box needs one that stays.
    (root / "etc" / "machine-id").write_text("")
    (root / "etc" / "resolv.conf").unlink()
    (root / "etc" / "resolv.conf").symlink_to("../run/systemd/resolve/stub-resolv.conf")
    (root / "etc" / "initramfs-tools" / "modules").write_text("".join(f"{name}\n" for name in [*board.modules, "erofs"]))
    # With an empty /var each start looks like the first after an update, and would make the journal's catalog anew.
    enter(root, "systemctl enable systemd-networkd systemd-resolved systemd-timesyncd yuanba-data yuanbad && systemctl mask systemd-machine-id-commit "
          "systemd-journal-catalog-update "
          "apt-daily.timer apt-daily-upgrade.timer e2scrub_reap e2scrub_all.timer dpkg-db-backup.timer fstrim.timer systemd-networkd-wait-online", "the units")
    return root


def settle_dates(root, epoch):
    """Everything in `root` gets the date of the sources. Debian under it may have been made at any time before, and its dates would come
    into the first file system and the list of passwords."""
    shadow = root / "etc" / "shadow"
    lines = [line.split(":") for line in shadow.read_text().splitlines()]
    shadow.write_text("".join(":".join([*fields[:2], str(epoch // 86400), *fields[3:]]) + "\n" for fields in lines))
    for folder, names, files in os.walk(root):
        for name in [*names, *files, "."]:
            os.utime(os.path.join(folder, name), (epoch, epoch), follow_symlinks=False)


def enter(root, command, what, binds=()):
    status, output = roots.enter(root, ["sh", "-ec", command], binds, environment={"DEBIAN_FRONTEND": "noninteractive",
                                                                            "SOURCE_DATE_EPOCH": roots.source_date()})
    if status != 0:
        raise Problem(f"{what}: ended with status {status}:\n{packages.tail(output, 30)}")
    return output


def contents(root):
    """Name and version of each package, a line each: with it the same image can be made as long as the archive has them."""
    return enter(root, "dpkg-query -W -f '${Package} ${Version} ${Architecture}\\n' | sort", "the list of packages")


def boot_files(board, root, work):
    """The boot partition's files, as a folder: one program that holds kernel, first file system and arguments (a unified kernel image,
    UAPI.5), where UEFI looks for it; the board's firmware; and the settings that an installer edits."""
    kernels = sorted((root / "boot").glob("vmlinuz-*"))
    if len(kernels) != 1:
        raise Problem(f"the system has {len(kernels)} kernels where one was expected")
    version = kernels[0].name.removeprefix("vmlinuz-")
    say(f"kernel {version}: first file system with {', '.join(board.modules)}")
    enter(root, f"mkinitramfs -o /boot/initrd {version}", "the first file system")
    extra = roots.make(f"image-firmware-{board.identifier}", "arm64", "extract", ["systemd-boot-efi", *board.firmware_packages],
                       options=["--components=main,non-free-firmware"])
    boot = work / "boot"
    program = boot / "EFI" / "BOOT" / "BOOTAA64.EFI"
    program.parent.mkdir(parents=True)
    arguments = f"root=PARTUUID={identifiers(board)['root']} {ARGUMENTS} {board.arguments}".strip()
    inside = f"{INSIDE}/{work.name}"
    command = ["ukify", "build", f"--linux={inside}/root/boot/{kernels[0].name}", f"--initrd={inside}/root/boot/initrd",
               f"--cmdline={arguments}", f"--os-release=@{inside}/root/usr/lib/os-release", "--efi-arch=aa64", f"--uname={version}",
               f"--stub={INSIDE}/{extra.name}/usr/lib/systemd/boot/efi/linuxaa64.efi.stub", f"--output={inside}/{program.relative_to(work)}"]
    status, output = roots.enter(tools(), command, [(roots.CACHE, INSIDE, "rw")], {"SOURCE_DATE_EPOCH": roots.source_date()})
    if status != 0:
        raise Problem(f"ukify failed:\n{packages.tail(output, 20)}")
    for name, source in board.firmware_files.items():
        tree = root / "usr" / "lib" / f"linux-image-{version}" / source.removeprefix("kernel:") if source.startswith("kernel:") else extra / source
        if not tree.is_file():
            raise Problem(f"{boards.FOLDER}/{board.identifier}.json: firmware.files: {name}: there is no {source} in its packages.", 2)
        shutil.copy(tree, boot / name)
    for name, text in board.firmware_texts.items():
        (boot / name).write_text(text)
    shutil.copytree(packages.TOP / "board" / "settings", boot / "yuanba")
    shutil.copy(packages.TOP / "systemd" / "yuanbad.conf", boot / "yuanba" / "yuanbad.conf")
    return boot


def strip(root):
    """Takes away what was needed to make the system only, and what two makings would not have alike."""
    for folder in ("boot", "var", "root", "tmp", "run", "usr/share/doc-base", "usr/share/lintian"):
        for path in (root / folder).iterdir() if (root / folder).is_dir() else []:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    # Where Debian was fetched from is no part of the card, which takes no packages: its root is never written.
    for path in [root / "etc" / "apt" / "sources.list", *(root / "etc" / "apt" / "sources.list.d").iterdir()]:
        path.unlink(missing_ok=True)
    for name in ("passwd-", "group-", "shadow-", "gshadow-", "subuid-", "subgid-", ".pwd.lock", "ld.so.cache~"):
        (root / "etc" / name).unlink(missing_ok=True)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
