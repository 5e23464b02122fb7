import Damage
import Pixels
import Testing

@Suite struct PictureDamageTests {
    /// Small pictures of each kind that the box decodes: colour and grey, whole and in several scans.
    @Test func damagedPicturesAreRefusedOrHaveTheirSize() throws {
        let size = PixelSize(width: 61, height: 47)
        let picture = Picture(size: size, words: (0..<61 * 47).map { UInt32($0) &* 2_654_435_761 & 0xFF_FFFF })
        let flat = Picture(size: PixelSize(width: 200, height: 3), words: [UInt32](repeating: 0x80_8080, count: 600))
        let seeds = try [picture.jpeg(quality: 80), picture.jpeg(quality: 20), picture.png(), flat.jpeg(quality: 90), flat.png()]
        Damage.rounds("pictures", ordinary: 1_000) { dice in
            let bytes = Damage.done(to: seeds.randomElement(using: &dice) ?? [], words: ["\u{0}\u{0}\u{FF}", "IHDR", "IDAT", "PLTE", "tRNS", "acTL", "Exif\u{0}\u{0}", "JFIF"], &dice)
            Damage.keep(bytes, "pictures")
            guard let decoded = try? Picture.decode(bytes, fitting: PixelSize(width: 1_920, height: 1_080), pixelLimit: 1_000_000) else { return false }
            #expect(decoded.size.width <= 1_920 && decoded.size.height <= 1_080 && decoded.size.width * decoded.size.height <= 1_000_000)
            return true
        }
    }
}
