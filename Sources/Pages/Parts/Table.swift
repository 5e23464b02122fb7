internal import Navigation
internal import Pixels
internal import Typography

/// Rows of one height under a head, each a target. What an ellipsis hides of a row is on the place that it opens.
struct Table {
    /// How a column looks, and when it gives way.
    struct Column {
        var title: String
        var place: HorizontalPlace = .left
        var role: TextRole = .table
        var paint: Paint = .ink
        /// 0 stays always; of the others the highest goes first when there is no room.
        var rank = 0
        /// Characters that it keeps, when it is longer, before a column goes; columns from the right keep all.
        var least = 8
        /// Takes the room that all columns leave over, so that the last one ends at the right.
        var grows = false
    }

    struct Row {
        var identity: String
        var opens: Place?
        /// One a column.
        var cells: [String]
        /// Of the last cell, where it has a paint of its own.
        var lastPaint: Paint?
    }

    var columns: [Column]
    var rows: [Row]
    /// Each visible row has a digit before it.
    var numbered = true
    /// Rows a page at most where the screen is wide, nine because there are nine digits.
    var limit = 8
}

/// Which columns a table shows and where they lie, from what stands in them. Where there is no room the widest get narrower, down to the
/// least; then columns go by rank, as they do when there are more than five.
struct TableColumns {
    private struct Placed {
        var column: Int
        var x: Int
        var width: Int
    }

    private let columns: [Table.Column]
    private var placed: [Placed] = []
    private let inset: Int

    /// Columns that the eye can follow from three metres.
    static let most = 5

    init(_ table: Table, _ kit: Kit, width: Int) {
        let columns = table.columns
        self.columns = columns
        inset = kit.px(20)
        let number = table.numbered ? kit.line("8", .tableBold).width + kit.px(20) : 0
        let narrowGap = kit.px(36)
        let wanted = columns.indices.map { column in
            let cells = Self.widest(table.rows, column)
            return cells.reduce(kit.line(columns[column].title, .labelBold).width) { max($0, kit.line($1, columns[column].role).width) }
        }
        var shown = Array(columns.indices)
        func drop() -> Bool {
            guard let last = shown.filter({ columns[$0].rank > 0 }).max(by: { (columns[$0].rank, $0) < (columns[$1].rank, $1) }) else { return false }
            shown.removeAll { $0 == last }
            return true
        }
        while shown.count > Self.most, drop() {}
        func room() -> Int { width - 2 * inset - number - (shown.count - 1) * narrowGap }
        func least(_ column: Int) -> Int {
            min(wanted[column], columns[column].place == .right ? .max : kit.style(columns[column].role).size * columns[column].least)
        }
        while shown.reduce(0, { $0 + least($1) }) > room(), drop() {}
        let isCramped = shown.reduce(0) { $0 + least($1) } > room()
        var widths = Self.fitted(shown.map { wanted[$0] }, least: shown.map { isCramped ? 0 : least($0) }, into: room())
        // What is left over goes between the columns, up to a point where the eye would lose the line for all its stripes, then to the one that
        // grows.
        var spare = max(0, room() - widths.reduce(0, +))
        let growing = shown.firstIndex { columns[$0].grows }
        let apart = shown.count > 1 ? min(kit.px(growing == nil ? 260 : 48), spare / (shown.count - 1)) : 0
        spare -= apart * (shown.count - 1)
        if let growing { widths[growing] += spare }
        var x = inset + number
        for (column, width) in zip(shown, widths) {
            placed.append(Placed(column: column, x: x, width: width))
            x += width + narrowGap + apart
        }
    }

    /// The few cells of a column that may be its widest. Shaping all of a long list would take longer than drawing it.
    private static func widest(_ rows: [Table.Row], _ column: Int) -> [String] {
        func estimate(_ text: String) -> Int { text.utf8.reduce(0) { $0 + ($1 < 0x80 ? 11 : $1 >= 0xC0 ? 20 : 0) } }
        var best: [(width: Int, text: String)] = []
        for row in rows {
            let text = row.cells[column]
            let width = estimate(text)
            if best.count < 6 || width > best[best.count - 1].width, !best.contains(where: { $0.text == text }) {
                best.append((width, text))
                best.sort { $0.width > $1.width }
                if best.count > 6 { best.removeLast() }
            }
        }
        return best.map(\.text)
    }

    /// The wanted widths; where there is no room for them the widest give way first, to one limit, none below its least.
    private static func fitted(_ wanted: [Int], least: [Int], into room: Int) -> [Int] {
        guard wanted.reduce(0, +) > room else { return wanted }
        var (low, high) = (0, wanted.max() ?? 0)
        while low < high {
            let limit = (low + high + 1) / 2
            if zip(wanted, least).reduce(0, { $0 + max($1.1, min($1.0, limit)) }) <= room { low = limit } else { high = limit - 1 }
        }
        return zip(wanted, least).map { max($1, min($0, low)) }
    }

    func head(in rect: PixelRect, _ kit: Kit) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        for place in placed {
            let column = columns[place.column]
            ops.put(
                kit.line(column.title, .labelBold, within: place.width),
                in: PixelRect(x: rect.x + place.x, y: rect.y, width: place.width, height: rect.height), column.place, .dim)
        }
        return ops
    }

    func cells(_ row: Table.Row, digit: Int?, in rect: PixelRect, _ kit: Kit) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        // One baseline for all sizes of text.
        let baseline = rect.y + rect.height / 2 + kit.style(.table).size * 38 / 100
        if let digit {
            ops.put(
                kit.line(String(digit), .tableBold), in: PixelRect(x: rect.x + inset, y: rect.y, width: 0, height: rect.height),
                baseline: baseline, .ink)
        }
        for place in placed where !row.cells[place.column].isEmpty {
            let column = columns[place.column]
            let paint = place.column == columns.count - 1 ? row.lastPaint : nil
            ops.put(
                kit.line(row.cells[place.column], column.role, within: place.width),
                in: PixelRect(x: rect.x + place.x, y: rect.y, width: place.width, height: rect.height), column.place, baseline: baseline,
                paint ?? column.paint)
        }
        return ops
    }
}

extension Kit {
    /// A table on as many discrete pages as it needs; whole rows only. A page's rows are set when it is first drawn.
    func sheets(_ table: Table, in area: PixelRect) -> Sheets {
        let headHeight = style(.labelBold).size * 7 / 5
        let rowsTop = area.y + headHeight
        let minimum = metrics.type == .large ? px(92) : px(72)
        let perPage = max(1, min(metrics.upright ? 9 : table.limit, (area.maxY - rowsTop) / minimum))
        let rows = table.rows
        let pages = RowPages(rows.count, atMost: perPage)
        // Upright there is more room than nine rows want.
        let rowHeight = min((area.maxY - rowsTop) / pages.rowsOfHeight, px(metrics.type == .large || metrics.upright ? 150 : 110))
        let columns = TableColumns(table, self, width: area.width)
        let head = columns.head(in: PixelRect(x: area.x, y: area.y, width: area.width, height: headHeight), self)
        let targets = pages.ranges.map { page in
            rows[page].enumerated().map { offset, row in
                Outline.Target(identity: row.identity, opens: row.opens, digit: table.numbered ? offset + 1 : nil, row: offset)
            }
        }
        return Sheets(targets) { page in
            var sheet = Sheet()
            sheet.ops = head
            for (offset, target) in targets[page].enumerated() {
                let rect = PixelRect(x: area.x, y: rowsTop + offset * rowHeight, width: area.width, height: rowHeight)
                let cells = columns.cells(rows[pages.ranges[page].lowerBound + offset], digit: target.digit, in: rect, self)
                sheet.add(target) { focused in self.striped(cells, in: rect, isOdd: offset % 2 == 0, focused) }
            }
            return sheet
        }
    }

    /// A row of a table on its ground: every other one on a panel, the focused one raised in the sun's frame.
    func striped(_ cells: [Drawing.Op], in rect: PixelRect, isOdd: Bool, _ focused: Bool) -> [Drawing.Op] {
        if focused { return [.rounded(rect, radius: px(12), .raised)] + cells + [focusFrame(rect, radius: px(12))] }
        return isOdd ? [.rounded(rect, radius: px(12), .panel)] + cells : cells
    }
}
