"""A small village at four times in its life, each a repository of its own: first published, changed, under another root with new online
keys, and with a page erased for good. What a box goes through from one to the next is what the crash tests interrupt."""

import datetime
import pathlib
import shutil
import subprocess
import tempfile

from township.repository import DEMO

CODE = "999999"
NAMES = ("first", "changed", "new-root", "erased")
# What is left of the demo village: a few pages of several kinds and one with photos. Every object costs the crash tests some hundred states.
KEPT = ("村信息.csv", "照片核对.csv", "1村务/2026-11-18 冬季森林防火.md", "1村务/2026-11-22 停水通知.md", "5找人/干部分工.csv", "7项目/三组道路硬化")
ERASED = "1/2026-11-18"


def make(yuanba, folder, begin):
    """Makes `folder`/first, changed, new-root, erased, and root.json beside them, which a box of before them all would have been given. `begin` is
    the time of the first publishing, UTC; the others follow a minute apart. Returns the words that only the erased page has."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="yuanba-stages-"))
    village, keys, files = work / "village", work / "keys", work / "files"
    begin = datetime.datetime.fromisoformat(begin.replace("Z", "+00:00"))
    for name in KEPT:
        target = village / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (DEMO / name).is_dir() else shutil.copy)(DEMO / name, target)

    def time(minutes):
        return (begin + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def tool(minutes, *arguments):
        subprocess.run([yuanba, *map(str, arguments), "--keys", keys, "--repository", files, "--now", time(minutes)], stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, check=True)

    try:
        subprocess.run([yuanba, "keys", "new", keys], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(keys / "1.root.json", folder / "root.json")
        for minutes, name in enumerate(NAMES):
            if name == "changed":
                notice = village / "1村务/2026-11-22 停水通知.md"
                notice.write_text(notice.read_text() + "\n水厂已经修好一段，其余照旧。\n")
                next((village / "7项目/三组道路硬化/照片").iterdir()).unlink()
            if name == "new-root":
                # What a thief pushed up with the stolen ones has to go: boxes drop what they had stored of both roles.
                subprocess.run([yuanba, "keys", "rotate", "timestamp", "snapshot", "--keys", keys, "--now", time(minutes)], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, check=True)
                notice.write_text(notice.read_text() + "\n今晚八点恢复。\n")
            if name == "erased":
                listed = subprocess.run([yuanba, "preview", village, "--list"], stdout=subprocess.PIPE, text=True, check=True).stdout
                page = next(word for word in listed.split() if word.startswith(ERASED))
                tool(minutes, "withdraw", page, "--erase", "--yes")
            else:
                tool(minutes, "publish", village, "--cache", work / "cache")
            shutil.copytree(files, folder / name)
        return [line for line in (village / KEPT[2]).read_text().splitlines() if len(line) > 12]
    finally:
        shutil.rmtree(work)
