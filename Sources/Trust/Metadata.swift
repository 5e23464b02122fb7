/// What all roles have in common (TUF specification 4.3): who it is, which version, until when.
package struct MetadataHead: Hashable, Sendable {
    package let version: Int64
    package let expires: UnixTime

    /// `role` is the name for messages, `type` what `_type` must say.
    init(_ fields: Fields, type: UTF8Text) throws(TrustError) {
        let found = try fields.text("_type")
        guard found == type else { throw .wrongType(role: fields.role, found: found.description) }
        let specification = try fields.text("spec_version")
        let parts = specification.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // "1.0" is how the 1.0 line was written before it was numbered in three parts.
        guard (2...3).contains(parts.count), parts[0].elementsEqual("1".utf8),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
        else { throw .unsupportedVersion(role: fields.role, found: specification.description) }
        version = try fields.integer("version", atLeast: 1)
        guard let expires = UnixTime(iso8601: try fields.text("expires")) else {
            throw fields.wrong("expires", "a date like 2030-01-31T00:00:00Z")
        }
        self.expires = expires
    }
}

/// The four roles that a root must name.
package enum TopLevelRole: String, Sendable, CaseIterable {
    case root, timestamp, snapshot, targets

    package var name: UTF8Text { UTF8Text(rawValue) }
}

/// `root.json` (TUF specification 4.3): the keys of the top-level roles.
package struct RootMetadata: Sendable {
    package let head: MetadataHead
    /// Whether metadata files carry their version and targets their hash in the name.
    package let consistentSnapshot: Bool
    package let keys: [UTF8Text: PublicKey]
    package let rules: [TopLevelRole: RoleRule]

    package init(_ signed: JSONObject) throws(TrustError) {
        let fields = Fields(signed, role: "root")
        head = try MetadataHead(fields, type: "root")
        consistentSnapshot = try fields.bool("consistent_snapshot")
        keys = try fields.keys()
        let roles = try fields.object("roles")
        var rules: [TopLevelRole: RoleRule] = [:]
        for role in TopLevelRole.allCases { rules[role] = try roles.object(role.name).rule() }
        self.rules = rules
    }

    package func rule(_ role: TopLevelRole) -> RoleRule {
        rules[role]!
    }
}

/// What timestamp and snapshot say of another metadata file (4.4, 4.5 METAFILES).
package struct MetaFile: Hashable, Sendable {
    package var version: Int64
    /// In bytes, where it is stated.
    package var length: Int64?
    /// Empty where none is stated.
    package var hashes: [HashAlgorithm: [UInt8]]
    /// Hashes are stated, but of kinds we do not know.
    private let onlyUnknownHashes: Bool

    package init(version: Int64, length: Int64?, hashes: [HashAlgorithm: [UInt8]]) {
        self.version = version
        self.length = length
        self.hashes = hashes
        onlyUnknownHashes = false
    }

    init(_ fields: Fields) throws(TrustError) {
        version = try fields.integer("version", atLeast: 1)
        length = fields.object["length"] == nil ? nil : try fields.integer("length", atLeast: 1)
        let stated = fields.object["hashes"] != nil
        hashes = stated ? try fields.hashes() : [:]
        onlyUnknownHashes = stated && hashes.isEmpty
    }

    /// Throws `.length`, `.hash` or `.noKnownHash` unless `bytes` are the ones meant.
    package func verify(_ bytes: [UInt8], role: UTF8Text) throws(TrustError) {
        if let length, length != Int64(bytes.count) {
            throw .length(role: role, expected: length, offered: Int64(bytes.count))
        }
        if onlyUnknownHashes { throw .noKnownHash(role: role) }
        for (algorithm, hash) in hashes where algorithm.hash(bytes) != hash { throw .hash(role: role) }
    }

    var json: JSONValue {
        var pairs: [(UTF8Text, JSONValue)] = [("version", .integer(version))]
        if let length { pairs.append(("length", .integer(length))) }
        if !hashes.isEmpty { pairs.append(("hashes", hashes.json)) }
        return .object(JSONObject(pairs)!)
    }
}

/// `timestamp.json` (4.4): which snapshot is the newest.
package struct TimestampMetadata: Sendable {
    package let head: MetadataHead
    package let snapshot: MetaFile
    /// When our publisher signed it; nil from other publishers. Signed, so it is a floor under the clock.
    package let issued: UnixTime?

    package init(_ signed: JSONObject) throws(TrustError) {
        let fields = Fields(signed, role: "timestamp")
        head = try MetadataHead(fields, type: "timestamp")
        snapshot = try MetaFile(try fields.object("meta").object("snapshot.json"))
        issued = signed["issued"]?.text.flatMap { UnixTime(iso8601: $0) }
    }
}

/// `snapshot.json` (4.5): which version of every targets role belongs together.
package struct SnapshotMetadata: Sendable {
    package let head: MetadataHead
    /// By role name, without ".json".
    package let roles: [UTF8Text: MetaFile]

    package init(_ signed: JSONObject) throws(TrustError) {
        let fields = Fields(signed, role: "snapshot")
        head = try MetadataHead(fields, type: "snapshot")
        var roles: [UTF8Text: MetaFile] = [:]
        let suffix = Array(".json".utf8)
        for (name, file) in try fields.object("meta").entries() {
            guard name.utf8.count > suffix.count, name.utf8.suffix(suffix.count).elementsEqual(suffix),
                let role = UTF8Text(validating: name.utf8.dropLast(suffix.count))
            else { throw .malformed(role: "snapshot", detail: "\"\(name)\" is not the name of a metadata file") }
            roles[role] = try MetaFile(file)
        }
        self.roles = roles
    }
}

/// What a targets role says of one target (4.6).
package struct TargetFile: Hashable, Sendable {
    /// In bytes.
    package let length: Int64
    /// At least one.
    package let hashes: [HashAlgorithm: [UInt8]]
    /// As signed; free for the publisher's use.
    package let custom: JSONValue?

    /// Describes `bytes` for a publisher.
    package init(of bytes: [UInt8], custom: JSONValue? = nil) {
        length = Int64(bytes.count)
        hashes = [.sha256: HashAlgorithm.sha256.hash(bytes)]
        self.custom = custom
    }

    init(_ fields: Fields) throws(TrustError) {
        length = try fields.integer("length", atLeast: 0)
        hashes = try fields.hashes()
        custom = fields.object["custom"]
    }

    /// Throws `.length`, `.hash` or `.noKnownHash` unless `bytes` are the target at `path` (5.7.3).
    package func verify(_ bytes: [UInt8], path: UTF8Text) throws(TrustError) {
        guard length == Int64(bytes.count) else {
            throw .length(role: path, expected: length, offered: Int64(bytes.count))
        }
        guard !hashes.isEmpty else { throw .noKnownHash(role: path) }
        for (algorithm, hash) in hashes where algorithm.hash(bytes) != hash { throw .hash(role: path) }
    }

    /// The hash that stands before the file name where snapshots are consistent; clients take any of those stated.
    package var nameHash: String? {
        (hashes[.sha256] ?? hashes[.sha512]).map { Hexadecimal.string($0) }
    }

    var json: JSONValue {
        var pairs: [(UTF8Text, JSONValue)] = [("length", .integer(length)), ("hashes", hashes.json)]
        if let custom { pairs.append(("custom", custom)) }
        return .object(JSONObject(pairs)!)
    }
}

extension [HashAlgorithm: [UInt8]] {
    fileprivate var json: JSONValue {
        .object(JSONObject(map { (UTF8Text($0.key.rawValue), JSONValue(Hexadecimal.string($0.value))) })!)
    }
}

/// `targets.json` or a delegated role (4.6).
package struct TargetsMetadata: Sendable {
    package let head: MetadataHead
    /// By target path.
    package let targets: [UTF8Text: TargetFile]
    /// The keys of `delegations`.
    package let keys: [UTF8Text: PublicKey]
    /// In order of precedence.
    package let delegations: [Delegation]

    /// `role` is the name it was asked for under.
    package init(_ signed: JSONObject, role: UTF8Text) throws(TrustError) {
        let fields = Fields(signed, role: role)
        head = try MetadataHead(fields, type: "targets")
        var targets: [UTF8Text: TargetFile] = [:]
        for (path, target) in try fields.object("targets").entries() { targets[path] = try TargetFile(target) }
        self.targets = targets
        guard signed["delegations"] != nil else {
            keys = [:]
            delegations = []
            return
        }
        let delegated = try fields.object("delegations")
        keys = try delegated.keys()
        var delegations: [Delegation] = []
        var names: Set<UTF8Text> = []
        for element in try delegated.array("roles") {
            guard let object = element.object else { throw delegated.wrong("roles", "an array of objects") }
            let delegation = try Delegation(Fields(object, role: role))
            guard names.insert(delegation.name).inserted else {
                throw .malformed(role: role, detail: "delegates to \"\(delegation.name)\" twice")
            }
            delegations.append(delegation)
        }
        self.delegations = delegations
    }
}
