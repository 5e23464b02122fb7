"""Debian's own kernel for the emulated box, with vkms built beside it (Debian's image lacks that one module).

Nothing is installed: the packages are unpacked under board/cache/."""

import lzma
import pathlib
import shutil
import struct
import subprocess
import tempfile

from machine import packages
from machine.say import Problem, say

# Raised when what is made of the packages changes.
RECIPE = "2"
CACHE = pathlib.Path(__file__).resolve().parents[1] / "cache"


class Kernel:
    """An unpacked kernel: `image` for QEMU, and its modules in dependency order."""

    def __init__(self, root, version):
        self.root = root
        self.version = version
        unpacked = root / "boot" / f"vmlinux-{version}"
        self.image = unpacked if unpacked.exists() else root / "boot" / f"vmlinuz-{version}"

    def modules(self, names):
        """(file name, content) of every module that loading `names` takes, in an order in which insmod accepts them."""
        modprobe = packages.find_program("modprobe")
        order = []
        for name in names:
            shown = subprocess.run([modprobe, "--show-depends", "-d", str(self.root), "-S", self.version, name],
                                   capture_output=True, text=True)
            if shown.returncode != 0:
                raise Problem(f"Kernel {self.version} has no module {name}: {shown.stderr.strip()}")
            for line in shown.stdout.splitlines():
                if line.startswith("insmod ") and line.split()[1] not in order:
                    order.append(line.split()[1])
        for path in map(pathlib.Path, order):
            data = path.read_bytes()
            # Debian 13 ships modules compressed; busybox's insmod takes plain ones.
            if path.suffix == ".xz":
                yield path.stem, lzma.decompress(data)
            else:
                yield path.name, data


def ready():
    """The kernel in the cache; downloads, unpacks and builds what is missing."""
    marker = CACHE / "kernel-amd64"
    if marker.exists():
        recipe, _, version = marker.read_text().strip().partition(" ")
        if recipe == RECIPE:
            return Kernel(CACHE / f"linux-{version}", version)
    kernel = fetch()
    marker.write_text(f"{RECIPE} {kernel.version}\n")
    return kernel


def fetch():
    names = packages.depends("linux-image-amd64", r"linux-image-[0-9].*-amd64")
    if not names and packages.as_root() is not None:
        packages.refresh_lists(packages.as_root())
        names = packages.depends("linux-image-amd64", r"linux-image-[0-9].*-amd64")
    if not names:
        raise Problem("apt does not know linux-image-amd64. Please run 'sudo apt-get update' and start this again.")
    version = names[0].removeprefix("linux-image-")
    series = ".".join(version.split(".")[:2])
    wanted = [names[0], *header_packages(version), f"linux-source-{series}"]
    debs = packages.download(wanted, CACHE / "debs")
    root = CACHE / f"linux-{version}"
    say(f"unpacking kernel {version}")
    packages.unpack(debs[0], root)
    if not (root / "lib" / "modules").is_dir() and (root / "usr" / "lib" / "modules").is_dir():
        (root / "lib").symlink_to("usr/lib")
    decompress(root / "boot" / f"vmlinuz-{version}", root / "boot" / f"vmlinux-{version}")
    build_vkms(root, version, debs[1:-1], debs[-1])
    subprocess.run([packages.find_program("depmod"), "-b", str(root), version], check=True)
    # 250 MB of archives are not needed again.
    shutil.rmtree(CACHE / "debs")
    return Kernel(root, version)


def header_packages(version):
    """What building modules for that kernel takes."""
    headers = f"linux-headers-{version}"
    return [headers, f"linux-headers-{version.removesuffix('-amd64')}-common", *packages.depends(headers, r"linux-(?:kbuild|compiler)-.*")]


def decompress(image, target):
    """Takes the ELF kernel out of a bzImage, which QEMU starts directly (PVH): an interpreted processor needs five seconds to do the
    decompression itself. Fields after the kernel's documentation, arch/x86/boot.rst. Does nothing for other compressions."""
    data = image.read_bytes()
    sectors = data[0x1F1] or 4
    offset, length = struct.unpack_from("<II", data, 0x248)
    payload = data[(sectors + 1) * 512 + offset:][:length]
    if payload.startswith(b"\xfd7zXZ"):
        target.write_bytes(lzma.LZMADecompressor().decompress(payload))


def build_vkms(root, version, headers, source):
    say("building the vkms module (virtual display with overlay planes) against that kernel")
    with tempfile.TemporaryDirectory(prefix="vkms-", dir=CACHE) as name:
        work = pathlib.Path(name)
        packages.unpack(source, work / "source")
        archive = next((work / "source").glob("usr/src/linux-source-*.tar.xz"))
        with open(work / "log", "w") as log:
            extracted = subprocess.run(["tar", "-xJf", str(archive), "-C", str(work), "--wildcards",
                                        "--strip-components=4", "*/drivers/gpu/drm/vkms/*", "*/drivers/gpu/drm/vkms/"],
                                       stdout=log, stderr=log)
            folder = work / "vkms"
            if extracted.returncode == 0:
                let_writeback_clone(folder / "vkms_output.c")
        if extracted.returncode != 0:
            raise Problem(f"vkms could not be unpacked:\n{packages.tail((work / 'log').read_text())}")
        build_module(root, version, headers, folder, "vkms", "CONFIG_DRM_VKMS=m")


def add_loopback(kernel):
    """v4l2loopback, into which a program writes what others read as a camera's picture. Built of its Debian package when it is first asked for."""
    if (kernel.root / "lib" / "modules" / kernel.version / "updates" / "v4l2loopback.ko").exists():
        return
    say("building the v4l2loopback module (network cameras) against that kernel")
    with tempfile.TemporaryDirectory(prefix="loopback-", dir=CACHE) as name:
        work = pathlib.Path(name)
        *headers, source = packages.download([*header_packages(kernel.version), "v4l2loopback-dkms"], work / "debs")
        packages.unpack(source, work / "source")
        folder = next((work / "source" / "usr" / "src").glob("v4l2loopback-*"))
        build_module(kernel.root, kernel.version, headers, folder, "v4l2loopback")
    subprocess.run([packages.find_program("depmod"), "-b", str(kernel.root), kernel.version], check=True)


def build_module(root, version, headers, folder, name, *options):
    """Builds a module out of its kernel's tree, with the headers of its packages, and puts it beside the kernel's own."""
    unpacked = folder.parent / f"headers-of-{name}"
    for deb in headers:
        packages.unpack(deb, unpacked)
    tree = unpacked / "usr" / "src" / f"linux-headers-{version}"
    relocate(tree, unpacked)
    done = subprocess.run(["make", "-C", str(tree), f"M={folder}", "CC=gcc", *options, "CONFIG_DEBUG_INFO_BTF_MODULES=", "modules"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    module = folder / f"{name}.ko"
    if done.returncode != 0 or not module.exists():
        raise Problem(f"{name} could not be built:\n{packages.tail(done.stdout)}")
    subprocess.run(["strip", "--strip-debug", str(module)], check=True)
    target = root / "lib" / "modules" / version / "updates"
    target.mkdir(exist_ok=True)
    shutil.copy(module, target)


def let_writeback_clone(file):
    """Stable kernels check that two connectors on one CRTC may be clones of each other, but their vkms does not say so of its
    writeback connector, which then cannot be used beside the display. Newer ones do; this adds it before the driver is ready."""
    ready = "drm_mode_config_reset(dev);"
    clones = """{
		struct drm_encoder *one, *other;

		drm_for_each_encoder(one, dev)
			drm_for_each_encoder(other, dev)
				one->possible_clones |= drm_encoder_mask(other);
	}
	"""
    text = file.read_text()
    if text.count(ready) == 1:
        file.write_text(text.replace(ready, clones + ready))


def relocate(tree, root):
    """Debian's header package includes its common half by an absolute path; here that is below `root`."""
    makefile = tree / "Makefile"
    makefile.write_text(makefile.read_text().replace("/usr/src/", f"{root}/usr/src/"))
