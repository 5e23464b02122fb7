/// 台账: one period of the village's books.
package struct Ledger: PageBody {
    package static let kind = PageKind.ledger

    package struct Row: Hashable, Sendable, Codable {
        /// Stable within the series of periods and across corrections, so that focus and links can follow it.
        package var id: String
        package var date: Day
        package var summary: String
        package var category: String
        /// Exactly one of the two is set.
        package var income: Fen?
        package var expense: Fen?
        /// Voucher number as villagers know it, such as `0012`.
        package var voucher: String?
        package var handler: String?
        package var approver: String?
        package var remark: String?
        package var pictures: [PictureReference]
        /// The same line in the period before, found when publishing.
        package var before: RowReference?

        package init(
            id: String, date: Day, summary: String, category: String, income: Fen? = nil, expense: Fen? = nil,
            voucher: String? = nil, handler: String? = nil, approver: String? = nil, remark: String? = nil,
            pictures: [PictureReference] = [], before: RowReference? = nil
        ) {
            self.id = id
            self.date = date
            self.summary = summary
            self.category = category
            self.income = income
            self.expense = expense
            self.voucher = voucher
            self.handler = handler
            self.approver = approver
            self.remark = remark
            self.pictures = pictures
            self.before = before
        }
    }

    /// A row of another page.
    package struct RowReference: Hashable, Sendable, Codable {
        package var page: PageID
        package var row: String
        package init(page: PageID, row: String) {
            self.page = page
            self.row = row
        }
    }

    /// 期初
    package var opening: Fen
    package var rows: [Row]
    /// 期末
    package var closing: Fen

    package init(opening: Fen, rows: [Row], closing: Fen) {
        self.opening = opening
        self.rows = rows
        self.closing = closing
    }

    package var income: Fen { rows.reduce(.zero) { $0 + ($1.income ?? .zero) } }
    package var expense: Fen { rows.reduce(.zero) { $0 + ($1.expense ?? .zero) } }

    package func row(_ id: String) -> Row? { rows.first { $0.id == id } }

    /// Throws when the books do not add up or a row is neither income nor expense: such a page never shows as if it were right.
    package func validate() throws(ContentError) {
        var names = Set<String>()
        for row in rows {
            guard (row.income == nil) != (row.expense == nil) else {
                throw .inconsistent("ledger row \(row.id) is not exactly one of income and expense")
            }
            guard names.insert(row.id).inserted else { throw .inconsistent("ledger row id \(row.id) twice") }
        }
        guard opening + income - expense == closing else {
            throw .inconsistent("opening + income - expense = \((opening + income - expense).plain), closing is \(closing.plain)")
        }
    }

    package var pictures: [PictureReference] { rows.flatMap(\.pictures) }
}

extension PageKind {
    package static let ledger = PageKind(rawValue: "ledger")
}
