import Content
import Foundation
import LinuxIO
import Publishing
import Testing
import Trust

/// Publishing again: what was there, what changes, what must go.
struct KeptPageTests {
    private static let book = "期初,100\n期末,0\n" + TestVillage.tail + TestVillage.head + "10月5日,路灯,公益支出,,100,,,,\n"
    private static let october = PageID("2/2026-10")!

    private func published(_ build: VillageBuild, held: Set<PageID>, on previous: VillageBuild) -> (build: VillageBuild, kept: Set<PageID>) {
        build.keeping(held, from: previous.index, now: TestVillage.now, object: { previous.objects[$0] })
    }

    @Test func aSlipKeepsThePageOfLastTime() throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": Self.book, "1村务/2026-11-03 停水.md": "停水。"])
        let first = try #require(village.checked().build)
        try village.write("2财务/2026-10/收支.csv", Self.book.replacing(",100,,,,", with: ",一百,,,,"))
        try village.write("1村务/2026-11-03 停水.md", "下屏日期: 下周\n---\n停水。")
        var second = village.checked()
        #expect(second.build?.pages.isEmpty == true)
        let (build, kept) = published(try #require(second.build), held: second.report.heldPages, on: first)
        #expect(kept.count == 2)
        #expect(build.pages == first.pages && build.objects == first.objects && build.index == first.index)
        second.report.keep(kept)
        #expect(second.report.items.allSatisfy { $0.fate == .kept })
        #expect(second.report.text.contains("改好以前，电视上还是上次发布的（2项）："))
    }

    @Test func personDataTakesThePageOff() throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": Self.book])
        let first = try #require(village.checked().build)
        try village.write("2财务/2026-10/收支.csv", Self.book.replacing("路灯", with: "付510123198001011234"))
        let second = village.checked()
        let (build, kept) = published(try #require(second.build), held: second.report.heldPages, on: first)
        #expect(kept.isEmpty && build.pages.isEmpty)
    }

    @Test func whatIsOverOrGoneIsNotKept() throws {
        let village = try TestVillage(["1村务/2026-11-03 停水.md": "下屏日期: 2026-11-22\n---\n停水。"])
        let first = try #require(village.checked().build)
        let id = try #require(first.pages.keys.first)
        let empty = try #require(try TestVillage().checked().build)
        #expect(published(empty, held: [id], on: first).kept == [id])
        let tomorrow = TestVillage.now.adding(seconds: 86_400)
        #expect(empty.keeping([id], from: first.index, now: tomorrow, object: { first.objects[$0] }).kept.isEmpty, "its last day is over")
        #expect(empty.keeping([id], from: first.index, now: TestVillage.now, object: { _ in nil }).kept.isEmpty, "its object is lost")
        #expect(published(empty, held: [Self.october], on: first).kept.isEmpty, "it never was")
        #expect(published(empty, held: [], on: first).build.pages.isEmpty, "a file that the clerk deleted is gone")
    }

    /// The whole way into a signed repository and once more: nothing is written the second time, only what changed the third.
    @Test func publishesOnce() throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": Self.book, "1村务/2026-11-03 停水.md": "停水。"])
        let root = village.path + "-repository"
        defer { try? FileManager.default.removeItem(atPath: root) }
        let now = UnixTime(seconds: Int64(TestVillage.now.secondsSinceEpoch))
        let keys = try KeyDirectory.new(root + "/keys", now: now)
        let writer = RepositoryWriter(root + "/repository")
        func publish(at time: Instant) throws -> [String] {
            var build = try #require(Publishing.build(folder: village.path, now: time).build)
            if let bytes = try writer.target("999999/index.json", keys: keys) {
                build = build.continuing(try ContentJSON.decode(VillageIndex.self, from: bytes))
            }
            return try writer.publish([build.bundle()], keys: keys, now: now).written
        }
        let first = try publish(at: TestVillage.now)
        #expect(first.contains { $0.hasSuffix(".2-2026-10.json") })
        #expect(try publish(at: TestVillage.now.adding(seconds: 600)) == [])
        try village.write("1村务/2026-11-03 停水.md", "停水，改到后天。")
        let third = try publish(at: TestVillage.now.adding(seconds: 1_200))
        #expect(third.filter { $0.hasPrefix("objects/") }.count == 1)
        #expect(third.filter { $0.contains("/sections/") }.count == 1)
        #expect(third.count == 6, "object, section, index, village role, snapshot, timestamp: \(third)")
        let object = try #require(third.first { $0.hasPrefix("objects/") }).dropFirst("objects/".count)
        #expect(writer.object(String(object)) != nil)
        #expect(writer.object(String(repeating: "0", count: 64)) == nil)
    }
}
