/// A JSON text (RFC 8259) as it was read. Numbers are whole: money is in fen, and no published document has a fraction.
enum JSONTree {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONTree])
    case object(JSONMembers)

    /// What stands there, for messages.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// An object's members in the order of the text, no key twice.
struct JSONMembers {
    /// Up to so many are looked through one by one, which is faster than hashing.
    private static let few = 16

    private(set) var keys: [String] = []
    private var values: [JSONTree] = []
    /// Key → its place, past a few.
    private var places: [String: Int] = [:]

    subscript(key: String) -> JSONTree? { place(of: key).map { values[$0] } }

    /// False, and nothing added, when the key is there already.
    mutating func append(_ key: String, _ value: JSONTree) -> Bool {
        guard place(of: key) == nil else { return false }
        keys.append(key)
        values.append(value)
        if keys.count > Self.few {
            for place in (places.isEmpty ? 0 : keys.count - 1)..<keys.count { places[keys[place]] = place }
        }
        return true
    }

    private func place(of key: String) -> Int? {
        keys.count > Self.few ? places[key] : keys.firstIndex(of: key)
    }
}
