/// Makes a value of a tree: what `Decodable` types see of it. Foundation's decoder does the same, and brings five megabytes of code.
struct JSONDecoding: Decoder {
    let tree: JSONTree
    let place: JSONPlace?

    var codingPath: [any CodingKey] { JSONPlace.path(place) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = tree else { throw mismatch("an object") }
        return KeyedDecodingContainer(JSONMembersDecoding(members: members, place: place))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = tree else { throw mismatch("a list") }
        return JSONElementsDecoding(elements: elements, place: place)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func mismatch(_ wanted: String) -> ContentError {
        .malformed("\(JSONPlace.text(place)): \(tree.kind), where \(wanted) belongs")
    }
}

extension JSONDecoding: SingleValueDecodingContainer {
    func decodeNil() -> Bool { tree.isNull }

    /// Serves for each type that the protocol names, too.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == String.self {
            guard case .string(let text) = tree, let value = text as? Value else { throw mismatch("a text") }
            return value
        }
        if type == Bool.self {
            guard case .bool(let bool) = tree, let value = bool as? Value else { throw mismatch("true or false") }
            return value
        }
        if let type = type as? any FixedWidthInteger.Type {
            guard case .integer(let number) = tree else { throw mismatch("a number") }
            guard let value = type.init(exactly: number) as? Value else {
                throw ContentError.malformed("\(JSONPlace.text(place)): \(number) does not fit there")
            }
            return value
        }
        guard !(type is any BinaryFloatingPoint.Type) else { throw mismatch("no fraction: none is read, but a whole number") }
        return try Value(from: self)
    }
}

extension JSONTree {
    var isNull: Bool { if case .null = self { true } else { false } }
}

private struct JSONMembersDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: JSONMembers
    let place: JSONPlace?

    var codingPath: [any CodingKey] { JSONPlace.path(place) }
    var allKeys: [Key] { members.keys.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try decoding(key).tree.isNull }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try decoding(key).decode(type) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try decoding(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try decoding(key).unkeyedContainer() }

    func superDecoder() throws -> any Decoder { try decoding(JSONKey(stringValue: "super")) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoding(key) }

    private func decoding(_ key: some CodingKey) throws -> JSONDecoding {
        guard let tree = members[key.stringValue] else {
            throw ContentError.malformed("\(JSONPlace.text(place)): there is no \"\(key.stringValue)\"")
        }
        return JSONDecoding(tree: tree, place: JSONPlace(key, within: place))
    }
}

private struct JSONElementsDecoding: UnkeyedDecodingContainer {
    let elements: [JSONTree]
    let place: JSONPlace?
    private(set) var currentIndex = 0

    init(elements: [JSONTree], place: JSONPlace?) {
        self.elements = elements
        self.place = place
    }

    var codingPath: [any CodingKey] { JSONPlace.path(place) }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try next().tree.isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try next().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try superDecoder().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try superDecoder().unkeyedContainer() }

    mutating func superDecoder() throws -> any Decoder {
        let decoding = try next()
        currentIndex += 1
        return decoding
    }

    private func next() throws -> JSONDecoding {
        guard !isAtEnd else { throw ContentError.malformed("\(JSONPlace.text(place)): the list ends too early") }
        return JSONDecoding(tree: elements[currentIndex], place: JSONPlace(JSONKey(intValue: currentIndex), within: place))
    }
}
