import Content
import Foundation
import Publishing
import Testing

/// Folders that nobody means well with, or that a disk has spoiled: one clear message each, nothing half published, nothing from outside.
struct HostileFolderTests {
    private func book(_ rows: String = "10月5日,路灯,公益支出,,100,,,,") -> String { TestVillage.october(rows, closing: "99900") }
    private static let good = "1村务/2026-11-03 停水.md"

    /// Each with a good notice beside it, which must go out all the same.
    @Test(arguments: [
        ("a NUL byte", Array("期初,1\n期末,1\n\0".utf8), "第3行：不是文字文件，或者已经坏了。请用原来的软件打开，另存为 CSV 或文本。"),
        ("a picture called csv", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8) + [0], "第1行：不是文字文件，或者已经坏了。请用原来的软件打开，另存为 CSV 或文本。"),
        ("UTF-16 cut in a character", [0xFF, 0xFE, 0x1F], "第1行：文字读不出来。请用原来的软件打开，另存为 CSV UTF-8 或文本。"),
        ("neither UTF-8 nor GB18030", Array("期初,1\n".utf8) + [0xFF, 0x20, 0xFF, 0x0A], "第2行：文字读不出来。请用原来的软件打开，另存为 CSV UTF-8 或文本。"),
        ("a comma too many, 300 times", Array(String(repeating: ",", count: 300).utf8), "第1行：超过256列，太宽了。请删掉用不到的列。"),
        ("a quote that never closes", Array(("期初,\"" + String(repeating: "甲,\n", count: 1_000)).utf8), "第1行：有一个双引号没有配对，后面的都读不准。请用表格软件打开看一看，再另存为 CSV。"),
        ("rows without end", Array(String(repeating: "a\n", count: 100_001).utf8), "超过100000行，太长了。请拆成几个文件。"),
    ] as [(String, [UInt8], String)])
    func tables(why: String, bytes: [UInt8], message: String) throws {
        let village = try TestVillage([Self.good: "停水。"])
        try village.write("2财务/2026-10/收支.csv", bytes: bytes)
        let checked = village.checked()
        let text = checked.report.messages.filter { $0.severity == .error }.map(\.text)
        #expect(text == ["收支.csv" + (message.hasPrefix("第") ? " " : "：") + message], "\(why)")
        #expect(checked.build?.pages.count == 1)
    }

    @Test func twoEncodingsInOneFile() throws {
        let village = try TestVillage([Self.good: "停水。"])
        let bytes = Array(TestVillage.october("10月5日,集体林地承包费,公益支出,,50,,,,", closing: "99900").utf8)
            + gb18030("10月6日,三组路灯维修,公益支出,,50,,,,\n")
        try village.write("2财务/2026-10/收支.csv", bytes: bytes)
        #expect(village.texts(.error) == ["收支.csv 第7行：这一行的文字编码和别的行不一样，读出来会是乱码。请用表格软件打开，把乱码改好，另存为 CSV UTF-8。"])
        #expect(village.checked().build?.pages.count == 1)
    }

    @Test func linksAreNotFollowed() throws {
        let outside = try TestVillage(["1村务/2026-11-03 别人的.md": "秘密。"])
        let village = try TestVillage([Self.good: "停水。"])
        let files = FileManager.default
        try files.createSymbolicLink(atPath: village.path + "/1村务/2026-11-04 链接.md", withDestinationPath: outside.path + "/1村务/2026-11-03 别人的.md")
        try files.createSymbolicLink(atPath: village.path + "/2财务", withDestinationPath: outside.path)
        try files.createSymbolicLink(atPath: village.path + "/3党务", withDestinationPath: village.path)
        let checked = village.checked()
        #expect(checked.build?.pages.count == 1)
        #expect(checked.report.messages.map(\.text) == [
            "2026-11-04 链接.md：这是快捷方式，不是文件，没有发布。请把文件本身复制进来。", "2财务：这是快捷方式，不是文件，没有发布。请把文件本身复制进来。",
            "3党务：这是快捷方式，不是文件，没有发布。请把文件本身复制进来。",
        ])
    }

    @Test func whatIsNoFile() throws {
        let village = try TestVillage([Self.good: "停水。", "1村务/.DS_Store": "x", "1村务/~$通知.docx": "x", "Thumbs.db": "x", "__MACOSX/1村务/._x.md": "x"])
        mkfifo(village.path + "/1村务/2026-11-05 管道.md", 0o600)
        #expect(village.checked().report.messages.map(\.text) == ["2026-11-05 管道.md：这不是普通文件，没有发布。"])
        let deep = try TestVillage([Self.good: "停水。", "1村务/1/2/3/4/5/6/2026-11-03 深.md": "x"])
        #expect(deep.checked().report.messages.map(\.text) == ["5：文件夹套得太深，里面没有看。请往上移几层。"])
    }

    /// The folder is listed before its files are read; the first character of the first file is looked up when the last file goes.
    @Test(arguments: ["2财务/2026-10/收支.csv", "6名单/公示.csv", "3党务/2026-11-05 学习.md", "3党务/2026-11-06 学习.docx"])
    func aFileThatVanishesWhileOthersAreRead(path: String) throws {
        let village = try TestVillage([Self.good: "停水。", path: "x"])
        let file = village.path + "/" + path
        let checked = village.checked(coverage: GlyphCoverage { _ in
            unlink(file)
            return true
        })
        let name = path.split(separator: "/").last ?? ""
        #expect(checked.report.messages.map(\.text) == ["\(name)：正在检查时文件不见了。请等别的程序存好以后再检查一次。"])
        #expect(checked.build?.pages.count == 1 && checked.report.items.map(\.fate) == [.published, .held])
    }

    @Test func hugeFilesAreNotRead() throws {
        let village = try TestVillage([Self.good: "停水。"])
        try village.write("2财务/2026-10/收支.csv", "")
        truncate(village.path + "/2财务/2026-10/收支.csv", 2_147_483_648)
        try village.write("1村务/2026-11-04 长.md", "")
        truncate(village.path + "/1村务/2026-11-04 长.md", 3_145_728)
        #expect(Set(village.texts(.error)) == [
            "收支.csv：文件有 2048 MB，太大了。最大 20 MB，请拆开或者另存小一些。", "2026-11-04 长.md：文件有 3 MB，太大了。最大 2 MB，请拆开或者另存小一些。",
        ])
    }

    /// Thousands of bad cells are fifty messages and one that says so.
    @Test func oneFileDoesNotBuryTheOthers() throws {
        let rows = (1...2_000).map { "10月\($0 % 28 + 1)日,事由,类别,,多少,,,," }.joined(separator: "\n")
        let village = try TestVillage(["2财务/2026-10/收支.csv": book(rows), "1村务/停电.md": "停电。"])
        let errors = village.texts(.error)
        #expect(errors.count == 52)
        #expect(errors.contains("收支.csv：同样的问题太多，后面的没有列出。请先改好上面的，再检查一次。"))
        #expect(errors.contains { $0.hasPrefix("停电.md") })
    }

    /// The largest amount that is read, in the largest table that is read, stays inside 64 bits.
    @Test func sumsAtTheEdgeDoNotOverflow() throws {
        let rows = (1...200).map { "10月5日,事由\($0),类别,99999999999.99,,,,," }.joined(separator: "\n")
        let closing = Fen(10_000_000 + 200 * 9_999_999_999_999).plain
        let village = try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october(rows, closing: closing)])
        #expect(village.texts(.error).map { $0.contains("期末") } == [true], "the closing balance itself is too large to be typed")
        #expect(9_999_999_999_999.multipliedReportingOverflow(by: 100_001).overflow == false)
    }

    /// Bytes at random in every reader: whatever comes of it, it comes back, and what it publishes is valid.
    @Test(arguments: 0..<60) func anything(seed: UInt64) throws {
        var dice = TableHabitTests.Dice(state: seed &* 977)
        let pieces: [[UInt8]] = [
            Array("期初,".utf8), Array("日期,摘要,收入,支出\n".utf8), Array("\"".utf8), Array(",".utf8), Array("\n".utf8), Array("10月5日".utf8), Array("100".utf8),
            [0xFF], [0xC4, 0xE3], [0xE4, 0xBD], Array("标题: x\n---\n".utf8), Array("|".utf8), Array("|---|\n".utf8), Array("![".utf8), Array("](".utf8),
            Array("**".utf8), Array("# ".utf8), Array("\\".utf8), Array("<b>".utf8), Array("期末".utf8), Array("\t".utf8), Array("一二三".utf8), [0xEF, 0xBB, 0xBF],
            Array("合计,".utf8), Array("2026-10-05 ".utf8), Array("号室组路".utf8), Array("E+17".utf8), Array("（）".utf8), Array("．。".utf8),
        ]
        let village = try TestVillage()
        for path in ["2财务/2026-10/收支.csv", "1村务/2026-11-03 通知.md", "照片核对.csv", "5找人/干部分工.csv", "6名单/公示.csv"] {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...120, using: &dice) { bytes += pieces.randomElement(using: &dice) ?? [] }
            try village.write(path, bytes: bytes)
        }
        let checked = village.checked()
        let build = try #require(checked.build)
        try build.index.validate()
        for entry in build.index.tiles.flatMap(\.items).flatMap(\.pages) {
            _ = try ContentJSON.decode(Page.self, from: try #require(build.objects[entry.object]))
        }
        #expect(!checked.report.text.isEmpty && checked.report.json.hasPrefix("{"))
    }
}
