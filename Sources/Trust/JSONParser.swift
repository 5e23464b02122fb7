package import JSON

extension JSONValue {
    /// Arrays and objects inside one another; TUF metadata needs eight.
    package static let deepestNesting = 32

    /// Parses one JSON text as strictly as `JSONScanner` does, because the signature is over our reading (canonical form) and not over the bytes.
    /// Refused are, beyond that, keys whose bytes are equal and nesting past `deepestNesting`.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(scanner: JSONScanner(bytes))
        self = try parser.value(depth: 0)
        try parser.scanner.end()
    }
}

private struct JSONParser {
    var scanner: JSONScanner

    mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        switch try scanner.peek() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try scanner.integer())
        case UInt8(ascii: "t"): try scanner.word("true"); return .bool(true)
        case UInt8(ascii: "f"): try scanner.word("false"); return .bool(false)
        case UInt8(ascii: "n"): try scanner.word("null"); return .null
        default: throw scanner.error(.unexpectedByte)
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        guard depth <= JSONValue.deepestNesting else { throw scanner.error(.tooDeep) }
        let start = scanner.offset
        try scanner.expect(UInt8(ascii: "{"))
        var pairs: [(UTF8Text, JSONValue)] = []
        if scanner.take(UInt8(ascii: "}")) { return JSONObject() }
        repeat {
            let key = try string()
            try scanner.expect(UInt8(ascii: ":"))
            pairs.append((key, try value(depth: depth)))
        } while scanner.take(UInt8(ascii: ","))
        try scanner.expect(UInt8(ascii: "}"))
        guard let object = JSONObject(pairs) else { throw JSONError(.duplicateKey, at: start) }
        return object
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        guard depth <= JSONValue.deepestNesting else { throw scanner.error(.tooDeep) }
        try scanner.expect(UInt8(ascii: "["))
        var elements: [JSONValue] = []
        if scanner.take(UInt8(ascii: "]")) { return elements }
        repeat { elements.append(try value(depth: depth)) } while scanner.take(UInt8(ascii: ","))
        try scanner.expect(UInt8(ascii: "]"))
        return elements
    }

    private mutating func string() throws(JSONError) -> UTF8Text { try scanner.string { UTF8Text(validating: $0) } }
}
