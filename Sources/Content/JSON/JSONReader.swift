/// Reads a JSON text into a tree, more strictly than RFC 8259 asks: refused are a key twice, fractions and exponents, numbers beyond 64 bits, lone
/// surrogates, ill-formed UTF-8, a byte order mark, and nesting past `deepest`. `Trust` has a reader of its own, because signatures are over
/// the bytes of its texts and not over Swift's strings.
struct JSONReader {
    /// Lists and objects inside one another; the deepest page has nine.
    static let deepest = 64

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The whole text's value.
    mutating func document() throws(ContentError) -> JSONTree {
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw unexpected() }
        return value
    }

    private mutating func value() throws(ContentError) -> JSONTree {
        skipSpace()
        guard index < bytes.count else { throw unexpected() }
        switch bytes[index] {
        case UInt8(ascii: "{"): return .object(try nested { reader throws(ContentError) in try reader.members() })
        case UInt8(ascii: "["): return .array(try nested { reader throws(ContentError) in try reader.elements() })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default: throw unexpected()
        }
    }

    private mutating func nested<Value>(_ read: (inout Self) throws(ContentError) -> Value) throws(ContentError) -> Value {
        depth += 1
        guard depth <= Self.deepest else { throw error("nested too deeply") }
        index += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func members() throws(ContentError) -> JSONMembers {
        var members = JSONMembers()
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw unexpected() }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected() }
            guard members.append(key, try value()) else { throw error("the key \"\(key)\" twice") }
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw unexpected() }
            return members
        }
    }

    private mutating func elements() throws(ContentError) -> [JSONTree] {
        var elements: [JSONTree] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw unexpected() }
            return elements
        }
    }

    private mutating func string() throws(ContentError) -> String {
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let text = try text(bytes[start..<index])
                index += 1
                return text
            case UInt8(ascii: "\\"): return try escaped(from: start)
            case 0..<0x20: throw error("an unescaped control character")
            default: index += 1
            }
        }
        throw unexpected()
    }

    /// The rest of a text from its first backslash on.
    private mutating func escaped(from start: Int) throws(ContentError) -> String {
        var text = Array(bytes[start..<index])
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return try self.text(text[...])
            case UInt8(ascii: "\\"): text += String(Character(try escape())).utf8
            case 0..<0x20: throw error("an unescaped control character")
            default:
                text.append(bytes[index])
                index += 1
            }
        }
        throw unexpected()
    }

    private func text(_ utf8: ArraySlice<UInt8>) throws(ContentError) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw error("ill-formed UTF-8") }
        return text
    }

    private mutating func escape() throws(ContentError) -> Unicode.Scalar {
        index += 1
        guard index < bytes.count else { throw unexpected() }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if (0xD800..<0xDC00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = try codeUnit()
                guard (0xDC00..<0xE000).contains(low) else { throw error("a lone surrogate") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("a lone surrogate") }
            return scalar
        default: throw error("an unknown escape")
        }
    }

    private mutating func codeUnit() throws(ContentError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw unexpected() }
        var unit: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw unexpected()
            }
            unit = unit << 4 | UInt32(digit)
        }
        index += 4
        return unit
    }

    private mutating func integer() throws(ContentError) -> Int64 {
        let negative = take(UInt8(ascii: "-"))
        let start = index
        var value: Int64 = 0
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
            // Below zero, because the most negative number has no positive counterpart.
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, borrow) = tens.subtractingReportingOverflow(Int64(bytes[index] - UInt8(ascii: "0")))
            guard !overflow, !borrow else { throw error("a number beyond 64 bits") }
            value = sum
            index += 1
        }
        guard index > start, index == start + 1 || bytes[start] != UInt8(ascii: "0") else { throw unexpected() }
        if index < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[index]) {
            throw error("a number that is not whole")
        }
        if negative { return value }
        guard value != .min else { throw error("a number beyond 64 bits") }
        return -value
    }

    private mutating func word(_ word: StaticString) throws(ContentError) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard take(word.utf8Start[offset]) else { throw unexpected() }
        }
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private func unexpected() -> ContentError {
        error(index < bytes.count ? "an unexpected character" : "it ends too early")
    }

    private func error(_ what: String) -> ContentError { .malformed("\(what) at byte \(index)") }
}
