"""Looks for erased things on the bare medium, whatever file system is on it.

    search_disk.py MEDIUM WORDS FILE…

Prints how often WORDS, the contents of each FILE, or any of its blocks, and its name occur. Exit status: 1 when words or contents do."""

import pathlib
import sys

BLOCK = 512


def main():
    medium = pathlib.Path(sys.argv[1]).read_bytes()
    words = medium.count(sys.argv[2].encode())
    print(f"{len(medium)} bytes searched; {sys.argv[2]}: {words} times")
    found = words
    for path in map(pathlib.Path, sys.argv[3:]):
        data = path.read_bytes()
        # A short rest could be anywhere by chance.
        blocks = [data[at:at + BLOCK] for at in range(0, len(data), BLOCK) if len(data) - at >= 64]
        count = sum(block in medium for block in blocks)
        print(f"{path.name[:16]}…: {len(data)} bytes, {count} of its {len(blocks)} blocks; the name {medium.count(path.name.encode())} times")
        found += count
    return 1 if found else 0


sys.exit(main())
