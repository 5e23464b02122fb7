"""Grey JPEG pictures of 8×8 blocks of one brightness each (ITU-T T.81, baseline): small and quickly decoded, for a camera of an interpreted
machine."""

import struct

# Lengths of the code words for the bit counts 0 to 11 of a difference, as annex K.3.1 has them; and one code word for "nothing more".
DIFFERENCES = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
NOTHING_MORE = [1] + [0] * 15


def code_words():
    """Bit count → (code, length)."""
    found, code, value = {}, 0, 0
    for length, count in enumerate(DIFFERENCES, 1):
        for _ in range(count):
            found[value] = (code, length)
            code, value = code + 1, value + 1
        code <<= 1
    return found


def segment(marker, body):
    return struct.pack(">HH", marker, len(body) + 2) + body


def picture(width, height, brightness):
    """`brightness(column, row)` of each block, 0 to 255."""
    words, bits, count, last = code_words(), 0, 0, 0
    for row in range((height + 7) // 8):
        for column in range((width + 7) // 8):
            # With a quantiser of 8 the mean's coefficient counts in whole brightnesses.
            value = brightness(column, row) - 128
            difference, last = value - last, value
            size = abs(difference).bit_length()
            code, length = words[size]
            rest = difference if difference >= 0 else difference + (1 << size) - 1
            # The code word, the difference in `size` bits, and the one bit of "nothing more", which is 0.
            bits = ((bits << length | code) << size | rest) << 1
            count += length + size + 1
    padding = -count % 8
    data = (bits << padding | (1 << padding) - 1).to_bytes((count + padding) // 8, "big").replace(b"\xff", b"\xff\x00")
    return (b"\xff\xd8" + segment(0xFFDB, bytes([0] + [8] * 64)) + segment(0xFFC0, struct.pack(">BHHB3B", 8, height, width, 1, 1, 0x11, 0))
            + segment(0xFFC4, bytes([0x00, *DIFFERENCES, *range(sum(DIFFERENCES))]))
            + segment(0xFFC4, bytes([0x10, *NOTHING_MORE, 0])) + segment(0xFFDA, bytes([1, 1, 0x00, 0, 63, 0])) + data + b"\xff\xd9")
