/// 名单: a list of households, people or things, in the columns that its file has.
package struct Register: PageBody {
    package static let kind = PageKind.register

    package struct Column: Hashable, Sendable, Codable {
        package enum Kind: String, Sendable, Codable {
            /// Words, from the left.
            case text
            /// Numbers and amounts, from the right.
            case number
            /// Personal names, masked unless the envelope says otherwise.
            case name
        }

        package var title: String
        package var kind: Kind

        package init(_ title: String, _ kind: Kind = .text) {
            self.title = title
            self.kind = kind
        }
    }

    package struct Row: Hashable, Sendable, Codable {
        /// Made from the published text, stable while that is the same.
        package var id: String
        /// One a column; empty where there is nothing to say.
        package var cells: [String]
        /// What the list is filtered by besides the group: of a masked name what is left of its front.
        package var surname: String?
        /// Which one of the whole list it is, from 1, where it was read out of a table; nil where all rows are at hand.
        package var number: Int?

        package init(id: String, cells: [String], surname: String? = nil, number: Int? = nil) {
            self.id = id
            self.cells = cells
            self.surname = surname
            self.number = number
        }
    }

    /// Rows that are objects of their own, because the page's document would be too long with them: read a part at a time, as it is shown.
    package struct Table: Hashable, Sendable, Codable {
        /// A range of the rows, following on the one before: an SQLite database (`RegisterChunk`).
        package struct Chunk: Hashable, Sendable, Codable {
            package var object: ObjectID
            /// Bytes.
            package var length: Int
            package var rows: Int

            package init(object: ObjectID, length: Int, rows: Int) {
                self.object = object
                self.length = length
                self.rows = rows
            }
        }

        package var chunks: [Chunk]
        /// How many rows each group and surname has, so that what to choose from is known without reading a row.
        package var shares: [Share]

        package init(chunks: [Chunk], shares: [Share]) {
            self.chunks = chunks
            self.shares = shares
        }
    }

    /// As many rows as one page's document carries at most. Publishers put more than `inlineLimit` into a table.
    package static let rowLimit = 5_000
    package static let inlineLimit = 500
    package static let tableLimit = 100_000
    package static let chunkLimit = 1_000
    package static let columnLimit = 12

    package var columns: [Column]
    /// Empty in the document of a page with a table; what a place shows of that is read into here.
    package var rows: [Row]
    /// The column that the list is first filtered by, usually 组.
    package var groupColumn: Int?
    /// 依据: why these names may be disclosed.
    package var basis: String?
    package var table: Table?

    package init(columns: [Column], rows: [Row], groupColumn: Int? = nil, basis: String? = nil, table: Table? = nil) {
        self.columns = columns
        self.rows = rows
        self.groupColumn = groupColumn
        self.basis = basis
        self.table = table
    }

    package var objects: [ObjectID] { table?.chunks.map(\.object) ?? [] }

    package func row(_ id: String) -> Row? { rows.first { $0.id == id } }

    /// Rows of the whole list, wherever they are.
    package var rowCount: Int { table?.chunks.reduce(0) { $0 + $1.rows } ?? rows.count }

    /// Throws when a row does not have the list's columns, an id stands twice, the list is longer than it may be, or what is said of a table
    /// does not add up.
    package func validate() throws(ContentError) {
        guard !columns.isEmpty, columns.count <= Self.columnLimit else { throw .inconsistent("a register of \(columns.count) columns") }
        guard rows.count <= Self.rowLimit else { throw .inconsistent("a register of \(rows.count) rows") }
        guard groupColumn.map(columns.indices.contains) ?? true else { throw .inconsistent("a register grouped by a column that it has not") }
        var names = Set<String>()
        for row in rows {
            guard row.cells.count == columns.count else { throw .inconsistent("register row \(row.id) has \(row.cells.count) cells") }
            guard names.insert(row.id).inserted else { throw .inconsistent("register row id \(row.id) twice") }
        }
        guard let table else { return }
        let valid = 1...Self.tableLimit
        guard rows.isEmpty, table.chunks.count <= Self.chunkLimit, table.chunks.allSatisfy({ valid.contains($0.rows) }),
            table.shares.allSatisfy({ valid.contains($0.count) }), table.shares.count <= Self.tableLimit, valid.contains(rowCount),
            rowCount == table.shares.reduce(0, { $0 + $1.count })
        else { throw .inconsistent("a register's table of \(rowCount) rows that does not add up") }
    }
}

extension PageKind {
    package static let register = PageKind(rawValue: "register")
}
