import Content
import Foundation
import LinuxIO
import Pixels
import Publishing
import Testing
import Trust

/// What went into the folder and must be in no file of the repository, byte for byte.
struct LeakTests {
    private static let secrets = [
        "张大明", "欧阳小华", "大明", "小华", "李大花", "王秀兰", "510123198001011234", "13800001111", "6222021234567890123", "三组12号", "SECRETPHONE", "Exif", "改掉的话", "藏起来的行",
    ]

    private func photo() throws -> [UInt8] {
        let picture = Picture(size: PixelSize(width: 80, height: 60), words: (0..<4_800).map { UInt32($0) &* 2_654_435_761 & 0xFFFFFF })
        let plain = try picture.jpeg(quality: 90)
        let tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x0F, 0, 2, 0, 0, 0, 12, 0, 0, 0, 26, 0, 0, 0, 0] + Array("SECRETPHONE\0".utf8)
        let body = Array("Exif\0\0".utf8) + tiff
        return Array(plain[..<2]) + [0xFF, 0xE1, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body + plain[2...]
    }

    @Test func nothingOfItIsPublished() throws {
        let path = NSTemporaryDirectory() + "yuanba-repository-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let until = "下屏日期,2026-12-31\n公布日期,2026-11-05\n"
        let village = try TestVillage([
            "2财务/2026-10/收支.csv": TestVillage.october("10月5日,路灯,公益支出,,100,0012,李大花、陈某,陈某,", closing: "99900"),
            "照片核对.csv": "文件,核对人,日期\n2财务/2026-10/凭证/0012.jpg,王秀兰,2026-11-04\n",
            "6名单/2026-Q4 低保公示.csv": until + "姓名,组,备注\n张大明,三组,\n欧阳小华,二组,\n",
            "6名单/2026-Q4 补贴公示.csv": until + "姓名,组,备注\n李某,三组,身份证510123198001011234\n",
            "1村务/2026-Q3 积分.csv": "季度,2026-Q3\n公布日期,2026-10-10\n姓名,组,变动,原因\n张大明,三组,+5,修水渠\n",
            "1村务/2026-11-03 通知.md": "家住三组12号，电话13800001111。", "1村务/2026-11-04 停水.md": "停水。",
            "3党务/2026-11-05 值班.md": "|姓名|组|\n|---|---|\n|张大明|三组|",
            "1村务/2026-11-06 卡.md": "卡号6222021234567890123。",
        ])
        try village.write("2财务/2026-10/凭证/0012.jpg", bytes: try photo())
        try village.write("1村务/2026-11-07 修订.docx", bytes: try WordDocumentTests.document(
            "<w:p><w:r><w:t>停水。</w:t></w:r><w:del><w:r><w:delText>改掉的话</w:delText></w:r></w:del></w:p>"))
        try village.write("2财务/2026-09/收支.xlsx", bytes: try WorkbookTests.workbook(
            rows: "<row r=\"1\" hidden=\"1\"><c t=\"inlineStr\"><is><t>藏起来的行</t></is></c></row>"))
        let build = try #require(village.checked().build)
        #expect(Set(build.pages.values.map(\.envelope.title)) == ["财务收支", "低保公示", "积分红榜", "停水", "值班"])
        let now = UnixTime(seconds: Int64(TestVillage.now.secondsSinceEpoch))
        try RepositoryWriter(path).publish([build.bundle()], keys: KeyDirectory.new(path + "-keys", now: now), now: now)
        defer { try? FileManager.default.removeItem(atPath: path + "-keys") }

        let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        var found: [String] = []
        var bytes = 0
        for file in files {
            let content = (try? File.read("\(path)/\(file)", limit: 10_000_000)) ?? []
            bytes += content.count
            for secret in Self.secrets where content.firstRange(of: Array(secret.utf8)) != nil || file.contains(secret) { found.append("\(secret) in \(file)") }
        }
        #expect(found == [])
        #expect(bytes > 5_000 && build.objects.values.contains { $0.firstRange(of: Array("张＊明".utf8)) != nil }, "the search looks at what was published")
    }
}
