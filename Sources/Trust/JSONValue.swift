/// A JSON value as TUF metadata may hold it: integers only, object keys unique and ordered by their UTF-8 bytes.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(UTF8Text)
    case array([JSONValue])
    case object(JSONObject)

    /// The object, if it is one.
    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements, if it is an array.
    package var array: [JSONValue]? {
        if case .array(let array) = self { array } else { nil }
    }

    /// The text, if it is a string.
    package var text: UTF8Text? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, if it is one.
    package var integer: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// The truth value, if it is one.
    package var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(UTF8Text(value)) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// A repeated key is a programmer's error.
    package init(dictionaryLiteral elements: (UTF8Text, JSONValue)...) {
        self = .object(JSONObject(elements)!)
    }

    /// A string.
    package init(_ text: String) { self = .string(UTF8Text(text)) }
}

/// The members of a JSON object, unique and ordered by the UTF-8 bytes of their keys (which is also code point order).
package struct JSONObject: Hashable, Sendable {
    /// One key with its value.
    package struct Member: Hashable, Sendable {
        package let key: UTF8Text
        package var value: JSONValue
    }

    /// In ascending order of the keys' bytes.
    package private(set) var members: [Member]

    package init() { members = [] }

    /// nil when a key comes twice.
    package init?(_ pairs: some Sequence<(UTF8Text, JSONValue)>) {
        members = pairs.map { Member(key: $0.0, value: $0.1) }
        members.sort { $0.key < $1.key }
        for (first, second) in zip(members, members.dropFirst()) where first.key == second.key { return nil }
    }

    /// Lookup by bytes, O(log n). Assigning nil removes the member.
    package subscript(key: UTF8Text) -> JSONValue? {
        get {
            let index = position(of: key)
            return index < members.count && members[index].key == key ? members[index].value : nil
        }
        set {
            let index = position(of: key)
            let present = index < members.count && members[index].key == key
            switch (newValue, present) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert(Member(key: key, value: value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The first index whose key is not below `key`.
    private func position(of key: UTF8Text) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
