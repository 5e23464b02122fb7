internal import Pixels
internal import Typography

/// A share of something: its name, its number, and its length beside the others.
struct Bar: Hashable {
    var label: String
    var value: String
    /// 0…1 of the longest.
    var share: Double

    init(_ label: String, _ value: String, share: Double) {
        self.label = label
        self.value = value
        self.share = share
    }
}

extension Kit {
    /// Bars on as many pages of an area as they need, from its top. With `inLine`, name, bar and number share a line where that leaves
    /// the bars a length; else each bar lies below its name, which wraps. All bars of a page have one hue: the name says which it is.
    func barPages(_ bars: [Bar], in area: PixelRect, inLine: Bool) -> [[Drawing.Op]] {
        if inLine, let pages = linePages(bars, in: area) { return pages }
        var pages: [[Bar]] = [[]]
        var y = 0
        for bar in bars {
            let height = height(of: bar, width: area.width)
            if y + height > area.height, pages.last?.isEmpty == false {
                pages.append([])
                y = 0
            }
            pages[pages.count - 1].append(bar)
            y += height
        }
        return pages.map { bars in
            let taken = bars.reduce(0) { $0 + height(of: $1, width: area.width) }
            let spare = min(px(20), max(0, area.height - taken) / max(1, bars.count))
            var y = area.y
            return bars.flatMap { bar in
                defer { y += height(of: bar, width: area.width) + spare }
                return draw(bar, in: PixelRect(x: area.x, y: y, width: area.width, height: height(of: bar, width: area.width)))
            }
        }
    }

    /// The least that a bar takes in a line with its name.
    var barLineHeight: Int { style(.table).size * 13 / 10 }

    private func linePages(_ bars: [Bar], in area: PixelRect) -> [[Drawing.Op]]? {
        let names = bars.map { line($0.label, .table).width }.max() ?? 0
        let values = bars.map { line($0.value, .tableBold).width }.max() ?? 0
        let length = area.width - names - values - px(64)
        let perPage = area.height / barLineHeight
        guard length >= area.width * 30 / 100, perPage > 0 else { return nil }
        return stride(from: 0, to: bars.count, by: perPage).map { first in
            let bars = bars[first..<min(first + perPage, bars.count)]
            let step = min(barLineHeight + px(32), area.height / bars.count)
            let thick = px(34)
            return bars.enumerated().flatMap { offset, bar -> [Drawing.Op] in
                let rect = PixelRect(x: area.x, y: area.y + offset * step, width: area.width, height: step)
                var ops: [Drawing.Op] = []
                ops.put(line(bar.label, .table), in: rect, .ink)
                ops.put(line(bar.value, .tableBold), in: rect, .right, .ink)
                if bar.share > 0 {
                    let length = max(thick, Int(Double(length) * min(1, bar.share)))
                    ops.append(
                        .rounded(
                            PixelRect(x: rect.x + names + px(32), y: rect.midY - thick / 2, width: length, height: thick), radius: px(8),
                            .blueFill))
                }
                return ops
            }
        }
    }

    private func names(of bar: Bar, width: Int) -> [SetLine] {
        lines(bar.label, .table, width: max(style(.table).size * 3, width - line(bar.value, .tableBold).width - px(24)))
    }

    /// Its name, the bar, the space to the next one.
    private func height(of bar: Bar, width: Int) -> Int { names(of: bar, width: width).count * barLineHeight + px(22) + px(24) }

    private func draw(_ bar: Bar, in rect: PixelRect) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        var y = rect.y
        for name in names(of: bar, width: rect.width) {
            let row = PixelRect(x: rect.x, y: y, width: rect.width, height: barLineHeight)
            ops.put(name, in: row, .ink)
            y += barLineHeight
        }
        ops.put(
            line(bar.value, .tableBold), in: PixelRect(x: rect.x, y: rect.y, width: rect.width, height: barLineHeight), .right, .ink)
        // Nothing is no bar; something is one, however little.
        if bar.share > 0 {
            let height = px(22)
            let length = max(height, Int(Double(rect.width) * min(1, bar.share)))
            ops.append(.rounded(PixelRect(x: rect.x, y: y + px(2), width: length, height: height), radius: px(8), .blueFill))
        }
        return ops
    }
}
