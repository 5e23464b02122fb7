/// Collects what an `Encodable` value says of itself, as a tree of these that is written when it is whole.
final class JSONEncoding: Encoder {
    private enum Content {
        case nothing
        case null
        case bool(Bool)
        case integer(Int64)
        case string(String)
        case elements([JSONEncoding])
        case members([String: JSONEncoding])
    }

    private var content = Content.nothing
    private let place: JSONPlace?

    init(place: JSONPlace? = nil) { self.place = place }

    var codingPath: [any CodingKey] { JSONPlace.path(place) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .members = content {} else { content = .members([:]) }
        return KeyedEncodingContainer(JSONMembersEncoding(encoding: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .elements = content {} else { content = .elements([]) }
        return JSONElementsEncoding(encoding: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    fileprivate var count: Int { if case .elements(let elements) = content { elements.count } else { 0 } }

    fileprivate func member(_ key: some CodingKey) -> JSONEncoding {
        let inner = JSONEncoding(place: JSONPlace(key, within: place))
        guard case .members(var members) = content else { preconditionFailure("a keyed container is of an object") }
        content = .nothing
        members[key.stringValue] = inner
        content = .members(members)
        return inner
    }

    fileprivate func element() -> JSONEncoding {
        guard case .elements(var elements) = content else { preconditionFailure("an unkeyed container is of a list") }
        let inner = JSONEncoding(place: JSONPlace(JSONKey(intValue: elements.count), within: place))
        content = .nothing
        elements.append(inner)
        content = .elements(elements)
        return inner
    }

    /// Compact, keys sorted. A value that said nothing is an empty object.
    func write(to bytes: inout [UInt8]) {
        switch content {
        case .nothing: bytes += "{}".utf8
        case .null: bytes += "null".utf8
        case .bool(let bool): bytes += (bool ? "true" : "false").utf8
        case .integer(let number): bytes += String(number).utf8
        case .string(let text): text.writeQuoted(to: &bytes)
        case .elements(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .members(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, (key, value)) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                key.writeQuoted(to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}

extension JSONEncoding: SingleValueEncodingContainer {
    func encodeNil() { content = .null }

    /// Serves for each type that the protocol names, too.
    func encode<Value: Encodable>(_ value: Value) throws {
        if let text = value as? String {
            content = .string(text)
        } else if let bool = value as? Bool {
            content = .bool(bool)
        } else if let number = value as? any FixedWidthInteger {
            guard let integer = Int64(exactly: number) else {
                throw ContentError.malformed("\(JSONPlace.text(place)): \(number) has no place in 64 bits")
            }
            content = .integer(integer)
        } else if value is any BinaryFloatingPoint {
            throw ContentError.malformed("\(JSONPlace.text(place)): fractions are not written")
        } else {
            try value.encode(to: self)
        }
    }
}

private struct JSONMembersEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoding: JSONEncoding

    var codingPath: [any CodingKey] { encoding.codingPath }

    func encodeNil(forKey key: Key) { encoding.member(key).encodeNil() }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try encoding.member(key).encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        encoding.member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoding.member(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { encoding.member(JSONKey(stringValue: "super")) }

    func superEncoder(forKey key: Key) -> any Encoder { encoding.member(key) }
}

private struct JSONElementsEncoding: UnkeyedEncodingContainer {
    let encoding: JSONEncoding

    var codingPath: [any CodingKey] { encoding.codingPath }
    var count: Int { encoding.count }

    func encodeNil() { encoding.element().encodeNil() }

    func encode<Value: Encodable>(_ value: Value) throws { try encoding.element().encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoding.element().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoding.element().unkeyedContainer() }

    func superEncoder() -> any Encoder { encoding.element() }
}

extension String {
    fileprivate func writeQuoted(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes += #"\b"#.utf8
            case 0x0C: bytes += #"\f"#.utf8
            case 0x0A: bytes += #"\n"#.utf8
            case 0x0D: bytes += #"\r"#.utf8
            case 0x09: bytes += #"\t"#.utf8
            case 0..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
