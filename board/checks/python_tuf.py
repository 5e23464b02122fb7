"""Holds yuanba's TUF client and publisher against python-tuf: each reads what the other wrote, and every attack that python-tuf can
stage is refused. Prints a line for each case and how many passed and failed."""

import argparse
import copy
import functools
import hashlib
import http.server
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import traceback
from datetime import datetime, timedelta, timezone
from urllib import parse

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import DelegatedRole, Delegations, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient import Updater

TOP = pathlib.Path(__file__).resolve().parents[2]
FAR = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=100)
PAST = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=1)
CASES = []


def case(function):
    CASES.append(function)
    return function


class Server:
    """The files of a folder on loopback, and which were asked for."""

    def __init__(self, folder):
        self.requests = []
        outer = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def translate_path(self, path):
                # Role names keep their percent-encoding as files.
                return str(folder / path.split("?")[0].lstrip("/"))

            def do_GET(self):
                outer.requests.append(self.path)
                super().do_GET()

        class Quiet(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                """A client that hangs up on an endless file is what we want to see."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Repository:
    """A repository kept by python-tuf: every part is public, so that a case can spoil it before `publish`."""

    def __init__(self, folder, use_hashes=True):
        self.metadata, self.targets_folder = folder / "metadata", folder / "targets"
        self.metadata.mkdir(parents=True)
        self.targets_folder.mkdir()
        self.use_hashes = use_hashes
        self.signers = {role: [CryptoSigner.generate_ed25519()] for role in ["root", "timestamp", "snapshot", "targets"]}
        self.root = Root(expires=FAR, consistent_snapshot=True)
        for role, signers in self.signers.items():
            self.root.add_key(signers[0].public_key, role)
        self.timestamp, self.snapshot = Timestamp(expires=FAR), Snapshot(expires=FAR)
        self.roles = {"targets": Targets(expires=FAR)}
        self.publish_root()
        self.publish()

    def write(self, name, signed, signers):
        metadata = Metadata(copy.deepcopy(signed))
        for signer in signers:
            metadata.sign(signer, append=True)
        data = metadata.to_bytes()
        (self.metadata / name).write_bytes(data)
        return data

    def publish_root(self, extra_signers=()):
        self.write(f"{self.root.version}.root.json", self.root, [*self.signers["root"], *extra_signers])

    def new_root(self, extra_signers=()):
        self.root.version += 1
        self.publish_root(extra_signers)

    def rotate(self, role, kind=CryptoSigner.generate_ed25519):
        old = self.signers[role]
        for signer in old:
            self.root.revoke_key(signer.public_key.keyid, role)
        self.signers[role] = [kind()]
        self.root.add_key(self.signers[role][0].public_key, role)
        self.new_root(old if role == "root" else ())

    def meta(self, version, data):
        if not self.use_hashes:
            return MetaFile(version)
        return MetaFile(version, len(data), {"sha256": hashlib.sha256(data).hexdigest(), "sha512": hashlib.sha512(data).hexdigest()})

    def publish(self, bump=True):
        """Writes all roles below the root; their versions go up but for the first time."""
        if bump and (self.metadata / "timestamp.json").exists():
            for role in [*self.roles.values(), self.snapshot, self.timestamp]:
                role.version += 1
        self.snapshot.meta = {}
        for name, role in self.roles.items():
            data = self.write(f"{role.version}.{parse.quote(name, '')}.json", role, self.signers[name])
            self.snapshot.meta[f"{name}.json"] = self.meta(role.version, data)
        self.publish_snapshot()

    def publish_snapshot(self):
        data = self.write(f"{self.snapshot.version}.snapshot.json", self.snapshot, self.signers["snapshot"])
        self.timestamp.snapshot_meta = self.meta(self.snapshot.version, data)
        self.write("timestamp.json", self.timestamp, self.signers["timestamp"])

    def add_target(self, path, content, role="targets", algorithms=("sha256",)):
        self.roles[role].targets[path] = TargetFile.from_data(path, content, list(algorithms))
        self.write_target(path, content, role)

    def write_target(self, path, content, role="targets"):
        digest = list(self.roles[role].targets[path].hashes.values())[0]
        folder, _, name = path.rpartition("/")
        (self.targets_folder / folder).mkdir(parents=True, exist_ok=True)
        (self.targets_folder / folder / f"{digest}.{name}").write_bytes(content)

    def delegate(self, name, parent="targets", paths=("*",), prefixes=None, terminating=False, kind=CryptoSigner.generate_ed25519):
        targets = self.roles[parent]
        if targets.delegations is None:
            targets.delegations = Delegations({}, {})
        role = DelegatedRole(name, [], 1, terminating, None if prefixes else list(paths), prefixes)
        targets.delegations.roles[name] = role
        if name not in self.signers:
            self.signers[name] = [kind()]
            self.roles[name] = Targets(expires=FAR)
        for signer in self.signers[name]:
            targets.add_key(signer.public_key, name)


class Client:
    """yuanba tuf-client with its two folders."""

    def __init__(self, yuanba, folder, repository, url):
        self.yuanba, self.url = yuanba, url
        self.metadata, self.targets = folder / "client", folder / "downloads"
        self.initialise(repository.metadata / "1.root.json")

    def run(self, *words):
        done = subprocess.run([self.yuanba, "tuf-client", "--metadata-dir", self.metadata, *words], capture_output=True, text=True)
        self.message = done.stderr.strip()
        assert done.returncode in (0, 1), f"exit {done.returncode}: {self.message}"
        return done.returncode == 0

    def initialise(self, root):
        assert self.run("init", root), self.message

    def refresh(self):
        return self.run("--metadata-url", f"{self.url}/metadata", "refresh")

    def download(self, *names):
        words = [word for name in names for word in ("--target-name", name)]
        return self.run("--metadata-url", f"{self.url}/metadata", *words, "--target-base-url", f"{self.url}/targets",
                        "--target-dir", self.targets, "download")

    def version(self, role):
        return Metadata.from_file(str(self.metadata / f"{parse.quote(role, '')}.json")).signed.version

    def downloads(self):
        return sorted(path.read_bytes() for path in self.targets.iterdir()) if self.targets.exists() else []


def expect(condition, what):
    assert condition, what


# --- yuanba reads what python-tuf wrote -------------------------------------------------------------------------------------------------


@case
def first_refresh(repo, client, server):
    expect(client.refresh(), client.message)
    expect([path.split("/")[-1] for path in server.requests] == ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"],
           server.requests)
    expect(sorted(path.name for path in client.metadata.iterdir()) ==
           ["root.json", "snapshot.json", "targets.json", "timestamp.json"], "files")


@case
def nothing_new(repo, client, server):
    expect(client.refresh(), client.message)
    server.requests.clear()
    expect(client.refresh(), client.message)
    expect([path.split("/")[-1] for path in server.requests] == ["2.root.json", "timestamp.json"], server.requests)


@case
def without_hashes_in_metadata(repo, client, server):
    repo.use_hashes = False
    repo.publish()
    expect(client.refresh() and client.version("targets") == 2, client.message)


@case
def keys_of_every_kind(repo, client, server):
    for kind in [CryptoSigner.generate_ecdsa, CryptoSigner.generate_rsa, CryptoSigner.generate_ed25519]:
        for role in ["root", "timestamp", "snapshot", "targets"]:
            repo.rotate(role, kind)
            repo.publish()
        expect(client.refresh(), client.message)
    expect(client.version("root") == 13, client.version("root"))


@case
def unknown_fields_are_signed_too(repo, client, server):
    repo.root.unrecognized_fields["x-custom"] = {"é": [1, None, True], "e\u0301": "\u0001\n\""}
    repo.root.keys[repo.root.roles["root"].keyids[0]].unrecognized_fields["extra"] = {"a": 1}
    repo.new_root()
    expect(client.refresh() and client.version("root") == 2, client.message)


@case
def targets_and_their_cache(repo, client, server):
    repo.add_target("file.txt", b"content")
    repo.add_target("path/to/a/file.txt", b"deep content", algorithms=["sha512"])
    repo.publish()
    expect(client.download("file.txt", "path/to/a/file.txt"), client.message)
    expect(client.downloads() == [b"content", b"deep content"], client.downloads())
    server.requests.clear()
    expect(client.download("file.txt"), client.message)
    expect(not [path for path in server.requests if path.startswith("/targets")], server.requests)
    repo.add_target("file.txt", b"new content")
    repo.publish()
    expect(client.download("file.txt"), client.message)
    expect(client.downloads() == [b"deep content", b"new content"], client.downloads())
    expect(not client.download("no such file"), "found what is not there")


@case
def delegations(repo, client, server):
    repo.delegate("A", paths=["*.md"], kind=CryptoSigner.generate_rsa)
    repo.delegate("B", paths=["releases/*/*"])
    repo.delegate("C", parent="B", paths=["releases/x/*"])
    repo.delegate("D", parent="B", paths=["releases/y/*.zip"])
    prefix = hashlib.sha256(b"binned").hexdigest()[:3]
    repo.delegate("bin", prefixes=["000", prefix])
    for path, role in [("top", "targets"), ("README.md", "A"), ("releases/x/v1", "C"), ("releases/y/v1.zip", "D"), ("binned", "bin"),
                       ("releases/z/v1.zip", "D"), ("deep/README.md", "A")]:
        repo.add_target(path, path.encode(), role)
    repo.publish()
    for path, asked in [("top", []), ("README.md", ["A"]), ("releases/x/v1", ["B", "C"]), ("releases/y/v1.zip", ["B", "D"]),
                        ("binned", ["bin"])]:
        server.requests.clear()
        expect(client.download(path), f"{path}: {client.message}")
        roles = [name.split(".")[1] for name in (p.split("/")[-1] for p in server.requests if p.startswith("/metadata"))]
        expect([role for role in roles if role in asked] == [role for role in asked if role in roles], f"{path}: {roles}")
    expect(not client.download("releases/z/v1.zip"), "D may not speak for releases/z")
    expect(not client.download("deep/README.md"), "* must not cross /")


@case
def order_of_the_search(repo, client, server):
    for name, parent, terminating in [("A", "targets", False), ("B", "targets", False), ("C", "A", True), ("D", "A", False),
                                      ("E", "C", False), ("A", "E", False)]:
        repo.delegate(name, parent, terminating=terminating)
    repo.publish()
    expect(not client.download("missing"), "found what is not there")
    asked = [path.split(".")[-2] for path in server.requests[4:]]
    expect(asked == ["A", "C", "E"], asked)


@case
def strange_role_names(repo, client, server):
    for name in ["?", "#", "/delegated", "../delegated", "村 e\u0301", "%2e%2e", "..."]:
        repo.delegate(name)
    repo.publish()
    expect(not client.download("missing"), "found what is not there")
    for name in ["?", "#", "/delegated", "../delegated", "村 e\u0301", "%2e%2e", "..."]:
        expect(any(f".{parse.quote(name, '')}.json" in path for path in server.requests), f"{name}: {server.requests}")
    expect(len(list(client.metadata.iterdir())) == 4 + 7, "a file went astray")


@case
def many_roots(repo, client, server):
    for _ in range(40):
        repo.rotate("root")
    expect(client.refresh() and client.version("root") == 41, client.message)


@case
def an_expired_root_on_the_way(repo, client, server):
    repo.root.expires = PAST
    repo.new_root()
    expect(not client.refresh(), "an expired last root was accepted")
    expect(client.version("root") == 2, "the root is kept all the same")
    repo.root.expires = FAR
    repo.new_root()
    expect(client.refresh() and client.version("root") == 3, client.message)


@case
def recovery_from_fast_forward(repo, client, server):
    repo.snapshot.version = repo.timestamp.version = 99999
    repo.publish()
    expect(client.refresh() and client.version("snapshot") == 100000, client.message)
    repo.rotate("timestamp")
    repo.rotate("snapshot")
    repo.snapshot.version = repo.timestamp.version = 5
    repo.publish()
    expect(client.refresh() and client.version("snapshot") == 6 and client.version("timestamp") == 6, client.message)


@case
def recovery_with_a_new_snapshot_key_alone(repo, client, server):
    """5.3.11 says "and / or"."""
    repo.snapshot.version = 99999
    repo.publish()
    expect(client.refresh() and client.version("snapshot") == 100000, client.message)
    repo.rotate("snapshot")
    repo.snapshot.version = 5
    repo.publish()
    expect(client.refresh() and client.version("snapshot") == 6, client.message)


@case
def what_is_no_root_is_no_beginning(repo, client, server):
    for name, content in [("1.snapshot.json", None), ("empty", b""), ("unsigned", b'{"signatures":[],"signed":{}}')]:
        path = repo.metadata / name
        if content is not None:
            path.write_bytes(content)
        expect(not client.run("init", path), f"{name} was taken for a root")
    expect(client.refresh(), client.message)


# --- attacks ----------------------------------------------------------------------------------------------------------------------------


def refused(repo, client, role, version):
    expect(not client.refresh(), "accepted")
    expect(client.version(role) == version, f"{role} is now {client.version(role)}")


@case
def attack_timestamp_rollback(repo, client, server):
    old = (repo.metadata / "timestamp.json").read_bytes()
    repo.publish()
    client.refresh()
    (repo.metadata / "timestamp.json").write_bytes(old)
    refused(repo, client, "timestamp", 2)


@case
def attack_snapshot_rollback(repo, client, server):
    repo.publish()
    client.refresh()
    repo.snapshot.version = 1
    repo.timestamp.version += 1
    repo.publish_snapshot()
    refused(repo, client, "snapshot", 2)


@case
def attack_targets_rollback(repo, client, server):
    repo.publish()
    client.refresh()
    repo.roles["targets"].version = 0
    repo.publish()
    refused(repo, client, "targets", 2)


@case
def attack_role_removed(repo, client, server):
    repo.delegate("A")
    repo.publish()
    client.refresh()
    del repo.roles["A"]
    repo.publish()
    refused(repo, client, "snapshot", 2)


@case
def attack_freeze(repo, client, server):
    for role in ["timestamp", "snapshot", "targets"]:
        signed = repo.roles.get(role) or getattr(repo, role)
        signed.expires = PAST
        repo.publish()
        expect(not client.refresh(), f"an expired {role} was accepted")
        signed.expires = FAR
        repo.publish()
        expect(client.refresh(), client.message)


@case
def attack_wrong_keys(repo, client, server):
    client.refresh()
    for role in ["timestamp", "snapshot", "targets"]:
        right = repo.signers[role]
        repo.signers[role] = [CryptoSigner.generate_ed25519()]
        repo.publish()
        expect(not client.refresh(), f"{role} of a stranger was accepted")
        repo.signers[role] = right
        repo.publish()
        expect(client.refresh(), client.message)


@case
def attack_new_root_of_a_stranger(repo, client, server):
    repo.signers["root"] = [CryptoSigner.generate_ed25519()]
    repo.new_root()
    refused(repo, client, "root", 1)


@case
def attack_root_version_skipped(repo, client, server):
    repo.root.version = 3
    data = repo.write("2.root.json", repo.root, repo.signers["root"])
    expect(data, "")
    refused(repo, client, "root", 1)


@case
def attack_threshold(repo, client, server):
    repo.root.roles["snapshot"].threshold = 2
    repo.new_root()
    refused(repo, client, "root", 2)
    # One key again under another id.
    key = copy.deepcopy(repo.signers["snapshot"][0].public_key)
    key.keyid = "0" * 64
    repo.root.keys[key.keyid] = key
    repo.root.roles["snapshot"].keyids.append(key.keyid)
    repo.new_root()
    name = repo.metadata / f"{repo.snapshot.version}.snapshot.json"
    metadata = Metadata.from_file(str(name))
    signature = copy.deepcopy(list(metadata.signatures.values())[0])
    signature.keyid = key.keyid
    metadata.signatures[key.keyid] = signature
    name.write_bytes(metadata.to_bytes())
    repo.timestamp.snapshot_meta = repo.meta(repo.snapshot.version, name.read_bytes())
    repo.timestamp.version += 1
    repo.write("timestamp.json", repo.timestamp, repo.signers["timestamp"])
    expect(not client.refresh(), "one key counted twice")


@case
def attack_mix_and_match(repo, client, server):
    old = (repo.metadata / "1.targets.json").read_bytes()
    repo.add_target("file", b"new")
    repo.publish()
    (repo.metadata / "2.targets.json").write_bytes(old)
    expect(not client.refresh(), "an old targets.json under a new name was accepted")


@case
def attack_altered_target(repo, client, server):
    repo.add_target("file", b"content")
    repo.publish()
    for content in [b"Content", b"conten", b"content ", b""]:
        repo.write_target("file", content)
        expect(not client.download("file") and client.downloads() == [], f"{content} was accepted")


@case
def attack_endless_files(repo, client, server):
    for name in ["2.root.json", "timestamp.json"]:
        path = repo.metadata / name
        good = path.read_bytes() if path.exists() else None
        path.write_bytes(b" " * 20_000_000)
        expect(not client.refresh(), f"an endless {name} was accepted")
        path.unlink() if good is None else path.write_bytes(good)
    expect(client.refresh(), client.message)


@case
def attack_captive_portal(repo, client, server):
    for name in ["2.root.json", "timestamp.json"]:
        path = repo.metadata / name
        good = path.read_bytes() if path.exists() else None
        path.write_bytes(b"<html><body>Please log in</body></html>")
        expect(not client.refresh(), f"a login page as {name} was accepted")
        path.unlink() if good is None else path.write_bytes(good)


# --- python-tuf reads what yuanba wrote -------------------------------------------------------------------------------------------------


class Town:
    """A township and its villages by yuanba's commands, and a box that is python-tuf's own client."""

    def __init__(self, yuanba, folder):
        self.yuanba, self.folder = yuanba, folder
        self.keys, self.repository = folder / "keys", folder / "repository"
        self.repository.mkdir()
        self.server = Server(self.repository)
        self.boxes = 0

    def run(self, *words, fails=False):
        done = subprocess.run([self.yuanba, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        said = done.stdout + done.stderr
        expect((done.returncode != 0) == fails, f"{' '.join(map(str, words))}: {said}")
        return said

    def village(self, code="999999"):
        village = self.folder / f"village-{code}"
        shutil.copytree(TOP / "Assets/demo/青溪坝村", village)
        facts = village / "村信息.csv"
        facts.write_text(facts.read_text(encoding="utf-8").replace("999999", code), encoding="utf-8")
        return village

    def notice(self, village, name):
        (village / "1村务" / f"2026-11-20 {name}.md").write_text(f"标题: {name}\n责任人: 村委会\n---\n明天开会。\n", encoding="utf-8")

    def publish(self, village):
        done = subprocess.run([self.yuanba, "publish", village, "--keys", self.keys, "--repository", self.repository], capture_output=True, text=True)
        expect(done.returncode in (0, 1), done.stdout + done.stderr)

    def sign(self, village, keys, parcel):
        done = subprocess.run([self.yuanba, "sign", village, "--keys", keys, "--to", parcel], capture_output=True, text=True)
        expect(done.returncode in (0, 1), done.stdout + done.stderr)

    def release(self, *parcels, **more):
        return self.run("release", *parcels, "--keys", self.keys, "--repository", self.repository, **more)

    def box(self, anchor=None):
        self.boxes += 1
        folder = self.folder / f"box-{self.boxes}"
        for directory in ["metadata", "downloads"]:
            (folder / directory).mkdir(parents=True)
        return folder, (anchor or self.keys / "root.json").read_bytes()

    def update(self, box, code="999999"):
        """The client after a refresh, and the village's index; None when there is none."""
        folder, anchor = box
        updater = Updater(str(folder / "metadata"), self.server.url, str(folder / "downloads"), f"{self.server.url}/targets", bootstrap=anchor)
        updater.refresh()
        info = updater.get_targetinfo(f"{code}/index.json")
        return updater, pathlib.Path(updater.download_target(info)).read_bytes() if info else None


def published_by_yuanba(town):
    town.run("keys", "new", town.keys)
    village = town.village()
    town.publish(village)
    box = town.box()
    updater, index = town.update(box)
    expect(b'"code":"999999"' in index, "the index is not that of the village")
    expect(updater.get_targetinfo("999999/sections/none.json") is None, "found what is not there")
    expect(updater._trusted_set.root.roles["root"].threshold == 2, "root threshold")
    town.notice(village, "新通知")
    town.publish(village)
    expect(town.update(box)[1] != index, "the second publishing was not seen")
    for file in (town.repository / "targets/999999").glob("*.index.json"):
        file.write_bytes(file.read_bytes()[:-1] + b" ")
    (box[0] / "downloads" / parse.quote("999999/index.json", "")).unlink()
    try:
        town.update(box)
    except RepositoryError:
        return
    raise AssertionError("python-tuf accepted an altered index")


def signed_apart_by_yuanba(town):
    """A village signs, the township releases, with protected keys; then the village loses its key, another one joins, and leaves again."""
    secret = town.folder / "passphrase"
    secret.write_text("院坝 geheim\n", encoding="utf-8")
    protected = ("--passphrase-file", secret)
    town.run("keys", "new", town.keys, *protected)
    village, parcel = town.village(), town.folder / "parcel"
    town.run("keys", "village", "999999", town.folder / "own")
    public = town.folder / "own/villages/999999/public.json"
    town.sign(village, town.folder / "own", parcel)
    expect("没有村 999999 的公钥" in town.release(parcel, *protected, fails=True), "released before anybody vouched for the key")
    town.run("keys", "trust", public, "--keys", town.keys)
    expect("口令" in town.release(parcel, fails=True), "signed without a passphrase")
    expect(not (town.repository / "objects").exists(), "files lie open that nobody has signed")
    town.release(parcel, *protected)
    box = town.box()
    _, index = town.update(box)
    # Keys that other programs can read: OpenSSL by way of cryptography.
    for role in ["root/1", "targets", "snapshot", "timestamp", "emergency"]:
        path = town.keys / role / "key.pem"
        expect(path.stat().st_mode & 0o777 == 0o600, f"{path} can be read by others")
        key = serialization.load_pem_private_key(path.read_bytes(), "院坝 geheim".encode())
        expect(isinstance(key, ed25519.Ed25519PrivateKey), f"{path} is no Ed25519 key")
        try:
            serialization.load_pem_private_key(path.read_bytes(), None)
        except TypeError:
            continue
        raise AssertionError(f"{path} opens without a passphrase")

    # The key is lost: another one, and a new notice with it.
    town.run("keys", "village", "999999", town.folder / "second")
    town.notice(village, "新通知")
    town.sign(village, town.folder / "second", parcel)
    expect("不是用登记的密钥签的" in town.release(parcel, *protected, fails=True), "an unknown key was believed")
    town.run("keys", "trust", town.folder / "second/villages/999999/public.json", "--keys", town.keys)
    town.release(parcel, *protected)
    _, changed = town.update(box)
    expect(changed != index, "the release with the new key was not seen")
    expect("不是用登记的密钥签的" in release_with_the_old_key(town, village, protected), "the old key is still believed")

    # A page is withdrawn by the village, and stays away when the folder is signed again.
    erased = "1/" + next(item["pages"][0]["id"] for item in json.loads(changed)["tiles"][0]["items"] if item["title"] == "新通知").partition("/")[2]
    town.run("withdraw", erased, "--erase", "--yes", "--keys", town.folder / "second", "--parcel", parcel)
    town.release(parcel, *protected)
    _, withdrawn = town.update(box)
    expect(erased.encode() in changed and "新通知".encode() not in withdrawn, "the withdrawn page is still listed")
    town.sign(village, town.folder / "second", parcel)
    town.release(parcel, *protected)
    _, changed = town.update(box)
    expect("新通知".encode() not in changed, "the erased page came back with the folder")

    # The township takes a page down without the village's key; the village's folder from before is refused until it does the same.
    def listed(index):
        return [item["pages"][0] for item in json.loads(index)["tiles"][0]["items"]]

    page = listed(changed)[0]
    said = town.run("withdraw", page["id"], "--village", "999999", "--keys", town.keys, "--repository", town.repository, *protected)
    expect("镇上先撤下" in said and not (town.repository / "objects" / page["object"]).exists(), said)
    _, taken = town.update(box)
    expect(page["id"] not in [entry["id"] for entry in listed(taken)] and len(listed(taken)) == len(listed(changed)) - 1, "the page is still listed")
    expect("已经撤下的内容" in town.release(parcel, *protected, fails=True), "a folder that does not know of the withdrawal was released")
    town.run("withdraw", page["id"], "--keys", town.folder / "second", "--parcel", parcel)
    town.release(parcel, *protected)
    updater, changed = town.update(box)
    expect(len(listed(changed)) == len(listed(taken)) and not updater._trusted_set.targets.targets, "the township's word still stands before the village's")

    # A village joins, and is merged into the first.
    other = town.village("999998")
    town.run("keys", "village", "999998", town.folder / "third")
    town.sign(other, town.folder / "third", town.folder / "parcel-2")
    town.run("keys", "trust", town.folder / "third/villages/999998/public.json", "--keys", town.keys)
    town.release(town.folder / "parcel-2", *protected)
    expect(b'"code":"999998"' in town.update(box, "999998")[1], "the new village is not there")
    expect(town.update(box)[1] == changed, "the first village has changed")
    town.run("keys", "remove", "999998", "--keys", town.keys)
    town.release(*protected)
    expect(town.update(box, "999998")[1] is None, "the merged village is still there")
    expect(town.update(box)[1] == changed, "the first village has changed")
    expect(town.release(*protected).startswith("和上次一样"), "a second release wrote something")


def release_with_the_old_key(town, village, protected):
    town.sign(village, town.folder / "own", town.folder / "stolen")
    return town.release(town.folder / "stolen", *protected, fails=True)


def rotated_by_yuanba(town):
    """Every key in turn, with a box that was there from the first root on and one that only knows that root."""
    town.run("keys", "new", town.keys)
    village = town.village()
    town.publish(village)
    box = town.box()
    town.update(box)
    version = 1
    for roles in [["timestamp"], ["snapshot", "timestamp"], ["targets"], ["emergency"], [], ["root/2"], ["root/1", "root/3"], ["targets", "snapshot", "timestamp"]]:
        town.run("keys", "rotate", *roles, "--keys", town.keys)
        version += roles != ["emergency"]
        status = subprocess.run([town.yuanba, "keys", "status", "--keys", town.keys, "--repository", town.repository], capture_output=True, text=True)
        expect(status.returncode == (roles != ["emergency"]), f"{roles}: {status.stdout}")
        town.release()
        for one in [box, town.box()]:
            updater, index = town.update(one)
            expect(index is not None and updater._trusted_set.root.version == version, f"{roles}: root {updater._trusted_set.root.version}")
    # A lost root key by the other two; with two lost no way on, and a new beginning from a new anchor.
    (town.keys / "root/3/key.pem").unlink()
    town.run("keys", "rotate", "root/3", "--keys", town.keys)
    town.release()
    expect(town.update(box)[0]._trusted_set.root.version == version + 1, "the root with a replaced key was not seen")
    for slot in ["root/1", "root/2"]:
        (town.keys / slot / "key.pem").unlink()
    expect("只有1把能用，需要2把" in town.run("keys", "rotate", "root/1", "--keys", town.keys, fails=True), "")
    town.keys = town.folder / "new-keys"
    town.run("keys", "new", town.keys)
    shutil.rmtree(town.repository)
    town.repository.mkdir()
    town.publish(village)
    try:
        town.update(box)
        raise AssertionError("a repository of other keys was accepted")
    except RepositoryError:
        pass
    expect(town.update(town.box())[1] is not None, "not accepted from the new anchor either")


def told_in_time(town):
    """keys status against python-tuf's own reading of the dates."""
    town.run("keys", "new", town.keys)
    town.publish(town.village())
    names = {"targets": "1.targets.json", "999999": "1.999999.json", "emergency": "1.emergency.json", "root": "1.root.json"}
    for role, name in names.items():
        expires = Metadata.from_file(str(town.repository / name)).signed.expires
        for days, warned in [(61, False), (59, True)]:
            at = (expires - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
            said = subprocess.run([town.yuanba, "keys", "status", "--keys", town.keys, "--repository", town.repository, "--now", at],
                                  capture_output=True, text=True).stdout.splitlines() + [""]
            row = [number for number, line in enumerate(said) if line.startswith(f"{role}　")]
            expect(len(row) == 1, said)
            expect((f"还有{days}天" in said[row[0]]) and said[row[0] + 1].startswith("  ★") == warned, f"{role}, {days} days ahead: {said}")


def ours(function, yuanba, folder):
    town = Town(yuanba, folder)
    try:
        function(town)
    finally:
        town.server.close()


def theirs(function, yuanba, folder):
    repository = Repository(folder)
    server = Server(folder)
    try:
        function(repository, Client(yuanba, folder, repository, server.url), server)
    finally:
        server.close()


def main():
    parser = argparse.ArgumentParser(prog="board/checks/python-tuf", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these cases")
    parser.add_argument("--yuanba", default=str(TOP / ".build/debug/yuanba"), help="the tool (default: the debug build's)")
    given = parser.parse_args()
    runs = {function.__name__: functools.partial(theirs, function) for function in CASES}
    for function in [published_by_yuanba, signed_apart_by_yuanba, rotated_by_yuanba, told_in_time]:
        runs[function.__name__] = functools.partial(ours, function)
    failed = 0
    chosen = given.names or list(runs)
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            try:
                runs[name](given.yuanba, pathlib.Path(folder))
                print(f"passed  {name}", flush=True)
            except Exception as problem:
                failed += 1
                print(f"FAILED  {name}: {problem}", flush=True)
                if not isinstance(problem, AssertionError):
                    traceback.print_exc()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
