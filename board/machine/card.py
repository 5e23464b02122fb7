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


class CardMachine(Machine):
    """`image` is the card, `tests` the second disk."""

    # Interpreted, beside other work: four minutes have been seen.
    BOOT_SECONDS = 600
    HAS_PROGRAMS = True

    def __init__(self, image, tests, *arguments, **options):
        self.image, self.tests = image, tests
        super().__init__(*arguments, **options)

    def processor(self, board, accelerate, modules):
        if modules:
            raise Problem(f"The ARM box has no modules beyond those of the card: {', '.join(modules)}.", 2)
        card = self.folder / "card"
        subprocess.run(["cp", "--sparse=always", str(self.image), str(card)], check=True)
        with open(card, "r+b") as file:
            file.truncate(max(CARD_BYTES, self.image.stat().st_size))
        for path in sorted((board / "etc").iterdir()):
            done = subprocess.run(["mcopy", "-o", "-i", f"{card}@@{BOOT_OFFSET}", str(path), f"::yuanba/{path.name}"], capture_output=True, text=True,
                                  env={"MTOOLS_SKIP_CHECK": "1", "PATH": "/usr/bin:/bin"})
            if done.returncode != 0:
                raise Problem(f"mcopy: {done.stderr.strip()}")
        shutil.copy(FIRMWARE / "AAVMF_VARS.fd", self.folder / "variables")
        self.accelerator = "interpreted (TCG)"
        say(f"starting the ARM box: {self.image.name}, {self.accelerator}")
        # A processor of a small box; one with every feature boots three times slower.
        return [packages.find_program("qemu-system-aarch64"), "-machine", "virt", "-cpu", "cortex-a53", "-accel", "tcg,thread=multi", "-m", "1024",
                "-drive", f"if=pflash,format=raw,readonly=on,file={FIRMWARE}/AAVMF_CODE.fd",
                "-drive", f"if=pflash,format=raw,file={self.folder}/variables",
                *disk("card", card, "cache=unsafe"), *disk("tests", self.tests, "readonly=on"),
                *credential("systemd.extra-unit.board-agent.service", UNIT), *credential("systemd.unit-dropin.multi-user.target", WANTED)]


def disk(name, path, options):
    return ["-drive", f"file={path},format=raw,if=none,id={name},{options}", "-device", f"virtio-blk-pci,drive={name}"]


def credential(name, text):
    encoded = base64.b64encode(text.encode()).decode()
    return ["-smbios", f"type=11,value=io.systemd.credential.binary:{name}={encoded}"]
