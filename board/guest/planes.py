"""What the kernel's state of a display says of its planes: prints those that show something. The second word is what must be: `lit`, a camera's
memory on one plane, besides the page below and what of it lies over the picture; `own`, the same with memory of the display's own; or `dark`, nothing
but the page's plane."""

import re
import sys

card, wanted = sys.argv[1:]
with open(f"/sys/kernel/debug/dri/{card.removeprefix('/dev/dri/card')}/state") as file:
    parts = re.split(r"^(?=plane\[|crtc\[|connector\[)", file.read(), flags=re.MULTILINE)
shown = [part for part in parts if part.startswith("plane[") and not re.search(r"^\tfb=0$", part, re.MULTILINE)]
for part in shown:
    name = part.split(":")[0]
    fields = dict(re.findall(r"^\t+(fb|crtc-pos|allocated by|refcount|format|size|imported)\s*=\s*(.*)$", part, re.MULTILINE))
    print(f"{name} {fields}")
imported = sum("imported=yes" in part for part in shown)
if wanted == "dark":
    good = len(shown) == 1
else:
    # 640×360 is the camera's window; what lies over it is a part of a framebuffer of the page's size.
    pictures = [part for part in shown if re.search(r"^\t\tsize=640x360$", part, re.MULTILINE)]
    good = len(pictures) == 1 and imported == (wanted == "lit")
if not good:
    print(f"{len(shown)} planes show something, {imported} of them a camera's memory; that is not {wanted}")
    sys.exit(1)
