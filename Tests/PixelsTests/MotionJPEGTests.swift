import CJPEG
import Testing

import Pixels

@Suite("Motion JPEG")
struct MotionJPEGTests {
    static let size = PixelSize(width: 96, height: 64)

    /// A frame as a webcam sends it: 4:2:2, baseline.
    static func frame(_ size: PixelSize = size) -> [UInt8] {
        var rgb: [UInt8] = []
        for y in 0 ..< size.height { for x in 0 ..< size.width { rgb += [UInt8(x * 2), UInt8(y * 3), UInt8(255 - x)] } }
        guard let encoder = tjInitCompress() else { return [] }
        defer { tjDestroy(encoder) }
        var output: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        tjCompress2(
            encoder, rgb, Int32(size.width), 0, Int32(size.height), Int32(TJPF_RGB.rawValue), &output, &count,
            Int32(TJSAMP_422.rawValue), 90, 0)
        defer { tjFree(output) }
        return Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }

    private func decode(_ bytes: [UInt8], _ size: PixelSize = size) throws -> [UInt32] {
        let decoder = try MotionJPEGDecoder()
        let pitch = size.width + 3
        var pixels = [UInt32](repeating: 0xABCD_EF01, count: pitch * size.height)
        try bytes.withUnsafeBytes { bytes in
            try pixels.withUnsafeMutableBufferPointer {
                try decoder.decode(bytes, size: size, to: try #require($0.baseAddress), strideBytes: pitch * 4)
            }
        }
        for y in 0 ..< size.height {
            #expect(pixels[y * pitch + size.width ..< (y + 1) * pitch].allSatisfy { $0 == 0xABCD_EF01 }, "the pitch is kept")
        }
        return (0 ..< size.height).flatMap { y in pixels[y * pitch ..< y * pitch + size.width] }
    }

    @Test("a frame has its colours, and the X byte is 255")
    func colours() throws {
        let pixels = try decode(MotionJPEGTests.frame())
        var error = 0
        for y in 0 ..< 64 {
            for x in 0 ..< 96 {
                let word = pixels[y * 96 + x]
                #expect(word >> 24 == 255)
                error += abs(Int(word >> 16 & 255) - x * 2) + abs(Int(word >> 8 & 255) - y * 3) + abs(Int(word & 255) - (255 - x))
            }
        }
        #expect(Double(error) / Double(96 * 64 * 3) < 2.5)
    }

    @Test("frames without Huffman tables, as many webcams send them, have the standard ones")
    func withoutTables() throws {
        let whole = MotionJPEGTests.frame()
        var bytes = Array(whole[0 ..< 2])
        var at = 2
        while whole[at + 1] != 0xDA {
            let length = 2 + Int(whole[at + 2]) << 8 + Int(whole[at + 3])
            if whole[at + 1] != 0xC4 { bytes += whole[at ..< at + length] }
            at += length
        }
        bytes += whole[at...]
        #expect(bytes.count < whole.count - 300)
        let (bare, full) = (try decode(bytes), try decode(whole))
        #expect(bare == full)
    }

    @Test("truncated, altered, empty and wrongly sized frames are refused")
    func hostile() throws {
        let whole = MotionJPEGTests.frame()
        for bytes in [[], Array(whole.prefix(3)), Array(whole.prefix(whole.count / 2)), Array("no picture".utf8)] {
            #expect(throws: PixelsError.self) { try decode(bytes) }
        }
        #expect(throws: PixelsError.self) { try decode(MotionJPEGTests.frame(PixelSize(width: 95, height: 64))) }
        var dice = Dice(state: 3)
        for _ in 0 ..< 200 {
            var bytes = whole
            for _ in 0 ..< 6 { bytes[Int(dice.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: dice.next()) }
            // Whether it can be told or not, nothing outside of the picture is written.
            _ = try? decode(bytes)
        }
    }
}
