import Foundation
import LinuxIO
import Publishing
import Testing
import Trust

@Suite struct RepositoryWriterTests {
    let directory = NSTemporaryDirectory() + "yuanba-repository-" + UUID().uuidString
    let now = UnixTime(iso8601: "2026-11-05T08:00:00Z")!
    var repository: String { directory + "/repository" }

    private func bundle(_ code: String, index: String = "{}", page: String = "page") -> VillageBundle {
        let object = Array(page.utf8)
        return VillageBundle(
            code: code,
            targets: [
                .init(path: "index.json", bytes: Array(index.utf8)),
                .init(path: "sections/2-2026-10.json", bytes: Array("[]".utf8)),
            ],
            objects: [.init(sha256: HashAlgorithm.sha256.hexHash(object), content: .bytes(object))])
    }

    private func keys() throws -> KeyDirectory {
        try KeyDirectory.new(directory + "/keys", now: now)
    }

    /// The repository through the client's eyes.
    private func refreshed(_ keys: KeyDirectory, at time: UnixTime) throws -> TrustedMetadata {
        func file(_ name: String) throws -> [UInt8] { try File.read("\(repository)/\(name)", limit: 10_000_000) }
        var trusted = try TrustedMetadata(trustedRoot: keys.roots()[0], now: time)
        try trusted.updateTimestamp(file("timestamp.json"))
        try trusted.updateSnapshot(file(try #require(trusted.fileName(of: "snapshot"))))
        try trusted.updateTargets(file(try #require(trusted.fileName(of: "targets"))))
        for delegation in trusted.roles["targets"]!.signed.delegations {
            let name = try #require(trusted.fileName(of: delegation.name))
            try trusted.updateDelegated(file(name), role: delegation.name, delegator: "targets")
        }
        return trusted
    }

    @Test func whatIsPublishedVerifiesAndIsWhereClientsLook() throws {
        let keys = try keys()
        let writer = RepositoryWriter(repository)
        let outcome = try writer.publish([bundle("999999")], keys: keys, now: now)
        #expect(outcome.written.last == "timestamp.json", "what points is written after what it points to")
        let trusted = try refreshed(keys, at: now)
        #expect(trusted.root.signed.rule(.root).threshold == 2 && trusted.root.signed.rule(.root).keyIDs.count == 3)
        #expect(trusted.timestamp?.signed.issued == now)
        #expect(trusted.roles["targets"]?.signed.delegations.map(\.name) == ["emergency", "999999"])
        let index = try #require(trusted.roles["999999"]?.signed.targets["999999/index.json"])
        let hash = try #require(index.nameHash)
        #expect(try File.read("\(repository)/targets/999999/\(hash).index.json", limit: 100) == Array("{}".utf8))
        #expect(try writer.target("999999/index.json", keys: keys) == Array("{}".utf8))
        #expect(try writer.target("999999/none", keys: keys) == nil)
        #expect(try Directory.entries(repository + "/objects") == [HashAlgorithm.sha256.hexHash(Array("page".utf8))])
    }

    @Test func onlyWhatDiffersIsWritten() throws {
        let keys = try keys()
        let writer = RepositoryWriter(repository)
        try writer.publish([bundle("999999"), bundle("999998")], keys: keys, now: now)
        #expect(try writer.publish([bundle("999999")], keys: keys, now: now).written == [])

        let changed = try writer.publish([bundle("999999", index: "{1}")], keys: keys, now: now)
        let hash = HashAlgorithm.sha256.hexHash(Array("{1}".utf8))
        #expect(
            changed.written == [
                "targets/999999/\(hash).index.json", "2.999999.json", "2.snapshot.json", "timestamp.json",
            ])
        #expect(try refreshed(keys, at: now).roles["999998"]?.signed.head.version == 1, "the other village stays")
    }

    @Test(arguments: [
        (0.5, [], "the same day"),
        (1, ["timestamp.json"], "daily"),
        (50, ["3.snapshot.json", "timestamp.json"], "less than half of the snapshot's 90 days left"),
        (
            250,
            [
                "2.999998.json", "2.999999.json", "2.emergency.json", "3.targets.json", "3.snapshot.json",
                "timestamp.json",
            ], "less than half of 400 days left"
        ),
    ] as [(Double, [String], String)])
    func signaturesAreRenewedInTime(days: Double, written: [String], why: String) throws {
        let keys = try keys()
        let writer = RepositoryWriter(repository)
        try writer.publish([bundle("999999")], keys: keys, now: now)
        try writer.publish([bundle("999998")], keys: keys, now: now)
        let later = UnixTime(seconds: now.seconds + Int64(days * 86_400))
        let outcome = try writer.publish([bundle("999999"), bundle("999998")], keys: keys, now: later)
        #expect(outcome.written == written, "\(why)")
        _ = try refreshed(keys, at: later)
    }

    @Test func equalInputGivesEqualBytes() throws {
        let keys = try keys()
        var trees: [[String: [UInt8]]] = []
        for name in ["a", "b"] {
            let path = "\(directory)/\(name)"
            try RepositoryWriter(path).publish([bundle("999999"), bundle("999998")], keys: keys, now: now)
            var tree: [String: [UInt8]] = [:]
            for case let file as String in try #require(FileManager.default.enumerator(atPath: path)) {
                tree[file] = try? File.read("\(path)/\(file)", limit: 1_000_000)
            }
            trees.append(tree)
        }
        #expect(trees[0] == trees[1])
    }

    @Test func keysAreKeptFromOthersAndNeverOverwritten() throws {
        let keys = try keys()
        _ = try keys.villageSigner("999999")
        var files = 0
        for case let file as String in try #require(FileManager.default.enumerator(atPath: keys.path))
        where file.hasSuffix(".pem") {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(keys.path)/\(file)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
            files += 1
        }
        #expect(files == 3 + 4 + 1)
        #expect(throws: RepositoryError.keysExist(path: keys.path)) { try KeyDirectory.new(keys.path, now: now) }
        #expect(throws: RepositoryError.noKeys(path: directory)) { try KeyDirectory(opening: directory) }
        #expect(try KeyDirectory(opening: keys.path).villageSigner("999999").publicKey
            == keys.villageSigner("999999").publicKey)
        for code in ["", "../x", "99a", "emergency", String(repeating: "9", count: 21)] {
            #expect(throws: RepositoryError.badName(code)) { try keys.villageSigner(code) }
        }
    }

    @Test func aRepositoryOfOthersIsNotContinued() throws {
        let keys = try keys()
        let writer = RepositoryWriter(repository)
        try writer.publish([bundle("999999")], keys: keys, now: now)
        let other = try KeyDirectory.new(directory + "/other", now: now)
        #expect(throws: RepositoryError.self) { try writer.publish([bundle("999999")], keys: other, now: now) }
        // One altered byte in what the next publishing would build on.
        let file = "\(repository)/1.999999.json"
        var bytes = try File.read(file, limit: 100_000)
        bytes[bytes.count / 2] ^= 1
        try AtomicFile.replace(file, with: bytes)
        #expect(throws: RepositoryError.foreignRepository(file: file, .hash(role: "999999"))) {
            try writer.publish([bundle("999998")], keys: keys, now: now)
        }
    }

    @Test func whatABoxWouldRefuseIsNotPublished() throws {
        let keys = try keys()
        let writer = RepositoryWriter(repository)
        for path in ["", "/index.json", "a//b", "..", "a/../b", ".hidden", "A.json", "页.json", "a/b/c/d", "a b"] {
            let bad = VillageBundle(code: "999999", targets: [.init(path: path, bytes: [1])], objects: [])
            #expect(throws: RepositoryError.badName(path)) { try writer.publish([bad], keys: keys, now: now) }
        }
        let name = HashAlgorithm.sha256.hexHash([1])
        let wrong = VillageBundle(code: "999999", targets: [], objects: [.init(sha256: name, content: .bytes([2]))])
        #expect(throws: RepositoryError.wrongHash(name)) { try writer.publish([wrong], keys: keys, now: now) }
        #expect(File.byteCount(repository + "/timestamp.json") == nil)
    }

    @Test func onePublisherAtATime() throws {
        let keys = try keys()
        try Directory.create(repository)
        let lock = try FileLock.take(repository + "/.lock")
        #expect(throws: RepositoryError.busy(path: repository)) {
            try RepositoryWriter(repository).publish([bundle("999999")], keys: keys, now: now)
        }
        withExtendedLifetime(lock) {}
    }
}
