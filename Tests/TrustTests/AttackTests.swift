import Testing
import ThrownError
import Trust

/// The attacks that the TUF specification (1.5.2 and section 5) wants refused, each with the refusal it gets. The
/// attacker has the server, old files and in some rows a key; he never has a threshold of root keys.
@Suite struct AttackTests {
    let good: TestRepository

    init() throws {
        good = try TestRepository()
    }

    @Test func anHonestRepositoryIsAccepted() throws {
        let trusted = try good.client()
        let target = try #require(trusted.roles["999999"]?.signed.targets["999999/index.json"])
        try target.verify(good.content, path: good.path)
    }

    // MARK: Arbitrary software: content or metadata that nobody entitled has signed

    @Test func alteredContentAndMetadataAreRefused() throws {
        var trusted = try good.client()
        let target = try #require(trusted.roles["999999"]?.signed.targets[good.path])
        #expect(throws: TrustError.hash(role: good.path)) { try target.verify(Array("pagf".utf8), path: good.path) }
        #expect(throws: TrustError.length(role: good.path, expected: 4, offered: 5)) {
            try target.verify(Array("pages".utf8), path: good.path)
        }
        let root = try altered(good.root()) { $0["x"] = 1 }
        #expect(
            throws: TrustError.tooFewSignatures(role: "root", valid: 0, threshold: 2, signedBy: "itself")
        ) { try TrustedMetadata(trustedRoot: root, now: good.now) }
        trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        let timestamp = try altered(good.timestamp()) { $0["version"] = 9 }
        #expect(
            throws: TrustError.tooFewSignatures(role: "timestamp", valid: 0, threshold: 1, signedBy: "root 1")
        ) { try trusted.updateTimestamp(timestamp) }
        try trusted.updateTimestamp(good.timestamp())
        #expect(throws: TrustError.length(role: "snapshot", expected: Int64(try good.snapshot().count), offered: 0)) {
            try trusted.updateSnapshot([])
        }
        var flipped = try good.snapshot()
        flipped[flipped.count / 2] ^= 1
        #expect(throws: TrustError.hash(role: "snapshot")) { try trusted.updateSnapshot(flipped) }
        #expect(trusted.snapshot == nil)
    }

    @Test func keysOfOneRoleDoNotSignForAnother() throws {
        var evil = good
        evil.timestampSigner = good.snapshotSigner
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        let forged = try evil.timestamp()
        #expect(throws: TrustError.self) { try trusted.updateTimestamp(forged) }
        evil = good
        // The village's key signing the town's targets, and its own delegation with more paths.
        evil.targetsSigner = good.villageSigner
        try trusted.updateTimestamp(evil.timestamp())
        try trusted.updateSnapshot(evil.snapshot())
        #expect(throws: TrustError.tooFewSignatures(role: "targets", valid: 0, threshold: 1, signedBy: "root")) {
            try trusted.updateTargets(evil.targets())
        }
    }

    @Test func oneFileIsNotTakenForAnother() throws {
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        // The same key for two roles makes every signature valid; only the type tells them apart.
        var confused = good
        confused.snapshotSigner = good.timestampSigner
        trusted = try TrustedMetadata(trustedRoot: confused.root(), now: good.now)
        #expect(throws: TrustError.wrongType(role: "timestamp", found: "snapshot")) {
            try trusted.updateTimestamp(confused.snapshot())
        }
        let root = try good.targets()
        #expect(throws: TrustError.wrongType(role: "root", found: "targets")) {
            try TrustedMetadata(trustedRoot: root, now: good.now)
        }
    }

    // MARK: Thresholds

    @Test func aThresholdTakesDistinctKeys() throws {
        let one = try good.root(signedBy: [good.rootSigners[0]])
        #expect(throws: TrustError.tooFewSignatures(role: "root", valid: 1, threshold: 2, signedBy: "itself")) {
            try TrustedMetadata(trustedRoot: one, now: good.now)
        }
        // One signature listed twice.
        var file = try #require(JSONValue(parsing: one).object)
        let signature = try #require(file["signatures"]?.array?.first)
        file["signatures"] = .array([signature, signature])
        let twice = JSONValue.object(file).serialized
        let keyID = good.rootSigners[0].publicKey.keyID
        #expect(throws: TrustError.duplicateSignature(role: "root", keyID: keyID)) {
            try TrustedMetadata(trustedRoot: twice, now: good.now)
        }
        // One key listed under two ids, which its holder signs for both.
        let two = try JSONValue(parsing: one).object!["signed"]!.object!
        var signed = two
        var keys = signed["keys"]!.object!
        keys["alias"] = keys[keyID]
        signed["keys"] = .object(keys)
        var roles = signed["roles"]!.object!
        roles["root"] = ["keyids": ["alias", .string(keyID)], "threshold": 2]
        signed["roles"] = .object(roles)
        let sealed = try Envelope.seal(.object(signed), signers: [good.rootSigners[0]])
        var aliased = try JSONValue(parsing: sealed).object!
        let value = aliased["signatures"]!.array![0].object!["sig"]!
        aliased["signatures"] = [["keyid": "alias", "sig": value], ["keyid": .string(keyID), "sig": value]]
        #expect(throws: TrustError.tooFewSignatures(role: "root", valid: 1, threshold: 2, signedBy: "itself")) {
            try TrustedMetadata(trustedRoot: JSONValue.object(aliased).serialized, now: good.now)
        }
    }

    @Test func aNewRootNeedsTheOldThresholdAndItsOwn() throws {
        var next = good
        next.rootVersion = 2
        next.rootSigners = try (0..<3).map { _ in try Ed25519Signer.generate() }
        let rows: [([Ed25519Signer], TrustError?)] = [
            (next.rootSigners, .tooFewSignatures(role: "root", valid: 0, threshold: 2, signedBy: "root 1")),
            (
                next.rootSigners + [good.rootSigners[0]],
                .tooFewSignatures(role: "root", valid: 1, threshold: 2, signedBy: "root 1")
            ),
            (good.rootSigners, .tooFewSignatures(role: "root", valid: 0, threshold: 2, signedBy: "itself")),
            (good.rootSigners.suffix(2) + next.rootSigners.prefix(2), nil),
        ]
        for (signers, refusal) in rows {
            var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
            if let refusal {
                #expect(throws: refusal) { try trusted.updateRoot(next.root(signedBy: signers)) }
                #expect(trusted.root.signed.head.version == 1)
            } else {
                try trusted.updateRoot(next.root(signedBy: signers))
                #expect(trusted.root.signed.head.version == 2)
            }
        }
    }

    // MARK: Rollback and fast-forward

    @Test func olderFilesAreRefused() throws {
        var new = good
        new.advance()
        var trusted = try TestRepository.client(storing: new)
        #expect(throws: TrustError.rollback(role: "timestamp", trusted: 2, offered: 1)) {
            try trusted.updateTimestamp(good.timestamp())
        }
        // With the timestamp key: a new timestamp for an old snapshot.
        var evil = good
        evil.timestampVersion = 3
        #expect(throws: TrustError.rollback(role: "snapshot", trusted: 2, offered: 1)) {
            try trusted.updateTimestamp(evil.timestamp())
        }
        // With the snapshot key as well: a new snapshot that lists an old village, or none.
        evil.snapshotVersion = 3
        try trusted.updateTimestamp(evil.timestamp())
        #expect(throws: TrustError.versionMismatch(role: "snapshot", expected: 3, offered: 2)) {
            try trusted.updateSnapshot(new.snapshot(), stored: true)
        }
        #expect(throws: TrustError.rollback(role: "999999", trusted: 2, offered: 1)) {
            try trusted.updateSnapshot(evil.snapshot())
        }
        let without = try Envelope.seal(
            MetadataDraft.snapshot(
                version: 3, expires: good.now.adding(days: 9),
                roles: ["targets": TestRepository.meta(1, good.targets())]), signers: [good.snapshotSigner])
        let pointing = try Envelope.seal(
            MetadataDraft.timestamp(
                version: 4, expires: good.now.adding(days: 9), issued: good.now,
                snapshot: TestRepository.meta(3, without)), signers: [good.timestampSigner])
        trusted = try TestRepository.client(storing: new)
        try trusted.updateTimestamp(pointing)
        _ = try? trusted.updateSnapshot(new.snapshot(), stored: true)
        #expect(throws: TrustError.removedFromSnapshot(role: "999999")) { try trusted.updateSnapshot(without) }
    }

    @Test func theSameVersionChangesNothing() throws {
        var trusted = try TestRepository.client(storing: good)
        var other = good
        other.snapshotVersion = 100
        #expect(try !trusted.updateTimestamp(other.timestamp()))
        #expect(trusted.timestamp?.signed.snapshot.version == 1)
    }

    /// 5.3.11: a stolen timestamp key has pushed the versions to the end; a root with a new key brings clients back.
    @Test func afterAFastForwardNewKeysRecover() throws {
        var pushed = good
        pushed.timestampVersion = .max
        pushed.snapshotVersion = .max
        var recovered = good
        recovered.rootVersion = 2
        recovered.timestampSigner = try Ed25519Signer.generate()
        recovered.snapshotSigner = try Ed25519Signer.generate()
        recovered.timestampVersion = 2
        recovered.snapshotVersion = 2

        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        try trusted.updateRoot(recovered.root())
        #expect(throws: TrustError.self, "the stored one falls away") { try trusted.updateTimestamp(pushed.timestamp()) }
        try trusted.updateTimestamp(recovered.timestamp())
        #expect(throws: TrustError.self) { try trusted.updateSnapshot(pushed.snapshot(), stored: true) }
        try trusted.updateSnapshot(recovered.snapshot())
        try trusted.updateTargets(recovered.targets())
    }

    // MARK: Freeze

    @Test(arguments: [
        (31, "timestamp"), (91, "timestamp"), (1_001, "root"),
    ] as [(Int64, String)])
    func afterTheirDateFilesAreRefused(days: Int64, role: String) throws {
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now.adding(days: days))
        let error = thrown(TrustError.self) { try trusted.updateTimestamp(good.timestamp()) }
        guard case .expired(let name, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(name.description == role)
        #expect(throws: TrustError.self, "nothing is built on it") { try trusted.updateSnapshot(good.snapshot()) }
    }

    @Test func eachRoleHasItsOwnDate() throws {
        var late = good
        late.timestampDays = 2_000
        late.rootDays = 2_000
        var trusted = try TrustedMetadata(trustedRoot: late.root(), now: good.now.adding(days: 100))
        try trusted.updateTimestamp(late.timestamp())
        #expect(throws: TrustError.expired(role: "snapshot", at: good.now.adding(days: 90))) {
            try trusted.updateSnapshot(late.snapshot())
        }
        #expect(throws: TrustError.self) { try trusted.updateTargets(late.targets()) }
        late.snapshotDays = 2_000
        late.targetsDays = 99
        trusted = try TrustedMetadata(trustedRoot: late.root(), now: good.now.adding(days: 100))
        try trusted.updateTimestamp(late.timestamp())
        try trusted.updateSnapshot(late.snapshot())
        #expect(throws: TrustError.expired(role: "targets", at: good.now.adding(days: 99))) {
            try trusted.updateTargets(late.targets())
        }
        late.targetsDays = 2_000
        late.villageDays = 50
        trusted = try TrustedMetadata(trustedRoot: late.root(), now: good.now.adding(days: 100))
        try trusted.updateTimestamp(late.timestamp())
        try trusted.updateSnapshot(late.snapshot())
        try trusted.updateTargets(late.targets())
        #expect(throws: TrustError.expired(role: "999999", at: good.now.adding(days: 50))) {
            try trusted.updateDelegated(late.village(), role: "999999", delegator: "targets")
        }
    }

    @Test func anExpiredStoredTimestampStillGuards() throws {
        var old = good
        old.timestampVersion = 5
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now.adding(days: 40))
        #expect(throws: TrustError.self) { try trusted.updateTimestamp(old.timestamp()) }
        var replay = good
        replay.timestampVersion = 4
        replay.timestampDays = 100
        #expect(throws: TrustError.rollback(role: "timestamp", trusted: 5, offered: 4)) {
            try trusted.updateTimestamp(replay.timestamp())
        }
    }

    /// An expired root on the way is no obstacle, the last one is.
    @Test func onlyTheLastRootMustBeValid() throws {
        var first = good
        first.rootDays = 1
        var second = first
        second.rootVersion = 2
        var third = good
        third.rootVersion = 3
        var trusted = try TrustedMetadata(trustedRoot: first.root(), now: good.now.adding(days: 10))
        try trusted.updateRoot(second.root())
        var stuck = trusted
        #expect(throws: TrustError.expired(role: "root", at: good.now.adding(days: 1))) {
            try stuck.updateTimestamp(good.timestamp())
        }
        try trusted.updateRoot(third.root())
        try trusted.updateTimestamp(good.timestamp())
    }

    // MARK: Mix and match

    @Test func filesOfDifferentTimesDoNotGoTogether() throws {
        var new = good
        new.advance()
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        try trusted.updateTimestamp(new.timestamp())
        #expect(throws: TrustError.self) { try trusted.updateSnapshot(good.snapshot()) }
        try trusted.updateSnapshot(new.snapshot())
        try trusted.updateTargets(new.targets())
        #expect(throws: TrustError.self) {
            try trusted.updateDelegated(good.village(), role: "999999", delegator: "targets")
        }
        try trusted.updateDelegated(new.village(), role: "999999", delegator: "targets")
    }

    @Test func withoutHashesTheVersionStillBinds() throws {
        var new = good
        new.advance()
        let snapshot = try Envelope.seal(
            MetadataDraft.snapshot(
                version: 2, expires: good.now.adding(days: 9),
                roles: [
                    "targets": MetaFile(version: 1, length: nil, hashes: [:]),
                    "999999": MetaFile(version: 2, length: nil, hashes: [:]),
                ]), signers: [good.snapshotSigner])
        let timestamp = try Envelope.seal(
            MetadataDraft.timestamp(
                version: 2, expires: good.now.adding(days: 9), issued: good.now,
                snapshot: MetaFile(version: 2, length: nil, hashes: [:])), signers: [good.timestampSigner])
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        try trusted.updateTimestamp(timestamp)
        #expect(throws: TrustError.versionMismatch(role: "snapshot", expected: 2, offered: 1)) {
            try trusted.updateSnapshot(good.snapshot())
        }
        try trusted.updateSnapshot(snapshot)
        try trusted.updateTargets(good.targets())
        #expect(throws: TrustError.versionMismatch(role: "999999", expected: 2, offered: 1)) {
            try trusted.updateDelegated(good.village(), role: "999999", delegator: "targets")
        }
    }

    // MARK: Endless data

    @Test func sizesHaveLimits() throws {
        let big = [UInt8](repeating: 0x20, count: MetadataLimits.root + 1)
        #expect(throws: TrustError.tooLarge(role: "root", limit: 512_000)) {
            try TrustedMetadata(trustedRoot: big, now: good.now)
        }
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        #expect(throws: TrustError.tooLarge(role: "timestamp", limit: 16_000)) { try trusted.updateTimestamp(big) }
        #expect(trusted.lengthLimit(of: "timestamp") == 16_000)
        #expect(trusted.lengthLimit(of: "snapshot") == 2_000_000)
        #expect(trusted.lengthLimit(of: "999999") == 5_000_000)
        try trusted.updateTimestamp(good.timestamp())
        let signed = try good.snapshot().count
        #expect(trusted.lengthLimit(of: "snapshot") == signed)
    }

    @Test func rootsWithoutEndAreNotFollowed() throws {
        var next = good
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        for version in 2...(MetadataLimits.rootRotations + 1) {
            next.rootVersion = Int64(version)
            try trusted.updateRoot(next.root(signedBy: Array(good.rootSigners.prefix(2))))
        }
        next.rootVersion += 1
        #expect(throws: TrustError.tooManyRotations(limit: 256)) { try trusted.updateRoot(next.root()) }
    }

    // MARK: Order and form

    @Test func stepsCannotBeLeftOut() throws {
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        #expect(throws: TrustError.self) { try trusted.updateSnapshot(good.snapshot()) }
        #expect(throws: TrustError.self) { try trusted.updateTargets(good.targets()) }
        try trusted.updateTimestamp(good.timestamp())
        #expect(throws: TrustError.self) { try trusted.updateTargets(good.targets()) }
        var next = good
        next.rootVersion = 2
        #expect(throws: TrustError.self) { try trusted.updateRoot(next.root()) }
        try trusted.updateSnapshot(good.snapshot())
        #expect(throws: TrustError.self) { try trusted.updateTimestamp(good.timestamp()) }
        #expect(throws: TrustError.self) {
            try trusted.updateDelegated(good.village(), role: "999999", delegator: "targets")
        }
        try trusted.updateTargets(good.targets())
        #expect(throws: TrustError.self) { try trusted.updateSnapshot(good.snapshot()) }
        #expect(throws: TrustError.self) {
            try trusted.updateDelegated(good.village(), role: "888888", delegator: "targets")
        }
    }

    /// A field taken away, or of the wrong kind; signed by the right key all the same.
    @Test(arguments: [
        ("version", nil), ("version", 0), ("version", -1), ("version", "1"), ("expires", nil), ("expires", 17),
        ("expires", "2030-01-01"), ("_type", nil), ("spec_version", nil), ("spec_version", "2.0.0"),
        ("spec_version", "1"), ("spec_version", "1.x.0"), ("meta", nil), ("meta", []), ("meta", [:]),
        ("meta", ["snapshot.json": [:]]), ("meta", ["snapshot.json": ["version": 0]]),
        ("meta", ["snapshot.json": ["version": 1, "length": 0]]),
        ("meta", ["snapshot.json": ["version": 1, "hashes": [:]]]),
        ("meta", ["snapshot.json": ["version": 1, "hashes": ["sha256": "00"]]]),
        ("meta", ["snapshot.json": ["version": 1, "hashes": ["sha256": 7]]]),
    ] as [(UTF8Text, JSONValue?)])
    func malformedFieldsAreNamed(field: UTF8Text, value: JSONValue?) throws {
        var signed = try JSONValue(parsing: good.timestamp()).object!["signed"]!.object!
        signed[field] = value
        let bytes = try Envelope.seal(.object(signed), signers: [good.timestampSigner])
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        let error = thrown(TrustError.self) { try trusted.updateTimestamp(bytes) }
        switch error {
        case .malformed, .unsupportedVersion: break
        default: Issue.record("\(String(describing: error))")
        }
        #expect(trusted.timestamp == nil)
    }

    @Test(arguments: [
        "", "[]", "{}", "{\"signed\":{},\"signatures\":{}}", "{\"signed\":[],\"signatures\":[]}",
        "{\"signed\":{},\"signatures\":[1]}", "{\"signed\":{},\"signatures\":[{\"keyid\":1,\"sig\":\"\"}]}",
        "{\"signed\":{},\"signatures\":[{\"keyid\":\"a\"}]}", "<html>Please log in</html>", "{\"signed\":{}}",
    ])
    func whatIsNoMetadataIsRefused(text: String) throws {
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        #expect(throws: TrustError.self) { try trusted.updateTimestamp(Array(text.utf8)) }
    }

    @Test func hashesOfUnknownKindsProveNothing() throws {
        var signed = try JSONValue(parsing: good.timestamp()).object!["signed"]!.object!
        signed["meta"] = ["snapshot.json": ["version": 1, "hashes": ["md5": "d41d8cd98f00b204e9800998ecf8427e"]]]
        var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
        try trusted.updateTimestamp(Envelope.seal(.object(signed), signers: [good.timestampSigner]))
        #expect(throws: TrustError.noKnownHash(role: "snapshot")) { try trusted.updateSnapshot(good.snapshot()) }
    }
}
