internal import Content
internal import Pixels

extension Kit {
    /// A notice's table as slabs on a panel. Cells wrap, so that nothing is cut; where that would leave columns of a few characters,
    /// or rows higher than a page, each row is written out instead.
    func slabs(_ table: Notice.Table, panel: Int, width: Int, spaceBefore: Int, maxHeight: Int) -> [Slab] {
        let count = max(table.columns.count, table.rows.map(\.count).max() ?? 0)
        guard count > 0 else { return [] }
        let inset = px(32)
        var slabs: [Slab] = []
        if let title = table.title {
            slabs += self.slabs(
                title, .tableBold, .dim, width: width, spaceBefore: spaceBefore, keepsWithNext: true, panel: panel, inset: inset)
        }
        slabs +=
            grid(table, count, panel: panel, width: width, inset: inset, maxHeight: maxHeight)
            ?? stacked(table, count, panel: panel, width: width, inset: inset)
        if !slabs.isEmpty { slabs[0].spaceBefore = spaceBefore }
        return slabs
    }

    /// Rows and columns; nil when they do not suit the width.
    private func grid(
        _ table: Notice.Table, _ count: Int, panel: Int, width: Int, inset: Int, maxHeight: Int
    ) -> [Slab]? {
        let inner = width - 2 * inset
        let wanted = wantedWidths(table, count)
        let widths = fitted(wanted, into: inner - (count - 1) * px(40))
        guard !zip(widths, wanted).contains(where: { $0 < $1 && $0 < style(.table).size * 5 }) else { return nil }
        // What the cells leave over goes between the columns, up to a point where the eye would lose the line.
        let gap = count > 1 ? min(px(120), (inner - widths.reduce(0, +)) / (count - 1)) : 0
        let leading = metrics.leading(style(.table))
        func row(_ cells: [String], _ role: TextRole, _ paint: Paint) -> Slab {
            var slab = Slab(height: 0, panel: panel)
            var x = inset
            var most = 1
            for column in 0..<count {
                let lines = lines(column < cells.count ? cells[column] : "", role, width: widths[column])
                for (offset, line) in lines.enumerated() {
                    slab.sheet.ops.put(
                        line, in: PixelRect(x: x, y: px(4) + offset * leading, width: widths[column], height: leading), paint)
                }
                most = max(most, lines.count)
                x += widths[column] + gap
            }
            slab.height = most * leading + px(8)
            if most == 1 { slab.slack = slack(style(.table)) }
            return slab
        }
        var slabs = table.rows.map { row($0, .table, .ink) }
        // No page begins or ends with a single one of its rows.
        if slabs.count > 1 {
            slabs[0].keepsWithNext = true
            slabs[slabs.count - 2].keepsWithNext = true
        }
        if !table.columns.isEmpty {
            var head = row(table.columns, .labelBold, .dim)
            head.keepsWithNext = true
            head.repeated = true
            slabs.insert(head, at: 0)
        }
        return slabs.contains { $0.height > maxHeight } ? nil : slabs
    }

    /// Each row as a paragraph of its own: the first cell as its title, the others with their column's name before them.
    private func stacked(_ table: Notice.Table, _ count: Int, panel: Int, width: Int, inset: Int) -> [Slab] {
        table.rows.flatMap { row in
            (0..<count).flatMap { column -> [Slab] in
                let cell = column < row.count ? row[column] : ""
                let name = column < table.columns.count ? table.columns[column] : ""
                let text = name.isEmpty ? cell : name + "：" + (cell.isEmpty ? "无" : cell)
                guard !text.isEmpty else { return [] }
                return slabs(
                    text, column == 0 ? .tableBold : .table, .ink, width: width, spaceBefore: column == 0 ? px(16) : 0,
                    keepsWithNext: column == 0 && count > 1, panel: panel, inset: inset)
            }
        }
    }

    /// Every column's widest cell.
    private func wantedWidths(_ table: Notice.Table, _ count: Int) -> [Int] {
        var wanted = [Int](repeating: 1, count: count)
        for (column, text) in table.columns.enumerated() { wanted[column] = max(wanted[column], line(text, .labelBold).width) }
        for row in table.rows {
            for (column, text) in row.enumerated() { wanted[column] = max(wanted[column], line(text, .table).width) }
        }
        return wanted
    }

    /// The wanted widths, if there is room for them; else the widest give way first, to one limit that uses the room up.
    private func fitted(_ wanted: [Int], into room: Int) -> [Int] {
        let available = max(wanted.count, room)
        if wanted.reduce(0, +) <= available { return wanted }
        var limit = available / wanted.count
        for _ in wanted {
            let narrow = wanted.filter { $0 <= limit }
            let wide = wanted.count - narrow.count
            guard wide > 0 else { break }
            limit = max(limit, (available - narrow.reduce(0, +)) / wide)
        }
        return wanted.map { min($0, limit) }
    }
}
