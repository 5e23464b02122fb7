import ChildProgram
import Content
import Foundation
import Pixels
import Publishing
import Testing

/// Files of real programs, damaged at random, through every reader at once: whatever comes of it, the check comes back, and what it publishes
/// is valid. A few hundred files from one seed in an ordinary run; `YUANBA_FUZZ_MINUTES=10` goes on for that long from another seed. The
/// folder that is being read is left in the temporary directory when the process dies of it.
struct MutationTests {
    private static let minutes = ProcessInfo.processInfo.environment["YUANBA_FUZZ_MINUTES"].flatMap { Double($0) }

    /// An archive taken apart, so that damage reaches the XML and not only the zip.
    private struct Office {
        var parts: [(name: String, bytes: [UInt8])]

        init(_ fixture: String) throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(fixture)").path
            let program = "import zipfile,sys,base64\nfor n in (z:=zipfile.ZipFile(sys.argv[1])).namelist(): print(n, base64.b64encode(z.read(n)).decode())"
            let text = String(decoding: try ChildProgram.output(["/usr/bin/python3", "-c", program, folder]), as: UTF8.self)
            parts = text.split(separator: "\n").map { line in
                let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(words[0]), Array(Data(base64Encoded: words.count > 1 ? String(words[1]) : "") ?? Data()))
            }
        }

        /// A zip archive without compression (PKWARE APPNOTE 4.3).
        func zipped() -> [UInt8] {
            var archive: [UInt8] = []
            var directory: [UInt8] = []
            func put(_ value: Int, _ count: Int, _ to: inout [UInt8]) { for shift in 0..<count { to.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) } }
            for part in parts {
                let name = Array(part.name.utf8)
                let offset = archive.count
                func fields(_ to: inout [UInt8]) {
                    for (value, count) in [(20, 2), (0, 2), (0, 2), (0, 4), (Int(Self.crc(part.bytes)), 4), (part.bytes.count, 4), (part.bytes.count, 4), (name.count, 2), (0, 2)] {
                        put(value, count, &to)
                    }
                }
                put(0x0403_4B50, 4, &archive)
                fields(&archive)
                archive += name + part.bytes
                put(0x0201_4B50, 4, &directory)
                put(20, 2, &directory)
                fields(&directory)
                for (value, count) in [(0, 2), (0, 2), (0, 2), (0, 4), (offset, 4)] { put(value, count, &directory) }
                directory += name
            }
            let start = archive.count
            archive += directory
            put(0x0605_4B50, 4, &archive)
            for (value, count) in [(0, 2), (0, 2), (parts.count, 2), (parts.count, 2), (directory.count, 4), (start, 4), (0, 2)] { put(value, count, &archive) }
            return archive
        }

        private static let table: [UInt32] = (0..<256).map { start in (0..<8).reduce(UInt32(start)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 } }

        private static func crc(_ bytes: [UInt8]) -> UInt32 { ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 0xFF)] } }
    }

    private static let words: [[UInt8]] = [
        "<w:vanish/>", "<w:del>", "</w:del>", "<w:tbl>", "</w:tbl>", "<w:tc>", "<w:p>", "</w:p>", "<w:txbxContent>", "<row r=\"1048576\">", "</row>", "<c r=\"XFD7\">",
        "<mergeCell ref=\"A1:XFD1048576\"/>", "<v>1E308</v>", "<v>-1</v>", "<v>99999999999999999999</v>", "<f/>", "t=\"s\"", "t=\"e\"", "s=\"65535\"", "r=\"A0\"", "r=\"\"", "&amp;", "&#0;",
        "&#x110000;", "<!DOCTYPE", "<![CDATA[", "]]>", "<?x", "\u{0}", "hidden=\"1\"", "w:val=\"999999999999\"", "w:val=\"-1\"", "%9", "_x0000_", "期初,", "期末", "---\n", "|", "![](", "\"", "2026-02-30",
        "10月5日", "１２", "E+17", "三百亿亿", "\r", "\t", "\u{FEFF}", "\u{202E}", "\u{E000}", "\u{10FFFF}", "5101231990",
    ].map { Array($0.utf8) }

    private static func damaged(_ bytes: [UInt8], _ dice: inout TableHabitTests.Dice) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            let place = Int.random(in: 0...bytes.count, using: &dice)
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &dice))
            switch Int.random(in: 0..<7, using: &dice) {
            case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice) }
            case 1: if place < bytes.count { bytes[place] = [0, 9, 10, 0x22, 0x3C, 0x3E, 0x26, 0x7F, 0xFF].randomElement(using: &dice) ?? 0 }
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &dice))
            case 4: bytes.insert(contentsOf: words.randomElement(using: &dice) ?? [], at: place)
            case 5:
                let piece = Array(bytes[place..<end])
                if !piece.isEmpty { bytes.insert(contentsOf: Array(repeating: piece, count: Int.random(in: 1...60, using: &dice)).flatMap { $0 }, at: place) }
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    private static func damaged(_ office: Office, _ dice: inout TableHabitTests.Dice) -> [UInt8] {
        if Int.random(in: 0..<5, using: &dice) == 0 { return damaged(office.zipped(), &dice) }
        var copy = office
        // The parts that are read, more often than those that are not.
        let read = copy.parts.indices.filter { name in ["sheet1", "document.xml", "sharedStrings", "styles", "workbook.xml", "numbering", ".rels"].contains { copy.parts[name].name.contains($0) } }
        for _ in 0..<Int.random(in: 1...2, using: &dice) {
            guard let part = read.randomElement(using: &dice) else { break }
            copy.parts[part].bytes = damaged(copy.parts[part].bytes, &dice)
        }
        return copy.zipped()
    }

    @Test func damagedFiles() throws {
        let workbooks = try ["plain.xlsx", "merged-formulas.xlsx", "filtered.xlsx", "hidden-sheet.xlsx", "openpyxl.xlsx", "1904.xlsx"].map(Office.init)
        let documents = try ["plain.docx", "deleted.docx", "comment.docx", "hidden-text.docx"].map(Office.init)
        let book = Array(TableHabitTests.plain.utf8)
        let notice = Array("标题: 停水\n责任人: 赵某\n---\n# 停水\n\n**明天**停水，`8:00`起。\n\n|时间|地点|\n|---|---|\n|8:00|广场|\n\n![图](图.png)\n1. 一\n2. 二\n".utf8)
        let picture = Picture(size: PixelSize(width: 64, height: 48), words: (0..<3_072).map { UInt32($0) &* 2_654_435_761 & 0xFFFFFF })
        let (jpeg, png) = (try picture.jpeg(quality: 80), try picture.png())

        let village = try TestVillage()
        try village.write("照片核对.csv", "文件,核对人,日期\n1村务/图.png,蒋某,2026-11-03\n2财务/2026-10/凭证/0009.jpg,蒋某,2026-11-03\n")
        var dice = TableHabitTests.Dice(state: Self.minutes == nil ? 20_261_122 : UInt64(Date().timeIntervalSince1970))
        let end = Date().addingTimeInterval((Self.minutes ?? 0) * 60)
        var rounds = 0
        var pages = 0
        while Self.minutes == nil ? rounds < 60 : Date() < end {
            try village.write("2财务/2026-08/收支.csv", bytes: Self.damaged(book, &dice))
            try village.write("2财务/2026-09/收支.csv", bytes: Self.damaged(gb18030Book, &dice))
            try village.write("2财务/2026-10/收支.xlsx", bytes: Self.damaged(workbooks.randomElement(using: &dice) ?? workbooks[0], &dice))
            try village.write("6名单/2026-Q4 公示.xlsx", bytes: Self.damaged(workbooks.randomElement(using: &dice) ?? workbooks[0], &dice))
            try village.write("1村务/2026-11-03 停水.docx", bytes: Self.damaged(documents.randomElement(using: &dice) ?? documents[0], &dice))
            try village.write("6名单/2026-Q3 公示.docx", bytes: Self.damaged(documents.randomElement(using: &dice) ?? documents[0], &dice))
            try village.write("1村务/2026-11-04 停水.md", bytes: Self.damaged(notice, &dice))
            try village.write("1村务/图.png", bytes: Self.damaged(png, &dice))
            try village.write("2财务/2026-10/凭证/0009.jpg", bytes: Self.damaged(jpeg, &dice))
            let checked = village.checked()
            let build = try #require(checked.build)
            try build.index.validate()
            for entry in build.index.tiles.flatMap(\.items).flatMap(\.pages) {
                _ = try ContentJSON.decode(Page.self, from: try #require(build.objects[entry.object]))
            }
            #expect(!checked.report.text(lineLimit: 30).isEmpty && checked.report.json.hasPrefix("{"))
            rounds += 1
            pages += build.pages.count
        }
        #expect(pages > rounds / 4, "damage that nothing survives tests nothing: \(pages) pages of \(rounds) rounds")
        if Self.minutes != nil { print("\(rounds) rounds of nine files, \(pages) pages came out") }
    }

    private let gb18030Book = gb18030(TableHabitTests.plain.replacing("2026-10", with: "2026-09"))
}
