/// The metadata that has been verified so far in one update, in the order that the TUF client workflow asks for
/// (specification 1.0.x, section 5): root, further roots, timestamp, snapshot, targets, delegated roles.
///
/// Pure: bytes and the time go in, a verdict comes out; files and network are the caller's. The caller offers what it
/// stored earlier first and what it fetched afterwards, so that the stored files guard against rollback. A value, made
/// anew for each update: `now` is the fixed start time of step 5.1. Modelled on go-tuf's `trustedmetadata`.
package struct TrustedMetadata: Sendable {
    /// A role with the file that it came in.
    package struct Verified<Signed: Sendable>: Sendable {
        /// The file as received: what is kept on disk, never a rewritten form.
        package let bytes: [UInt8]
        package let signed: Signed
    }

    /// The time against which expiry is judged.
    package let now: UnixTime
    package private(set) var root: Verified<RootMetadata>
    package private(set) var timestamp: Verified<TimestampMetadata>?
    package private(set) var snapshot: Verified<SnapshotMetadata>?
    /// `targets` and delegated roles, by name.
    package private(set) var roles: [UTF8Text: Verified<TargetsMetadata>] = [:]
    /// Which role was verified with the keys of which other: a role that two others delegate to is verified twice.
    private var verifiedBy: Set<[UTF8Text]> = []
    private var rotations = 0

    /// Starts from a root that is trusted already, out of band or from an earlier update (5.2). It must be signed by
    /// its own keys; its expiry does not matter yet. Throws any of `TrustError`.
    package init(trustedRoot bytes: [UInt8], now: UnixTime) throws(TrustError) {
        try Self.checkSize(bytes, role: "root", limit: MetadataLimits.root)
        let envelope = try Envelope(bytes, role: "root")
        let root = try RootMetadata(envelope.signed)
        try envelope.verify(role: "root", rule: root.rule(.root), keys: root.keys, by: "itself")
        self.root = Verified(bytes: bytes, signed: root)
        self.now = now
    }

    /// The next root (5.3.3 to 5.3.7): signed by the threshold of the current root and by its own, one version on.
    /// Whatever was stored under an earlier root is offered again afterwards and falls away when the keys have changed
    /// (5.3.11): that is the recovery from a fast-forward attack.
    package mutating func updateRoot(_ bytes: [UInt8]) throws(TrustError) {
        guard timestamp == nil else { throw .outOfOrder("root after timestamp") }
        guard rotations < MetadataLimits.rootRotations else {
            throw .tooManyRotations(limit: MetadataLimits.rootRotations)
        }
        try Self.checkSize(bytes, role: "root", limit: MetadataLimits.root)
        let envelope = try Envelope(bytes, role: "root")
        let next = try RootMetadata(envelope.signed)
        let current = root.signed
        try envelope.verify(
            role: "root", rule: current.rule(.root), keys: current.keys, by: "root \(current.head.version)")
        try envelope.verify(role: "root", rule: next.rule(.root), keys: next.keys, by: "itself")
        guard next.head.version == current.head.version + 1 else {
            throw .rootVersion(expected: current.head.version + 1, offered: next.head.version)
        }
        root = Verified(bytes: bytes, signed: next)
        rotations += 1
    }

    /// The timestamp (5.4). False when it is of the version that is trusted already, which then stays.
    ///
    /// An expired one throws `.expired` and yet counts from then on in the check against rollback, so that a stored one
    /// can be offered at any age; nothing can be built on it.
    @discardableResult
    package mutating func updateTimestamp(_ bytes: [UInt8]) throws(TrustError) -> Bool {
        guard snapshot == nil else { throw .outOfOrder("timestamp after snapshot") }
        // 5.3.10: only the last root must not have expired.
        guard root.signed.head.expires > now else { throw .expired(role: "root", at: root.signed.head.expires) }
        try Self.checkSize(bytes, role: "timestamp", limit: MetadataLimits.timestamp)
        let envelope = try Envelope(bytes, role: "timestamp")
        try verify(envelope, as: .timestamp)
        let offered = try TimestampMetadata(envelope.signed)
        if let trusted = timestamp?.signed {
            guard offered.head.version >= trusted.head.version else {
                throw .rollback(role: "timestamp", trusted: trusted.head.version, offered: offered.head.version)
            }
            if offered.head.version == trusted.head.version {
                try checkTimestamp()
                return false
            }
            guard offered.snapshot.version >= trusted.snapshot.version else {
                throw .rollback(role: "snapshot", trusted: trusted.snapshot.version, offered: offered.snapshot.version)
            }
        }
        timestamp = Verified(bytes: bytes, signed: offered)
        try checkTimestamp()
        return true
    }

    /// The snapshot (5.5). `stored` says that the file was accepted by an earlier update: it need not have the hash that
    /// the newest timestamp names, because it serves the check against rollback, and throws `.versionMismatch` or
    /// `.expired` when it can serve for nothing more.
    package mutating func updateSnapshot(_ bytes: [UInt8], stored: Bool = false) throws(TrustError) {
        guard let timestamp else { throw .outOfOrder("snapshot before timestamp") }
        guard roles.isEmpty else { throw .outOfOrder("snapshot after targets") }
        try checkTimestamp()
        try Self.checkSize(bytes, role: "snapshot", limit: MetadataLimits.snapshot)
        if !stored { try timestamp.signed.snapshot.verify(bytes, role: "snapshot") }
        let envelope = try Envelope(bytes, role: "snapshot")
        try verify(envelope, as: .snapshot)
        let offered = try SnapshotMetadata(envelope.signed)
        if !stored, offered.head.version != timestamp.signed.snapshot.version {
            throw .versionMismatch(
                role: "snapshot", expected: timestamp.signed.snapshot.version, offered: offered.head.version)
        }
        if let trusted = snapshot?.signed {
            for (role, file) in trusted.roles.sorted(by: { $0.key < $1.key }) {
                guard let newer = offered.roles[role] else { throw .removedFromSnapshot(role: role) }
                guard newer.version >= file.version else {
                    throw .rollback(role: role, trusted: file.version, offered: newer.version)
                }
            }
        }
        snapshot = Verified(bytes: bytes, signed: offered)
        try checkSnapshot()
    }

    /// The top-level targets role (5.6).
    package mutating func updateTargets(_ bytes: [UInt8]) throws(TrustError) {
        try verifyTargets(bytes, role: "targets", delegator: "root", rule: root.signed.rule(.targets), keys: root.signed.keys)
    }

    /// A delegated role (5.6.7), verified with the keys that `delegator` lists for it.
    package mutating func updateDelegated(
        _ bytes: [UInt8], role: UTF8Text, delegator: UTF8Text
    ) throws(TrustError) {
        guard let parent = roles[delegator]?.signed else { throw .outOfOrder("\(role) before \(delegator)") }
        guard let delegation = parent.delegations.first(where: { $0.name == role }) else {
            throw .outOfOrder("\(delegator) does not delegate to \(role)")
        }
        try verifyTargets(bytes, role: role, delegator: delegator, rule: delegation.rule, keys: parent.keys)
    }

    /// Whether `role` has been verified with the keys that `delegator` lists for it.
    package func contains(_ role: UTF8Text, delegatedBy delegator: UTF8Text) -> Bool {
        verifiedBy.contains([delegator, role])
    }

    /// 5.3.11 where the keys of the snapshot alone were changed: whether `snapshot`, which `timestamp` announces (both stored by an earlier
    /// update), is signed with keys that the current root has given up. Then neither guards against rollback any more, or versions that a
    /// thief of the snapshot key has pushed up would bind for good. What damage on the disk does to `snapshot` is not taken for that.
    package func hasGivenUp(snapshot: [UInt8], announcedBy timestamp: [UInt8]) -> Bool {
        guard let outer = try? Envelope(timestamp, role: "timestamp"), let announced = try? TimestampMetadata(outer.signed).snapshot,
            (try? announced.verify(snapshot, role: "snapshot")) != nil, let envelope = try? Envelope(snapshot, role: "snapshot"),
            let head = try? SnapshotMetadata(envelope.signed).head, head.version == announced.version
        else { return false }
        return (try? verify(envelope, as: .snapshot)) == nil
    }

    /// How long the file of `role` may be: what the snapshot states, else the limit of its kind.
    package func lengthLimit(of role: UTF8Text) -> Int {
        switch TopLevelRole(rawValue: role.description) {
        case .root: MetadataLimits.root
        case .timestamp: MetadataLimits.timestamp
        case .snapshot: Int(clamping: min(Int64(MetadataLimits.snapshot), timestamp?.signed.snapshot.length ?? .max))
        case .targets, nil:
            Int(clamping: min(Int64(MetadataLimits.targets), snapshot?.signed.roles[role]?.length ?? .max))
        }
    }

    /// What the trusted metadata says of the file of `role`: the timestamp of the snapshot, the snapshot of all targets roles. Nil when it says
    /// nothing.
    package func announced(_ role: UTF8Text) -> MetaFile? {
        role == TopLevelRole.snapshot.name ? timestamp?.signed.snapshot : snapshot?.signed.roles[role]
    }

    /// The name of the file of `role` on the server (6.2): percent-encoded, behind its version where snapshots are
    /// consistent. nil when the snapshot does not list it.
    package func fileName(of role: UTF8Text) -> String? {
        let encoded = role.percentEncoded + ".json"
        if role == "timestamp" { return encoded }
        let version = role == "snapshot" ? timestamp?.signed.snapshot.version : snapshot?.signed.roles[role]?.version
        guard let version else { return nil }
        return root.signed.consistentSnapshot ? "\(version).\(encoded)" : encoded
    }

    private mutating func verifyTargets(
        _ bytes: [UInt8], role: UTF8Text, delegator: UTF8Text, rule: RoleRule, keys: [UTF8Text: PublicKey]
    ) throws(TrustError) {
        guard let snapshot else { throw .outOfOrder("\(role) before snapshot") }
        try checkSnapshot()
        guard let file = snapshot.signed.roles[role] else { throw .notInSnapshot(role: role) }
        try Self.checkSize(bytes, role: role, limit: MetadataLimits.targets)
        try file.verify(bytes, role: role)
        let envelope = try Envelope(bytes, role: role)
        try envelope.verify(role: role, rule: rule, keys: keys, by: delegator)
        let offered = try TargetsMetadata(envelope.signed, role: role)
        guard offered.head.version == file.version else {
            throw .versionMismatch(role: role, expected: file.version, offered: offered.head.version)
        }
        guard offered.head.expires > now else { throw .expired(role: role, at: offered.head.expires) }
        roles[role] = Verified(bytes: bytes, signed: offered)
        verifiedBy.insert([delegator, role])
    }

    private func verify(_ envelope: Envelope, as role: TopLevelRole) throws(TrustError) {
        try envelope.verify(
            role: role.name, rule: root.signed.rule(role), keys: root.signed.keys,
            by: "root \(root.signed.head.version)")
    }

    /// 5.4.4, asked again before anything is built on the timestamp.
    private func checkTimestamp() throws(TrustError) {
        guard let head = timestamp?.signed.head else { throw .outOfOrder("no timestamp") }
        guard head.expires > now else { throw .expired(role: "timestamp", at: head.expires) }
    }

    /// 5.5.4 and 5.5.6, asked again before anything is built on the snapshot.
    private func checkSnapshot() throws(TrustError) {
        guard let timestamp, let snapshot else { throw .outOfOrder("no snapshot") }
        try checkTimestamp()
        guard snapshot.signed.head.expires > now else {
            throw .expired(role: "snapshot", at: snapshot.signed.head.expires)
        }
        guard snapshot.signed.head.version == timestamp.signed.snapshot.version else {
            throw .versionMismatch(
                role: "snapshot", expected: timestamp.signed.snapshot.version, offered: snapshot.signed.head.version)
        }
    }

    private static func checkSize(_ bytes: [UInt8], role: UTF8Text, limit: Int) throws(TrustError) {
        guard bytes.count <= limit else { throw .tooLarge(role: role, limit: limit) }
    }
}

/// Sizes in bytes past which a metadata file is not read, and how far one update may go.
package enum MetadataLimits {
    package static let root = 512_000
    package static let timestamp = 16_000
    package static let snapshot = 2_000_000
    package static let targets = 5_000_000
    /// New roots in one update.
    package static let rootRotations = 256
    /// Roles visited in the search for one target.
    package static let visitedRoles = 32
}

extension UTF8Text {
    /// For a URL or a file name: everything but letters, digits and `_.-~` as `%XX` (RFC 3986 2.1), also `/`.
    package var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += "%" + Hexadecimal.string([byte]).uppercased()
            }
        }
        return text
    }
}
