internal import Navigation
internal import Pixels
internal import Typography

/// Rows of one height under a head, each a target. Columns are as wide as their widest cell; the flexible one has the rest and gives up its
/// end when that is too little: its whole text is where 确认 leads.
struct RowTable {
    struct Column {
        var head: String
        var place = HorizontalPlace.left
        var role = TextRole.table
        var flexible = false
        /// When there is no room, columns with a number go, the lowest first.
        var drop: Int?
    }

    struct Cell: Hashable {
        var text: String
        var paint: Paint

        init(_ text: String, _ paint: Paint = .ink) {
            self.text = text
            self.paint = paint
        }
    }

    struct Row {
        var target: Outline.Target
        var cells: [Cell]
    }

    var columns: [Column]
    var rows: [Row]
    /// A digit before each row, for rows that have one.
    var numbered: Bool
    /// Least width of the flexible column in ems.
    var leastEms = 8
}

extension Kit {
    /// The table's discrete pages: as many whole rows as fit, at most nine, so that each visible one can have a digit.
    func sheets(_ table: RowTable, in area: PixelRect) -> [Sheet] {
        let columns = placed(table, width: area.width)
        let headHeight = style(.labelBold).size * 7 / 5
        let rowsTop = area.y + headHeight
        let minimum = px(metrics.type == .large ? 92 : 72)
        let perPage = max(1, min(9, (area.maxY - rowsTop) / minimum))
        let rowHeight = min((area.maxY - rowsTop) / perPage, px(metrics.upright ? 128 : metrics.type == .large ? 112 : 92))
        return stride(from: 0, to: table.rows.count, by: perPage).map { first in
            var sheet = Sheet()
            for column in columns {
                let rect = PixelRect(x: area.x + column.x, y: area.y, width: column.width, height: headHeight)
                sheet.ops.put(line(table.columns[column.index].head, .labelBold), in: rect, table.columns[column.index].place, .dim)
            }
            for (offset, row) in table.rows[first..<min(first + perPage, table.rows.count)].enumerated() {
                let rect = PixelRect(x: area.x, y: rowsTop + offset * rowHeight, width: area.width, height: rowHeight)
                var target = row.target
                target.row = offset
                target.digit = table.numbered ? offset + 1 : nil
                let cells = cells(row, columns, table, digit: target.digit, in: rect)
                sheet.add(target) { focused in self.rowGround(rect, striped: offset % 2 == 0, focused) + cells + self.rowFrame(rect, focused) }
            }
            return sheet
        }
    }

    func rowGround(_ rect: PixelRect, striped: Bool, _ focused: Bool) -> [Drawing.Op] {
        focused || striped ? [.rounded(rect, radius: px(12), focused ? .raised : .panel)] : []
    }

    func rowFrame(_ rect: PixelRect, _ focused: Bool) -> [Drawing.Op] { focused ? [focusFrame(rect, radius: px(12))] : [] }

    private struct Placed {
        var index: Int
        var x: Int
        var width: Int
    }

    private func placed(_ table: RowTable, width: Int) -> [Placed] {
        let inset = px(20)
        let gap = px(36)
        let left = inset + (table.numbered ? line("8", .tableBold).width + px(20) : 0)
        let wanted = table.columns.indices.map { index in
            table.rows.reduce(line(table.columns[index].head, .labelBold).width) {
                max($0, line($1.cells[index].text, table.columns[index].role).width)
            }
        }
        var kept = Array(table.columns.indices)
        let least = style(.table).size * table.leastEms
        while true {
            let fixed = kept.filter { !table.columns[$0].flexible }
            let taken = left + inset + fixed.reduce(0) { $0 + wanted[$1] } + gap * (kept.count - 1)
            var rest = width - taken
            let flexible = kept.first { table.columns[$0].flexible }
            let next = kept.filter { table.columns[$0].drop != nil }.min { table.columns[$0].drop! < table.columns[$1].drop! }
            if rest < min(least, flexible.map { wanted[$0] } ?? 0), let next {
                kept.removeAll { $0 == next }
                continue
            }
            // Without a flexible column the widest gives up its end.
            var wanted = wanted
            if flexible == nil, rest < 0, let widest = kept.max(by: { wanted[$0] < wanted[$1] }) {
                wanted[widest] = max(0, wanted[widest] + rest)
                rest = 0
            }
            // What the flexible column does not need goes between the columns, up to where the eye would lose the line.
            let spare = flexible == nil ? rest : max(0, rest - max(wanted[flexible!], least))
            let apart = gap + (kept.count > 1 ? min(spare / (kept.count - 1), px(48)) : 0)
            var x = left
            return kept.map { index in
                let own = table.columns[index].flexible ? max(0, rest - (apart - gap) * (kept.count - 1)) : wanted[index]
                defer { x += own + apart }
                return Placed(index: index, x: x, width: own)
            }
        }
    }

    private func cells(
        _ row: RowTable.Row, _ columns: [Placed], _ table: RowTable, digit: Int?, in rect: PixelRect
    ) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        // One baseline for all sizes of text.
        let baseline = rect.y + rect.height / 2 + style(.table).size * 38 / 100
        if let digit {
            ops.put(
                line(String(digit), .tableBold), in: PixelRect(x: rect.x + px(20), y: rect.y, width: 0, height: rect.height),
                baseline: baseline, .ink)
        }
        for column in columns {
            let cell = row.cells[column.index]
            guard !cell.text.isEmpty else { continue }
            let spec = table.columns[column.index]
            let area = PixelRect(x: rect.x + column.x, y: rect.y, width: column.width, height: rect.height)
            ops.put(line(cell.text, spec.role, within: column.width), in: area, spec.place, baseline: baseline, cell.paint)
        }
        return ops
    }
}
