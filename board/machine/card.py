"""The 64-bit ARM box: boots a card that board/image made, byte for byte, as a board with UEFI would.

Two things come from outside the card, and neither changes it. The settings are written to the boot partition of a copy, as an installer
does. And what the tests need (Python, vkms) stands on a second disk, whose program a unit starts that the machine's firmware hands to
systemd as a credential (systemd.system-credentials(7), systemd.extra-unit.*)."""

import base64
import pathlib
import shutil
import subprocess

from machine import packages
from machine.qemu import Machine
from machine.say import Problem, say

FIRMWARE = pathlib.Path("/usr/share/AAVMF")
# A card is larger than what is written to it; the rest becomes the data partition.
CARD_BYTES = 2 << 30
BOOT_OFFSET = 1 << 20
LABEL = "board-tests"
UNIT = f"""[Unit]
Description=The host's hand in the emulated box
DefaultDependencies=no
After=systemd-udevd.service systemd-tmpfiles-setup.service
[Service]
ExecStart=/bin/sh -c 'udevadm wait --timeout=30 /dev/disk/by-label/{LABEL} && mkdir -p /run/board/disk && mount -o ro /dev/disk/by-label/{LABEL} /run/board/disk && exec /run/board/disk/start'
Restart=no
StandardOutput=journal+console
StandardError=journal+console
"""
WANTED = "[Unit]\nWants=board-agent.service\n"
NEVER = "[Unit]\nConditionPathExists=!/\n"


class CardMachine(Machine):
    """`image` is the card, `tests` the second disk."""

    # Interpreted, beside other work: six minutes have been seen.
    BOOT_SECONDS = 900
    HAS_PROGRAMS = True

    def __init__(self, image, tests, *arguments, used=None, without_daemon=False, **options):
        """`used`: a card that was in a box already, which is taken over. `without_daemon`: everything starts but the daemon."""
        self.image, self.tests, self.used, self.without_daemon = image, tests, used, without_daemon
        self.arguments, self.options = arguments, options
        super().__init__(*arguments, **options)

    def again(self, now, without_daemon=False):
        """The box with this card after the power was off; its clock shows `now`. This machine has ended then."""
        self.power_off()
        board, out, _, *rest = self.arguments
        try:
            return CardMachine(self.image, self.tests, board, out, now, *rest, used=self.folder / "card", without_daemon=without_daemon, **self.options)
        finally:
            self.end()

    def processor(self, board, accelerate, modules):
        if modules:
            raise Problem(f"The ARM box has no modules beyond those of the card: {', '.join(modules)}.", 2)
        card = self.folder / "card"
        shutil.copy(FIRMWARE / "AAVMF_VARS.fd", self.folder / "variables")
        if self.used:
            self.used.rename(card)
        else:
            self.prepare(card, board)
        self.accelerator = "interpreted (TCG)"
        say(f"starting the ARM box: {self.image.name}, {self.accelerator}")
        daemon = credential("systemd.unit-dropin.yuanbad.service", NEVER) if self.without_daemon else []
        # A processor of a small box; one with every feature boots three times slower.
        return [packages.find_program("qemu-system-aarch64"), "-machine", "virt", "-cpu", "cortex-a53", "-accel", "tcg,thread=multi", "-m", "1024",
                "-drive", f"if=pflash,format=raw,readonly=on,file={FIRMWARE}/AAVMF_CODE.fd",
                "-drive", f"if=pflash,format=raw,file={self.folder}/variables",
                *disk("card", card, "cache=unsafe"), *disk("tests", self.tests, "readonly=on"),
                *credential("systemd.extra-unit.board-agent.service", UNIT), *credential("systemd.unit-dropin.multi-user.target", WANTED), *daemon]

    def prepare(self, card, board):
        """A copy of the image with the settings of `board` on it, as an installer would put them there."""
        subprocess.run(["cp", "--sparse=always", str(self.image), str(card)], check=True)
        with open(card, "r+b") as file:
            file.truncate(max(CARD_BYTES, self.image.stat().st_size))
        for path in sorted((board / "etc").iterdir()):
            done = subprocess.run(["mcopy", "-o", "-i", f"{card}@@{BOOT_OFFSET}", str(path), f"::yuanba/{path.name}"], capture_output=True, text=True,
                                  env={"MTOOLS_SKIP_CHECK": "1", "PATH": "/usr/bin:/bin"})
            if done.returncode != 0:
                raise Problem(f"mcopy: {done.stderr.strip()}")


def disk(name, path, options):
    return ["-drive", f"file={path},format=raw,if=none,id={name},{options}", "-device", f"virtio-blk-pci,drive={name}"]


def credential(name, text):
    encoded = base64.b64encode(text.encode()).decode()
    return ["-smbios", f"type=11,value=io.systemd.credential.binary:{name}={encoded}"]
