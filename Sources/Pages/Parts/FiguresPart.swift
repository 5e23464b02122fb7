internal import Pixels
internal import Typography

/// A number that is read before anything else, with what it says above it.
struct Figure: Hashable {
    var label: String
    var value: String
    var paint: Paint

    init(_ label: String, _ value: String, _ paint: Paint = .ink) {
        self.label = label
        self.value = value
        self.paint = paint
    }
}

extension Kit {
    /// Figures on cards side by side, in two columns upright; all in the size that the longest one allows.
    func figures(_ figures: [Figure], in area: PixelRect) -> (height: Int, ops: [Drawing.Op]) {
        guard !figures.isEmpty else { return (0, []) }
        let columns = metrics.upright ? min(2, figures.count) : figures.count
        let width = (area.width - (columns - 1) * metrics.gap) / columns
        let padding = px(26)
        let style = style(
            fitting: figures.map(\.value), within: width - 2 * padding,
            sizes: metrics.type == .large ? [64, 60, 56, 52, 48, 44, 40, 36] : [56, 52, 48, 44, 40, 36], weight: .bold)
        let label = self.style(.label).size * 4 / 3
        let number = style.size * 5 / 4
        let height = px(12) + label + number + px(12)
        let rows = (figures.count + columns - 1) / columns
        var ops: [Drawing.Op] = []
        for (offset, figure) in figures.enumerated() {
            let rect = PixelRect(
                x: area.x + offset % columns * (width + metrics.gap), y: area.y + offset / columns * (height + px(16)), width: width,
                height: height)
            ops.append(.rounded(rect, radius: metrics.cardRadius, .panel))
            let inner = rect.inset(padding, 0)
            ops.put(
                line(figure.label, .label, within: inner.width),
                in: PixelRect(x: inner.x, y: rect.y + px(12), width: inner.width, height: label), .dim)
            ops.put(
                setter.line(figure.value, style),
                in: PixelRect(x: inner.x, y: rect.y + px(12) + label, width: inner.width, height: number), .right, figure.paint)
        }
        return (rows * height + (rows - 1) * px(16), ops)
    }
}
