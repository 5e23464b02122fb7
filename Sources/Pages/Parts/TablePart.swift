internal import Content
internal import Pixels

extension Kit {
    /// A notice's table as slabs on a panel. Cells wrap, so that nothing is cut; a row too high for a page is cut between its lines.
    func slabs(_ table: Notice.Table, panel: Int, width: Int, spaceBefore: Int, maxHeight: Int) -> [Slab] {
        let count = max(table.columns.count, table.rows.map(\.count).max() ?? 0)
        guard count > 0 else { return [] }
        let inset = px(32)
        let inner = width - 2 * inset
        let widths = columnWidths(table, count, inner)
        // What the cells leave over goes between the columns, up to a point where the eye would lose the line.
        let gap = count > 1 ? min(px(120), (inner - widths.reduce(0, +)) / (count - 1)) : 0
        let leading = metrics.leading(style(.table))
        var slabs: [Slab] = []
        if let title = table.title {
            slabs += self.slabs(
                title, .tableBold, .dim, width: width, spaceBefore: spaceBefore, keepsWithNext: true, panel: panel, inset: inset)
        }
        func row(_ cells: [String], _ role: TextRole, _ paint: Paint) -> [Slab] {
            let set = (0..<count).map { column in
                lines(column < cells.count ? cells[column] : "", role, width: widths[column])
            }
            let height = set.map(\.count).max() ?? 1
            let most = max(1, maxHeight / leading)
            return stride(from: 0, to: height, by: most).map { first in
                let last = min(height, first + most)
                var slab = Slab(height: (last - first) * leading + px(8), panel: panel)
                var x = inset
                for (column, lines) in set.enumerated() {
                    for offset in first..<last where offset < lines.count {
                        let rect = PixelRect(x: x, y: px(4) + (offset - first) * leading, width: widths[column], height: leading)
                        slab.sheet.ops.put(lines[offset], in: rect, paint)
                    }
                    x += widths[column] + gap
                }
                return slab
            }
        }
        if !table.columns.isEmpty {
            var head = row(table.columns, .labelBold, .dim)
            for offset in head.indices {
                head[offset].keepsWithNext = true
                head[offset].repeated = head.count == 1
            }
            slabs += head
        }
        slabs += table.rows.flatMap { row($0, .table, .ink) }
        if !slabs.isEmpty { slabs[0].spaceBefore = spaceBefore }
        return slabs
    }

    /// Every column as wide as its widest cell, if there is room for that; else the widest ones give way first, to one limit that
    /// uses the room up.
    private func columnWidths(_ table: Notice.Table, _ count: Int, _ room: Int) -> [Int] {
        let available = max(count, room - (count - 1) * px(40))
        var wanted = [Int](repeating: 1, count: count)
        for (column, text) in table.columns.enumerated() { wanted[column] = max(wanted[column], line(text, .labelBold).width) }
        for row in table.rows {
            for (column, text) in row.enumerated() { wanted[column] = max(wanted[column], line(text, .table).width) }
        }
        if wanted.reduce(0, +) <= available { return wanted }
        var limit = available / count
        for _ in 0..<count {
            let narrow = wanted.filter { $0 <= limit }
            let wide = count - narrow.count
            guard wide > 0 else { break }
            limit = max(limit, (available - narrow.reduce(0, +)) / wide)
        }
        return wanted.map { min($0, limit) }
    }
}
