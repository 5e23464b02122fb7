/// Where in a document something stands: a chain from the inside out, so that going one step inwards copies nothing.
final class JSONPlace: Sendable {
    private let key: any CodingKey
    private let outer: JSONPlace?

    init(_ key: some CodingKey, within outer: JSONPlace?) {
        self.key = key
        self.outer = outer
    }

    /// From the outside in.
    static func path(_ place: JSONPlace?) -> [any CodingKey] {
        place.map { path($0.outer) + [$0.key] } ?? []
    }

    /// As `body.rows.3.id`, for messages.
    static func text(_ place: JSONPlace?) -> String {
        place == nil ? "the document" : path(place).map { $0.intValue.map { String($0) } ?? $0.stringValue }.joined(separator: ".")
    }
}

/// A key that no type declares: a place in a list.
struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}
