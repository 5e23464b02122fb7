internal import JSON

/// Reads a JSON text into a tree, as strictly as `JSONScanner` does. Refused are, beyond that, a key twice and nesting past `deepest`.
struct JSONReader {
    /// Lists and objects inside one another; the deepest page has nine.
    static let deepest = 64

    private var scanner: JSONScanner
    private var depth = 0

    init(_ bytes: [UInt8]) { scanner = JSONScanner(bytes) }

    /// The whole text's value.
    mutating func document() throws(ContentError) -> JSONTree {
        do throws(JSONError) {
            let value = try value()
            try scanner.end()
            return value
        } catch {
            throw .malformed("\(error)")
        }
    }

    private mutating func value() throws(JSONError) -> JSONTree {
        switch try scanner.peek() {
        case UInt8(ascii: "{"): return .object(try members())
        case UInt8(ascii: "["): return .array(try elements())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try scanner.integer())
        case UInt8(ascii: "t"): try scanner.word("true"); return .bool(true)
        case UInt8(ascii: "f"): try scanner.word("false"); return .bool(false)
        case UInt8(ascii: "n"): try scanner.word("null"); return .null
        default: throw scanner.error(.unexpectedByte)
        }
    }

    private mutating func members() throws(JSONError) -> JSONMembers {
        try enter(UInt8(ascii: "{"))
        var members = JSONMembers()
        if !scanner.take(UInt8(ascii: "}")) {
            repeat {
                let key = try string()
                try scanner.expect(UInt8(ascii: ":"))
                guard members.append(key, try value()) else { throw scanner.error(.duplicateKey) }
            } while scanner.take(UInt8(ascii: ","))
            try scanner.expect(UInt8(ascii: "}"))
        }
        depth -= 1
        return members
    }

    private mutating func elements() throws(JSONError) -> [JSONTree] {
        try enter(UInt8(ascii: "["))
        var elements: [JSONTree] = []
        if !scanner.take(UInt8(ascii: "]")) {
            repeat { elements.append(try value()) } while scanner.take(UInt8(ascii: ","))
            try scanner.expect(UInt8(ascii: "]"))
        }
        depth -= 1
        return elements
    }

    private mutating func enter(_ bracket: UInt8) throws(JSONError) {
        depth += 1
        guard depth <= Self.deepest else { throw scanner.error(.tooDeep) }
        try scanner.expect(bracket)
    }

    private mutating func string() throws(JSONError) -> String { try scanner.string { String(validating: $0, as: UTF8.self) } }
}
