/// 进度: one project, from the vote to the warranty, and its money.
package struct Board: PageBody {
    package static let kind = PageKind.board

    package struct Stage: Hashable, Sendable, Codable {
        package var name: String
        package var done: Bool
        /// When it was done, or is to be done; nil while nobody can say.
        package var date: Day?
        /// `正在做`, `2年`: in the village's own words.
        package var note: String?

        package init(name: String, done: Bool, date: Day? = nil, note: String? = nil) {
            self.name = name
            self.done = done
            self.date = date
            self.note = note
        }
    }

    /// Where money comes from: 群众自筹, 村公资金, 镇财政补助, 市县奖补.
    package struct Source: Hashable, Sendable, Codable {
        package var name: String
        package var amount: Fen
        package init(name: String, amount: Fen) {
            self.name = name
            self.amount = amount
        }
    }

    /// Money that was paid, with the line of the village's books that says so.
    package struct Payment: Hashable, Sendable, Codable {
        package var date: Day
        package var amount: Fen
        /// `第二期进度款`
        package var summary: String
        package var voucher: String?
        /// Nil when the township or somebody else pays directly: it is not in the village's books then.
        package var row: Ledger.RowReference?

        package init(date: Day, amount: Fen, summary: String, voucher: String? = nil, row: Ledger.RowReference? = nil) {
            self.date = date
            self.amount = amount
            self.summary = summary
            self.voucher = voucher
            self.row = row
        }
    }

    /// In the order of the work; at least one.
    package var stages: [Stage]
    /// 0…100, as the responsible person states it; nobody computes it.
    package var percentDone: Int?
    package var budget: Fen?
    package var sources: [Source]
    package var paid: Fen?
    package var payments: [Payment]
    /// 施工
    package var contractor: String?
    /// The page of the vote that decided on it.
    package var vote: PageID?
    package var photos: [PictureReference]

    package init(
        stages: [Stage], percentDone: Int? = nil, budget: Fen? = nil, sources: [Source] = [], paid: Fen? = nil,
        payments: [Payment] = [], contractor: String? = nil, vote: PageID? = nil, photos: [PictureReference] = []
    ) {
        self.stages = stages
        self.percentDone = percentDone
        self.budget = budget
        self.sources = sources
        self.paid = paid
        self.payments = payments
        self.contractor = contractor
        self.vote = vote
        self.photos = photos
    }

    /// The stage that is under way: the first one that is not done, once something is; nil before the start and after the end.
    package var current: Int? {
        guard stages.contains(where: \.done) else { return nil }
        return stages.firstIndex { !$0.done }
    }

    /// Nothing more is to come: no further issue is due then.
    package var isFinal: Bool { stages.allSatisfy(\.done) }

    /// Throws when the shares are not the budget or the progress is none: such a page never shows as if it were right.
    package func validate() throws(ContentError) {
        guard !stages.isEmpty else { throw .inconsistent("a project without stages") }
        if let percentDone, !(0...100).contains(percentDone) { throw .inconsistent("\(percentDone) % done") }
        let shares = sources.reduce(Fen.zero) { $0 + $1.amount }
        if let budget, !sources.isEmpty, shares != budget {
            throw .inconsistent("sources are \(shares.plain), the budget is \(budget.plain)")
        }
        guard ([budget, paid].compactMap { $0 } + sources.map(\.amount)).allSatisfy({ $0 >= .zero }) else {
            throw .inconsistent("a negative amount of a project")
        }
    }

    package var pictures: [PictureReference] { photos }
}

extension PageKind {
    package static let board = PageKind(rawValue: "board")
}
