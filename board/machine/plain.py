"""The box of this machine's own processor: Debian's kernel over this machine's root file system."""

from machine import accelerator, initramfs, kernel, packages
from machine.qemu import Machine, share
from machine.say import say

# Nothing of this machine's own services: only what a unit of the box asks for.
MANAGER = " box.manager=systemd systemd.unit=box.target systemd.show_status=0 systemd.volatile=no systemd.getty_auto=no"


class PlainMachine(Machine):
    BOOT_SECONDS = 120
    HAS_PROGRAMS = False

    def processor(self, board, accelerate, modules):
        linux = kernel.ready()
        if "v4l2loopback" in modules:
            kernel.add_loopback(linux)
        options, self.accelerator = accelerator.choose(accelerate, linux, kernel.CACHE)
        image = self.folder / "initramfs"
        initramfs.write(image, linux, self.cameras, modules)
        say(f"starting the box: kernel {linux.version}, {self.accelerator}")
        return [packages.find_program("qemu-system-x86_64"), "-machine", "q35", *options, "-m", "2048", "-vga", "none",
                "-kernel", str(linux.image), "-initrd", str(image), "-append", "console=tty0 console=ttyS0 quiet panic=-1" + (MANAGER if self.manager else ""),
                *share("rootfs", "/", "readonly=on,multidevs=remap")]
