"""Writes the fixtures of TrustTests with independent implementations.

python3 -m venv V && V/bin/pip install tuf 'securesystemslib[crypto]' && V/bin/python generate.py

signatures.json   keys and signatures of each scheme, made by securesystemslib (pyca/cryptography)
repository/       a repository written by python-tuf: root 1 to 3 with rotated keys, a delegation by pattern, one by
                  hash prefix, unknown fields, sha512, non-ASCII names
canonical.json    values with the canonical form that securesystemslib gives them
Keys are made anew at each run; what the tests expect does not depend on them.
"""
import hashlib, json, os, shutil
from datetime import datetime, timezone

from securesystemslib.formats import encode_canonical
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole, Delegations, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp)
from tuf.api.serialization.json import JSONSerializer

here = os.path.dirname(os.path.abspath(__file__))
far = datetime(2035, 1, 1, tzinfo=timezone.utc)

message = "院坝 message".encode()
rows = []
for name, make in [("ed25519", CryptoSigner.generate_ed25519), ("ecdsa", CryptoSigner.generate_ecdsa),
                   ("rsa", CryptoSigner.generate_rsa)]:
    signer = make()
    key = signer.public_key
    rows.append({"name": name, "keyid": key.keyid, "key": key.to_dict(), "message": message.hex(),
                 "signature": signer.sign(message).signature})
with open(f"{here}/signatures.json", "w") as file:
    json.dump(rows, file, indent=1)

values = [
    {}, [], {"b": 1, "a": [True, False, None]}, {"\u00e9": 1, "e\u0301": 2, "𠀀": 3, "\uffee": 4}, 'quote " and \\ back',
    {"control": "a\nb\tc\x01\x7f"}, -17, 9007199254740993, {"nested": {"z": [], "a": {"": ""}}},
]
with open(f"{here}/canonical.json", "w") as file:
    json.dump([{"json": json.dumps(value, indent=2, ensure_ascii=i % 2 == 0),
                "canonical": encode_canonical(value).encode().hex()} for i, value in enumerate(values)], file, indent=1)

repository = f"{here}/repository"
shutil.rmtree(repository, ignore_errors=True)
os.makedirs(repository)
signers = {role: CryptoSigner.generate_ed25519() for role in ["root", "timestamp", "snapshot", "targets", "village", "binned"]}
signers["snapshot"] = CryptoSigner.generate_ecdsa()
signers["village"] = CryptoSigner.generate_rsa()


def write(name, metadata, *roles):
    metadata.signatures.clear()
    for signer in roles:
        metadata.sign(signer, append=True)
    data = metadata.to_bytes(JSONSerializer(compact=False))
    with open(f"{repository}/{name}", "wb") as file:
        file.write(data)
    return data


root = Root(expires=far, consistent_snapshot=True)
for role in ["root", "timestamp", "snapshot", "targets"]:
    root.add_key(signers[role].public_key, role)
root.unrecognized_fields["x-town"] = {"name": "桐林镇", "list": [1, {"b": None, "a": True}]}
write("1.root.json", Metadata(root), signers["root"])

first = signers["root"]
signers["root"] = CryptoSigner.generate_ecdsa()
root.revoke_key(first.public_key.keyid, "root")
root.add_key(signers["root"].public_key, "root")
root.version = 2
write("2.root.json", Metadata(root), first, signers["root"])

second = CryptoSigner.generate_ed25519()
root.add_key(second.public_key, "root")
root.roles["root"].threshold = 2
root.version = 3
write("3.root.json", Metadata(root), signers["root"], second)

content = "第一页".encode()
village = Targets(expires=far)
village.version = 4
village.targets["999999/index.json"] = TargetFile(
    len(content), {"sha256": hashlib.sha256(content).hexdigest(), "sha512": hashlib.sha512(content).hexdigest()},
    "999999/index.json", {"custom": {"k": 1}})
village.targets["999999/e\u0301.json"] = TargetFile.from_data("999999/e\u0301.json", content, ["sha512"])
village_bytes = write("4.999999.json", Metadata(village), signers["village"])

binned = Targets(expires=far)
binned_path = "binned/file"
binned.targets[binned_path] = TargetFile.from_data(binned_path, content)
binned_bytes = write("1.bin ned.json", Metadata(binned), signers["binned"])

targets = Targets(expires=far, delegations=Delegations({}, {}))
prefix = hashlib.sha256(binned_path.encode()).hexdigest()[:2]
targets.delegations.roles["999999"] = DelegatedRole("999999", [], 1, True, ["999999/*", "999999/*/*"])
targets.delegations.roles["bin ned"] = DelegatedRole("bin ned", [], 1, False, None, [prefix])
targets.add_key(signers["village"].public_key, "999999")
targets.add_key(signers["binned"].public_key, "bin ned")
targets.version = 7
targets_bytes = write("7.targets.json", Metadata(targets), signers["targets"])


def meta(version, data):
    return MetaFile(version, len(data), {"sha256": hashlib.sha256(data).hexdigest()})


snapshot = Snapshot(version=9, expires=far, meta={
    "targets.json": meta(7, targets_bytes), "999999.json": meta(4, village_bytes), "bin ned.json": MetaFile(1)})
snapshot_bytes = write("9.snapshot.json", Metadata(snapshot), signers["snapshot"])
timestamp = Timestamp(version=12, expires=far, snapshot_meta=meta(9, snapshot_bytes))
write("timestamp.json", Metadata(timestamp), signers["timestamp"])
os.rename(f"{repository}/1.bin ned.json", f"{repository}/1.bin%20ned.json")
