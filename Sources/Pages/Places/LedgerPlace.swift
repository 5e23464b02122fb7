internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Ledger: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.ledger(self, context.envelope, header: context.header)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        guard let position = rows.firstIndex(where: { $0.id == row }) else { return nil }
        var header = context.header
        header.subtitle = (context.envelope.period.map { $0.chinese + "，" } ?? "") + "第 \(position + 1) 笔，共 \(rows.count) 笔"
        return kit.ledgerRow(rows[position], context.envelope, before: context.scene.before, header: header)
    }
}

extension Kit {
    /// 台账: four totals and the rows, as many whole ones as fit.
    fileprivate func ledger(_ ledger: Ledger, _ envelope: Envelope, header: Header) -> PlaceLayout {
        let area = metrics.body
        let totals = totals(ledger, envelope, in: area)
        let totalsHeight = totals.height
        let headTop = area.y + totalsHeight + px(6)
        let headHeight = style(.labelBold).size * 7 / 5
        let rowsTop = headTop + headHeight
        let minimum = metrics.type == .large ? px(92) : px(72)
        let perPage = max(1, min(9, (area.maxY - rowsTop) / minimum))
        guard !ledger.rows.isEmpty else {
            var sheet = statement("\(envelope.period?.spoken ?? "本期")没有收支", ["有了收支，村里会按月公布。"])
            sheet.ops = sheet.ops.map { $0.moved(x: 0, y: totalsHeight / 2) } + totals.ops
            return PlaceLayout(.page(header), [sheet])
        }
        let columns = LedgerColumns(ledger.rows, self, width: area.width)
        let pages = RowPages(ledger.rows.count, atMost: perPage)
        let rowHeight = min((area.maxY - rowsTop) / pages.rowsOfHeight, px(metrics.type == .large || metrics.upright ? 150 : 110))
        let sheets = pages.ranges.map { page in
            var sheet = Sheet()
            sheet.ops = totals.ops
            sheet.ops += columns.head(in: PixelRect(x: area.x, y: headTop, width: area.width, height: headHeight), self)
            for (offset, row) in ledger.rows[page].enumerated() {
                let rect = PixelRect(x: area.x, y: rowsTop + offset * rowHeight, width: area.width, height: rowHeight)
                let cells = columns.cells(row, digit: offset + 1, in: rect, self)
                let target = Outline.Target(
                    identity: row.id, opens: .row(envelope.id, row: row.id), digit: offset + 1, row: offset)
                sheet.add(target) { focused in self.striped(cells, in: rect, isOdd: offset % 2 == 0, focused) }
            }
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }

    private func totals(_ ledger: Ledger, _ envelope: Envelope, in area: PixelRect) -> (height: Int, ops: [Drawing.Op]) {
        let now = envelope.period?.spoken ?? "本期"
        let before = envelope.period?.spokenBefore ?? "上期"
        return figures(
            [
                Figure("\(before)结余（元）", ledger.opening.grouped),
                Figure("\(now)收入（元）", ledger.income.signed, ledger.income == .zero ? .ink : .greenText),
                Figure("\(now)支出（元）", (-ledger.expense).signed, ledger.expense == .zero ? .ink : .redText),
                Figure("\(now)结余（元）", ledger.closing.grouped),
            ], in: area)
    }
}

extension Period {
    /// `本月`: what this period is called on its own page.
    var spoken: String {
        switch self {
        case .month: "本月"
        case .quarter: "本季度"
        case .year: "本年"
        }
    }

    var spokenBefore: String {
        switch self {
        case .month: "上月"
        case .quarter: "上季度"
        case .year: "上年"
        }
    }
}
