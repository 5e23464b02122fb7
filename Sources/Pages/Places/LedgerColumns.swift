internal import Content
internal import Pixels
internal import Typography

/// Which columns a ledger shows and where they lie. When the summary would get too little room they go in this order: the category,
/// the voucher number, then income and expense become one column with signs, then the date loses its month. All of it is on the
/// row's own page.
struct LedgerColumns {
    private enum Kind { case date, summary, category, income, expense, amount, voucher }

    private struct Column {
        var kind: Kind
        var x: Int
        var width: Int
    }

    private var columns: [Column] = []
    private var shortDate = false
    private let numberWidth: Int
    private let inset: Int

    init(_ rows: [Ledger.Row], _ kit: Kit, width: Int) {
        inset = kit.px(20)
        numberWidth = kit.line("8", .tableBold).width + kit.px(20)
        let narrowGap = kit.px(36)
        let longest = rows.map { kit.line($0.summary, .table).width }.max() ?? 0
        func widest(_ head: String, _ cells: [String], _ role: TextRole = .table) -> Int {
            cells.reduce(kit.line(head, .labelBold).width) { max($0, kit.line($1, role).width) }
        }
        let date = widest("日期", rows.map(\.date.chineseShort))
        let day = widest("日期", rows.map { "\($0.date.day)日" })
        let category = min(widest("类别", rows.map(\.category), .label), kit.px(360))
        let income = widest("收入", rows.compactMap { $0.income?.grouped })
        let expense = widest("支出", rows.compactMap { $0.expense?.grouped })
        let amount = widest("收支", rows.map { Self.amount($0).0 })
        let voucher = min(widest("凭证", rows.compactMap(\.voucher), .label), kit.px(240))
        let least = kit.style(.table).size * (kit.metrics.upright ? 9 : 13)
        let orders: [([(Kind, Int)], Bool)] = [
            ([(.date, date), (.summary, 0), (.category, category), (.income, income), (.expense, expense), (.voucher, voucher)], false),
            ([(.date, date), (.summary, 0), (.income, income), (.expense, expense), (.voucher, voucher)], false),
            ([(.date, date), (.summary, 0), (.income, income), (.expense, expense)], false),
            ([(.date, date), (.summary, 0), (.amount, amount)], false),
            ([(.date, day), (.summary, 0), (.amount, amount)], true),
        ]
        for (offset, (order, short)) in orders.enumerated() {
            let taken = order.reduce(0) { $0 + $1.1 } + (order.count - 1) * narrowGap + numberWidth + 2 * inset
            var summary = width - taken
            guard summary >= least || offset == orders.count - 1 else { continue }
            // What the longest summary leaves over goes between the columns.
            let spare = max(0, min(summary - least, summary - longest)) / order.count
            let gap = narrowGap + min(spare, kit.px(28))
            summary -= (gap - narrowGap) * (order.count - 1)
            shortDate = short
            var x = inset + numberWidth
            for (kind, size) in order {
                let size = kind == .summary ? max(0, summary) : size
                columns.append(Column(kind: kind, x: x, width: size))
                x += size + gap
            }
            break
        }
    }

    func head(in rect: PixelRect, _ kit: Kit) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        for column in columns {
            let (text, place): (String, HorizontalPlace) =
                switch column.kind {
                case .date: ("日期", .left)
                case .summary: ("用在哪里", .left)
                case .category: ("类别", .left)
                case .income: ("收入", .right)
                case .expense: ("支出", .right)
                case .amount: ("收支", .right)
                case .voucher: ("凭证", .right)
                }
            ops.put(
                kit.line(text, .labelBold),
                in: PixelRect(x: rect.x + column.x, y: rect.y, width: column.width, height: rect.height), place, .dim)
        }
        return ops
    }

    func cells(_ row: Ledger.Row, digit: Int, in rect: PixelRect, _ kit: Kit) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        // One baseline for both sizes of text.
        let baseline = rect.y + rect.height / 2 + kit.style(.table).size * 38 / 100
        ops.put(kit.line(String(digit), .tableBold), in: PixelRect(x: rect.x + inset, y: rect.y, width: 0, height: rect.height), baseline: baseline, .ink)
        for column in columns {
            let cell = PixelRect(x: rect.x + column.x, y: rect.y, width: column.width, height: rect.height)
            switch column.kind {
            case .date:
                ops.put(kit.line(shortDate ? "\(row.date.day)日" : row.date.chineseShort, .table), in: cell, baseline: baseline, .ink)
            case .summary: ops.put(kit.line(row.summary, .table, within: cell.width), in: cell, baseline: baseline, .ink)
            case .category: ops.put(kit.line(row.category, .label, within: cell.width), in: cell, baseline: baseline, .dim)
            case .income:
                if let income = row.income { ops.put(kit.line(income.grouped, .table), in: cell, .right, baseline: baseline, .greenText) }
            case .expense:
                if let expense = row.expense { ops.put(kit.line(expense.grouped, .table), in: cell, .right, baseline: baseline, .ink) }
            case .amount:
                let (text, paint) = Self.amount(row)
                ops.put(kit.line(text, .table), in: cell, .right, baseline: baseline, paint)
            case .voucher:
                if let voucher = row.voucher { ops.put(kit.line(voucher, .label, within: cell.width), in: cell, .right, baseline: baseline, .dim) }
            }
        }
        return ops
    }

    /// With its sign: `+12,000.00`, `−3,200.00`.
    static func amount(_ row: Ledger.Row) -> (String, Paint) {
        if let income = row.income { (income.signed, .greenText) } else { ((-(row.expense ?? .zero)).signed, .ink) }
    }
}
