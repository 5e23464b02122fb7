/// One disclosure page as it is published: envelope and body.
package struct Page: Sendable {
    /// Every kind that this build knows.
    package static let kinds: [any PageBody.Type] = [
        Notice.self, Ledger.self, Board.self, Dash.self, Points.self, Vote.self, Cases.self, CameraList.self, PeopleDirectory.self,
        Guide.self, Charter.self, Register.self, Catalogue.self, Album.self,
    ]

    /// The newest schema this build writes and reads.
    package static let schema = 1

    package var envelope: Envelope
    /// Nil of a kind that this build does not know; its envelope still shows.
    package let body: (any PageBody)?
    package let kind: PageKind

    package init(envelope: Envelope, body: some PageBody) {
        self.envelope = envelope
        self.body = body
        kind = type(of: body).kind
    }

    /// A page of which only the envelope can be read.
    package init(envelope: Envelope, unknown kind: PageKind) {
        self.envelope = envelope
        body = nil
        self.kind = kind
    }

    /// What the body says for the page, see `PageBody`.
    package var pictures: [PictureReference] { body?.pictures ?? [] }
    package var objects: [ObjectID] { body?.objects ?? [] }
    package var basis: String? { body?.basis }
    package var dues: [Day]? { body?.dues }
    package var isFinal: Bool { body?.isFinal ?? false }
}

extension Page: Codable {
    private enum Key: String, CodingKey { case schema, kind, envelope, body }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let schema = try container.decode(Int.self, forKey: .schema)
        guard schema <= Self.schema else { throw ContentError.newerSchema(found: schema, supported: Self.schema) }
        let envelope = try container.decode(Envelope.self, forKey: .envelope)
        let kind = try container.decode(PageKind.self, forKey: .kind)
        guard let type = Self.kinds.first(where: { $0.kind == kind }) else {
            self.init(envelope: envelope, unknown: kind)
            return
        }
        let body: any PageBody = try container.decode(type, forKey: .body)
        try body.validate()
        self.init(envelope: envelope, body: body)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode(kind, forKey: .kind)
        try container.encode(envelope, forKey: .envelope)
        if let body { try container.encode(body, forKey: .body) }
    }
}
