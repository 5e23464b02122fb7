/// One disclosure page as it is published: envelope and body. A new kind is one file in `Kinds` and one case here.
package struct Page: Hashable, Sendable {
    package enum Body: Hashable, Sendable {
        case notice(Notice)
        case ledger(Ledger)
        /// A kind that this build does not know; its envelope still shows.
        case unknown(PageKind)
    }

    /// The newest schema this build writes and reads.
    package static let schema = 1

    package var envelope: Envelope
    package var body: Body

    package init(envelope: Envelope, body: Body) {
        self.envelope = envelope
        self.body = body
    }

    package var kind: PageKind {
        switch body {
        case .notice: .notice
        case .ledger: .ledger
        case .unknown(let kind): kind
        }
    }

    /// Every picture the page refers to, in order of appearance.
    package var pictures: [PictureReference] {
        switch body {
        case .notice(let notice):
            notice.blocks.compactMap { if case .picture(let picture) = $0 { picture } else { nil } }
                + notice.attachments.compactMap(\.picture)
        case .ledger(let ledger): ledger.rows.flatMap(\.pictures)
        case .unknown: []
        }
    }
}

extension Page: Codable {
    private enum Key: String, CodingKey { case schema, kind, envelope, body }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let schema = try container.decode(Int.self, forKey: .schema)
        guard schema <= Self.schema else { throw ContentError.newerSchema(found: schema, supported: Self.schema) }
        envelope = try container.decode(Envelope.self, forKey: .envelope)
        let kind = try container.decode(PageKind.self, forKey: .kind)
        switch kind {
        case .notice:
            body = .notice(try container.decode(Notice.self, forKey: .body))
        case .ledger:
            let ledger = try container.decode(Ledger.self, forKey: .body)
            try ledger.validate()
            body = .ledger(ledger)
        default:
            body = .unknown(kind)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode(kind, forKey: .kind)
        try container.encode(envelope, forKey: .envelope)
        switch body {
        case .notice(let notice): try container.encode(notice, forKey: .body)
        case .ledger(let ledger): try container.encode(ledger, forKey: .body)
        case .unknown: break
        }
    }
}
