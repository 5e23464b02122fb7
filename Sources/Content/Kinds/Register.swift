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

        package init(id: String, cells: [String], surname: String? = nil) {
            self.id = id
            self.cells = cells
            self.surname = surname
        }
    }

    /// As many rows as one page carries.
    package static let rowLimit = 5_000
    package static let columnLimit = 12

    package var columns: [Column]
    package var rows: [Row]
    /// The column that the list is first filtered by, usually 组.
    package var groupColumn: Int?
    /// 依据: why these names may be disclosed.
    package var basis: String?

    package init(columns: [Column], rows: [Row], groupColumn: Int? = nil, basis: String? = nil) {
        self.columns = columns
        self.rows = rows
        self.groupColumn = groupColumn
        self.basis = basis
    }

    package func row(_ id: String) -> Row? { rows.first { $0.id == id } }

    /// Throws when a row does not have the list's columns, an id stands twice, or the list is longer than a page may be.
    package func validate() throws(ContentError) {
        guard !columns.isEmpty, columns.count <= Self.columnLimit else { throw .inconsistent("a register of \(columns.count) columns") }
        guard rows.count <= Self.rowLimit else { throw .inconsistent("a register of \(rows.count) rows") }
        guard groupColumn.map(columns.indices.contains) ?? true else { throw .inconsistent("a register grouped by a column that it has not") }
        var names = Set<String>()
        for row in rows {
            guard row.cells.count == columns.count else { throw .inconsistent("register row \(row.id) has \(row.cells.count) cells") }
            guard names.insert(row.id).inserted else { throw .inconsistent("register row id \(row.id) twice") }
        }
    }
}

extension PageKind {
    package static let register = PageKind(rawValue: "register")
}
