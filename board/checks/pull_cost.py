"""What a box's pulls cost on the wire. A village of 2,000 objects and 100 MB — three years of books with a photo to each voucher, and notices —
is published into a township of 30 villages, served by a stock nginx, and pulled by `yuanba sync` through a relay that counts every byte of both
directions. Then a page of 20 kB and a photo of 300 kB change, and then nothing does. At last the daemon starts over what was pulled, and strace
tells what it reads of it.

Prints each request with its bytes and a line for each goal; ends with 0 when all are met."""

import argparse
import asyncio
import atexit
import io
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "board"))

from PIL import Image  # noqa: E402

from township.server import Server  # noqa: E402

CODE = "999999"
MONTHS = [(year, month) for year in (2023, 2024, 2025) for month in range(1, 13)]
VOUCHERS = 45
NOTICES = 340
NEIGHBOURS = 29
PHOTO = (1280, 960)
WORDS = "修水渠买材料"


class Relay:
    """Hands bytes on between a client and a server on loopback, and counts them."""

    def __init__(self, port):
        self.up = self.down = self.connections = 0
        self.target = port
        ready = threading.Event()

        def run():
            asyncio.run(self.serve(ready))

        threading.Thread(target=run, daemon=True).start()
        ready.wait()

    async def serve(self, ready):
        server = await asyncio.start_server(self.client, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    async def client(self, reader, writer):
        self.connections += 1
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self.target)

        async def pump(source, sink, count):
            try:
                while data := await source.read(65536):
                    count(len(data))
                    sink.write(data)
                    await sink.drain()
            except ConnectionError:
                pass
            sink.close()

        def up(count):
            self.up += count

        def down(count):
            self.down += count

        await asyncio.gather(pump(reader, to_server, up), pump(from_server, writer, down))

    def take(self):
        taken = self.up, self.down, self.connections
        self.up = self.down = self.connections = 0
        return taken


def noise(seed, size, grain):
    """A picture whose bytes in JPEG grow with `grain`."""
    dice = random.Random(seed)
    small = (max(2, size[0] * grain // 1000), max(2, size[1] * grain // 1000))
    return Image.frombytes("RGB", small, dice.randbytes(small[0] * small[1] * 3)).resize(size, Image.BICUBIC)


def jpeg(picture):
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=84)
    return stream.getvalue()


def grain_for(seed, size, wanted):
    """The grain with which a photo has `wanted` bytes or a little more once the publisher has made its own JPEG of it."""
    low, high = 1, 1000
    while low < high:
        middle = (low + high) // 2
        if len(jpeg(noise(seed, size, middle))) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def book(year, month, words):
    dice = random.Random(year * 100 + month)
    head = f"期初,{VOUCHERS}.00\n期末,0.00\n公布日期,{year + month // 12}-{month % 12 + 1:02}-05\n审核,村务监督委员会 {year + month // 12}-{month % 12 + 1:02}-04\n"
    rows = "".join(
        f"{year}-{month:02}-{number % 28 + 1:02},{words}第{number}笔{dice.randrange(10_000)},公益支出,,1.00,{number:04},何某,陈某,\n"
        for number in range(1, VOUCHERS + 1))
    return head + "日期,摘要,类别,收入,支出,凭证号,经手人,审批人,备注\n" + rows


def write_book(village, year, month, words):
    (village / "2财务" / f"{year}-{month:02}" / "收支.csv").write_text(book(year, month, words), encoding="utf-8")


def facts(folder, code, name):
    folder.mkdir(parents=True)
    (folder / "村信息.csv").write_text(
        f"项目,内容\n村名,{name}\n镇名,桐林镇\n村代码,{code}\n户数,612\n人口,1847\n村务监督电话,028-0000-0001\n", encoding="utf-8")
    (folder / "1村务").mkdir()


def make(folder, side):
    village = folder / "village"
    facts(village, CODE, "青溪坝村")
    grain = grain_for(0, side, 64_000)
    ticks = ["文件,核对人,日期"]
    for year, month in MONTHS:
        place = village / "2财务" / f"{year}-{month:02}" / "凭证"
        place.mkdir(parents=True)
        write_book(village, year, month, WORDS)
        for number in range(1, VOUCHERS + 1):
            seed = (year * 100 + month) * 1000 + number
            (place / f"{number:04}.jpg").write_bytes(jpeg(noise(seed, side, grain)))
            ticks.append(f"2财务/{year}-{month:02}/凭证/{number:04}.jpg,何某,2026-01-04")
    for number in range(NOTICES):
        day = f"{2023 + number % 3}-{number // 3 % 12 + 1:02}-{number // 36 % 28 + 1:02}"
        (village / "1村务" / f"{day} 通知{number}.md").write_text(f"标题: 第{number}号通知\n责任人: 何某\n---\n" + f"第{number}件事，明天上午开会。\n\n" * 12, encoding="utf-8")
    (village / "照片核对.csv").write_text("\n".join(ticks) + "\n", encoding="utf-8")
    neighbours = []
    for number in range(NEIGHBOURS):
        neighbour = folder / f"neighbour-{number}"
        facts(neighbour, str(999900 + number), f"邻村{number}")
        (neighbour / "1村务" / "2026-01-05 通知.md").write_text("标题: 通知\n责任人: 何某\n---\n明天开会。\n", encoding="utf-8")
        neighbours.append(neighbour)
    return village, neighbours


def run(*words, allowed=(0, 1)):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode not in allowed:
        sys.exit(f"{' '.join(map(str, words))}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


class Check:
    def __init__(self, tool, folder):
        self.tool, self.folder = tool, folder
        self.keys, self.repository = folder / "keys", folder / "repository"
        self.wrong = []

    def publish(self, *folders):
        run(self.tool, "publish", *folders, "--keys", self.keys, "--repository", self.repository, "--cache", self.folder / "cache")

    def serve(self):
        self.server = Server(self.folder / "nginx", self.repository, self.folder / "access.log")
        # It is a process of its own, and would outlive a check that fails.
        atexit.register(self.server.stop)
        self.relay = Relay(self.server.port)
        self.seen = 0

    def pull(self, name, store="store", shown=12):
        said = run(self.tool, "sync", "--repository", f"http://127.0.0.1:{self.relay.port}/", "--root", self.keys / "root.json", "--store",
                   self.folder / store, "--village", CODE, allowed=(0,))
        up, down, connections = self.relay.take()
        requests = self.server.requests()[self.seen:]
        self.seen += len(requests)
        print(f"{name}: {len(requests)} requests, {connections} connection(s), {up} bytes sent, {down} received, {up + down} in all ({said.split(';')[0]})")
        for request in requests[:shown]:
            path = re.sub(r"[0-9a-f]{64}", lambda hash: hash[0][:8] + "…", request["path"])
            print(f"    {request['status']} {path}: {request['received']} + {request['sent']}")
        if len(requests) > shown:
            print(f"    … and {len(requests) - shown} more")
        return len(requests), up + down

    def start(self):
        """Starts the daemon without a network, opens a page, and returns what it has read of the store: {path: bytes}."""
        (self.folder / "yuanbad.conf").write_text(
            f"repository = http://127.0.0.1:9/\nroot = {self.keys}/root.json\nvillage = {CODE}\nstore = {self.folder}/store\n"
            f"control = {self.folder}/control\ncard = memory:1920x1080\n")
        trace = self.folder / "trace"
        daemon = subprocess.Popen(["strace", "-f", "-y", "-qq", "-s", "0", "-o", trace, "-e", "trace=openat,read,pread64,mmap", pathlib.Path(self.tool).parent / "yuanbad",
                                   "--config", self.folder / "yuanbad.conf"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        status = ""
        while '"state":"ready"' not in status and daemon.poll() is None:
            time.sleep(0.2)
            status = run(self.tool, "status", "--json", "--control", self.folder / "control", allowed=(0, 1, 2, 3)).replace(" ", "")
        # What is painted ahead is read in the seconds after.
        time.sleep(3)
        run(self.tool, "remote", "2", "--control", self.folder / "control", allowed=(0,))
        time.sleep(3)
        run("pkill", "-TERM", "-P", str(daemon.pid))
        daemon.wait()
        found = {}
        for line in trace.read_text().splitlines():
            if match := re.search(rf"(?:read|pread64)\(\d+<{self.folder}/store/([^>]+)>.*= (\d+)$", line):
                found[match[1]] = found.get(match[1], 0) + int(match[2])
        return found

    def goal(self, what, holds):
        print(f"{'met   ' if holds else 'MISSED'} {what}")
        if not holds:
            self.wrong.append(what)


def find_page(repository, wanted):
    for path in (repository / "objects").iterdir():
        data = path.read_bytes()
        if data.startswith(b"{") and json.loads(data)["envelope"]["id"] == wanted:
            return path.name
    sys.exit(f"there is no page {wanted}")


def objects(repository):
    return {path.name: path.stat().st_size for path in (repository / "objects").iterdir()}


def main():
    arguments = argparse.ArgumentParser(prog="board/checks/pull-cost", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tool", default=str(TOP / ".build" / "release" / "yuanba"), help="the yuanba to run; a debug build takes long over the photos")
    arguments.add_argument("--keep", metavar="DIR", help="work there and leave it")
    given = arguments.parse_args()
    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="yuanba-pull-cost-"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    check = Check(given.tool, folder)
    village, neighbours = make(folder, (800, 600))
    run(check.tool, "keys", "new", check.keys)
    check.publish(village, *neighbours)
    check.serve()
    before = objects(check.repository)
    index = max((check.repository / "targets" / CODE).glob("*.index.json"), key=lambda path: path.stat().st_mtime)
    role = check.repository / f"1.{CODE}.json"
    snapshot = check.repository / "1.snapshot.json"
    print(f"village: {len(before)} objects, {sum(before.values()) / 1e6:.1f} MB; index {index.stat().st_size} bytes, role {role.stat().st_size}, "
          f"snapshot of {NEIGHBOURS + 1} villages {snapshot.stat().st_size}")
    check.goal("a village of at least 2,000 objects and 100 MB", len(before) >= 2000 and sum(before.values()) >= 100e6)
    check.pull("first pull", shown=4)
    shutil.copytree(folder / "store", folder / "store-behind", symlinks=True)
    check.pull("poll, nothing new")

    # The last month, which no later one refers to. Its rows' words grow until the page has 20 kB, also without what they say of the month before.
    year, month = MONTHS[-1]
    page = find_page(check.repository, f"2/{year}-{month:02}")
    more = (22_700 - before[page]) // (3 * VOUCHERS) + 1
    write_book(village, year, month, WORDS + ("人工运输" * 100)[:max(1, more)])
    (village / "2财务" / f"{year}-{month:02}" / "凭证" / "0007.jpg").write_bytes(jpeg(noise(1, PHOTO, grain_for(1, PHOTO, 302_000))))
    check.publish(village)
    after = objects(check.repository)
    new = sorted(after[name] for name in set(after) - set(before))
    print(f"changed: objects of {' and '.join(map(str, new))} bytes")
    check.goal("one page of at least 20,000 bytes and one photo of at least 300,000", len(new) == 2 and new[0] >= 20_000 and new[1] >= 300_000)
    changed, cost = check.pull("pull of the change")
    check.goal(f"at most 344 kB on the wire, headers of both directions included: {cost / 1000:.1f} kB", cost <= 344_000)
    check.goal(f"at most 10 requests: {changed}", changed <= 10)
    polled, poll = check.pull("poll, nothing new")
    check.goal(f"a poll with nothing new is one request of under 1 kB: {polled} of {poll} bytes", polled == 1 and poll < 1_000)

    (village / "1村务" / "2026-01-20 又一件.md").write_text("标题: 又一件\n责任人: 何某\n---\n明天开会。\n", encoding="utf-8")
    check.publish(village)
    check.pull("pull of one small notice")
    check.pull("a box that was off for two changes", store="store-behind")
    read = check.start()
    kept = sum(path.stat().st_size for path in (folder / "store").rglob("*") if path.is_file())
    for kind in sorted({name.split("/")[0] for name in read}):
        names = [name for name in read if name.split("/")[0] == kind]
        print(f"    {kind}: {len(names)} files, {sum(read[name] for name in names)} bytes")
    objects_read = sum(name.startswith("objects/") for name in read)
    total = sum(read.values())
    check.goal(f"a start, the newest books and what is painted ahead read less than a hundredth of the store: {total} of {kept} bytes, {objects_read} objects",
               0 < objects_read and total < kept / 100)
    if not given.keep:
        shutil.rmtree(folder)
    return 1 if check.wrong else 0


sys.exit(main())
