internal import Navigation
internal import Pixels
internal import Typography

/// A column of a list: how it looks, and when it gives way.
struct ListColumn {
    var title: String
    var place: HorizontalPlace = .left
    var role: TextRole = .table
    var paint: Paint = .ink
    /// 0 stays always; of the others the highest goes first when there is no room.
    var rank = 0
}

/// A row of a list; what an ellipsis hides of it is on the place that it opens.
struct ListRow {
    var identity: String
    var opens: Place?
    /// One a column.
    var cells: [String]
}

/// Which columns a list shows and where they lie, from what stands in them. Where there is no room the widest get narrower, down to
/// eight characters; then columns go by rank, as they do when there are more than five. What is left takes what room there is.
struct ListColumns {
    private struct Placed {
        var column: Int
        var x: Int
        var width: Int
    }

    private let columns: [ListColumn]
    private var placed: [Placed] = []
    private let inset: Int

    /// Columns that the eye can follow from three metres.
    static let most = 5

    init(_ columns: [ListColumn], _ rows: [ListRow], _ kit: Kit, width: Int) {
        self.columns = columns
        inset = kit.px(20)
        let number = kit.line("8", .tableBold).width + kit.px(20)
        let narrowGap = kit.px(36)
        let wanted = columns.indices.map { column in
            let cells = Self.widest(rows, column)
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
        func least(_ column: Int) -> Int { min(wanted[column], columns[column].place == .right ? .max : kit.style(columns[column].role).size * 8) }
        while shown.reduce(0, { $0 + least($1) }) > room(), drop() {}
        let isCramped = shown.reduce(0) { $0 + least($1) } > room()
        let widths = Self.fitted(shown.map { wanted[$0] }, least: shown.map { isCramped ? 0 : least($0) }, into: room())
        // What is left over goes between the columns, up to a point where the eye would lose the line.
        let spare = max(0, room() - widths.reduce(0, +))
        let gap = narrowGap + (shown.count > 1 ? min(kit.px(140), spare / (shown.count - 1)) : 0)
        var x = inset + number
        for (column, width) in zip(shown, widths) {
            placed.append(Placed(column: column, x: x, width: width))
            x += width + gap
        }
    }

    /// The few cells of a column that may be its widest. Shaping all of a long list would take longer than drawing it.
    private static func widest(_ rows: [ListRow], _ column: Int) -> [String] {
        func estimate(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x80 ? 11 : 20) } }
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

    func cells(_ row: ListRow, digit: Int, in rect: PixelRect, _ kit: Kit) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        // One baseline for all sizes of text.
        let baseline = rect.y + rect.height / 2 + kit.style(.table).size * 38 / 100
        ops.put(kit.line(String(digit), .tableBold), in: PixelRect(x: rect.x + inset, y: rect.y, width: 0, height: rect.height), baseline: baseline, .ink)
        for place in placed where !row.cells[place.column].isEmpty {
            let column = columns[place.column]
            ops.put(
                kit.line(row.cells[place.column], column.role, within: place.width),
                in: PixelRect(x: rect.x + place.x, y: rect.y, width: place.width, height: rect.height), column.place, baseline: baseline,
                column.paint)
        }
        return ops
    }
}

extension Kit {
    /// A list on as many discrete pages as it needs, each visible row with its digit; whole rows only.
    /// - Parameter limit: rows a page at most, nine because there are nine digits.
    func list(_ columns: [ListColumn], _ rows: [ListRow], in area: PixelRect, limit: Int = 8) -> [Sheet] {
        let headHeight = style(.labelBold).size * 7 / 5
        let rowsTop = area.y + headHeight
        let minimum = metrics.type == .large ? px(92) : px(72)
        let most = metrics.upright ? 9 : min(9, limit)
        let perPage = max(1, min(most, (area.maxY - rowsTop) / minimum))
        // Upright there is more room than nine rows want.
        let rowHeight = min((area.maxY - rowsTop) / perPage, px(metrics.type == .large ? 150 : 110))
        let placed = ListColumns(columns, rows, self, width: area.width)
        let head = placed.head(in: PixelRect(x: area.x, y: area.y, width: area.width, height: headHeight), self)
        return stride(from: 0, to: rows.count, by: perPage).map { first in
            var sheet = Sheet()
            sheet.ops = head
            for (offset, row) in rows[first..<min(first + perPage, rows.count)].enumerated() {
                let rect = PixelRect(x: area.x, y: rowsTop + offset * rowHeight, width: area.width, height: rowHeight)
                let cells = placed.cells(row, digit: offset + 1, in: rect, self)
                sheet.add(Outline.Target(identity: row.identity, opens: row.opens, digit: offset + 1, row: offset)) { focused in
                    self.striped(cells, in: rect, isOdd: offset % 2 == 0, focused)
                }
            }
            return sheet
        }
    }

    /// A row of a list on its ground: every other one on a panel, the focused one raised in the sun's frame.
    func striped(_ cells: [Drawing.Op], in rect: PixelRect, isOdd: Bool, _ focused: Bool) -> [Drawing.Op] {
        if focused { return [.rounded(rect, radius: px(12), .raised)] + cells + [focusFrame(rect, radius: px(12))] }
        return isOdd ? [.rounded(rect, radius: px(12), .panel)] + cells : cells
    }
}
