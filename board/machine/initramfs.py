"""The first file system of the box: busybox, the kernel modules, and board/guest/init."""

import pathlib

from machine import packages

GUEST = pathlib.Path(__file__).resolve().parents[1] / "guest"

# The order is the order of loading. The root file system's parts come first; vivid last, because it is the slowest.
MODULES = ["virtio_pci", "virtio_console", "virtio_net", "9pnet_virtio", "9p", "overlay", "virtio_gpu", "virtio_input", "evdev",
           "uinput", "vkms", "vivid"]
OPTIONS = {
    "vkms": "enable_overlay=1",
    # A webcam, a set of TV tuner, S-Video and HDMI inputs, and a webcam with several memory planes; contiguous buffers, as small ARM
    # devices have them, but for the last.
    "vivid": "n_devs=3 node_types=0x1,0x1,0x1 num_inputs=1,4,1 input_types=0x00,0xe4,0x00 multiplanar=1,1,2 allocators=1,1,0",
    # With exclusive_caps=1 a writer that comes back is told that this is no output, as long as a reader waits.
    "v4l2loopback": "exclusive_caps=0 card_label=bridge",
}


def write(path, kernel, extra=()):
    """Writes an uncompressed cpio archive ("newc"; kernel documentation, driver-api/early-userspace/buffer-format). `extra` modules are loaded
    after the others."""
    busybox = pathlib.Path(packages.find_program("busybox")).read_bytes()
    files = [("init", 0o755, (GUEST / "init").read_bytes()), ("bin/busybox", 0o755, busybox)]
    order = []
    for name, data in kernel.modules([*MODULES, *extra]):
        files.append((f"modules/{name}", 0o644, data))
        options = OPTIONS.get(name.removesuffix(".ko"), "")
        order.append(f"{name} {options}".strip())
    files.append(("modules/order", 0o644, "".join(line + "\n" for line in order).encode()))
    with open(path, "wb") as archive:
        number = 1
        for folder in ["bin", "dev", "modules", "proc", "sys", "root", "machine", "layer"]:
            archive.write(entry(number, folder, 0o040755, b""))
            number += 1
        for name, mode, data in files:
            archive.write(entry(number, name, 0o100000 | mode, data))
            number += 1
        archive.write(entry(0, "TRAILER!!!", 0, b""))


def entry(number, name, mode, data):
    encoded = name.encode() + b"\0"
    fields = [number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(encoded), 0]
    header = b"070701" + b"".join(b"%08X" % field for field in fields) + encoded
    return padded(header) + padded(data)


def padded(data):
    return data + b"\0" * (-len(data) % 4)
