"""Reads every page of a village back from its picture, as somebody across the room would: the picture is scaled to 40 %, tesseract
(chi_sim) reads each line of text that the layout says is there, and the share of wrong characters is counted. The codes are read by zbar.

A line is cut out where it was set, because what is asked is whether the characters can be read, not whether tesseract finds its way
about a screen. What is left is enlarged again for tesseract, which wants letters of 30 pixels; the detail that was lost stays lost.
Caps of keys that are signs and no words, ▲ and 频道＋－, are judged apart: tesseract knows the characters of texts. A triangle is no character at
all; of ＋－ it can only make 十一, and when it does, every stroke was there. All that it made of them is listed.
Punctuation and digits in full and half width count as the same. A line that ends in an ellipsis is held against
as much of its text as there is room for. Every line with a wrong character is listed with what was read."""

import argparse
import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

from PIL import Image, ImageOps

TOP = pathlib.Path(__file__).resolve().parents[2]
SCALE = 0.4
# Tesseract was trained on text about this high.
LINE = 44
LIMIT = 0.02
# Caps with what tesseract makes of them at best; None for a shape.
CAPS = {"▲": None, "频道＋－": "频道十一"}


def plain(text):
    same = {"。": ".", "、": ",", "“": '"', "”": '"', "—": "-", "―": "-", "–": "-", "−": "-", "《": "<", "》": ">", "〈": "<", "〉": ">", "·": ".",
            "…": ".", "∗": "*", "～": "~", "「": '"', "」": '"', "‘": '"', "’": '"', "\u2018": '"', "【": "[", "】": "]", "〔": "[", "〕": "]"}
    text = "".join(same.get(letter, letter) for letter in unicodedata.normalize("NFKC", text))
    return "".join(same.get(letter, letter) for letter in text if not letter.isspace())


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def lines_of(listing):
    lines = []
    for row in listing.read_text().splitlines():
        box, text = row.split("\t", 1)
        if plain(text):
            lines.append((tuple(map(int, box.split())), text))
    return lines


def read(picture, folder, scale):
    """The lines of one page with what tesseract made of each."""
    lines = lines_of(picture.with_suffix(".txt"))
    whole = Image.open(picture).convert("L")
    small = whole.resize((round(whole.width * scale), round(whole.height * scale)), Image.LANCZOS)
    names = []
    for number, ((x, y, width, height), _) in enumerate(lines):
        edge = 3
        cut = small.crop((
            max(0, round(x * scale) - edge), max(0, round(y * scale) - 1), min(small.width, round((x + width) * scale) + edge),
            min(small.height, round((y + height) * scale) + 1)))
        cut = cut.resize((max(1, round(cut.width * LINE / cut.height)), LINE), Image.BICUBIC)
        cut = ImageOps.autocontrast(cut)
        # Dark on light, whichever the page has: the ground is what the edge shows.
        border = [cut.getpixel((column, 0)) for column in range(cut.width)]
        if sorted(border)[len(border) // 2] < 128:
            cut = ImageOps.invert(cut)
        # The frame has the ground's own tone: an edge would be read as a stroke.
        border = sorted(cut.getpixel((column, row)) for column in range(cut.width) for row in (0, LINE - 1))
        framed = Image.new("L", (cut.width + 40, LINE + 40), border[len(border) // 2])
        framed.paste(cut, (20, 20))
        name = folder / f"{picture.parent.name}-{picture.stem}-{number}.png"
        framed.save(name)
        names.append(name)
    if not names:
        return []
    listing = folder / f"{picture.parent.name}-{picture.stem}.list"
    listing.write_text("".join(f"{name}\n" for name in names))
    out = folder / f"{picture.parent.name}-{picture.stem}-out"
    subprocess.run(
        ["tesseract", str(listing), str(out), "-l", "chi_sim", "--psm", "7", "-c", "preserve_interword_spaces=0"], check=True, capture_output=True,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin:/usr/local/bin"})
    pages = out.with_suffix(".txt").read_text().split("\f")
    for name in names:
        name.unlink()
    return [(text, page.strip()) for (_, text), page in zip(lines, pages)]


def codes(pictures):
    """What zbar reads on each page that prints an https address; (page, printed, read)."""
    found = []
    for picture in pictures:
        printed = [text for _, text in lines_of(picture.with_suffix(".txt")) if text.startswith("https://")]
        if printed:
            shown = subprocess.run(["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True).stdout.strip()
            found.append((picture, "".join(printed), shown))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", nargs="?", type=pathlib.Path, help="what yuanba preview --all wrote; made anew without it")
    parser.add_argument("--mode", default="normal", help="which of its modes to read; normal")
    parser.add_argument("--scale", type=float, default=SCALE, help="how small the pictures are made; 0.4")
    parser.add_argument("--most", type=int, default=0, help="read so many pages only, spread over all")
    parser.add_argument("--yuanba", default=str(TOP / ".build/release/yuanba"), help="the program that draws")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.pictures
        if folder is None:
            folder = pathlib.Path(temporary) / "pictures"
            subprocess.run(
                [arguments.yuanba, "preview", str(TOP / "Assets/demo/青溪坝村"), "--now", "2026-11-22T11:32:00Z", "--all", str(folder)], check=True,
                stdout=subprocess.DEVNULL)
        pictures = sorted((folder / arguments.mode).glob("*.png"))
        if not pictures:
            sys.exit(f"read-back: no pictures in {folder / arguments.mode}")
        if arguments.most and len(pictures) > arguments.most:
            pictures = [pictures[number * len(pictures) // arguments.most] for number in range(arguments.most)]
        letters = errors = 0
        misses, caps = {}, {}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for picture, lines in zip(pictures, pool.map(lambda picture: read(picture, pathlib.Path(temporary), arguments.scale), pictures)):
                for text, got in lines:
                    wanted, read_back = plain(text), plain(got)
                    if text in CAPS:
                        caps.setdefault(text, {}).setdefault(read_back, 0)
                        caps[text][read_back] += 1
                        continue
                    if got.rstrip().endswith(("…", "...")) and len(read_back) < len(wanted):
                        # Cut short on purpose: what is there must be right, the rest is a press away.
                        read_back = read_back.rstrip(".")
                        wanted = wanted[:len(read_back)]
                    wrong = min(distance(wanted, read_back), len(wanted))
                    letters += len(wanted)
                    errors += wrong
                    if wrong:
                        miss = misses.setdefault((text, got), [0, wrong, picture.name])
                        miss[0] += 1
    for (text, got), (times, wrong, page) in sorted(misses.items(), key=lambda miss: -miss[1][0] * miss[1][1]):
        print(f"{wrong:3d} wrong ×{times:<3d} {text!r} was read {got!r} ({page})")
    bad = 0
    scanned = codes(pictures)
    for picture, printed, shown in scanned:
        if shown != printed:
            bad += 1
            print(f"code: {picture.name} prints {printed}, zbar reads {shown!r}")
    for cap, readings in caps.items():
        best = CAPS[cap]
        told = ", ".join(f"{got or 'nothing'} ×{times}" for got, times in sorted(readings.items(), key=lambda pair: -pair[1]))
        count = sum(readings.values())
        print(f"cap {cap}: {count} times, " + (f"{readings.get(best, 0)} as {best}; " if best else "a shape; ") + f"read as {told}")
    rate = errors / max(1, letters)
    print(f"{len(pictures)} pages, {letters} characters, {errors} wrong: {100 * rate:.2f} % (limit {100 * LIMIT:.0f} %); "
          f"{len(scanned) - bad} of {len(scanned)} codes read")
    return 1 if rate > LIMIT or bad else 0


if __name__ == "__main__":
    sys.exit(main())
