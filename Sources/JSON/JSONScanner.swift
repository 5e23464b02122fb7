/// Goes through one JSON text (RFC 8259) token by token, more strictly than the RFC asks: what two readers could understand differently is
/// refused. That is fractions, exponents, "-0", integers beyond 64 bits, lone surrogates, ill-formed UTF-8 and a byte order mark. What a tree of it
/// looks like, how deep it may be and which keys are equal is for whoever makes one: metadata (`Trust`) and published documents (`Content`)
/// want other trees of the same texts.
package struct JSONScanner {
    private let bytes: [UInt8]
    /// Of the next byte.
    package private(set) var offset = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next token's first byte, which is not passed.
    package mutating func peek() throws(JSONError) -> UInt8 {
        skipSpace()
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[offset]
    }

    /// Passes that byte if it is the next token's first.
    package mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        return takeHere(byte)
    }

    /// Passes that byte, which must be the next token's first.
    package mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw error(.unexpectedByte) }
        offset += 1
    }

    /// Nothing but space may be left.
    package mutating func end() throws(JSONError) {
        skipSpace()
        guard offset == bytes.count else { throw error(.trailingBytes) }
    }

    package func error(_ problem: JSONError.Problem) -> JSONError { JSONError(problem, at: offset) }

    /// Passes `null`, `true` or `false`, whose first byte is next.
    package mutating func word(_ word: StaticString) throws(JSONError) {
        for place in 0..<word.utf8CodeUnitCount {
            guard offset < bytes.count else { throw error(.unexpectedEnd) }
            guard takeHere(word.utf8Start[place]) else { throw error(.unexpectedByte) }
        }
    }

    /// The string whose opening quote is the next token's first byte. `make` gets its bytes, unescaped, and gives nil when they are not UTF-8.
    package mutating func string<Text>(_ make: (ArraySlice<UInt8>) -> Text?) throws(JSONError) -> Text {
        try expect(UInt8(ascii: "\""))
        let start = offset
        // Only a string with a backslash is copied.
        var unescaped: [UInt8]?
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = make(unescaped.map { $0[...] } ?? bytes[start..<offset]) else { throw JSONError(.invalidUTF8, at: start - 1) }
                offset += 1
                return text
            case UInt8(ascii: "\\"):
                if unescaped == nil { unescaped = Array(bytes[start..<offset]) }
                unescaped?.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20:
                throw error(.controlCharacter)
            default:
                unescaped?.append(byte)
                offset += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = offset
        offset += 1
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        let letter = bytes[offset]
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if (0xD800..<0xDC00).contains(code) {
                guard takeHere(UInt8(ascii: "\\")), takeHere(UInt8(ascii: "u")) else { throw JSONError(.invalidEscape, at: start) }
                let low = try codeUnit()
                guard (0xDC00..<0xE000).contains(low) else { throw JSONError(.invalidEscape, at: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw JSONError(.invalidEscape, at: start) }
            return scalar
        default: throw JSONError(.invalidEscape, at: start)
        }
    }

    private mutating func codeUnit() throws(JSONError) -> UInt32 {
        guard offset + 4 <= bytes.count else { throw error(.unexpectedEnd) }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[offset]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw error(.invalidEscape)
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    /// The integer whose first byte is next.
    package mutating func integer() throws(JSONError) -> Int64 {
        let start = offset
        let negative = takeHere(UInt8(ascii: "-"))
        let digits = offset
        var value: Int64 = 0
        while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) {
            // Accumulated below zero: the most negative number has no positive counterpart.
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, borrow) = tens.subtractingReportingOverflow(Int64(bytes[offset] - UInt8(ascii: "0")))
            guard !overflow, !borrow else { throw JSONError(.integerOutOfRange, at: start) }
            value = sum
            offset += 1
        }
        let count = offset - digits
        let leadingZero = count > 0 && bytes[digits] == UInt8(ascii: "0")
        guard count > 0, !leadingZero || (count == 1 && !negative) else { throw JSONError(.notAnInteger, at: start) }
        if offset < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[offset]) {
            throw JSONError(.notAnInteger, at: start)
        }
        if negative { return value }
        guard value != .min else { throw JSONError(.integerOutOfRange, at: start) }
        return -value
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private mutating func takeHere(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }
}
