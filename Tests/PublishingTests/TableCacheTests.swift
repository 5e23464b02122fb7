import Content
import Foundation
import LinuxIO
import Testing

@testable import Publishing

/// What is recalled is what reading gives, whatever the times of files say.
@Suite struct TableCacheTests {
    private let directory = NSTemporaryDirectory() + "yuanba-cache-" + UUID().uuidString
    private static let file = "6名单/2026-11-05 补贴公示.csv"

    /// Some 130 kB; 欧阳 has one household in its group, one name stands in full in a remark.
    private static func list(_ amount: Int = 860, note: String = "") -> String {
        "下屏日期,2026-12-31\n姓名,组,金额,备注\n"
            + (0..<3_000).map { number in
                let name = number == 70 ? "欧阳大海" : "\(["张", "刘", "杨"][number % 3])大\(["山", "水", "田", "地", "林", "河", "江", "湖"][number % 8])"
                return "\(name),\(["一", "二", "三"][number / 1_000])组,\(number == 2_000 ? amount : number),\(number == 100 ? note : "本季度照旧发放")"
            }.joined(separator: "\n") + "\n"
    }

    private func run(_ village: TestVillage, cached: Bool = true, coverage: GlyphCoverage = .unknown) throws -> CheckedVillage {
        let tables = cached ? TableCache(directory) : nil
        #expect((tables != nil) == cached)
        return build(folder: village.path, now: TestVillage.now, coverage: coverage, tables: tables)
    }

    private func expectEqual(_ a: CheckedVillage, _ b: CheckedVillage, _ why: Comment) throws {
        let (left, right) = (try #require(a.build), try #require(b.build))
        #expect(left.index == right.index && left.pages == right.pages && left.sections == right.sections, why)
        #expect(left.objects == right.objects && left.objects.values.map(\.count).sorted() == right.objects.values.map(\.count).sorted(), why)
        #expect(a.report.messages == b.report.messages && a.report.items == b.report.items, why)
    }

    private var kept: [String] { ((try? Directory.entries(directory + "/tables")) ?? []).sorted() }

    @Test func whatIsRecalledIsWhatReadingGives() throws {
        defer { try? Directory.removeTree(directory) }
        let village = try TestVillage([Self.file: Self.list(note: "张大山的母亲")])
        let plain = try run(village, cached: false)
        #expect(plain.report.messages.contains { $0.problem.contains("欧阳＊海") } && plain.report.messages.contains { $0.problem.contains("张＊山的全名") })
        try expectEqual(try run(village), plain, "read and kept")
        #expect(kept.count == 1)
        try expectEqual(try run(village), plain, "recalled")
        #expect(kept.count == 1)
    }

    /// A copy that keeps the date, a camera's clock, a file system that knows whole seconds only.
    @Test func aTimeThatLiesChangesNothing() throws {
        defer { try? Directory.removeTree(directory) }
        let village = try TestVillage([Self.file: Self.list(860)])
        let path = village.path + "/" + Self.file
        let date = Date(timeIntervalSince1970: 1_762_300_000)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        let before = try run(village)
        // In place, so that inode and size stay too.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.write(contentsOf: Data(Self.list(870).utf8))
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        let after = try run(village)
        #expect(after.build?.pages != before.build?.pages)
        try expectEqual(after, try run(village, cached: false), "as read anew")
        #expect(kept.count == 1, "what the file was before is forgotten")
    }

    @Test func whatDecidesIsPartOfTheKey() throws {
        defer { try? Directory.removeTree(directory) }
        let village = try TestVillage([Self.file: Self.list()])
        let font = directory + ".font"
        defer { try? FileManager.default.removeItem(atPath: font) }
        try "one".write(toFile: font, atomically: true, encoding: .utf8)
        let all = try run(village, coverage: GlyphCoverage(files: [font]) { _ in true })
        #expect(all.report.messages.allSatisfy { !$0.problem.contains("字库") })
        try "another".write(toFile: font, atomically: true, encoding: .utf8)
        let less = try run(village, coverage: GlyphCoverage(files: [font]) { $0 != "续" && $0 != "旧" })
        #expect(less.report.messages.contains { $0.problem.contains("字库") }, "another font")
        let unknown = try run(village, coverage: GlyphCoverage { _ in true })
        #expect(unknown.report.messages.allSatisfy { !$0.problem.contains("字库") }, "nobody says what decides")
    }

    @Test func aDamagedCacheIsNoneAndGoesWithTheFile() throws {
        defer { try? Directory.removeTree(directory) }
        let village = try TestVillage([Self.file: Self.list()])
        let plain = try run(village)
        let entry = directory + "/tables/" + (try #require(kept.first))
        let chunk = try #require(try Directory.entries(entry).first { $0 != "entry.json" })
        try FileManager.default.removeItem(atPath: entry + "/" + chunk)
        try expectEqual(try run(village), plain, "a chunk was lost")
        try "{".write(toFile: entry + "/entry.json", atomically: true, encoding: .utf8)
        try expectEqual(try run(village), plain, "the entry was lost")
        try FileManager.default.removeItem(atPath: village.path + "/" + Self.file)
        _ = try run(village)
        #expect(kept.isEmpty, "full names do not outlive their file")
    }

    @Test func shortListsAndHeldOnesAreReadEachTime() throws {
        defer { try? Directory.removeTree(directory) }
        let village = try TestVillage([Self.file: "下屏日期,2026-12-31\n姓名,组\n张某,一组\n"])
        _ = try run(village)
        #expect(kept.isEmpty)
        try village.write(Self.file, Self.list(note: "身份证 110101199003077777"))
        #expect(try run(village).report.heldBack)
        #expect(kept.isEmpty)
    }
}
