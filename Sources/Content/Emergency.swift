/// A warning that takes the screen of every box of a village or town until its end.
package struct Emergency: Hashable, Sendable, Codable {
    /// 预警级别, as the national scale has it; red is the gravest.
    package enum Level: String, Sendable, Codable { case red, orange, yellow, blue }

    /// Stable over updates of the same event.
    package var id: String
    /// Grows with each update: a higher one opens again what was folded.
    package var revision: Int
    package var level: Level
    /// `山洪`
    package var kind: String
    /// `桐林镇人民政府`
    package var issuer: String
    package var issued: Instant
    /// From here on it is over.
    package var until: Instant
    /// What to do, in as few words as can be read from across the room; one to three lines.
    package var headline: [String]
    /// Why, and what else.
    package var details: [String]
    package var phones: [Envelope.Phone]

    package init(
        id: String, revision: Int, level: Level, kind: String, issuer: String, issued: Instant, until: Instant, headline: [String],
        details: [String], phones: [Envelope.Phone] = []
    ) {
        self.id = id
        self.revision = revision
        self.level = level
        self.kind = kind
        self.issuer = issuer
        self.issued = issued
        self.until = until
        self.headline = headline
        self.details = details
        self.phones = phones
    }

    /// Without a trusted clock it counts as going on: a warning too long is better than one too short.
    package func isActive(at now: Instant?) -> Bool { now.map { $0 < until } ?? true }

    /// Throws for what could not be shown whole.
    package func validate() throws(ContentError) {
        guard (1...3).contains(headline.count), headline.allSatisfy({ (1...24).contains($0.count) }) else {
            throw .inconsistent("an emergency's headline is one to three lines of 1…24 characters")
        }
        guard details.count <= 4, details.allSatisfy({ $0.count <= 44 }) else {
            throw .inconsistent("an emergency's details are at most four lines of 44 characters")
        }
        guard issued < until else { throw .inconsistent("an emergency that ends before it begins") }
    }
}
