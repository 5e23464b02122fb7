/// A page's stable address, `<tile>/<slug>`, such as `2/2026-10`: ASCII `[a-z0-9/._-]`, never made from a villager's file name.
package struct PageID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        let parts = text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 1, let tile = parts[0].first, (0x31...0x39).contains(tile),
            !parts[1].isEmpty, parts[1].count <= 80, parts[1].first != 0x2E,
            parts[1].allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D })
        else { return nil }
        self.text = text
    }

    /// The tile's digit, 1…9.
    package var tile: Int { Int(text.utf8.first ?? 0x30) - 0x30 }

    package var description: String { text }
}

/// The name of an object in the repository and in the store: its SHA-256 as 64 lower-case hexadecimal digits.
package struct ObjectID: Hashable, Sendable, CustomStringConvertible {
    package let hex: String

    package init?(hex: String) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            return nil
        }
        self.hex = hex
    }

    package var description: String { hex }
}

/// What kind of page it is. Kinds that this build does not know are kept by name, so that they get an honest card.
package struct PageKind: Hashable, Sendable, RawRepresentable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

extension PageID: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = PageID(text) else { throw ContentError.notAnIdentifier(text) }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension ObjectID: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = ObjectID(hex: text) else { throw ContentError.notAnIdentifier(text) }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
