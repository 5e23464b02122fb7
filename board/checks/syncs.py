"""Whether a pull synchronizes enough, and nothing for nothing, whatever the file system.

Each pull of a small village (board/township/stages.py) is traced with strace. From the trace, every state is made that POSIX allows a power cut to
leave: fsync of a file keeps its data, fsync of a directory its names, and everything else may be there or not, in any order. `yuanba store` then says
what the box would show: what it showed before or what it pulled, whole; anything else is a failure. After that, each fsync is left out in turn: every one
of them must be missed. Real file systems promise more (board/checks/crash.steps tries two of them on a logged disk), but not the same.

Prints a line for each pull and one for each fsync. Exit status: 0 when there is no failure and every fsync is needed, 1 otherwise."""

import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

TOP = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP), str(TOP / "guest")]
from machine import packages  # noqa: E402
from township import stages  # noqa: E402
from verdict import Judge, named, order  # noqa: E402

CALLS = ("open openat creat write pwrite64 ftruncate rename renameat renameat2 unlink unlinkat mkdir mkdirat rmdir symlink symlinkat "
         "fsync fdatasync")


class Node:
    """A file with its bytes, a directory with its names, or a symbolic link."""

    def __init__(self, kind, data=b""):
        self.kind, self.data, self.names = kind, data, {}


def load(path):
    if path.is_symlink():
        return Node("link", str(path.readlink()).encode())
    if path.is_dir():
        node = Node("directory")
        node.names = {child.name: load(child) for child in path.iterdir()}
        return node
    return Node("file", path.read_bytes())


class Trace:
    """What was done to the files below `root`, as a list of (node whose synchronization keeps it, what it does to the durable state, words), and of
    ("sync", node, words)."""

    def __init__(self, text, root, tree):
        self.root, self.tree, self.operations = str(root), tree, []
        for line in joined(text):
            match = re.match(r"\d+ +(\w+)\((.*)\) += (-?\d+)", line)
            if match and not match[3].startswith("-"):
                self.take(match[1], match[2])

    def place(self, path):
        """(directory, name) of a path below the root; (None, None) for others."""
        if path != self.root and not path.startswith(self.root + "/"):
            return None, None
        *folders, name = path[len(self.root):].strip("/").split("/")
        node = self.tree
        for folder in folders:
            node = node.names[folder]
        return node, name

    def find(self, path):
        directory, name = self.place(path)
        return directory and (directory.names.get(name) if name else directory)

    def do(self, node, words, change):
        change(lambda other: other)
        self.operations.append((node, words, change))

    def take(self, call, arguments):
        texts = [unescaped(text) for text in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', arguments)]
        opened = [unescaped(text).decode() for text in re.findall(r"\d+<((?:\\x[0-9a-f]{2})*)>", arguments)]
        paths = [text.decode(errors="replace") for text in texts]
        if call in ("open", "openat", "creat"):
            directory, name = self.place(paths[-1])
            if not directory or not name:
                return
            node = directory.names.get(name)
            if node is None and "O_CREAT" in arguments:
                node = Node("file")
                self.link(directory, name, node)
            elif node is not None and "O_TRUNC" in arguments and node.data:
                self.write(node, b"", name)
        elif call in ("write", "pwrite64", "ftruncate"):
            node = self.find(opened[0]) if opened and opened[0].startswith(self.root) else None
            if node and call == "ftruncate":
                self.write(node, node.data[:int(arguments.split(",")[-1])], opened[0])
            elif node:
                # All of the box's files are written from front to back.
                self.write(node, node.data + texts[0], opened[0])
        elif call.startswith("rename"):
            (source, name), (target, other) = self.place(paths[0]), self.place(paths[1])
            if not source or not target:
                return
            node = source.names[name]
            if source is target:
                def change(at):
                    at(source).names.pop(name, None)
                    at(source).names[other] = at(node)
                self.do(source, f"rename to {other}", change)
            else:
                self.link(target, other, node)
                self.unlink(source, name)
        elif call in ("unlink", "rmdir", "unlinkat"):
            directory, name = self.place(paths[0])
            if directory:
                self.unlink(directory, name)
        elif call in ("mkdir", "mkdirat"):
            directory, name = self.place(paths[0])
            if directory:
                self.link(directory, name, Node("directory"))
        elif call in ("symlink", "symlinkat"):
            directory, name = self.place(paths[1])
            if directory:
                self.link(directory, name, Node("link", texts[0]))
        elif call in ("fsync", "fdatasync"):
            node = self.find(opened[0])
            if node:
                self.operations.append(("sync", node, named(opened[0][len(self.root) + 1:])))

    def link(self, directory, name, node):
        def change(at):
            at(directory).names[name] = at(node)
        self.do(directory, f"new name {name}", change)

    def unlink(self, directory, name):
        def change(at):
            at(directory).names.pop(name, None)
        self.do(directory, f"removal of {name}", change)

    def write(self, node, data, words):
        def change(at):
            at(node).data = data
        self.do(node, f"data of {words}", change)


def joined(text):
    """The lines, a call that another thread interrupted put together again."""
    begun = {}
    for line in text.splitlines():
        thread = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[thread] = line.removesuffix("<unfinished ...>").rstrip()
        elif match := re.match(r"\d+ +<\.\.\. \w+ resumed>(.*)", line):
            yield begun.pop(thread, "") + match[1]
        else:
            yield line


def unescaped(text):
    return bytes.fromhex(text.replace("\\x", ""))


class Disk:
    """The durable state: nodes of the trace stand for copies of themselves. A node of which nothing was kept is an empty file or directory."""

    def __init__(self, tree=None):
        self.copies, self.root = {}, tree
        if tree:
            self.adopt(tree)

    def adopt(self, node):
        copy = self.at(node)
        copy.data = node.data
        copy.names = {name: self.adopt(child) for name, child in node.names.items()}
        return copy

    def at(self, node):
        copy = self.copies.get(id(node))
        if copy is None:
            # A link is its name; of a file only what was synchronized is certain.
            copy = self.copies[id(node)] = Node(node.kind, node.data if node.kind == "link" else b"")
        return copy

    def copy(self):
        other = Disk()
        other.root = self.root
        again = {}
        for key, node in self.copies.items():
            twin = other.copies[key] = again[id(node)] = Node(node.kind, node.data)
            twin.names = node.names
        for twin in other.copies.values():
            twin.names = {name: again[id(child)] for name, child in twin.names.items()}
        return other

    def files(self):
        """The whole tree as {path: (kind, data)}."""
        found = {}

        def walk(node, path):
            for name, child in node.names.items():
                found[path + name] = (child.kind, child.data)
                walk(child, path + name + "/")
        walk(self.at(self.root), "")
        return found


def outcomes(pending):
    """Of what was not synchronized: all but one, each beginning, only one."""
    everything = range(len(pending))
    chosen = [tuple(number for number in everything if number != without) for without in everything]
    chosen += [tuple(everything[:count]) for count in range(len(pending) + 1)] + [(number,) for number in everything]
    for numbers in dict.fromkeys(chosen):
        yield [pending[number] for number in numbers]


class Check:
    def __init__(self, yuanba, folder):
        self.yuanba, self.folder = yuanba, folder
        self.store, self.state = folder / "store", folder / "state"
        self.known = {}
        command = [yuanba, "store", "-", "--json", "--village", stages.CODE]
        self.auditor = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "stages")))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/"

    def pull(self, stage):
        tree = load(self.store)
        log = self.folder / "trace"
        subprocess.run(["strace", "-f", "-y", "-xx", "-s", "100000000", "-qq", "-o", log, "-e", "trace=" + CALLS.replace(" ", ","),
                        self.yuanba, "sync", "--repository", self.url + stage, "--root", self.folder / "stages" / "root.json",
                        "--store", self.store, "--village", stages.CODE], stdout=subprocess.PIPE, check=True)
        durable = Disk(tree)
        return durable, Trace(log.read_text(), self.store, tree).operations

    def look(self, path):
        self.auditor.stdin.write(f"{path}\n")
        self.auditor.stdin.flush()
        return json.loads(self.auditor.stdout.readline())

    def audit(self, disk):
        files = disk.files()
        key = frozenset((path, kind, data) for path, (kind, data) in files.items())
        if key not in self.known:
            shutil.rmtree(self.state, ignore_errors=True)
            self.state.mkdir()
            for path in sorted(files):
                kind, data = files[path]
                if kind == "directory":
                    (self.state / path).mkdir()
                elif kind == "link":
                    (self.state / path).symlink_to(data.decode())
                else:
                    (self.state / path).write_bytes(data)
            self.known[key] = self.look(self.state)
        return self.known[key]

    def replay(self, before, operations, judge, without=None, stop=False):
        """Every state at every moment before a synchronization and at the end, when the pull had said that it was done. `without` is the position of a
        synchronization that does nothing. Returns a Counter of verdicts and the failures."""
        counts, failures, durable, pending = collections.Counter(), [], before.copy(), []
        for position, operation in enumerate([*operations, ("sync", None, "the end")]):
            if operation[0] != "sync":
                pending.append(operation)
                continue
            _, node, words = operation
            # What comes before the one that is left out is as it was.
            if (without is None or position > without) and pending:
                for chosen in outcomes(pending):
                    disk = durable.copy()
                    for _, _, change in chosen:
                        change(disk.at)
                    verdict, why = judge.verdict(self.audit(disk), node is None)
                    counts["points"] += 1
                    counts[verdict] += 1
                    if verdict == "neither":
                        lost = [operation[1] for operation in pending if operation not in chosen]
                        failures.append(f"before {words}, lost {', '.join(lost[:3])}{'…' if len(lost) > 3 else ''}: {why}")
                        if stop:
                            return counts, failures
            if position != without:
                for kept, _, change in pending:
                    if kept is node:
                        change(durable.at)
                pending = [operation for operation in pending if operation[0] is not node]
        return counts, failures


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(prog="board/checks/syncs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--yuanba", metavar="FILE", type=pathlib.Path, default=TOP.parent / ".build/release/yuanba", help="the tool")
    parser.add_argument("--stages", metavar="NAME,…", default=",".join(stages.NAMES), help="only the pulls of these")
    given = parser.parse_args()
    packages.install([name for name in ("strace", "openssl") if packages.find_program(name) is None])
    with tempfile.TemporaryDirectory(prefix="yuanba-syncs-") as name:
        folder = pathlib.Path(name)
        stages.make(given.yuanba.resolve(), folder / "stages", "2026-11-22T11:00:00Z")
        check = Check(given.yuanba.resolve(), folder)
        check.store.mkdir()
        # Looking makes directories, and the first pull is to make them itself.
        old, failed, sites = check.look(folder / "nothing"), 0, {}
        for stage in stages.NAMES:
            before, operations = check.pull(stage)
            new = check.look(check.store)
            if stage in given.stages.split(","):
                failed += report(check, sites, stage, before, operations, Judge(old, new, order(operation[2] for operation in operations if operation[0] == "sync")))
            old = new
    idle = [words for words, missed in sites.items() if not missed]
    for words in idle:
        print(f"not missed in any pull: {words}")
    print(f"neither = {failed}; {len(sites) - len(idle)} of {len(sites)} kinds of fsync are missed when they are left out")
    return 1 if failed or idle else 0


def report(check, sites, stage, before, operations, judge):
    """Prints a pull's table; returns its failures. `sites` gets, by what it is that is synchronized after what, whether that is missed: the same line of
    code may have nothing to do in one pull and much in another."""
    begin = time.monotonic()
    counts, failures = check.replay(before, operations, judge)
    syncs = [position for position, operation in enumerate(operations) if operation[0] == "sync"]
    print(f"{stage}: {len(operations) - len(syncs)} operations, {len(syncs)} fsyncs; {counts['points']} points: old {counts['old']}, new {counts['new']}, "
          f"neither {counts['neither']}; {time.monotonic() - begin:.0f} s", flush=True)
    for failure in failures[:5]:
        print(f"    {failure}")
    for number, position in enumerate(syncs, 1):
        counts, missed = check.replay(before, operations, judge, position, stop=True)
        last = next((operation for operation in reversed(operations[:position]) if operation[0] != "sync"), None)
        words = f"{operations[position][2]} after {plain(last[1])}"
        # Two lines of code synchronize that directory.
        site = " ".join(words.split()[:3]) if words.startswith("tuf ") else operations[position][2]
        sites[site] = sites.get(site, False) or bool(missed)
        print(f"    without {number:2} {words}: " + (f"fails after {counts['points']} points: {plain(missed[0])}" if missed
                                                     else f"not missed at {counts['points']} points"), flush=True)
    return len(failures)


def plain(words):
    """Without what differs from run to run."""
    words = re.sub(r"/\S*/(?:store|state)/", "", words)
    return re.sub(r"\b\d+(?=\.new)", "N", re.sub(r"[0-9a-f]{64}", "OBJECT", words))


sys.exit(main())
