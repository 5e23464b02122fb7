internal import Content
internal import Pixels
internal import Typography

extension Kit {
    /// The coloured block, the title and what stands beside it, at the top of every place.
    func header(_ header: Header, page: Int, of pages: Int, now: Instant?) -> [Drawing.Op] {
        let area = metrics.header
        let side = area.height
        let square = PixelRect(x: area.x, y: area.y, width: side, height: side)
        var ops: [Drawing.Op] = [.rounded(square, radius: metrics.blockRadius, header.fill)]
        let number = style(fitting: [header.block], within: side * 8 / 10, sizes: [60, 52, 44, 36], weight: .bold)
        ops.centre(setter.line(header.block, number), in: square, .onFill)
        // Title, subtitle and what stands at the right share a baseline.
        let baseline = area.y + side / 2 + style(.title).size * 38 / 100
        var room = PixelRect(x: area.x + side + px(32), y: area.y, width: area.width - side - px(32), height: side)
        if let right = self.right(header.right, page: page, of: pages, now: now) {
            ops.put(right.line, in: area, .right, baseline: baseline, right.paint)
            room.width -= right.line.width + px(40)
        }
        let title = line(header.title, .title)
        // The names beside the arrows go before the title gets smaller: the foot says what ◀▶ do.
        let named = subtitle(header, named: true)
        let short = subtitle(header, named: false)
        func fits(_ width: Int) -> Bool { title.width + (width > 0 ? px(28) + width : 0) <= room.width }
        let subtitle = fits(named.width) || !fits(short.width) ? named : short
        if fits(subtitle.width) {
            ops.put(title, in: room, baseline: baseline, .ink)
            ops += subtitle.ops(room.x + title.width + px(28), baseline)
        } else if header.earlier != nil || header.later != nil || longest(header.title, .title, room.width).count > 1 {
            // Too long: two lines of a smaller title, or title above and subtitle below where ◀▶ need their names.
            let style = TextStyle(size: max(metrics.floor, px(42)), weight: .bold)
            let upper = area.y + side * 22 / 100 + style.size * 38 / 100
            let lower = area.y + side * 78 / 100 + style.size * 38 / 100
            let above = self.style(fitting: [header.title], within: room.width, sizes: [48, 42], weight: .bold)
            if subtitle.width > 0, setter.line(header.title, above).width <= room.width {
                ops.put(setter.line(header.title, above), in: room, baseline: area.y + side * 27 / 100 + above.size * 38 / 100, .ink)
                if subtitle.width <= room.width { ops += subtitle.ops(room.x, area.y + side * 81 / 100 + self.style(.label).size * 38 / 100) }
            } else {
                let lines = setter.paragraph(header.title, style, width: room.width)
                ops.put(lines[0], in: room, baseline: upper, .ink)
                if lines.count > 1 {
                    let rest = lines.dropFirst().map(\.text).joined()
                    ops.put(setter.line(rest, style, within: room.width), in: room, baseline: lower, .ink)
                }
            }
        } else {
            ops.put(title, in: room, baseline: baseline, .ink)
            if let text = header.subtitle, room.width - title.width - px(28) > px(160) {
                let line = line(text, .label, within: room.width - title.width - px(28))
                ops.put(line, in: room.offset(x: title.width + px(28), y: 0), baseline: baseline, .dim)
            }
        }
        return ops
    }

    private func longest(_ text: String, _ role: TextRole, _ width: Int) -> [SetLine] { lines(text, role, width: width) }

    private func right(_ right: Header.Right, page: Int, of pages: Int, now: Instant?) -> (line: SetLine, paint: Paint)? {
        switch right {
        case .pageCount: pages > 1 ? (line("第 \(page + 1) 页，共 \(pages) 页", .label), .dim) : nil
        case .clock: now.map { (line($0.clock, .title), .ink) }
        }
    }

    /// `◀ 9月  2026年10月  11月 ▶`, without `named` `◀ 2026年10月 ▶`, or the subtitle alone.
    private func subtitle(_ header: Header, named: Bool) -> (width: Int, ops: (_ x: Int, _ baseline: Int) -> [Drawing.Op]) {
        guard let text = header.subtitle else { return (0, { _, _ in [] }) }
        let axis = header.earlier != nil || header.later != nil
        let middle = line(text, axis ? .labelBold : .label)
        let earlier = header.earlier.map { line(named ? $0 : "", .label) }
        let later = header.later.map { line(named ? $0 : "", .label) }
        let arrow = style(.label).size * 5 / 9
        let arrowRoom = arrow + px(12)
        let apart = px(28)
        var width = middle.width
        if let earlier { width += arrowRoom + earlier.width + apart }
        if let later { width += apart + later.width + arrowRoom }
        return (
            width,
            { x, baseline in
                var ops: [Drawing.Op] = []
                var x = x
                let middleY = baseline - middle.style.size * 38 / 100
                func arrowRect(_ x: Int) -> PixelRect {
                    PixelRect(x: x, y: middleY - arrow * 6 / 10, width: arrow, height: arrow * 12 / 10)
                }
                func put(_ line: SetLine, _ paint: Paint) {
                    ops.append(.text(line, PixelPoint(x: x, y: baseline), paint))
                    x += line.width
                }
                if let earlier {
                    ops.append(.arrow(arrowRect(x), .left, .dim))
                    x += arrowRoom
                    put(earlier, .dim)
                    x += apart
                }
                put(middle, axis ? .ink : .dim)
                if let later {
                    x += apart
                    put(later, .dim)
                    ops.append(.arrow(arrowRect(x + px(12)), .right, .dim))
                }
                return ops
            }
        )
    }
}
