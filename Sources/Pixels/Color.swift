internal import Glibc

/// An opaque sRGB colour as an XRGB8888 word (DRM_FORMAT_XRGB8888, native endian); the X byte is always 255, so the same
/// word is also valid as opaque ARGB8888.
package struct Color: Hashable, Sendable {
    package let word: UInt32

    /// - Parameter word: 0xRRGGBB; higher bits are ignored.
    package init(_ word: UInt32) {
        self.word = 0xFF00_0000 | (word & 0xFF_FFFF)
    }

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.init(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
    }

    /// "#RRGGBB" in either case; nil for anything else.
    package init?(hex: String) {
        var digits = Substring(hex).utf8
        guard digits.popFirst() == UInt8(ascii: "#"), digits.count == 6 else { return nil }
        var word: UInt32 = 0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            word = word << 4 | UInt32(value)
        }
        self.init(word)
    }

    package var red: UInt8 { UInt8(truncatingIfNeeded: word >> 16) }
    package var green: UInt8 { UInt8(truncatingIfNeeded: word >> 8) }
    package var blue: UInt8 { UInt8(truncatingIfNeeded: word) }

    /// "#RRGGBB" in capitals.
    package var hex: String {
        let digits = String(word & 0xFF_FFFF, radix: 16, uppercase: true)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    package static let black = Color(0x00_0000)
    package static let white = Color(0xFF_FFFF)

    /// Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance").
    package var luminance: Double {
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// WCAG 2.2 contrast ratio, 1 to 21; the order of the two does not matter.
    package func contrast(with other: Color) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// This colour laid over `under` with a coverage of 0...255, by the rule of every blend here: see `Coverage`.
    package func over(_ under: Color, coverage: UInt8) -> Color {
        Color(Coverage.mix(under: under.word, ink: word, coverage))
    }
}

/// The sRGB transfer function for one channel (IEC 61966-2-1).
private func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
}

/// The one blending rule; the same as in CKernels. A coverage c of 0...255 weighs 2c + (c >> 7), 0...511, and each byte becomes
/// under + floor(((ink − under) × weight + 256) / 512): 0 leaves what is under it, 255 replaces it exactly.
package enum Coverage {
    package static func mix(under: UInt32, ink: UInt32, _ coverage: UInt8) -> UInt32 {
        let weight = Int32(coverage) * 2 + Int32(coverage >> 7)
        var word: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            let (a, b) = (Int32(under >> shift & 255), Int32(ink >> shift & 255))
            word |= UInt32(a + ((b - a) * weight + 256) >> 9) << shift
        }
        return word
    }
}
