import Content
import Foundation
import LinuxIO
import Publishing
import Testing
import Trust

/// What becomes of a page when the folder changes: corrected, changed in silence, gone.
struct CorrectionTests {
    private static let october = PageID("2/2026-10")!
    private let path = NSTemporaryDirectory() + "yuanba-repository-" + UUID().uuidString

    private func book(_ amount: Int, correction: String? = nil) -> String {
        (correction.map { "更正,\($0)\n" } ?? "") + "期初,100\n期末,\(100 - amount)\n" + TestVillage.tail + TestVillage.head + "10月5日,路灯,公益支出,,\(amount),,,,\n"
    }

    /// As the publish command does it.
    private func publish(
        _ village: TestVillage, _ writer: RepositoryWriter, _ keys: KeyDirectory, at now: Instant = TestVillage.now
    ) throws -> (build: VillageBuild, silent: Set<PageID>, outcome: PublishOutcome) {
        let checked = Publishing.build(folder: village.path, now: now)
        var build = try #require(checked.build)
        var silent = Set<PageID>()
        if let bytes = try writer.target("999999/index.json", keys: keys) {
            let previous = try ContentJSON.decode(VillageIndex.self, from: bytes)
            build = build.keeping(checked.report.heldPages, from: previous, now: now, object: { writer.object($0.hex) }).build
            (build, silent) = build.correcting(previous, object: { writer.object($0.hex) })
            build = build.obeying(previous).build.continuing(previous)
        }
        let outcome = try writer.publish([build.bundle()], keys: keys, now: UnixTime(seconds: Int64(now.secondsSinceEpoch)))
        return (build, silent, outcome)
    }

    private func everyByte() throws -> [UInt8] {
        let files = FileManager.default.enumerator(atPath: path + "/repository")?.compactMap { $0 as? String } ?? []
        return files.flatMap { (try? File.read(path + "/repository/" + $0, limit: 10_000_000)) ?? [] }
    }

    @Test func aCorrectionKeepsWhatItCorrects() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let keys = try KeyDirectory.new(path + "/keys", now: UnixTime(seconds: Int64(TestVillage.now.secondsSinceEpoch)))
        let writer = RepositoryWriter(path + "/repository")
        let village = try TestVillage(["2财务/2026-10/收支.csv": book(10)])
        let first = try publish(village, writer, keys)
        try village.write("2财务/2026-10/收支.csv", book(20, correction: "路灯应为20元"))
        let second = try publish(village, writer, keys)
        #expect(second.silent.isEmpty)
        let former = try #require(second.build.pages[Self.october]?.envelope.former)
        #expect(former.object == first.build.index.entry(Self.october)?.object)
        let bytes = try #require(writer.object(former.object.hex))
        #expect(try ContentJSON.decode(Page.self, from: bytes) == first.build.pages[Self.october])
        #expect(second.build.sections.flatMap(\.manifest.objects).contains { $0.sha256 == former.object && $0.length == bytes.count })

        let again = try publish(village, writer, keys)
        #expect(again.outcome.written.isEmpty && again.outcome.removed.isEmpty, "the same folder once more")
        #expect(again.build.index == second.build.index)

        try village.write("2财务/2026-10/收支.csv", book(30, correction: "路灯应为30元"))
        let third = try publish(village, writer, keys)
        let newest = try #require(third.build.pages[Self.october]?.envelope.former)
        let middle = try ContentJSON.decode(Page.self, from: try #require(writer.object(newest.object.hex)))
        #expect(middle.envelope.former?.object == former.object, "and the one before that")
        #expect(writer.object(former.object.hex) != nil)
    }

    @Test func aSilentChangeIsSaidAndItsFormerVersionGoes() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let keys = try KeyDirectory.new(path + "/keys", now: UnixTime(seconds: Int64(TestVillage.now.secondsSinceEpoch)))
        let writer = RepositoryWriter(path + "/repository")
        let village = try TestVillage(["2财务/2026-10/收支.csv": book(10), "1村务/2026-11-03 停水.md": "停水。"])
        let first = try publish(village, writer, keys)
        try village.write("2财务/2026-10/收支.csv", book(20))
        try village.write("1村务/2026-11-03 停水.md", "不停水。")
        let second = try publish(village, writer, keys)
        #expect(second.silent == [Self.october])
        let object = try #require(first.build.index.entry(Self.october)?.object)
        #expect(writer.object(object.hex) != nil && second.outcome.removed.isEmpty, "a box may be fetching it just now")
        let third = try publish(village, writer, keys, at: TestVillage.now.adding(seconds: 86_399))
        #expect(writer.object(object.hex) != nil && third.outcome.removed.isEmpty)
        let fourth = try publish(village, writer, keys, at: TestVillage.now.adding(seconds: 86_400))
        #expect(writer.object(object.hex) == nil && fourth.outcome.removed.contains("objects/\(object.hex)"))
        #expect(try Directory.entries(path + "/repository").allSatisfy { $0 != ".replaced.json" }, "nothing waits any more")
        var report = village.checked().report
        report.warnOfSilentChanges(second.silent)
        #expect(report.messages.map(\.text).contains { $0.hasPrefix("收支.csv：和上次公布的不一样，没有写\"更正\"。") })
    }

    /// Past its last day a list is in no file of the repository, nor are the titles.
    @Test func whatHasExpiredIsGone() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let keys = try KeyDirectory.new(path + "/keys", now: UnixTime(seconds: Int64(TestVillage.now.secondsSinceEpoch)))
        let writer = RepositoryWriter(path + "/repository")
        let village = try TestVillage([
            "1村务/2026-11-03 甲乙丙.md": "下屏日期: 2026-11-30\n---\n某甲某乙。", "1村务/2026-11-04 停水.md": "停水。",
        ])
        _ = try publish(village, writer, keys)
        #expect(try everyByte().firstRange(of: Array("某甲某乙".utf8)) != nil)
        let later = TestVillage.now.adding(seconds: 9 * 86_400)
        let second = try publish(village, writer, keys, at: later)
        #expect(second.build.pages.count == 1)
        let bytes = try everyByte()
        #expect(bytes.firstRange(of: Array("某甲某乙".utf8)) == nil && bytes.firstRange(of: Array("甲乙丙".utf8)) == nil)
        #expect(bytes.firstRange(of: Array("停水".utf8)) != nil)
    }

    /// One village's publishing leaves the other's objects alone.
    @Test func anotherVillageStays() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let keys = try KeyDirectory.new(path + "/keys", now: UnixTime(seconds: Int64(TestVillage.now.secondsSinceEpoch)))
        let writer = RepositoryWriter(path + "/repository")
        let one = try TestVillage(["1村务/2026-11-03 停水.md": "停水。"])
        let other = try TestVillage(["1村务/2026-11-03 停电.md": "停电。"], facts: TestVillage.facts.replacing("999999", with: "888888"))
        let otherBuild = try #require(other.checked().build)
        try writer.publish([otherBuild.bundle()], keys: keys, now: UnixTime(seconds: Int64(TestVillage.now.secondsSinceEpoch)))
        let outcome = try publish(one, writer, keys).outcome
        #expect(outcome.removed.isEmpty)
        for object in otherBuild.objects.keys { #expect(writer.object(object.hex) != nil) }
    }
}
