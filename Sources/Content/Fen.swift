/// An amount of money in fen (1/100 yuan), never binary floating point.
package struct Fen: Hashable, Comparable, Sendable, Codable, AdditiveArithmetic {
    package var value: Int64

    package init(_ value: Int64) { self.value = value }

    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package static let zero = Fen(0)

    /// `12,345.60`; negative amounts carry U+2212 MINUS SIGN, which has the width of a digit sign in the screen's fonts.
    package var grouped: String {
        let magnitude = value.magnitude
        var digits = Array(String(magnitude / 100))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (value < 0 ? "−" : "") + String(digits) + "." + padded(Int(magnitude % 100), 2)
    }

    /// As `grouped`, with `+` before a positive amount.
    package var signed: String { value > 0 ? "+" + grouped : grouped }

    /// `12345.60` in ASCII, as files write it.
    package var plain: String {
        let magnitude = value.magnitude
        return (value < 0 ? "-" : "") + String(magnitude / 100) + "." + padded(Int(magnitude % 100), 2)
    }

    package static func + (a: Fen, b: Fen) -> Fen { Fen(a.value + b.value) }
    package static func - (a: Fen, b: Fen) -> Fen { Fen(a.value - b.value) }
    package static prefix func - (a: Fen) -> Fen { Fen(-a.value) }
    package static func < (a: Fen, b: Fen) -> Bool { a.value < b.value }
}
