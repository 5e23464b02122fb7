import Content
import Foundation
import Pixels
import Publishing
import Testing

/// Photos: only what a person has ticked off, upright, small, and without a trace of where it came from.
struct PhotoFolderTests {
    /// A photo with a phone's Exif: orientation 6, a maker and a place.
    private func photo(width: Int = 400, height: Int = 300, orientation: UInt8 = 6) throws -> [UInt8] {
        let words: [UInt32] = (0 ..< width * height).map { (index: Int) -> UInt32 in UInt32((index % width) * 255 / width) << 16 | 0x3060 }
        let plain = try Picture(size: PixelSize(width: width, height: height), words: words).jpeg(quality: 90)
        let maker = Array("SECRETPHONE 51.0N 104.0E".utf8)
        var tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 2]
        tiff += [0x01, 0x0F, 0, 2, 0, 0, 0, UInt8(maker.count), 0, 0, 0, 38]
        tiff += [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
        tiff += [0, 0, 0, 0] + maker
        let body: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0] + tiff
        let exif: [UInt8] = [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body
        return Array(plain[..<2]) + exif + Array(plain[2...])
    }

    private static let book = TestVillage.october("10月5日,路灯,公益支出,,100,0012,,,\n10月6日,电线,公益支出,,100,0013,,,", closing: "99800")
    private static let ticks = "文件,核对人,日期\n"

    private func village(_ photos: [String], ticked: String) throws -> TestVillage {
        let village = try TestVillage(["2财务/2026-10/收支.csv": Self.book, "照片核对.csv": Self.ticks + ticked])
        for name in photos { try village.write("2财务/2026-10/凭证/" + name, bytes: try photo()) }
        return village
    }

    @Test func aTickedPhotoGoesOutUprightAndClean() throws {
        let village = try village(["0012.jpg"], ticked: "2财务/2026-10/凭证/0012.jpg,蒋某,2026-11-04\n")
        let reference = try #require(try village.ledger().rows[0].pictures.first)
        #expect((reference.width, reference.height) == (300, 400))
        let build = try #require(village.checked().build)
        let bytes = try #require(build.objects[reference.object])
        let size = try Picture.decode(bytes).size
        #expect((size.width, size.height) == (300, 400))
        for object in build.objects.values {
            #expect(object.firstRange(of: Array("SECRETPHONE".utf8)) == nil && object.firstRange(of: Array("Exif".utf8)) == nil)
        }
    }

    @Test func anUntickedPhotoStays() throws {
        let village = try village(["0012.jpg", "0013.jpg"], ticked: "2财务/2026-10/凭证/0013.jpg,蒋某,11月4日\n")
        #expect(try village.ledger().rows.allSatisfy(\.pictures.isEmpty))
        let report = village.checked().report
        #expect(report.untickedPhotos == ["2财务/2026-10/凭证/0012.jpg", "2财务/2026-10/凭证/0013.jpg"])
        #expect(report.messages.map(\.text).contains("收支.csv：照片 0012.jpg、0013.jpg 还没有核对，没有上屏。请看清照片上没有人脸、证件和车牌，再写进\"照片核对.csv\"。"))
        #expect(report.messages.map(\.text).contains("照片核对.csv 第2行\"日期\"：看不懂核对日期，这张照片不上屏。请填 2026-11-05 这样的日期。"))
    }

    /// Where a tick may stand and how it may be written.
    @Test func formsOfTicks() throws {
        let names = ["0012.jpg"]
        #expect(try village(names, ticked: "2财务\\2026-10\\凭证\\0012.jpg,蒋某,2026-11-04\n").ledger().rows[0].pictures.count == 1, "backslashes")
        #expect(try village(names, ticked: "0012.jpg,蒋某,2026-11-04\n").ledger().rows[0].pictures.count == 0, "a bare name in the top folder is nobody")
        let local = try village(names, ticked: "")
        try local.write("2财务/2026-10/凭证/照片核对.csv", Self.ticks + "0012.jpg,蒋某,2026-11-04\n")
        #expect(try local.ledger().rows[0].pictures.count == 1, "a list beside the photos")
    }

    /// Names of photos as people give them.
    @Test(arguments: [
        ("0012.jpg", 1), ("12.JPG", 1), ("0012-1.jpeg", 1), ("0012_发票.jpg", 1), ("0012(2).jpg", 1), ("0012 第二张.jpg", 1), ("００１２.jpg", 1),
        ("第0012号.jpg", 1), ("00120.jpg", 0), ("IMG_0012.jpg", 0), ("发票.jpg", 0),
    ])
    func names(name: String, count: Int) throws {
        let village = try village([name], ticked: "2财务/2026-10/凭证/\(name),蒋某,2026-11-04\n")
        #expect(try village.ledger().rows[0].pictures.count == count)
        let said = village.texts(.warning).contains("收支.csv \"\(name)\"：表里没有这个凭证号，这张照片没有上屏。请把照片的名字改成凭证号，如 0012.jpg。")
        #expect(said == (count == 0))
    }

    @Test func severalPhotosOfOneVoucher() throws {
        let names = ["0012-2.jpg", "0012-1.jpg", "0012.jpg"]
        let village = try village(names, ticked: names.map { "2财务/2026-10/凭证/\($0),蒋某,2026-11-04\n" }.joined())
        #expect(try village.ledger().rows[0].pictures.count == 3)
        #expect(village.checked().build?.objects.count == 2, "equal pictures are one object")
    }

    @Test func largePhotosShrinkToTheScreen() throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": Self.book, "照片核对.csv": Self.ticks + "2财务/2026-10/凭证/0012.jpg,蒋某,2026-11-04\n"])
        try village.write("2财务/2026-10/凭证/0012.jpg", bytes: try photo(width: 4000, height: 1000, orientation: 1))
        let wide = try #require(try village.ledger().rows[0].pictures.first)
        #expect((wide.width, wide.height) == (1920, 480))
        try village.write("2财务/2026-10/凭证/0012.jpg", bytes: try photo(width: 2400, height: 1200, orientation: 8))
        let tall = try #require(try village.ledger().rows[0].pictures.first)
        #expect((tall.width, tall.height) == (540, 1080))
    }

    /// A photo that cannot be read costs the picture, not the page.
    @Test(arguments: [
        ([0x25, 0x50, 0x44, 0x46], "不是 JPG 或 PNG 图片，没有上屏。请用看图软件打开，另存为 JPG。"),
        ([0xFF, 0xD8, 0xFF, 0xE0, 0, 4], "照片打不开，可能没有传完，没有上屏。请重新拷贝或者重拍一张。"),
        ([], "不是 JPG 或 PNG 图片，没有上屏。请用看图软件打开，另存为 JPG。"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 8, 2, 0, 0, 0],
            "照片打不开，可能没有传完，没有上屏。请重新拷贝或者重拍一张。"),
    ] as [([UInt8], String)])
    func brokenPhotos(bytes: [UInt8], message: String) throws {
        let village = try village([], ticked: "2财务/2026-10/凭证/0012.jpg,蒋某,2026-11-04\n")
        try village.write("2财务/2026-10/凭证/0012.jpg", bytes: bytes)
        #expect(village.texts(.warning).contains("收支.csv \"0012.jpg\"：" + message), "\(village.texts(.warning))")
        #expect(try village.ledger().rows.count == 2)
    }

    @Test func aPhotoCutShortIsNotShownInHalf() throws {
        let village = try village([], ticked: "2财务/2026-10/凭证/0012.jpg,蒋某,2026-11-04\n")
        let whole = try photo()
        try village.write("2财务/2026-10/凭证/0012.jpg", bytes: Array(whole[..<(whole.count / 2)]))
        #expect(try village.ledger().rows[0].pictures.isEmpty)
    }

    @Test func aPictureInANotice() throws {
        let village = try TestVillage(["1村务/2026-11-03 通知.md": "看图。![示意图](图片/图%20一.png)说明。"])
        let png = try Picture(size: PixelSize(width: 60, height: 40), words: Array(repeating: 0x4080C0, count: 2_400)).png()
        try village.write("1村务/图片/图 一.png", bytes: png)
        #expect(village.texts(.warning) == ["2026-11-03 通知.md：照片 图 一.png 还没有核对，没有上屏。请看清照片上没有人脸、证件和车牌，再写进\"照片核对.csv\"。"])
        #expect(try village.notice().notice.blocks == [.paragraph("看图。"), .paragraph("说明。")])
        try village.write("照片核对.csv", Self.ticks + "1村务/图片/图 一.png,蒋某,2026-11-03\n")
        let page = try village.notice().notice
        guard page.blocks.count == 3, case .picture(let picture) = page.blocks[1] else { throw Unexpected() }
        #expect(picture.caption == "示意图" && picture.width == 60)
    }
}
