"""Power cuts while a box pulls. A pull onto a logged disk is recorded; then the disk is put into every state that a cut may have left it in, is
mounted, which makes the file system mend itself, and `yuanba store` says what the box would show: what it showed before, or what it pulled, whole;
anything else is a failure. Now and then the pull is done again from such a state, and nothing may be left over after it.

    crash.py FILE-SYSTEM [--stages NAME,NAME…] [--every N] [--syncs FIRST-LAST]

/out/stages holds a village's repositories (board/township/stages.py). --every takes each Nth state only. --syncs leaves out, in turn, each of these
calls of fsync(2), which strace lets return without doing anything: every one of them should be missed."""

import argparse
import collections
import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time

sys.path.insert(0, "/board/guest")
import logged_disk  # noqa: E402
from logged_disk import FLUSH, FUA, MARK, Image, LoggedDisk, mount, run, unmount  # noqa: E402
from verdict import Judge, named, order  # noqa: E402

YUANBA, VILLAGE, STAGES = "/board/bin/yuanba", "999999", "/out/stages"
FOLDER, HERE = "/crash", "/crash/here"
STORE = HERE + "/yuanba"
NAMES = ["first", "changed", "new-root", "erased"]
# Both need the megabytes that they get: f2fs for its segments. Options as on the card, but the size.
KINDS = {"ext4": (32, ["mkfs.ext4", "-q", "-F", "-b", "4096", "-E", "lazy_itable_init=0,lazy_journal_init=0"], b""), "f2fs": (64, ["mkfs.f2fs", "-q", "-f"], b"")}


def serve():
    class Files(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *arguments):
            super().__init__(*arguments, directory=FOLDER + "/stages")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/"


class Auditor:
    """`yuanba store`, started once."""

    def __init__(self):
        self.process = subprocess.Popen([YUANBA, "store", "-", "--json", "--village", VILLAGE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def look(self):
        self.process.stdin.write(STORE + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"yuanba store ended with {self.process.wait()}")
        return json.loads(line)


class Bench:
    def __init__(self, kind, url, auditor):
        megabytes, self.maker, self.options = KINDS[kind]
        self.kind, self.url, self.auditor = kind, url, auditor
        self.disk = LoggedDisk(FOLDER, megabytes)

    def make(self):
        os.truncate(self.disk.data, 0)
        os.truncate(self.disk.data, self.disk.size)
        run(*self.maker, self.disk.device)
        mount(self.disk.device, HERE, self.kind, self.options)
        os.mkdir(STORE)
        unmount(HERE)

    def pull(self, stage, without=None):
        """One pull into the mounted store; `without` is the number of the fsync that does nothing. Returns (what it said, the syncs with their paths)."""
        command = [YUANBA, "sync", "--repository", self.url + stage, "--root", FOLDER + "/stages/root.json", "--store", STORE, "--village", VILLAGE]
        trace = ["strace", "--seccomp-bpf", "-f", "-y", "-qq", "-o", FOLDER + "/trace", "-e", "trace=fsync,fdatasync,syncfs,sync"]
        if without:
            trace += ["-e", f"inject=fsync:retval=0:when={without}"]
        said = subprocess.run([*trace, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if said.returncode != 0:
            raise SystemExit(f"the pull of {stage} ended with {said.returncode}: {said.stdout}")
        with open(FOLDER + "/trace") as file:
            syncs = [named(path) for path in re.findall(rf"fsync\(\d+<{STORE}/?([^>]*)>", file.read())]
        return said.stdout.strip(), syncs

    def record(self, stage, before, without=None):
        """Returns the log of a pull that began with the disk `before`, and what `pull` returned."""
        before.put(self.disk.data, self.disk.size)
        device = self.disk.begin()
        mount(device, HERE, self.kind, self.options)
        said = self.pull(stage, without)
        self.disk.mark("done")
        unmount(HERE)
        return self.disk.end(), said

    def audit(self, image):
        image.put(self.disk.data, self.disk.size)
        mount(self.disk.device, HERE, self.kind, self.options)
        try:
            os.makedirs(STORE, exist_ok=True)
            return self.auditor.look()
        finally:
            unmount(HERE)

    def finish(self, image, stage):
        """The audit after the next pull of a box that is left with this disk."""
        image.put(self.disk.data, self.disk.size)
        mount(self.disk.device, HERE, self.kind, self.options)
        try:
            self.pull(stage)
            return self.auditor.look()
        finally:
            unmount(HERE)


def replay(bench, before, entries, judge, every=1, finishing=None, stop=False):
    """Tries every state; returns a Counter of verdicts, the first few failures, and the most leftovers. With `stop`, ends at the first failure."""
    counts, failures, leftovers = collections.Counter(), [], 0
    durable, pending, done, number, seen = before.copy(), [], False, 0, {}
    state = hashlib.sha256()

    def attempt(position, at_mark=False):
        nonlocal number, leftovers
        for chosen in logged_disk.outcomes(pending, at_mark):
            number += 1
            if number % every and not stop:
                continue
            key = (state.hexdigest(), tuple(map(id, chosen)), done)
            if key in seen:
                continue
            seen[key] = True
            image = durable.copy()
            for entry in chosen:
                logged_disk.apply(image, entry)
            try:
                audit = bench.audit(image)
                verdict, why = judge.verdict(audit, done)
                leftovers = max(leftovers, len(audit["unneeded"]))
            except OSError as error:
                verdict, why = "neither", str(error)
            counts["points"] += 1
            counts[verdict] += 1
            if verdict == "old" and audit["trusted"].get("root", 0) > judge.old["trusted"].get("root", 9):
                kind = {judge.old["trusted"]["timestamp"]: "old", None: "no"}.get(audit["trusted"].get("timestamp"), "new")
                counts[f"new root, {kind} timestamp"] += 1
            if verdict == "neither":
                failures.append(f"at write {position}, {len(chosen)} of {len(pending)} not flushed kept: {why}")
                if stop:
                    return True
        return False

    def keep(write):
        logged_disk.apply(durable, write)
        state.update(repr((write[1], hash(write[2]))).encode())

    for position, entry in enumerate(entries):
        flags, _, data = entry
        if flags & (MARK | FLUSH):
            if attempt(position):
                break
            if finishing and flags & FLUSH and pending and not done:
                finishing(durable, pending, counts, failures)
        if flags & MARK:
            done = data == "done"
            if attempt(position, at_mark=True):
                break
            for write in pending:
                if write[0] & FUA:
                    keep(write)
            pending = [write for write in pending if not write[0] & FUA]
        elif flags & FLUSH:
            for write in pending:
                keep(write)
            pending = []
        if not flags & MARK and data:
            pending.append(entry)
    else:
        attempt(len(entries))
    return counts, failures, leftovers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--stages", default=",".join(NAMES))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--finish-every", type=int, default=8)
    parser.add_argument("--syncs")
    given = parser.parse_args()
    os.makedirs(HERE, exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", "size=1200m", "crash", FOLDER)
    os.makedirs(HERE)
    shutil.copytree(STAGES, FOLDER + "/stages")
    bench = Bench(given.kind, serve(), Auditor())
    bench.make()
    before = Image.of(bench.disk.data)
    old, failed = bench.audit(before), 0
    for stage in NAMES:
        begin = time.monotonic()
        entries, (said, syncs) = bench.record(stage, before)
        after = Image.of(bench.disk.data)
        new = bench.audit(after)
        judge = Judge(old, new, order(syncs))
        if stage in given.stages.split(","):
            flushes = sum(1 for flags, _, _ in entries if flags & FLUSH)
            print(f"{given.kind} {stage}: {said}; {len(entries)} writes, {flushes} flushes, {sum(1 for f, _, _ in entries if f & FUA)} FUA, "
                  f"{len(syncs)} syncs; recorded in {time.monotonic() - begin:.0f} s", flush=True)
            failed += table(bench, given, stage, before, entries, judge)
            if given.syncs:
                failed += without_syncs(bench, given, stage, before, judge, syncs)
        before, old = after, new
    bench.disk.free()
    run("umount", FOLDER)
    print("neither = 0" if not failed else f"neither = {failed}", flush=True)
    sys.exit(1 if failed else 0)


def table(bench, given, stage, before, entries, judge):
    flushes = 0

    def finishing(durable, pending, counts, failures):
        nonlocal flushes
        flushes += 1
        if flushes % given.finish_every:
            return
        image = durable.copy()
        for write in pending[:len(pending) // 2]:
            logged_disk.apply(image, write)
        audit = bench.finish(image, stage)
        counts["pulled again"] += 1
        if audit["damages"] or audit.get("index") != judge.new["index"] or audit["unneeded"]:
            counts["neither"] += 1
            failures.append(f"after another pull: {audit['damages'] or audit['unneeded']}")

    begin = time.monotonic()
    counts, failures, leftovers = replay(bench, before, entries, judge, given.every, finishing)
    print(f"{given.kind} {stage}: {counts['points']} points: old {counts['old']}, new {counts['new']}, neither {counts['neither']}; "
          + "".join(f"{name} {counts[name]}; " for name in sorted(counts) if name.startswith("new root"))
          + f"left over at most {leftovers} files, after the next pull 0 ({counts['pulled again']} times tried); "
          f"{time.monotonic() - begin:.0f} s", flush=True)
    for failure in failures[:5]:
        print(f"    {failure}", flush=True)
    return len(failures)


def without_syncs(bench, given, stage, before, judge, syncs):
    first, last = map(int, given.syncs.split("-"))
    unnoticed = 0
    for number in range(first, min(last, len(syncs)) + 1):
        begin = time.monotonic()
        entries, _ = bench.record(stage, before, without=number)
        counts, failures, _ = replay(bench, before, entries, judge, stop=True)
        unnoticed += not failures
        print(f"{given.kind} {stage}: without sync {number}, {syncs[number - 1]}: "
              + (f"fails at point {counts['points']}: {failures[0]}" if failures else f"not noticed at {counts['points']} points")
              + f"; {time.monotonic() - begin:.0f} s", flush=True)
    print(f"{given.kind} {stage}: {unnoticed} of the syncs are not missed on this file system", flush=True)
    return 0


main()
