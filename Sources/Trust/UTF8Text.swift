/// Text compared, sorted and hashed by its UTF-8 bytes.
///
/// Swift's `String` compares by canonical equivalence, so "é" written as one scalar and as two are equal: two distinct
/// JSON keys, role names or target paths would merge, and what is signed would not be what is looked up.
package struct UTF8Text: Hashable, Comparable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// Well-formed UTF-8.
    package let utf8: [UInt8]

    /// The bytes of `string`.
    package init(_ string: String) {
        utf8 = Array(string.utf8)
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    /// `bytes` if they are well-formed UTF-8: no overlong form, no surrogate, nothing past U+10FFFF.
    package init?(validating bytes: some Sequence<UInt8>) {
        let array = Array(bytes)
        guard String(validating: array, as: UTF8.self) != nil else { return nil }
        utf8 = array
    }

    /// For messages and file names; equality of the result is weaker than equality of the text.
    package var description: String { String(decoding: utf8, as: UTF8.self) }

    package static func < (left: Self, right: Self) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    package static func + (left: Self, right: Self) -> Self {
        Self(joined: left.utf8 + right.utf8)
    }

    /// Two well-formed texts after one another are well formed.
    private init(joined: [UInt8]) { utf8 = joined }
}
