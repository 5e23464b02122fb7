/// Why bytes are not JSON that we accept, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was found.
    package enum Problem: String, Hashable, Sendable {
        case unexpectedEnd = "ends too early"
        case unexpectedByte = "unexpected character"
        case trailingBytes = "something after the end"
        case invalidUTF8 = "invalid UTF-8"
        case invalidEscape = "invalid escape or lone surrogate"
        case controlCharacter = "unescaped control character"
        case notAnInteger = "a number that is not a plain integer"
        case integerOutOfRange = "an integer beyond 64 bits"
        case duplicateKey = "the same key twice"
        case tooDeep = "nested too deeply"
    }

    package let problem: Problem
    /// Byte offset.
    package let offset: Int

    package var description: String { "\(problem.rawValue) at byte \(offset)" }
}

extension JSONValue {
    /// Arrays and objects inside one another; TUF metadata needs eight.
    package static let deepestNesting = 32

    /// Parses one JSON text (RFC 8259) more strictly than the RFC asks: what two parsers could read differently is
    /// refused, because the signature is over our reading (canonical form) and not over the bytes. Refused are
    /// duplicate keys, fractions, exponents, "-0", integers beyond 64 bits, lone surrogates, ill-formed UTF-8, a byte
    /// order mark and nesting past `deepestNesting`.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.document()
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    var index = 0

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw error(.trailingBytes) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        guard index < bytes.count else { throw error(.unexpectedEnd) }
        switch bytes[index] {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
        case UInt8(ascii: "t"): try literal("true"); return .bool(true)
        case UInt8(ascii: "f"): try literal("false"); return .bool(false)
        case UInt8(ascii: "n"): try literal("null"); return .null
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        guard depth <= JSONValue.deepestNesting else { throw error(.tooDeep) }
        let start = index
        index += 1
        var pairs: [(UTF8Text, JSONValue)] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return JSONObject() }
        while true {
            skipSpace()
            guard index < bytes.count else { throw error(.unexpectedEnd) }
            guard bytes[index] == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
            let key = try string()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            pairs.append((key, try value(depth: depth)))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "}"))
            guard let object = JSONObject(pairs) else { throw JSONError(problem: .duplicateKey, offset: start) }
            return object
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        guard depth <= JSONValue.deepestNesting else { throw error(.tooDeep) }
        index += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value(depth: depth))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "]"))
            return elements
        }
    }

    private mutating func string() throws(JSONError) -> UTF8Text {
        let start = index
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                guard let checked = UTF8Text(validating: text) else {
                    throw JSONError(problem: .invalidUTF8, offset: start)
                }
                return checked
            case UInt8(ascii: "\\"):
                text.append(contentsOf: try escape())
            case 0..<0x20:
                throw error(.controlCharacter)
            default:
                text.append(byte)
                index += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        let start = index
        index += 1
        guard index < bytes.count else { throw error(.unexpectedEnd) }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var scalar = try codeUnit()
            if (0xD800..<0xDC00).contains(scalar) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                    throw JSONError(problem: .invalidEscape, offset: start)
                }
                let low = try codeUnit()
                guard (0xDC00..<0xE000).contains(low) else {
                    throw JSONError(problem: .invalidEscape, offset: start)
                }
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let unicode = Unicode.Scalar(scalar) else {
                throw JSONError(problem: .invalidEscape, offset: start)
            }
            return Array(String(Character(unicode)).utf8)
        default:
            throw JSONError(problem: .invalidEscape, offset: start)
        }
    }

    private mutating func codeUnit() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw error(.unexpectedEnd) }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Hexadecimal.value(of: bytes[index], upperCase: true) else { throw error(.invalidEscape) }
            unit = unit << 4 | UInt32(digit)
            index += 1
        }
        return unit
    }

    private mutating func integer() throws(JSONError) -> Int64 {
        let start = index
        let negative = take(UInt8(ascii: "-"))
        let digits = index
        var value: Int64 = 0
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
            // Accumulated below zero: the most negative number has no positive counterpart.
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, borrow) = tens.subtractingReportingOverflow(Int64(bytes[index] - UInt8(ascii: "0")))
            guard !overflow, !borrow else { throw JSONError(problem: .integerOutOfRange, offset: start) }
            value = sum
            index += 1
        }
        let count = index - digits
        let leadingZero = count > 0 && bytes[digits] == UInt8(ascii: "0")
        guard count > 0, !leadingZero || (count == 1 && !negative) else {
            throw JSONError(problem: .notAnInteger, offset: start)
        }
        if index < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[index]) {
            throw JSONError(problem: .notAnInteger, offset: start)
        }
        if negative { return value }
        guard value != .min else { throw JSONError(problem: .integerOutOfRange, offset: start) }
        return -value
    }

    private mutating func literal(_ word: StaticString) throws(JSONError) {
        for offset in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[offset]) }
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

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard index < bytes.count else { throw error(.unexpectedEnd) }
        guard take(byte) else { throw error(.unexpectedByte) }
    }

    private func error(_ problem: JSONError.Problem) -> JSONError {
        JSONError(problem: problem, offset: index)
    }
}
