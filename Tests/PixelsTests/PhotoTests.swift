import Pixels
import Testing

/// What becomes of a photo on its way to a page.
struct PhotoTests {
    /// 2×3 with six colours: the letter is where each pixel was, row by row, `ab cd ef`.
    private let picture = Picture(size: PixelSize(width: 2, height: 3), words: [1, 2, 3, 4, 5, 6].map { $0 * 0x202020 })

    private func letters(_ picture: Picture) -> [String] {
        (0 ..< picture.size.height).map { y in
            String((0 ..< picture.size.width).map { x in Array("?abcdef")[Int(picture[x, y].word & 0xFF) / 0x20] })
        }
    }

    /// The table of TIFF 6.0 tag 274: where row 0 and column 0 of the stored picture belong.
    @Test(arguments: [
        (1, ["ab", "cd", "ef"]), (2, ["ba", "dc", "fe"]), (3, ["fe", "dc", "ba"]), (4, ["ef", "cd", "ab"]),
        (5, ["ace", "bdf"]), (6, ["eca", "fdb"]), (7, ["fdb", "eca"]), (8, ["bdf", "ace"]),
    ])
    func turnsUpright(value: Int, upright: [String]) throws {
        #expect(letters(picture.turned(try #require(Orientation(rawValue: value)))) == upright)
    }

    private func exif(_ order: [UInt8], _ tiff: [UInt8]) -> [UInt8] {
        let body: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0] + order + tiff
        return [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xE1, 0, UInt8(body.count + 2)] + body + [0xFF, 0xDA, 0, 2]
    }

    @Test func readsTheOrientation() {
        let big: [UInt8] = [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
        let little: [UInt8] = [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0]
        #expect(Orientation(jpeg: exif([0x4D, 0x4D], big)) == .right)
        #expect(Orientation(jpeg: exif([0x49, 0x49], little)) == .left)
        #expect(Orientation(jpeg: [0xFF, 0xD8, 0xFF, 0xDA]) == .upright, "no Exif")
        #expect(Orientation(jpeg: exif([0x4D, 0x4D], Array(big.dropLast(3)))) == .upright, "cut off inside the tag")
        var far = big
        far[2] = 0xFF
        #expect(Orientation(jpeg: exif([0x4D, 0x4D], far)) == .upright, "directory beyond the end")
        var odd = big
        odd[17] = 9
        #expect(Orientation(jpeg: exif([0x4D, 0x4D], odd)) == .upright, "no such orientation")
        #expect(Orientation(jpeg: []) == .upright)
    }

    @Test func encodesWithoutMetadataAndTheSameTwice() throws {
        let size = PixelSize(width: 64, height: 48)
        let words: [UInt32] = (0 ..< 64 * 48).map { (index: Int) -> UInt32 in
            let (x, y) = (UInt32(index % 64), UInt32(index / 64))
            return x << 18 | y << 10 | 0x40
        }
        let picture = Picture(size: size, words: words)
        let bytes = try picture.jpeg(quality: 90)
        let repeated = try picture.jpeg(quality: 90)
        #expect(bytes == repeated)
        // After SOI only JFIF, tables, frame and scan: no APP1 (Exif, XMP), APP13, comment.
        var index = 2
        var markers: [UInt8] = []
        while bytes[index + 1] != 0xDA {
            markers.append(bytes[index + 1])
            let (high, low) = (Int(bytes[index + 2]), Int(bytes[index + 3]))
            index += 2 + high * 256 + low
            if markers.count > 20 { break }
        }
        #expect(!markers.contains(0xE1) && !markers.contains(0xFE))
        let again = try Picture.decode(bytes)
        #expect(again.size == size)
        let (a, b) = (again[32, 24].word & 0xFF, picture[32, 24].word & 0xFF)
        #expect(abs(Int(a) - Int(b)) < 12)
    }
}
