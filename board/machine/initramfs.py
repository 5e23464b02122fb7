"""The first file system of the box: busybox, the kernel modules, and board/guest/init."""

import pathlib

from machine import packages

GUEST = pathlib.Path(__file__).resolve().parents[1] / "guest"

# The order is the order of loading. The root file system's parts come first; vivid last, because it is the slowest.
MODULES = ["virtio_pci", "virtio_console", "virtio_net", "9pnet_virtio", "9p", "overlay", "virtio_gpu", "virtio_input", "evdev",
           "uinput", "vkms", "vivid"]
OPTIONS = {
    "vkms": "enable_overlay=1",
    # With exclusive_caps=1 a writer that comes back is told that this is no output, as long as a reader waits.
    "v4l2loopback": "exclusive_caps=0 card_label=bridge",
}


def vivid(count):
    """Options of the test cameras: a webcam, a set of TV tuner, S-Video and HDMI inputs, and a webcam with several memory planes; contiguous
    buffers, as small ARM devices have them, but for the third. What there is beyond three is like the first."""
    inputs, types = ["1", "4", "1"], ["0x00", "0xe4", "0x00"]
    planar, allocators = ["1", "1", "2"], ["1", "1", "0"]
    columns = {"node_types": ["0x1"] * 3, "num_inputs": inputs, "input_types": types, "multiplanar": planar, "allocators": allocators}
    options = [f"{name}={','.join((values + [values[0]] * (count - 3))[:count])}" for name, values in columns.items()]
    return " ".join([f"n_devs={count}", *options])


def write(path, kernel, cameras, extra=()):
    """Writes an uncompressed cpio archive ("newc"; kernel documentation, driver-api/early-userspace/buffer-format) for a box with so many
    test cameras. `extra` modules are loaded after the others."""
    busybox = pathlib.Path(packages.find_program("busybox")).read_bytes()
    files = [("init", 0o755, (GUEST / "init").read_bytes()), ("bin/busybox", 0o755, busybox)]
    order = []
    for name, data in kernel.modules([*MODULES, *extra]):
        files.append((f"modules/{name}", 0o644, data))
        module = name.removesuffix(".ko")
        options = vivid(cameras) if module == "vivid" else OPTIONS.get(module, "")
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
