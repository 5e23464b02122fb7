import Foundation
import LinuxIO
import Publishing
import Trust

/// Somebody who has the township's server and what it ever showed, and of its keys those that a test takes along.
struct Thief {
    private let town: Township
    private let timestamp: any Signer
    private let snapshot: any Signer

    init(_ town: Township) throws {
        self.town = town
        timestamp = try town.keys.signer("timestamp")
        snapshot = try town.keys.signer("snapshot")
    }

    /// What a metadata file says, as it lies on the server.
    func signed(_ name: String) throws -> JSONObject {
        guard let signed = try JSONValue(parsing: town.file(name)).object?["signed"]?.object else { throw TrustError.key(detail: name) }
        return signed
    }

    /// `signed` changed and signed by `signers`.
    func seal(_ signed: JSONObject, _ signers: [any Signer], _ change: (inout JSONObject) -> Void = { _ in }) throws -> [UInt8] {
        var signed = signed
        change(&signed)
        return try Envelope.seal(.object(signed), signers: signers)
    }

    /// The newest snapshot's number by the timestamp.
    private func snapshotVersion() throws -> Int64 {
        try signed("timestamp.json")["meta"]?.object?["snapshot.json"]?.object?["version"]?.integer ?? 0
    }

    /// A snapshot and a timestamp with these numbers, rightly signed with the stolen keys. `roles`: what the snapshot says of other roles
    /// than it did; nil takes one out.
    func publish(timestampVersion: Int64, snapshotVersion: Int64, roles: [UTF8Text: [UInt8]?] = [:], versions: [UTF8Text: Int64] = [:]) throws {
        var snapshot = try signed("\(self.snapshotVersion()).snapshot.json")
        snapshot["version"] = .integer(snapshotVersion)
        var meta = snapshot["meta"]?.object ?? JSONObject()
        for (role, bytes) in roles {
            meta[role + ".json"] = bytes.map { Self.meta(versions[role] ?? 1, $0) }
        }
        snapshot["meta"] = .object(meta)
        let file = try seal(snapshot, [self.snapshot])
        try town.replace("\(snapshotVersion).snapshot.json", file)
        try announce(file, version: timestampVersion, snapshotVersion: snapshotVersion)
    }

    /// A timestamp for this snapshot, rightly signed with the stolen key.
    func announce(_ snapshot: [UInt8], version: Int64, snapshotVersion: Int64) throws {
        let timestamp = try seal(signed("timestamp.json"), [self.timestamp]) {
            $0["version"] = .integer(version)
            $0["meta"] = ["snapshot.json": Self.meta(snapshotVersion, snapshot)]
        }
        try town.replace("timestamp.json", timestamp)
    }

    private static func meta(_ version: Int64, _ bytes: [UInt8]) -> JSONValue {
        [
            "version": .integer(version), "length": .integer(Int64(bytes.count)),
            "hashes": ["sha256": JSONValue(HashAlgorithm.sha256.hexHash(bytes))],
        ]
    }
}
