"""The emulated machine: its command line, its life, and its sockets. What it boots is up to a subclass (plain.py, card.py)."""

import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from machine import packages
from machine.guest import Guest
from machine.plug import set_display
from machine.qmp import Monitor
from machine.say import Problem

SIZE = (1920, 1080)


class Machine:
    """A running box. `board` is a folder that the guest sees as /board (read only), `out` one that it writes as /out; `now` is what
    its clock shows at first, as 2026-11-22T11:30:00Z; `modules` are kernel modules beyond those that every box has, `cameras` how many
    test cameras it has; `disk` is the file of a disk (/dev/vda) that outlives the machine; `usb` gives it sockets for sticks, `manager` the service
    manager of a real box. A subclass gives BOOT_SECONDS, the longest that it may take, and HAS_PROGRAMS: whether what it boots holds yuanbad and yuanba already."""

    def __init__(self, board, out, now, accelerate="auto", window=False, connected=True, modules=(), cameras=3, disk=None, usb=False,
                 manager=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yuanba-box-"))
        self.console = out / "console.log"
        self.process = None
        self.size = SIZE
        self.cameras, self.manager = cameras, manager
        command = [*self.processor(board, accelerate, modules), "-smp", "2", "-nodefaults", "-no-reboot", "-S", "-rtc", f"base={now.rstrip('Z')}",
                   "-device", f"virtio-gpu-pci,xres={SIZE[0]},yres={SIZE[1]}", "-device", "virtio-keyboard-pci",
                   "-device", "virtio-rng-pci",
                   "-netdev", "user,id=network", "-device", "virtio-net-pci,netdev=network,romfile=",
                   "-device", "virtio-serial-pci", "-chardev", self.listen("agent"),
                   "-device", "virtserialport,chardev=agent,name=board.agent",
                   *share("board", board, "readonly=on,multidevs=remap"), *share("out", out, "multidevs=remap"),
                   "-serial", f"file:{self.console}", "-qmp", f"unix:{self.folder}/monitor,server=on,wait=off"]
        if disk:
            command += ["-drive", f"file={disk},format=raw,if=none,id=disk,cache=writeback,discard=unmap", "-device", "virtio-blk-pci,drive=disk"]
        if usb:
            command += ["-device", "qemu-xhci,id=usb"]
        # With -display none there would be nobody to tell the guest about another screen size.
        command += ["-display", "gtk"] if window else ["-display", "none", "-vnc", f"unix:{self.folder}/vnc"]
        self.errors = open(self.folder / "qemu.log", "w+")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.errors, stderr=self.errors,
                                        start_new_session=True)
        self.window = window
        try:
            self.monitor = Monitor(self.folder / "monitor")
            self.guest = Guest(self.folder / "agent")
            if not connected:
                self.display(0, 0)
            self.monitor.ask("cont")
            hello = self.guest.hello(self.BOOT_SECONDS)
        except BaseException as error:
            self.end()
            if isinstance(error, Problem):
                raise Problem(f"{error}\n{self.trouble()}", 3) from None
            raise
        self.kernel, self.cards = hello["kernel"], hello["cards"]

    def listen(self, name):
        return f"socket,id={name},path={self.folder}/{name},server=on,wait=off"

    def display(self, width, height):
        """Changes what virtio-gpu's monitor is; 0×0 pulls the cable."""
        if self.window:
            raise Problem("The display of a box in a window follows the window; leave --window out.")
        if width:
            self.size = (width, height)
            set_display(self.folder / "vnc", [self.size])
        else:
            # QEMU ignores a size that it thinks it has, and at first it thinks 0×0.
            set_display(self.folder / "vnc", [self.size, (0, 0)])

    def plug_stick(self, path):
        """A USB stick with the bytes of the file `path`."""
        self.monitor.ask("blockdev-add", **{"node-name": "stick", "driver": "raw", "file": {"driver": "file", "filename": str(path)}})
        self.monitor.ask("device_add", driver="usb-storage", id="stick", bus="usb.0", drive="stick", removable=True)

    def unplug_stick(self):
        self.monitor.ask("device_del", id="stick")
        end = time.monotonic() + 30
        while True:
            try:
                self.monitor.ask("blockdev-del", **{"node-name": "stick"})
                return
            except Problem:  # Its driver has not let go yet.
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def trouble(self):
        """What QEMU and the guest's console said last."""
        self.errors.seek(0)
        said = packages.tail(self.errors.read(), 10)
        console = self.console.read_text(errors="replace") if self.console.exists() else ""
        return f"QEMU: {said or '(nothing)'}\n--- guest console, last lines ---\n{packages.tail(console, 30)}\n---"

    def end(self):
        """Ends the machine at once; nothing of it stays."""
        self.power_off()
        shutil.rmtree(self.folder, ignore_errors=True)

    def power_off(self):
        """Takes the power away: what the guest has not written yet is lost."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def share(tag, path, options):
    return ["-fsdev", f"local,id={tag},path={path},security_model=none,{options}",
            "-device", f"virtio-9p-pci,fsdev={tag},mount_tag={tag}"]
