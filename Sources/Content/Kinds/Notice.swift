/// 公告: text in order of reading, with pictures and tables between.
package struct Notice: PageBody {
    package static let kind = PageKind.notice

    package enum Block: Hashable, Sendable {
        case heading(String)
        case paragraph(String)
        case picture(PictureReference)
        case table(Table)
    }

    package struct Table: Hashable, Sendable, Codable {
        package var title: String?
        /// Empty when the table has no head row.
        package var columns: [String]
        /// Each row has as many cells as the widest; shorter ones were filled with empty text when published.
        package var rows: [[String]]
        package init(title: String? = nil, columns: [String] = [], rows: [[String]]) {
            self.title = title
            self.columns = columns
            self.rows = rows
        }
    }

    package struct Attachment: Hashable, Sendable, Codable {
        package var title: String
        package var picture: PictureReference?
        package init(title: String, picture: PictureReference? = nil) {
            self.title = title
            self.picture = picture
        }
    }

    package var blocks: [Block]
    package var attachments: [Attachment]

    package init(blocks: [Block], attachments: [Attachment] = []) {
        self.blocks = blocks
        self.attachments = attachments
    }

    package var pictures: [PictureReference] {
        blocks.compactMap { if case .picture(let picture) = $0 { picture } else { nil } } + attachments.compactMap(\.picture)
    }
}

extension Notice.Block: Codable {
    private enum Key: String, CodingKey { case heading, paragraph, picture, table }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let text = try container.decodeIfPresent(String.self, forKey: .heading) {
            self = .heading(text)
        } else if let text = try container.decodeIfPresent(String.self, forKey: .paragraph) {
            self = .paragraph(text)
        } else if let picture = try container.decodeIfPresent(PictureReference.self, forKey: .picture) {
            self = .picture(picture)
        } else if let table = try container.decodeIfPresent(Notice.Table.self, forKey: .table) {
            self = .table(table)
        } else {
            throw ContentError.malformed("a notice block is none of heading, paragraph, picture, table")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .heading(let text): try container.encode(text, forKey: .heading)
        case .paragraph(let text): try container.encode(text, forKey: .paragraph)
        case .picture(let picture): try container.encode(picture, forKey: .picture)
        case .table(let table): try container.encode(table, forKey: .table)
        }
    }
}

extension PageKind {
    package static let notice = PageKind(rawValue: "notice")
}
