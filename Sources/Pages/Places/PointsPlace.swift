internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Points: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.points(self, context.envelope, header: context.header)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        households.firstIndex { $0.id == row }.map { kit.household(self, at: $0, header: context.header) }
    }
}

extension Kit {
    /// 积分: the red list, and beside it what brings points; in large type and upright the rules have pages of their own.
    fileprivate func points(_ points: Points, _ envelope: Envelope, header: Header) -> PlaceLayout {
        let area = metrics.body
        let beside = !metrics.upright && metrics.type == .normal && !points.rules.isEmpty
        let rulesWidth = beside ? px(560) : 0
        let list = PixelRect(x: area.x, y: area.y, width: area.width - (beside ? rulesWidth + px(32) : 0), height: area.height)
        let ranks = points.ranks
        let rows = points.households.enumerated().map { offset, household in
            Table.Row(
                identity: household.id, opens: .row(envelope.id, row: household.id),
                cells: [
                    String(ranks[offset]), [household.group, household.name].compactMap { $0 }.joined(separator: " "),
                    household.merits.first?.text ?? "", "+\(household.delta)", String(points.total(household)),
                ])
        }
        let table = Table(
            columns: [
                .init(title: "名次", role: .tableBold), .init(title: "农户"),
                .init(title: "加分最多的事", paint: .dim, rank: 1, least: 5, grows: true),
                .init(title: metrics.upright ? "加分" : envelope.period?.spoken ?? "加分", place: .right, paint: .greenText),
                .init(title: "总分", place: .right, role: .tableBold),
            ], rows: rows, numbered: false, limit: 9)
        let listed = sheets(table, in: list)
        guard beside else { return PlaceLayout(.page(header), listed + rules(points.rules, base: points.base, in: area).map(\.sheet)) }
        let panel = PixelRect(x: area.maxX - rulesWidth, y: area.y, width: rulesWidth, height: area.height)
        let rules = self.rules(points.rules, base: points.base, in: panel)
        // Rules that have no list beside them any more get the whole width.
        let shown = rules.prefix(listed.count)
        let rest = points.rules.dropFirst(shown.reduce(0) { $0 + $1.count })
        return PlaceLayout(
            .page(header), listed.under { shown[min($0, shown.count - 1)].sheet.ops } + self.rules(Array(rest), base: points.base, in: area).map(\.sheet))
    }

    /// What brings points and what costs some, on as many panels as it needs, with how many rules are on each.
    private func rules(_ rules: [Points.Rule], base: Int, in panel: PixelRect) -> [(count: Int, sheet: Sheet)] {
        guard !rules.isEmpty else { return [] }
        let inner = panel.inset(px(32), px(24))
        let head = lines("怎么加分，基础\(base)分", .labelBold, width: inner.width)
        let headHeight = head.count * metrics.leading(style(.labelBold)) + px(8)
        let leading = style(.table).size * 13 / 10
        let texts = rules.map { lines($0.text, .table, width: inner.width - px(120)).count * leading }
        // A little closer where that keeps them together.
        let air = [px(22), px(18), px(14)].first { headHeight + texts.reduce(0, +) + texts.count * $0 <= inner.height } ?? px(22)
        func height(_ rule: Points.Rule) -> Int { lines(rule.text, .table, width: inner.width - px(120)).count * leading + air }
        var chunks: [[Points.Rule]] = [[]]
        var y = headHeight
        for rule in rules {
            if y + height(rule) > inner.height, chunks.last?.isEmpty == false {
                chunks.append([])
                y = headHeight
            }
            chunks[chunks.count - 1].append(rule)
            y += height(rule)
        }
        return chunks.map { rules in
            var sheet = Sheet()
            sheet.ops = [.rounded(panel, radius: metrics.cardRadius, .panel)]
            var y = inner.y
            for line in head {
                sheet.ops.put(line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: metrics.leading(style(.labelBold))), .dim)
                y += metrics.leading(style(.labelBold))
            }
            y = inner.y + headHeight
            for (offset, rule) in rules.enumerated() {
                let text = lines(rule.text, .table, width: inner.width - px(120))
                let row = PixelRect(x: inner.x, y: y, width: inner.width, height: text.count * leading + air)
                for (number, line) in text.enumerated() {
                    sheet.ops.put(
                        line, in: PixelRect(x: row.x, y: row.y + air * 2 / 5 + number * leading, width: row.width, height: leading), .ink)
                }
                sheet.ops.put(
                    line(Self.signed(rule.delta), .tableBold), in: PixelRect(x: row.x, y: row.y + air * 2 / 5, width: row.width, height: leading), .right,
                    rule.delta > 0 ? .greenText : .redText)
                y = row.maxY
                if offset + 1 < rules.count {
                    sheet.ops.append(.fill(PixelRect(x: row.x, y: y - metrics.rule, width: row.width, height: metrics.rule), .line))
                }
            }
            return (rules.count, sheet)
        }
    }

    /// With U+2212, which is as wide as the plus sign.
    private static func signed(_ delta: Int) -> String { delta > 0 ? "+\(delta)" : "−\(delta.magnitude)" }

    /// One household: all that brought it points.
    fileprivate func household(_ points: Points, at position: Int, header: Header) -> PlaceLayout {
        let household = points.households[position]
        let area = metrics.body
        var header = header
        header.subtitle = "第 \(points.ranks[position]) 名"
        var flow = flow
        let name = [household.group, household.name].compactMap { $0 }.joined(separator: " ")
        flow.slabs = slabs(name, .heading, .ink, width: area.width, spaceBefore: 0, keepsWithNext: true)
        var total = Slab(height: style(.display).size * 13 / 10, spaceBefore: px(8))
        let rect = PixelRect(x: 0, y: 0, width: area.width, height: total.height)
        let number = line(String(points.total(household)), .display)
        let baseline = total.height / 2 + number.style.size * 38 / 100
        let label = line("总分", .body)
        total.sheet.ops.put(label, in: rect, baseline: baseline, .dim)
        total.sheet.ops.put(number, in: rect.offset(x: label.width + px(28), y: 0), baseline: baseline, .ink)
        let sum = line("基础 \(points.base)，这一期 +\(household.delta)", .body)
        let sumX = label.width + px(28) + number.width + px(48)
        if sumX + sum.width <= area.width { total.sheet.ops.put(sum, in: rect.offset(x: sumX, y: 0), baseline: baseline, .dim) }
        total.keepsWithNext = true
        flow.slabs.append(total)
        var entries = household.merits.map { ($0.text, $0.delta) }
        // How much was taken off belongs to the sum; what for is between the household and its group.
        if household.deducted < 0 { entries.append(("扣分（原因不公布）", household.deducted)) }
        for (offset, entry) in entries.enumerated() {
            let value = line(Self.signed(entry.1), .bodyBold)
            let leading = metrics.leading(style(.body))
            let text = lines(entry.0, .body, width: area.width - px(64) - px(160))
            for (number, line) in text.enumerated() {
                var slab = Slab(height: leading, spaceBefore: offset == 0 && number == 0 ? px(20) : 0, panel: 1)
                slab.keepsWithNext = number + 1 < text.count
                let row = PixelRect(x: px(32), y: 0, width: area.width - px(64), height: leading)
                slab.sheet.ops.put(line, in: row, .ink)
                // Beside the last line, so that it is read after all of the words.
                if number == text.count - 1 { slab.sheet.ops.put(value, in: row, .right, entry.1 > 0 ? .greenText : .redText) }
                flow.slabs.append(slab)
            }
        }
        return PlaceLayout(.page(header), flow.pages(in: area))
    }
}
