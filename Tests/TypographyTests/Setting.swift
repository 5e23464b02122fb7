import Glibc
import Typography

/// The fonts of this machine, opened once for all tests.
enum Setting {
    static let fonts: Result<FontSet, any Error> = Result { try FontSet.open() }

    static func typesetter() throws -> Typesetter {
        Typesetter(fonts: try fonts.get())
    }

    static func hasFamily(_ name: String) -> Bool {
        guard let fonts = try? fonts.get() else { return false }
        return !fonts.missing.contains { $0.name == name }
    }

    /// The part of `text` that a line stands for.
    static func source(_ line: ShapedLine, of text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[line.scalars])
        return String(view)
    }
}

/// Small, repeatable random numbers (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int(next() % UInt64(list.count))]
    }
}
