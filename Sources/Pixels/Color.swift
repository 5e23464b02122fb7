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
        Color(Coverage.mix(under: under.word, ink: word, Coverage.weight(coverage)))
    }
}

/// The sRGB transfer function for one channel (IEC 61966-2-1).
private func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
}

/// The one blending rule. A coverage c of 0...255 becomes a weight of 0...256, so that 0 leaves what is under it and 255
/// replaces it exactly; the sum is rounded to nearest.
package enum Coverage {
    package static func weight(_ coverage: UInt8) -> UInt32 {
        UInt32(coverage) + UInt32(coverage >> 7)
    }

    /// (under × (256 − weight) + ink × weight + 128) >> 8 for each of the four bytes.
    package static func mix(under: UInt32, ink: UInt32, _ weight: UInt32) -> UInt32 {
        let rest = 256 - weight
        let even = ((under & 0xFF_00FF) * rest + (ink & 0xFF_00FF) * weight + 0x80_0080) >> 8 & 0xFF_00FF
        let odd = ((under >> 8 & 0xFF_00FF) * rest + (ink >> 8 & 0xFF_00FF) * weight + 0x80_0080) & 0xFF00_FF00
        return even | odd
    }
}
