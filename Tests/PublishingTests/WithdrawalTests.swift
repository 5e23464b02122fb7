import Content
import Foundation
import LinuxIO
import Publishing
import Testing
import Trust

/// What is taken off the screens, and what must not come back.
@Suite struct WithdrawalTests {
    private static let list = PageID("6/\(HashAlgorithm.sha256.hexHash(Array("补贴公示".utf8)).prefix(6))")!
    private let path = NSTemporaryDirectory() + "yuanba-withdrawal-" + UUID().uuidString
    private var writer: RepositoryWriter { RepositoryWriter(path + "/repository") }

    private func text(_ amount: Int, _ head: String = "") -> String {
        "下屏日期,2026-12-31\n公布日期,2026-11-05\n\(head)姓名,组,金额\n张大山,一组,\(amount)\n"
    }

    private func time(_ now: Instant) -> UnixTime { UnixTime(seconds: Int64(now.secondsSinceEpoch)) }

    private func index(_ keys: KeyDirectory) throws -> VillageIndex {
        try ContentJSON.decode(VillageIndex.self, from: try #require(try writer.target("999999/index.json", keys: keys)))
    }

    /// As the publish command does it.
    private func publish(_ village: TestVillage, _ keys: KeyDirectory, at now: Instant) throws -> Set<PageID> {
        var build = try #require(village.checked().build)
        var refused = Set<PageID>()
        if try writer.target("999999/index.json", keys: keys) != nil {
            let previous = try index(keys)
            build = build.correcting(previous, object: { writer.object($0.hex) }).build
            (build, refused) = build.obeying(previous)
            build = build.continuing(previous)
        }
        try writer.publish([build.bundle()], keys: keys, now: time(now))
        return refused
    }

    private func withdraw(_ pages: Set<PageID>, erased: Set<PageID> = [], _ keys: KeyDirectory, at now: Instant) throws {
        let build = try #require(try VillageBuild(withdrawing: pages, from: index(keys), erased: erased, in: writer, now: now))
        try writer.publish([build.bundle()], keys: keys, now: time(now))
    }

    private func everyByte() -> [UInt8] {
        let files = FileManager.default.enumerator(atPath: path + "/repository")?.compactMap { $0 as? String } ?? []
        return files.flatMap { (try? File.read(path + "/repository/" + $0, limit: 10_000_000)) ?? [] }
    }

    private func contains(_ text: String) -> Bool { everyByte().firstRange(of: Array(text.utf8)) != nil }

    @Test func aWithdrawnPageLeavesWithAllItsVersions() throws {
        defer { try? Directory.removeTree(path) }
        let now = TestVillage.now
        let keys = try KeyDirectory.new(path + "/keys", now: time(now))
        let village = try TestVillage(["6名单/补贴公示.csv": text(8_611), "1村务/2026-11-03 停水.md": "停水。"])
        _ = try publish(village, keys, at: now)
        try village.write("6名单/补贴公示.csv", text(8_622, "更正,金额应为8622元\n"))
        _ = try publish(village, keys, at: now)
        #expect(contains("8,611") && contains("8,622") && contains("补贴公示"))

        try withdraw([Self.list], keys, at: now.adding(seconds: 60))
        #expect(!contains("8,611") && !contains("8,622") && !contains("补贴公示") && contains("停水"))
        let after = try index(keys)
        #expect(after.entry(Self.list) == nil && after.floor == after.issued && after.erased == nil)
        #expect(after.tiles[0].items.count == 1 && after.tiles[5].items.isEmpty)

        // Nobody said that it may not come back.
        #expect(try publish(village, keys, at: now.adding(seconds: 120)).isEmpty)
        #expect(try contains("8,622") && index(keys).floor == after.floor, "the floor is never lowered")
    }

    @Test func anErasedPageStaysAwayUntilSomebodySaysSo() throws {
        defer { try? Directory.removeTree(path) }
        let now = TestVillage.now
        let keys = try KeyDirectory.new(path + "/keys", now: time(now))
        let village = try TestVillage(["6名单/补贴公示.csv": text(8_611), "1村务/2026-11-03 停水.md": "停水。"])
        _ = try publish(village, keys, at: now)
        try withdraw([Self.list], erased: [Self.list], keys, at: now.adding(seconds: 60))
        #expect(try publish(village, keys, at: now.adding(seconds: 120)) == [Self.list])
        #expect(try !contains("8,611") && index(keys).erased == [Self.list])
        var report = village.checked().report
        report.refuse([Self.list])
        #expect(report.heldBack && report.messages.contains { $0.text.contains("补贴公示.csv：这一项已经撤下并且清除了") })

        // Another page of the village goes out as ever, and an unchanged folder changes nothing.
        let issued = try index(keys).issued
        _ = try publish(village, keys, at: now.adding(seconds: 180))
        #expect(try index(keys).issued == issued)

        try withdraw([], erased: [], keys, at: now.adding(seconds: 240))
        #expect(try publish(village, keys, at: now.adding(seconds: 300)).isEmpty)
        #expect(try contains("8,611") && index(keys).erased == nil)
    }

    /// Pages that stay keep their bytes, photos and former versions; only the index and one section are new.
    @Test func theOthersStayAsTheyAre() throws {
        defer { try? Directory.removeTree(path) }
        let now = TestVillage.now
        let keys = try KeyDirectory.new(path + "/keys", now: time(now))
        func book(_ amount: Int, _ head: String) -> String {
            "\(head)期初,100\n期末,\(100 - amount)\n" + TestVillage.tail + TestVillage.head + "10月5日,路灯,公益支出,,\(amount),,,,\n"
        }
        let village = try TestVillage(["6名单/补贴公示.csv": text(8_611), "2财务/2026-10/收支.csv": book(10, "")])
        _ = try publish(village, keys, at: now)
        try village.write("2财务/2026-10/收支.csv", book(20, "更正,路灯应为20元\n"))
        _ = try publish(village, keys, at: now)
        let before = try #require(try index(keys).entry(PageID("2/2026-10")!))
        try withdraw([Self.list], keys, at: now.adding(seconds: 60))
        #expect(try index(keys).entry(PageID("2/2026-10")!) == before)
        let page = try ContentJSON.decode(Page.self, from: try #require(writer.object(before.object.hex)))
        let former = try #require(page.envelope.former)
        #expect(writer.object(former.object.hex) != nil, "the version that was corrected")
    }
}
