"""Publishes a village as large as they come: the demo village, two lists of 37,000 rows and a year of 500 vouchers of twelve megapixels. Then

- looks through every byte of the repository, file names and the cells of its SQLite chunks for every full name, ID, phone and EXIF text that
  went in;
- reads the lists' chunks with Python's own sqlite3 and compares row by row with the files, masked by its own rule;
- publishes the folder a second time from nothing and compares the SHA-256 of every file;
- says how long it took and how much memory: cold, once more, and with one file changed: a notice, then a row of a long list.

Prints a line for each and ends with 0 when all hold."""

import argparse
import hashlib
import io
import json
import os
import pathlib
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

from PIL import Image

TOP = pathlib.Path(__file__).resolve().parents[2]
DEMO = TOP / "Assets" / "demo" / "青溪坝村"
NOW = "2026-11-22T11:20:00Z"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
GROUPS = "一二三四五六七八"
COMPOUND = ["欧阳", "司徒", "上官", "诸葛"]
SECRET = "SECRETPHONE-7781"
LISTS = ["养老补贴公示", "耕地补贴公示"]


def exif():
    """A camera's name and a place: what phones write into every photo."""
    text = SECRET.encode() + b"\0"
    tiff = b"MM\0*" + struct.pack(">IHHHII", 8, 1, 0x010F, 2, len(text), 26) + struct.pack(">I", 0) + text
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def vouchers(folder, count, size):
    folder.mkdir(parents=True)
    dice = random.Random(1)
    bases = []
    for _ in range(8):
        noise = Image.frombytes("RGB", (64, 48), dice.randbytes(64 * 48 * 3)).resize(size, Image.BICUBIC)
        stream = io.BytesIO()
        noise.save(stream, "JPEG", quality=88)
        bases.append(stream.getvalue())
    for number in range(1, count + 1):
        base = bases[number % len(bases)]
        comment = b"\xff\xfe" + struct.pack(">H", 10) + b"%08d" % number
        (folder / f"{number:04}.jpg").write_bytes(base[:2] + exif() + comment + base[2:])


def name(dice):
    surname = dice.choice(COMPOUND) if dice.random() < 0.01 else SURNAMES[min(int(dice.expovariate(0.06)), len(SURNAMES) - 1)]
    return surname + "".join(dice.choice(GIVEN) for _ in range(2))


def masked(full):
    """domain: 张＊明, 欧阳＊华."""
    surname = full[:2] if full[:2] in COMPOUND else full[:1]
    return surname + "＊" + (full[-1] if len(full) > len(surname) + 1 else "")


def rolls(folder, rows):
    lists = {}
    for seed, title in enumerate(LISTS):
        dice = random.Random(seed)
        lines = [(name(dice), GROUPS[row * 8 // rows] + "组", str(dice.randrange(5, 90) * 10 + row % 7), dice.choice(["", "续发", "新增"])) for row in range(rows)]
        write_roll(folder / f"2026-11-0{seed + 5} {title}.csv", lines)
        lists[title] = lines
    return lists


def write_roll(path, lines):
    path.write_text("下屏日期,2027-12-31\n姓名,组,金额,备注\n" + "".join(",".join(line) + "\n" for line in lines))


def make(village, rows, photos, size):
    shutil.copytree(DEMO, village)
    lists = rolls(village / "6名单", rows)
    vouchers(village / "2财务" / "2025-12" / "凭证", photos, size)
    book = "".join(f"2025-12-{number % 28 + 1:02},支出事项{number},公益支出,,1.00,{number:04},何某,陈某,\n" for number in range(1, photos + 1))
    head = "日期,摘要,类别,收入,支出,凭证号,经手人,审批人,备注\n"
    (village / "2财务" / "2025-12" / "收支.csv").write_text(
        f"期初,{photos}.00\n期末,0.00\n公布日期,2026-01-05\n审核,村务监督委员会 2026-01-04\n{head}{book}")
    ticks = village / "照片核对.csv"
    ticks.write_text(ticks.read_text().rstrip("\n") + "\n" + "".join(
        f"2财务/2025-12/凭证/{number:04}.jpg,何某,2026-01-04\n" for number in range(1, photos + 1)))
    until = "下屏日期,2027-01-31\n公布日期,2026-11-05\n姓名,组,备注\n"
    (village / "6名单" / "2026-11-09 证件公示.csv").write_text(until + "钱秘密,一组,510123198001011234\n")
    (village / "1村务" / "2026-11-10 电话通知.md").write_text("请找钱秘密，电话13800001111，家住三组12号。\n")
    (village / "1村务" / "2026-11-11 修订通知.docx").write_bytes((TOP / "Tests" / "PublishingTests" / "Fixtures" / "deleted.docx").read_bytes())
    return lists


def run(tool, village, keys, repository, cache):
    begin = time.monotonic()
    done = subprocess.Popen(
        [tool, "publish", village, "--keys", keys, "--repository", repository, "--cache", cache, "--now", NOW], stdout=subprocess.PIPE, text=True)
    text = done.stdout.read()
    _, status, usage = os.wait4(done.pid, 0)
    wall = time.monotonic() - begin
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"publish ended with status {status}:\n{text}")
    return f"{wall:.2f} s, {usage.ru_utime + usage.ru_stime:.2f} s of processor, {usage.ru_maxrss / 1024:.0f} MB at most", text.strip().splitlines()[-1]


def sums(repository):
    return {str(path.relative_to(repository)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(repository.rglob("*")) if path.is_file()}


def search(repository, names, words):
    """Where a name or a word stands, in UTF-8 or UTF-16, or in a file's name. Names are many, so a text's pieces are looked up among them."""
    found = []
    count = 0
    lengths = {len(name) for name in names}
    for path in sorted(repository.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        count += len(data)
        texts = [path.name, data.decode("utf-8", "ignore"), data.decode("utf-16-le", "ignore"), data[1:].decode("utf-16-le", "ignore")]
        for text in texts:
            for length in lengths:
                found += [f"{path.name}: {piece}" for piece in {text[at:at + length] for at in range(len(text) - length + 1)} & names]
            found += [f"{path.name}: {word!r}" for word in words if word in text]
    return found, count


def chunks(repository, title):
    """The rows of a list, in order, by Python's sqlite3."""
    for path in (repository / "objects").iterdir():
        data = path.read_bytes()
        if not data.startswith(b"{"):
            continue
        page = json.loads(data)
        if page.get("kind") == "register" and page["envelope"]["title"] == title:
            rows = []
            for chunk in page["body"]["table"]["chunks"]:
                file = repository / "objects" / chunk["object"]
                base = sqlite3.connect(f"file:{file}?immutable=1", uri=True)
                if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise SystemExit(f"{file.name} is damaged")
                rows += [(cells.split("\x1f"), part, surname) for cells, part, surname in base.execute("SELECT cells, part, surname FROM row ORDER BY number")]
                base.close()
            shares = {(share["group"], share["surname"]): share["count"] for share in page["body"]["table"]["shares"]}
            return rows, shares
    return [], {}


def compare(repository, title, lines):
    rows, shares = chunks(repository, title)
    wrong = 0
    counted = {}
    for (cells, part, surname), line in zip(rows, lines):
        hidden = masked(line[0])
        wanted = [hidden, line[1], f"{int(line[2]):,}.00", line[3]]
        front = hidden.split("＊")[0]
        wrong += cells != wanted or part != line[1] or surname != front
        counted[part, surname] = counted.get((part, surname), 0) + 1
    return wrong + abs(len(rows) - len(lines)) + (counted != shares), len(rows)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tool", default=str(TOP / ".build" / "release" / "yuanba"), help="the yuanba to run; times want a release build")
    arguments.add_argument("--rows", type=int, default=37_000)
    arguments.add_argument("--vouchers", type=int, default=500)
    arguments.add_argument("--size", default="4000x3000", help="of a voucher's photo")
    arguments.add_argument("--keep", metavar="DIR", help="work there and leave it")
    given = arguments.parse_args()
    scratch = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="yuanba-published-"))
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    village, keys = scratch / "青溪坝村", scratch / "keys"
    lists = make(village, given.rows, given.vouchers, tuple(map(int, given.size.split("x"))))
    subprocess.run([given.tool, "keys", "new", keys], check=True, stdout=subprocess.DEVNULL)
    wrong = []
    first, cache = scratch / "first", scratch / "cache"
    # A photo that is seconds old may still change within a tick of its clock, and would not be remembered.
    time.sleep(2.5)
    print(f"cold: {given.rows} rows twice, {given.vouchers} vouchers of {given.size}: " + "  ".join(run(given.tool, village, keys, first, cache)))

    names = {line[0] for lines in lists.values() for line in lines}
    found, count = search(first, names, ["钱秘密", "510123198001011234", "13800001111", "三组12号", SECRET, "Exif\0"])
    print(f"grep: {len(names)} full names, ID, phone, door number and EXIF in {count} bytes: {len(found)} found")
    wrong += found[:20]
    # The search must be able to find something.
    if not search(first, {masked(lists[LISTS[0]][0][0])}, [])[0]:
        wrong.append("the search finds nothing at all")
    for title, lines in lists.items():
        differing, read = compare(first, title, lines)
        print(f"sqlite3: {title}: {read} rows read, {differing} differ from the file")
        if differing or read != len(lines):
            wrong.append(f"{title} differs")

    second = scratch / "second"
    run(given.tool, village, keys, second, scratch / "cache-2")
    one, other = sums(first), sums(second)
    same = sum(one.get(path) == digest for path, digest in other.items())
    print(f"sha256: {same} of {len(one)} files of two publications are equal")
    if one != other:
        wrong.append("two publications differ: " + ", ".join(sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))[:5]))
    shutil.rmtree(second)

    print("once more: " + "  ".join(run(given.tool, village, keys, first, cache)))
    if sums(first) != one:
        wrong.append("the same folder changed the repository")
    notice = village / "1村务" / "2026-11-20 新通知.md"
    notice.write_text("明天上午开会。\n")
    print("a notice more: " + "  ".join(run(given.tool, village, keys, first, cache)))
    lines = lists[LISTS[0]]
    lines[given.rows // 2] = (lines[given.rows // 2][0], lines[given.rows // 2][1], "999", "改过")
    write_roll(village / "6名单" / f"2026-11-05 {LISTS[0]}.csv", lines)
    print("a row of a long list: " + "  ".join(run(given.tool, village, keys, first, cache)))
    if compare(first, LISTS[0], lines)[0]:
        wrong.append("the changed row is not there")
    if not given.keep:
        shutil.rmtree(scratch)
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


sys.exit(main())
