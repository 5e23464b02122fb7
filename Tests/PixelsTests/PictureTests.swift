import Testing

import Pixels

@Suite("Pictures")
struct PictureTests {
    private func random(_ width: Int, _ height: Int, _ seed: UInt64) -> Picture {
        var dice = Dice(state: seed)
        return Picture(
            size: PixelSize(width: width, height: height), words: (0 ..< width * height).map { _ in UInt32.random(in: 0 ... 0xFF_FFFF, using: &dice) })
    }

    @Test("PNG there and back is the same")
    func png() throws {
        for (width, height) in [(1, 1), (3, 7), (64, 64), (301, 40)] {
            let picture = random(width, height, 1)
            let back = try Picture.decode(try picture.png())
            #expect(back.size == picture.size)
            for y in 0 ..< height {
                for x in 0 ..< width { #expect(back[x, y] == picture[x, y]) }
            }
        }
    }

    @Test("too many pixels are refused before memory is taken")
    func tooLarge() throws {
        let bytes = try random(100, 100, 2).png()
        #expect(throws: PixelsError.tooLarge(size: PixelSize(width: 100, height: 100), limit: 9999)) {
            try Picture.decode(bytes, pixelLimit: 9999)
        }
        // A header that claims 60000 × 60000 pixels and nothing behind it.
        var huge = Array(bytes.prefix(33))
        huge.replaceSubrange(16 ..< 24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
        #expect(throws: PixelsError.self) { try Picture.decode(huge) }
    }

    @Test("unknown, empty, truncated and altered bytes are errors, not crashes")
    func broken() throws {
        #expect(throws: PixelsError.unknownFormat) { try Picture.decode([]) }
        #expect(throws: PixelsError.unknownFormat) { try Picture.decode(Array("GIF89a".utf8)) }
        for bytes in [try random(40, 30, 3).png(), PictureTests.jpeg] {
            // The last chunk of a PNG says only that it ends.
            for count in 4 ..< bytes.count - 16 where count % 31 == 0 {
                #expect(throws: PixelsError.self, "\(count) of \(bytes.count)") { try Picture.decode(Array(bytes.prefix(count))) }
            }
            var dice = Dice(state: 4)
            for _ in 0 ..< 300 {
                var altered = bytes
                for _ in 0 ..< 3 { altered[Int.random(in: 4 ..< bytes.count, using: &dice)] = UInt8.random(in: 0 ... 255, using: &dice) }
                _ = try? Picture.decode(altered, fitting: PixelSize(width: 20, height: 20), pixelLimit: 4_000_000)
            }
        }
    }

    @Test("a JPEG decodes to its colours, and near its target size")
    func jpeg() throws {
        let whole = try Picture.decode(PictureTests.jpeg)
        #expect(whole.size == PixelSize(width: 64, height: 48))
        let corner = whole[8, 8]
        #expect(corner.red > 200 && corner.green < 60 && corner.blue < 60)
        let small = try Picture.decode(PictureTests.jpeg, fitting: PixelSize(width: 16, height: 16))
        #expect(small.size == PixelSize(width: 16, height: 12))
        #expect(small[2, 2].red > 200 && small[13, 9].blue > 200)
    }

    /// 64 × 48: red in the upper left half, blue in the lower right one, made by libjpeg-turbo.
    static let jpeg: [UInt8] = [
        255, 216, 255, 224, 0, 16, 74, 70, 73, 70, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 255, 219, 0, 67, 0, 10, 7, 7, 8, 7, 6, 10,
        8, 8, 8, 11, 10, 10, 11, 14, 24, 16, 14, 13, 13, 14, 29, 21, 22, 17, 24, 35, 31, 37, 36, 34, 31, 34, 33, 38, 43, 55,
        47, 38, 41, 52, 41, 33, 34, 48, 65, 49, 52, 57, 59, 62, 62, 62, 37, 46, 68, 73, 67, 60, 72, 55, 61, 62, 59, 255,
        219, 0, 67, 1, 10, 11, 11, 14, 13, 14, 28, 16, 16, 28, 59, 40, 34, 40, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59,
        59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59,
        59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 255, 192, 0, 17, 8, 0, 48, 0, 64, 3, 1, 34, 0, 2, 17, 1, 3, 17, 1, 255, 196,
        0, 31, 0, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255, 196, 0, 181,
        16, 0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125, 1, 2, 3, 0, 4, 17, 5, 18, 33, 49, 65, 6, 19, 81, 97, 7, 34,
        113, 20, 50, 129, 145, 161, 8, 35, 66, 177, 193, 21, 82, 209, 240, 36, 51, 98, 114, 130, 9, 10, 22, 23, 24, 25, 26,
        37, 38, 39, 40, 41, 42, 52, 53, 54, 55, 56, 57, 58, 67, 68, 69, 70, 71, 72, 73, 74, 83, 84, 85, 86, 87, 88, 89, 90,
        99, 100, 101, 102, 103, 104, 105, 106, 115, 116, 117, 118, 119, 120, 121, 122, 131, 132, 133, 134, 135, 136, 137,
        138, 146, 147, 148, 149, 150, 151, 152, 153, 154, 162, 163, 164, 165, 166, 167, 168, 169, 170, 178, 179, 180, 181,
        182, 183, 184, 185, 186, 194, 195, 196, 197, 198, 199, 200, 201, 202, 210, 211, 212, 213, 214, 215, 216, 217, 218,
        225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 255, 196, 0, 31,
        1, 0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255, 196, 0, 181, 17, 0, 2,
        1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119, 0, 1, 2, 3, 17, 4, 5, 33, 49, 6, 18, 65, 81, 7, 97, 113, 19, 34, 50,
        129, 8, 20, 66, 145, 161, 177, 193, 9, 35, 51, 82, 240, 21, 98, 114, 209, 10, 22, 36, 52, 225, 37, 241, 23, 24, 25,
        26, 38, 39, 40, 41, 42, 53, 54, 55, 56, 57, 58, 67, 68, 69, 70, 71, 72, 73, 74, 83, 84, 85, 86, 87, 88, 89, 90, 99,
        100, 101, 102, 103, 104, 105, 106, 115, 116, 117, 118, 119, 120, 121, 122, 130, 131, 132, 133, 134, 135, 136, 137,
        138, 146, 147, 148, 149, 150, 151, 152, 153, 154, 162, 163, 164, 165, 166, 167, 168, 169, 170, 178, 179, 180, 181,
        182, 183, 184, 185, 186, 194, 195, 196, 197, 198, 199, 200, 201, 202, 210, 211, 212, 213, 214, 215, 216, 217, 218,
        226, 227, 228, 229, 230, 231, 232, 233, 234, 242, 243, 244, 245, 246, 247, 248, 249, 250, 255, 218, 0, 12, 3, 1, 0,
        2, 17, 3, 17, 0, 63, 0, 230, 232, 162, 138, 240, 207, 213, 2, 138, 40, 160, 2, 138, 41, 146, 205, 28, 41, 185, 219,
        30, 131, 185, 171, 167, 78, 117, 36, 161, 5, 118, 250, 17, 57, 198, 156, 92, 166, 236, 144, 242, 64, 4, 147, 128,
        58, 147, 89, 215, 58, 134, 114, 144, 30, 8, 229, 187, 254, 21, 5, 197, 220, 151, 7, 31, 117, 63, 186, 15, 243, 168,
        43, 239, 178, 158, 28, 141, 27, 85, 197, 235, 46, 221, 23, 175, 119, 248, 122, 159, 21, 153, 231, 210, 171, 122, 88,
        109, 35, 223, 171, 244, 236, 191, 31, 67, 126, 138, 40, 175, 207, 143, 184, 10, 40, 36, 0, 73, 56, 3, 169, 53, 157,
        115, 168, 103, 41, 1, 224, 142, 91, 191, 225, 93, 248, 28, 186, 190, 58, 167, 37, 37, 234, 250, 35, 139, 27, 142,
        163, 131, 135, 53, 87, 232, 186, 178, 197, 205, 226, 65, 149, 31, 52, 152, 233, 216, 125, 107, 46, 73, 94, 87, 221,
        35, 110, 52, 218, 43, 244, 188, 183, 41, 161, 128, 143, 187, 172, 186, 203, 175, 203, 178, 254, 157, 207, 207, 179,
        12, 206, 182, 54, 94, 246, 145, 232, 191, 173, 216, 81, 69, 21, 235, 30, 89, 191, 76, 150, 104, 225, 77, 206, 216,
        244, 29, 205, 67, 115, 120, 144, 101, 71, 205, 38, 58, 118, 31, 90, 203, 146, 87, 149, 247, 72, 219, 141, 126, 105,
        148, 228, 21, 113, 150, 171, 87, 221, 135, 226, 253, 60, 188, 254, 227, 244, 44, 207, 59, 167, 133, 189, 58, 94,
        244, 255, 0, 5, 235, 231, 229, 247, 146, 220, 93, 201, 112, 113, 247, 83, 251, 160, 255, 0, 58, 130, 138, 43, 244,
        74, 24, 122, 88, 122, 106, 157, 40, 217, 35, 224, 235, 87, 169, 94, 110, 165, 87, 118, 194, 138, 40, 173, 204, 66,
        138, 40, 160, 15, 255, 217,
    ]
}
