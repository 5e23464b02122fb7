import Content
import Foundation
import LinuxIO
import Publishing
import Store
import Trust

/// A township whose publications go straight into a store, without a network. Removed at the end.
final class Town {
    let directory = NSTemporaryDirectory() + "yuanba-store-" + UUID().uuidString
    let keys: KeyDirectory
    let now = UnixTime(iso8601: "2026-11-05T08:00:00Z")!
    private var repository: String { directory + "/repository" }

    init() throws {
        try Directory.create(directory)
        keys = try KeyDirectory.new(directory + "/keys", now: now)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    static func id(_ page: [UInt8]) throws -> ObjectID { ObjectID(hex: HashAlgorithm.sha256.hexHash(page))! }

    /// Publishes `pages` as village 999999 and activates them; `change` may spoil the index first.
    func activate(
        _ pages: [[UInt8]], in store: ContentStore, _ change: (inout VillageIndex) -> Void = { _ in }
    ) throws {
        let objects = try pages.map { SectionManifest.Object(sha256: try Self.id($0), length: $0.count) }
        let items = objects.enumerated().map { number, object in
            VillageIndex.Item(
                title: "第\(number)页", kind: .notice,
                pages: [
                    .init(
                        id: PageID("1/\(number)")!, title: "第\(number)页", short: "\(number)",
                        published: Day(iso: "2026-11-01")!, object: object.sha256, length: object.length)
                ])
        }
        var index = VillageIndex(
            village: .init(code: "999999", name: "青溪坝村", town: "桐林镇"), issued: Instant(secondsSinceEpoch: 0),
            tiles: (1...9).map { .init(digit: $0, title: VillageIndex.tileTitles[$0 - 1], items: $0 == 1 ? items : []) },
            sections: ["1-2026"])
        change(&index)
        let indexBytes = try ContentJSON.encode(index)
        let section = try ContentJSON.encode(SectionManifest(objects: objects))
        try RepositoryWriter(repository).publish(
            [
                VillageBundle(
                    code: "999999",
                    targets: [
                        .init(path: "index.json", bytes: indexBytes), .init(path: "sections/1-2026.json", bytes: section),
                    ], objects: [])
            ], keys: keys, now: now)

        func file(_ name: String) throws -> [UInt8] { try File.read("\(repository)/\(name)", limit: 1_000_000) }
        var trusted = try TrustedMetadata(trustedRoot: file("root.json"), now: now)
        try trusted.updateTimestamp(file("timestamp.json"))
        try trusted.updateSnapshot(file(trusted.fileName(of: "snapshot")!))
        let update = try store.beginUpdate()
        var metadata: [UTF8Text: [UInt8]] = [
            "root": trusted.root.bytes, "timestamp": trusted.timestamp!.bytes, "snapshot": trusted.snapshot!.bytes,
        ]
        for role in ["targets", "999999"] as [UTF8Text] { metadata[role] = try file(trusted.fileName(of: role)!) }
        for (role, bytes) in metadata { try update.keepTrusted(role, bytes) }
        for (object, page) in zip(objects, pages) where update.lacks(object) {
            _ = try update.insert(object.sha256, page)
        }
        try update.activate(.init(index: indexBytes, sections: ["1-2026": section], metadata: metadata))
    }
}
