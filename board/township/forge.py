"""What a township must never sign, signed: an object of a published village is exchanged for other bytes, and every file above it is
made and signed anew with the village's and the township's own keys. The box finds nothing wrong until it opens the page."""

import hashlib
import json
import pathlib
import re
import subprocess
import tempfile

from machine.say import Problem


def canonical(value):
    """Canonical JSON of what our metadata holds: no floating point, no control characters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Forger:
    def __init__(self, repository):
        self.files, self.keys = repository.files, repository.keys
        self.code = repository.code()

    def exchange_page(self, page, data, others=None):
        """The page whose id begins so (`1/2026-11-22`) becomes `data`; `others` maps hashes of objects to what they become."""
        index = self.target("index.json")
        entry = self.entry(index, page)
        new = {**(others or {}), entry["object"]: data}
        entry["object"], entry["length"] = digest(data), len(data)
        changed = {"index.json": canonical(index)}
        for data in new.values():
            (self.files / "objects" / digest(data)).write_bytes(data)
        for name in index["sections"]:
            manifest = self.target(f"sections/{name}.json")
            for listed in manifest["objects"]:
                data = new.get(listed["sha256"])
                if data is not None:
                    listed["sha256"], listed["length"] = digest(data), len(data)
            manifest["objects"].sort(key=lambda listed: listed["sha256"])
            changed[f"sections/{name}.json"] = canonical(manifest)
        self.sign(changed)

    def exchange_pictures(self, page, data):
        """Every picture that the page names becomes `data`."""
        text = (self.files / "objects" / self.entry(self.target("index.json"), page)["object"]).read_text()
        pictures = set(re.findall("[0-9a-f]{64}", text))
        for picture in pictures:
            text = text.replace(picture, digest(data))
        self.exchange_page(page, text.encode(), {picture: data for picture in pictures})

    @staticmethod
    def entry(index, page):
        for tile in index["tiles"]:
            for item in tile["items"]:
                for entry in item["pages"]:
                    if entry["id"].startswith(page):
                        return entry
        raise Problem(f"the repository has no page {page}…", 2)

    # The chain above

    def newest(self, role):
        paths = self.files.glob(f"*.{role}.json")
        return json.loads(max(paths, key=lambda path: int(path.name.split(".")[0])).read_bytes())["signed"]

    def target(self, path):
        hashes = self.newest(self.code)["targets"][f"{self.code}/{path}"]["hashes"]
        whole = pathlib.PurePosixPath(self.code, path)
        return json.loads((self.files / "targets" / whole.parent / f"{hashes['sha256']}.{whole.name}").read_bytes())

    def sign(self, changed):
        role = self.newest(self.code)
        for path, data in changed.items():
            whole = pathlib.PurePosixPath(self.code, path)
            role["targets"][str(whole)] = {"hashes": {"sha256": digest(data)}, "length": len(data)}
            (self.files / "targets" / whole.parent / f"{digest(data)}.{whole.name}").write_bytes(data)
        self.write(f"villages/{self.code}", f"{role['version'] + 1}.{self.code}.json", role)
        snapshot = self.newest("snapshot")
        snapshot["meta"][f"{self.code}.json"] = self.described(f"{role['version']}.{self.code}.json", role["version"])
        self.write("snapshot", f"{snapshot['version'] + 1}.snapshot.json", snapshot)
        timestamp = json.loads((self.files / "timestamp.json").read_bytes())["signed"]
        timestamp["meta"]["snapshot.json"] = self.described(f"{snapshot['version']}.snapshot.json", snapshot["version"])
        self.write("timestamp", "timestamp.json", timestamp)

    def described(self, name, version):
        data = (self.files / name).read_bytes()
        return {"hashes": {"sha256": digest(data)}, "length": len(data), "version": version}

    def write(self, key, name, signed):
        signed["version"] += 1
        with tempfile.NamedTemporaryFile() as message:
            message.write(canonical(signed))
            message.flush()
            signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.keys / key / "key.pem", "-in", message.name],
                                       stdout=subprocess.PIPE, check=True).stdout
        root = json.loads((self.files / "root.json").read_bytes())["signed"]
        delegated = {role["name"]: role["keyids"] for role in self.newest("targets")["delegations"]["roles"]}
        keyid = (delegated.get(self.code) if key.startswith("villages/") else root["roles"][key]["keyids"])[0]
        envelope = {"signatures": [{"keyid": keyid, "sig": signature.hex()}], "signed": signed}
        # Another length than before: a server tells versions of one second apart by it.
        (self.files / name).write_bytes(canonical(envelope) + b"\n" * (signed["version"] % 10))
