internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Dash: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.dash(self, header: context.header)
    }
}

extension Kit {
    /// 图表: the numbers above, one chart a page below; ◀▶ go on to the next chart with the pages.
    fileprivate func dash(_ dash: Dash, header: Header) -> PlaceLayout {
        let area = metrics.body
        var header = header
        header.subtitle = header.subtitle ?? "截至\(dash.asOf.chinese)"
        let totals = figures(dash.figures.map { Figure("\($0.label)（\($0.unit)）", $0.value.text) }, in: area)
        let note = style(.label).size * 15 / 10
        var top = area.y + totals.height
        var frame = totals.ops
        frame.put(
            line("数字截至\(dash.asOf.chinese)", .label), in: PixelRect(x: area.x, y: top, width: area.width, height: note), .right, .dim)
        top += note + px(4)
        let panel = PixelRect(x: area.x, y: top, width: area.width, height: area.maxY - top)
        var sheets = dash.charts.flatMap { chart($0, in: panel) }
        if sheets.isEmpty { sheets = [Sheet()] }
        for index in sheets.indices { sheets[index].ops.insert(contentsOf: frame, at: 0) }
        return PlaceLayout(.page(header), sheets)
    }

    private func chart(_ chart: Dash.Chart, in panel: PixelRect) -> [Sheet] {
        let inner = panel.inset(px(36), px(20))
        let head = lines("\(chart.title)（\(chart.unit)）", .labelBold, width: inner.width)
        let leading = metrics.leading(style(.labelBold))
        let headHeight = head.count * leading
        let area = PixelRect(x: inner.x, y: inner.y + headHeight, width: inner.width, height: inner.height - headHeight)
        let upright = columns(chart, in: area)
        let drawn = upright.map { [$0] } ?? rows(chart, in: area)
        return drawn.map { ops in
            var sheet = Sheet()
            sheet.ops = [.rounded(panel, radius: metrics.cardRadius, .panel)]
            for (offset, line) in head.enumerated() {
                sheet.ops.put(line, in: PixelRect(x: inner.x, y: inner.y + offset * leading, width: inner.width, height: leading), .dim)
            }
            sheet.ops += ops
            return sheet
        }
    }

    /// Bars that stand beside each other, as time is drawn; nil when their names or numbers need more room than that.
    private func columns(_ chart: Dash.Chart, in area: PixelRect) -> [Drawing.Op]? {
        let width = area.width / chart.bars.count
        let names = chart.bars.map { lines($0.label, .label, width: width - px(12)) }
        let leading = style(.label).size * 13 / 10
        let label = (names.map(\.count).max() ?? 1) * leading + px(6)
        let number = style(.tableBold).size * 13 / 10
        let room = area.height - label - number
        let widest = chart.bars.map { line($0.value.text, .tableBold).width }.max() ?? 0
        // A name of a few characters a line is no name to read.
        guard widest + px(12) <= width, names.allSatisfy({ $0.count <= 2 }), width >= style(.label).size * 4, room >= px(120) else { return nil }
        let most = Double(max(1, chart.bars.map(\.value.hundredths).max() ?? 1))
        let thick = min(px(120), width * 6 / 10)
        let floor = area.maxY - label
        var ops: [Drawing.Op] = []
        for (offset, bar) in chart.bars.enumerated() {
            let x = area.x + offset * width
            let height = Int(Double(room) * Double(bar.value.hundredths) / most)
            let rect = PixelRect(x: x + (width - thick) / 2, y: floor - height, width: thick, height: height)
            if height > 0 {
                // A square foot on the line, a round head.
                let round = min(px(10), height / 2)
                ops.append(.rounded(rect, radius: round, .blueFill))
                ops.append(.fill(PixelRect(x: rect.x, y: rect.maxY - round, width: thick, height: round), .blueFill))
            }
            ops.put(
                line(bar.value.text, .tableBold), in: PixelRect(x: x, y: rect.y - number, width: width, height: number), .centre, .ink)
            for (row, name) in names[offset].enumerated() {
                ops.put(
                    name, in: PixelRect(x: x, y: floor + px(4) + row * leading, width: width, height: leading), .centre, .dim)
            }
        }
        ops.append(.fill(PixelRect(x: area.x, y: floor - metrics.rule, width: area.width, height: metrics.rule), .line))
        return ops
    }

    /// Bars one below the other, on as many pages as they need: name, bar and number in one line where there is the width.
    private func rows(_ chart: Dash.Chart, in area: PixelRect) -> [[Drawing.Op]] {
        let most = Double(max(1, chart.bars.map(\.value.hundredths).max() ?? 1))
        let bars = chart.bars.map { Bar($0.label, $0.value.text, share: Double($0.value.hundredths) / most) }
        return barPages(bars, in: area, inLine: true)
    }
}
