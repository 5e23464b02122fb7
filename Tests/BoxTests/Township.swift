import Content
import Foundation
import LinuxIO
import Publishing
import Trust

/// A township with keys and a repository in a directory of its own, removed at the end.
final class Township {
    let directory = NSTemporaryDirectory() + "yuanba-sync-" + UUID().uuidString
    let keys: KeyDirectory
    let now: UnixTime
    private var replaced = 0
    var repository: String { directory + "/repository" }

    init(now: UnixTime = UnixTime(iso8601: "2026-11-05T08:00:00Z")!) throws {
        self.now = now
        try Directory.create(directory)
        keys = try KeyDirectory.new(directory + "/keys", now: now)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Publishes a village whose index has one entry per page, named by its bytes.
    @discardableResult
    func publish(_ pages: [[UInt8]], code: String = "999999", at time: UnixTime? = nil) throws -> PublishOutcome {
        try RepositoryWriter(repository).publish([try Self.bundle(pages, code: code)], keys: keys, now: time ?? now)
    }

    static func bundle(_ pages: [[UInt8]], code: String) throws -> VillageBundle {
        var entries: [VillageIndex.Entry] = []
        var objects: [SectionManifest.Object] = []
        for (number, page) in pages.enumerated() {
            let id = try id(page)
            objects.append(.init(sha256: id, length: page.count))
            entries.append(
                VillageIndex.Entry(
                    id: PageID("1/\(number)")!, title: "第\(number)页", short: "\(number)",
                    published: Day(iso: "2026-11-01")!, object: id, length: page.count))
        }
        let items = entries.map { VillageIndex.Item(title: $0.title, kind: .notice, pages: [$0]) }
        let index = VillageIndex(
            village: .init(code: code, name: "青溪坝村", town: "桐林镇"), issued: Instant(secondsSinceEpoch: 0),
            tiles: (1...9).map { .init(digit: $0, title: VillageIndex.tileTitles[$0 - 1], items: $0 == 1 ? items : []) },
            sections: ["1-2026"])
        return VillageBundle(
            code: code,
            targets: [
                .init(path: "index.json", bytes: try ContentJSON.encode(index)),
                .init(path: "sections/1-2026.json", bytes: try ContentJSON.encode(SectionManifest(objects: objects))),
            ],
            objects: zip(objects, pages).map { .init(sha256: $0.sha256.hex, content: .bytes($1)) })
    }

    static func id(_ page: [UInt8]) throws -> ObjectID {
        ObjectID(hex: HashAlgorithm.sha256.hexHash(page))!
    }

    func file(_ name: String) throws -> [UInt8] { try File.read("\(repository)/\(name)", limit: 100_000_000) }

    func replace(_ name: String, _ bytes: [UInt8]) throws {
        // Another inode and time, as a real change on a server has: what nginx says of it must not depend on the length alone.
        try AtomicFile.replace("\(repository)/\(name)", with: bytes)
        replaced += 1
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000 + Double(replaced))], ofItemAtPath: "\(repository)/\(name)")
    }
}
