import Trust

/// A repository in memory whose every part a test can change before it is signed.
struct TestRepository {
    var rootSigners: [Ed25519Signer]
    var rootThreshold = 2
    var timestampSigner: Ed25519Signer
    var snapshotSigner: Ed25519Signer
    var targetsSigner: Ed25519Signer
    var villageSigner: Ed25519Signer

    var now = UnixTime(iso8601: "2026-11-05T08:00:00Z")!
    var rootVersion: Int64 = 1
    var timestampVersion: Int64 = 1
    var snapshotVersion: Int64 = 1
    var targetsVersion: Int64 = 1
    var villageVersion: Int64 = 1
    /// Days from `now`.
    var rootDays: Int64 = 1_000
    var timestampDays: Int64 = 30
    var snapshotDays: Int64 = 90
    var targetsDays: Int64 = 400
    var villageDays: Int64 = 400
    var content: [UInt8] = Array("page".utf8)
    var path: UTF8Text = "999999/index.json"
    var delegations: [Delegation] = []

    init() throws {
        rootSigners = try (0..<3).map { _ in try Ed25519Signer.generate() }
        timestampSigner = try Ed25519Signer.generate()
        snapshotSigner = try Ed25519Signer.generate()
        targetsSigner = try Ed25519Signer.generate()
        villageSigner = try Ed25519Signer.generate()
        delegations = [
            Delegation(
                name: "999999", rule: RoleRule(keyIDs: [villageSigner.publicKey.keyID], threshold: 1),
                terminating: true, scope: .patterns(["999999/*", "999999/*/*"]))
        ]
    }

    func root(signedBy signers: [Ed25519Signer]? = nil) throws -> [UInt8] {
        let draft = MetadataDraft.root(
            version: rootVersion, expires: now.adding(days: rootDays),
            roles: [
                .root: (rootSigners.map(\.publicKey), rootThreshold), .timestamp: ([timestampSigner.publicKey], 1),
                .snapshot: ([snapshotSigner.publicKey], 1), .targets: ([targetsSigner.publicKey], 1),
            ])
        return try Envelope.seal(draft, signers: signers ?? rootSigners)
    }

    func village() throws -> [UInt8] {
        try Envelope.seal(
            MetadataDraft.targets(
                version: villageVersion, expires: now.adding(days: villageDays),
                targets: [path: TargetFile(of: content)]),
            signers: [villageSigner])
    }

    func targets() throws -> [UInt8] {
        try Envelope.seal(
            MetadataDraft.targets(
                version: targetsVersion, expires: now.adding(days: targetsDays), targets: [:],
                delegations: ([villageSigner.publicKey], delegations)),
            signers: [targetsSigner])
    }

    static func meta(_ version: Int64, _ bytes: [UInt8]) -> MetaFile {
        MetaFile(
            version: version, length: Int64(bytes.count), hashes: [.sha256: HashAlgorithm.sha256.hash(bytes)])
    }

    func snapshot() throws -> [UInt8] {
        try Envelope.seal(
            MetadataDraft.snapshot(
                version: snapshotVersion, expires: now.adding(days: snapshotDays),
                roles: [
                    "targets": Self.meta(targetsVersion, targets()), "999999": Self.meta(villageVersion, village()),
                ]),
            signers: [snapshotSigner])
    }

    func timestamp() throws -> [UInt8] {
        try Envelope.seal(
            MetadataDraft.timestamp(
                version: timestampVersion, expires: now.adding(days: timestampDays), issued: now,
                snapshot: Self.meta(snapshotVersion, snapshot())),
            signers: [timestampSigner])
    }

    /// The next state as an honest publisher makes it.
    mutating func advance() {
        villageVersion += 1
        snapshotVersion += 1
        timestampVersion += 1
    }

    /// A client that has gone through everything of this state.
    func client(now: UnixTime? = nil) throws -> TrustedMetadata {
        var trusted = try TrustedMetadata(trustedRoot: root(), now: now ?? self.now)
        try trusted.updateTimestamp(timestamp())
        try trusted.updateSnapshot(snapshot())
        try trusted.updateTargets(targets())
        try trusted.updateDelegated(village(), role: "999999", delegator: "targets")
        return trusted
    }

    /// A client that begins an update having stored `old`.
    static func client(storing old: TestRepository, now: UnixTime? = nil) throws -> TrustedMetadata {
        var trusted = try TrustedMetadata(trustedRoot: old.root(), now: now ?? old.now)
        try trusted.updateTimestamp(old.timestamp())
        return trusted
    }
}

/// `bytes` with `signed` changed by `change` and the old signatures.
func altered(_ bytes: [UInt8], _ change: (inout JSONObject) -> Void) throws -> [UInt8] {
    var file = try JSONValue(parsing: bytes).object!
    var signed = file["signed"]!.object!
    change(&signed)
    file["signed"] = .object(signed)
    return JSONValue.object(file).serialized
}
