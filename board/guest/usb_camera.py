"""A USB video camera for the kernel's own uvcvideo: a device in this process, plugged into the virtual host controller vhci_hcd by the USB/IP
protocol (kernel documentation, usb/usbip_protocol.rst; USB Device Class Definition for Video Devices 1.1).

The gadget driver of the kernel would do as well if a virtual controller carried its isochronous transfers: dummy_hcd and usbip-vudc fail them
all. This camera sends over a bulk endpoint, as the class allows."""

import os
import socket
import struct
import threading
import time

import jpeg

PORT, HIGH_SPEED = 0, 3
ATTACH, DETACH = (f"/sys/devices/platform/vhci_hcd.0/{name}" for name in ("attach", "detach"))
SUBMIT, UNLINK, SUBMITTED, UNLINKED = 1, 2, 3, 4
STALL, UNLINKED_STATUS = -32, -104
SIZE = (320, 176)
FRAME_BYTES = SIZE[0] * SIZE[1] * 2
PAYLOAD_BYTES = 16384
INTERVAL = 1 / 15
RAW, JPEG = 1, 2

GET_CUR, GET_MIN, GET_MAX, GET_RES, GET_LEN, GET_INFO, GET_DEF = 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87


def described(kind, *fields):
    """A descriptor with its length before it."""
    body = bytes([kind]) + b"".join(fields)
    return bytes([len(body) + 1]) + body


def frame(subtype, width, height):
    rate = width * height * 16 * 15
    return described(0x24, struct.pack("<BBBHHIIIIBI", subtype, 1, 0, width, height, rate, rate, width * height * 2,
                                       round(INTERVAL * 1e7), 1, round(INTERVAL * 1e7)))


def configuration():
    color = described(0x24, bytes([0x0D, 1, 1, 4]))
    terminals = (described(0x24, struct.pack("<BBHBBHHHB3x", 2, 1, 0x0201, 0, 0, 0, 0, 0, 3))
                 + described(0x24, struct.pack("<BBHBBB", 3, 2, 0x0101, 0, 1, 0)))
    control = described(0x24, struct.pack("<BHHIBB", 1, 0x0100, 13 + len(terminals), 48_000_000, 1, 1)) + terminals
    guid = b"YUY2" + bytes.fromhex("00001000800000aa00389b71")
    formats = (described(0x24, struct.pack("<BBB", 4, RAW, 1), guid, bytes([16, 1, 0, 0, 0, 0])) + frame(5, *SIZE) + color
               + described(0x24, bytes([6, JPEG, 1, 1, 1, 0, 0, 0, 0])) + frame(7, *SIZE) + color)
    streaming = described(0x24, struct.pack("<BBHBBBBBBB2x", 1, 2, 15 + len(formats), 0x81, 0, 2, 0, 0, 0, 1)) + formats
    parts = (described(0x0B, bytes([0, 2, 0x0E, 3, 0, 0]))
             + described(0x04, bytes([0, 0, 0, 0x0E, 1, 0, 0])) + control
             + described(0x04, bytes([1, 0, 1, 0x0E, 2, 0, 0])) + streaming
             + described(0x05, struct.pack("<BBHB", 0x81, 2, 512, 0)))
    return described(0x02, struct.pack("<HBBBBB", 9 + len(parts), 2, 1, 0, 0x80, 250)) + parts


DEVICE = described(0x01, struct.pack("<HBBBBHHHBBBB", 0x0200, 0xEF, 2, 1, 64, 0x1D6B, 0x0102, 0x0100, 0, 1, 0, 1))
NAME = "board USB camera"


class UsbCamera:
    """What it sends is changed while it runs: `garbage` makes every JPEG nonsense, `transmission` is how many seconds each picture takes."""

    def __init__(self):
        self.configuration = configuration()
        # A step of brightness that runs through the picture.
        self.pictures = [jpeg.picture(*SIZE, lambda column, row: (column + row + number) % 16 * 12 + 30) for number in range(16)]
        self.garbage = False
        self.transmission = 0
        self.socket = None

    def plug(self):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket, self.format, self.number, self.pending = ours, RAW, 0, []
        self.changed = threading.Condition()
        self.sending = threading.Lock()
        with open(ATTACH, "w") as file:
            file.write(f"{PORT} {theirs.fileno()} 65538 {HIGH_SPEED}")
        theirs.close()
        threading.Thread(target=self.serve, args=(ours,), daemon=True).start()
        threading.Thread(target=self.film, args=(ours,), daemon=True).start()

    def unplug(self):
        old, self.socket = self.socket, None
        with open(DETACH, "w") as file:
            file.write(str(PORT))
        with self.changed:
            self.changed.notify_all()
        old.close()

    def serve(self, stream):
        with stream.makefile("rb") as file:
            while header := file.read(48):
                command, number, _, direction, endpoint = struct.unpack_from(">5I", header)
                if command == UNLINK:
                    self.unlink(stream, number, struct.unpack_from(">I", header, 20)[0])
                    continue
                _, length, _, _, _ = struct.unpack_from(">5I", header, 20)
                data = file.read(length) if direction == 0 else b""
                if endpoint == 0:
                    answer = self.control(header[40:48], data)
                    self.reply(stream, number, STALL if answer is None else 0, (answer or b"")[:length], len(data))
                else:
                    with self.changed:
                        self.pending.append((number, length))
                        self.changed.notify_all()

    def reply(self, stream, number, status, data, taken=0):
        """`data` is what the device sends, `taken` how many bytes it got."""
        self.send(stream, struct.pack(">5IiIIII8x", SUBMITTED, number, 0, 0, 0, status, len(data) or taken, 0, 0, 0) + data)

    def send(self, stream, message):
        with self.sending:
            try:
                stream.sendall(message)
            except OSError:
                pass  # It was unplugged.

    def unlink(self, stream, number, which):
        with self.changed:
            before = len(self.pending)
            self.pending = [(other, length) for other, length in self.pending if other != which]
            status = UNLINKED_STATUS if len(self.pending) < before else 0
            # Still under the lock: one that was answered must be told of before its unlinking is.
            self.send(stream, struct.pack(">5Ii24x", UNLINKED, number, 0, 0, 0, status))

    def control(self, setup, data):
        """What a control request reads; None for one that this device does not have."""
        kind, request, value, index, length = struct.unpack("<BBHHH", setup)
        if kind & 0x60 == 0x20:
            return self.video(request, value >> 8, index & 0xFF, data)
        if request == 6:  # GET_DESCRIPTOR
            return {1: DEVICE, 2: self.configuration, 3: self.text(value & 0xFF)}.get(value >> 8)
        if request == 0:  # GET_STATUS
            return bytes(2)
        return b"" if not kind & 0x80 else None

    @staticmethod
    def text(number):
        return described(3, struct.pack("<H", 0x0409) if number == 0 else NAME.encode("utf-16-le"))

    def video(self, request, selector, interface, data):
        # VS_PROBE_CONTROL and VS_COMMIT_CONTROL
        if interface != 1 or selector not in (1, 2):
            return None
        if not request & 0x80:
            self.format = data[2] if data[2] in (RAW, JPEG) else RAW
            return b""
        state = struct.pack("<HBBIHHHHHII", 1, self.format, 1, round(INTERVAL * 1e7), 0, 0, 0, 0, 0, FRAME_BYTES, PAYLOAD_BYTES)
        return {GET_LEN: struct.pack("<H", len(state)), GET_INFO: b"\x03"}.get(request, state)

    def film(self, stream):
        """A frame after the other, in payloads of the size that was agreed, each with a header of two bytes."""
        while self.socket is stream:
            begin = time.monotonic()
            picture = self.picture()
            starts = range(0, len(picture), PAYLOAD_BYTES - 2)
            for start in starts:
                time.sleep(self.transmission / len(starts))
                part = picture[start:start + PAYLOAD_BYTES - 2]
                flags = 0x80 | self.number & 1 | (2 if start + len(part) == len(picture) else 0)
                with self.changed:
                    while not self.pending and self.socket is stream:
                        self.changed.wait(1)
                    if self.socket is not stream:
                        return
                    number, _ = self.pending.pop(0)
                    self.reply(stream, number, 0, bytes([2, flags]) + part)
            self.number += 1
            time.sleep(max(0, begin + INTERVAL - time.monotonic()))

    def picture(self):
        if self.format == RAW:
            return bytes([self.number & 0xFF, 128]) * (FRAME_BYTES // 2)
        picture = self.pictures[self.number % 16]
        return picture[:20] + os.urandom(5000) if self.garbage else picture
