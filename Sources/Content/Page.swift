/// One disclosure page as it is published: envelope and body. A new kind is one file in `Kinds` and one case here.
package struct Page: Hashable, Sendable {
    package enum Body: Hashable, Sendable {
        case notice(Notice)
        case ledger(Ledger)
        case board(Board)
        case dash(Dash)
        case points(Points)
        case vote(Vote)
        case cases(Cases)
        case cameras(CameraList)
        case directory(PeopleDirectory)
        case guide(Guide)
        case charter(Charter)
        case register(Register)
        case catalogue(Catalogue)
        case album(Album)
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
        case .board: .board
        case .dash: .dash
        case .points: .points
        case .vote: .vote
        case .cases: .cases
        case .cameras: .cameras
        case .directory: .directory
        case .guide: .guide
        case .charter: .charter
        case .register: .register
        case .catalogue: .catalogue
        case .album: .album
        case .unknown(let kind): kind
        }
    }

    /// 依据: the law or rule that the page stands on, where its kind states one.
    package var basis: String? {
        switch body {
        case .guide(let guide): guide.basis
        case .register(let register): register.basis
        default: nil
        }
    }

    /// Every picture the page refers to, in order of appearance.
    package var pictures: [PictureReference] {
        switch body {
        case .notice(let notice):
            notice.blocks.compactMap { if case .picture(let picture) = $0 { picture } else { nil } }
                + notice.attachments.compactMap(\.picture)
        case .ledger(let ledger): ledger.rows.flatMap(\.pictures)
        case .board(let board): board.photos
        case .album(let album): album.photos.map(\.picture)
        case .directory, .guide, .charter, .register, .catalogue, .dash, .points, .vote, .cases, .cameras, .unknown: []
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
        case .board:
            let board = try container.decode(Board.self, forKey: .body)
            try board.validate()
            body = .board(board)
        case .dash:
            let dash = try container.decode(Dash.self, forKey: .body)
            try dash.validate()
            body = .dash(dash)
        case .points:
            let points = try container.decode(Points.self, forKey: .body)
            try points.validate()
            body = .points(points)
        case .vote:
            let vote = try container.decode(Vote.self, forKey: .body)
            try vote.validate()
            body = .vote(vote)
        case .cases:
            let cases = try container.decode(Cases.self, forKey: .body)
            try cases.validate()
            body = .cases(cases)
        case .cameras:
            let cameras = try container.decode(CameraList.self, forKey: .body)
            try cameras.validate()
            body = .cameras(cameras)
        case .directory:
            let directory = try container.decode(PeopleDirectory.self, forKey: .body)
            try directory.validate()
            body = .directory(directory)
        case .guide:
            body = .guide(try container.decode(Guide.self, forKey: .body))
        case .charter:
            let charter = try container.decode(Charter.self, forKey: .body)
            try charter.validate()
            body = .charter(charter)
        case .register:
            let register = try container.decode(Register.self, forKey: .body)
            try register.validate()
            body = .register(register)
        case .catalogue:
            let catalogue = try container.decode(Catalogue.self, forKey: .body)
            try catalogue.validate()
            body = .catalogue(catalogue)
        case .album:
            let album = try container.decode(Album.self, forKey: .body)
            try album.validate()
            body = .album(album)
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
        case .board(let board): try container.encode(board, forKey: .body)
        case .dash(let dash): try container.encode(dash, forKey: .body)
        case .points(let points): try container.encode(points, forKey: .body)
        case .vote(let vote): try container.encode(vote, forKey: .body)
        case .cases(let cases): try container.encode(cases, forKey: .body)
        case .cameras(let cameras): try container.encode(cameras, forKey: .body)
        case .directory(let directory): try container.encode(directory, forKey: .body)
        case .guide(let guide): try container.encode(guide, forKey: .body)
        case .charter(let charter): try container.encode(charter, forKey: .body)
        case .register(let register): try container.encode(register, forKey: .body)
        case .catalogue(let catalogue): try container.encode(catalogue, forKey: .body)
        case .album(let album): try container.encode(album, forKey: .body)
        case .unknown: break
        }
    }
}
