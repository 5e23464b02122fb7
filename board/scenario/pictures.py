"""Pictures of the screen: reading, writing and comparing them, without more than Python and the libpng that the daemon needs too."""

import ctypes
import ctypes.util
import pathlib
import re
import struct
import zlib

from machine.say import Problem


class Picture:
    """8-bit RGB, rows without padding."""

    def __init__(self, width, height, pixels):
        self.width, self.height, self.pixels = width, height, pixels

    def __eq__(self, other):
        return (self.width, self.height, self.pixels) == (other.width, other.height, other.pixels)

    def is_black(self):
        """True when not one pixel in a thousand is brighter than a black one; a text cursor in a corner is still a black screen."""
        bright = len(self.pixels) - sum(self.pixels.count(value) for value in range(8))
        return bright * 1000 < len(self.pixels)

    def difference(self, other):
        """Counts the pixels that differ: (count, largest difference of one channel, (left, top, right, bottom) around them).
        None when the sizes differ."""
        if (self.width, self.height) != (other.width, other.height):
            return None
        count, largest = 0, 0
        left, top, right, bottom = self.width, self.height, 0, 0
        row = self.width * 3
        for y in range(self.height):
            mine, theirs = self.pixels[y * row:(y + 1) * row], other.pixels[y * row:(y + 1) * row]
            if mine == theirs:
                continue
            top, bottom = min(top, y), y + 1
            for x in range(self.width):
                one, two = mine[x * 3:x * 3 + 3], theirs[x * 3:x * 3 + 3]
                if one != two:
                    count += 1
                    left, right = min(left, x), max(right, x + 1)
                    largest = max(largest, *(abs(a - b) for a, b in zip(one, two)))
        return count, largest, (left, top, right, bottom) if count else None

    def marked(self, other):
        """This picture at quarter brightness, with the pixels that differ from the other one in full red."""
        dark = bytearray(self.pixels.translate(bytes(value // 4 for value in range(256))))
        for start in range(0, len(dark), 3):
            if self.pixels[start:start + 3] != other.pixels[start:start + 3]:
                dark[start:start + 3] = b"\xff\x00\x00"
        return Picture(self.width, self.height, bytes(dark))

    def write(self, path):
        row = self.width * 3
        lines = b"".join(b"\0" + self.pixels[start:start + row] for start in range(0, len(self.pixels), row))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        parts = [(b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b"")]
        data = b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts)
        pathlib.Path(path).write_bytes(b"\x89PNG\r\n\x1a\n" + data)


def read(path):
    """A PNG, or the PPM (P6) that QEMU's screen dump writes."""
    data = pathlib.Path(path).read_bytes()
    return read_ppm(data) if data.startswith(b"P6") else read_png(data, path)


def read_ppm(data):
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    if not header:
        raise Problem("The screen dump is not an 8-bit PPM picture.")
    width, height = int(header[1]), int(header[2])
    pixels = data[header.end():]
    if len(pixels) != width * height * 3:
        raise Problem("The screen dump is cut short.")
    return Picture(width, height, pixels)


class PNGImage(ctypes.Structure):
    """png_image of libpng's simplified interface (png.h, PNG_IMAGE_VERSION 1)."""
    _fields_ = [("opaque", ctypes.c_void_p), ("version", ctypes.c_uint32), ("width", ctypes.c_uint32), ("height", ctypes.c_uint32),
                ("format", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("colormap_entries", ctypes.c_uint32),
                ("warning_or_error", ctypes.c_uint32), ("message", ctypes.c_char * 64)]


def read_png(data, path):
    library = ctypes.CDLL(ctypes.util.find_library("png16") or "libpng16.so.16")
    image = PNGImage(version=1)
    if not library.png_image_begin_read_from_memory(ctypes.byref(image), data, ctypes.c_size_t(len(data))):
        raise Problem(f"{path} is not a PNG picture: {image.message.decode()}")
    image.format = 2  # PNG_FORMAT_RGB
    pixels = ctypes.create_string_buffer(image.width * image.height * 3)
    if not library.png_image_finish_read(ctypes.byref(image), None, pixels, 0, None):
        raise Problem(f"{path} could not be read: {image.message.decode()}")
    return Picture(image.width, image.height, pixels.raw)
