internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Emergency.Level {
    /// As the warning is called: the words say what the ground shows.
    var name: String {
        switch self {
        case .red: "红色预警"
        case .orange: "橙色预警"
        case .yellow: "黄色预警"
        case .blue: "蓝色预警"
        }
    }

    var ground: Paint {
        switch self {
        case .red: .redFill
        case .orange, .yellow: .amberFill
        case .blue: .blueFill
        }
    }

    var ink: Paint { self == .red ? .onRedFill : .onFill }
}

extension Kit {
    /// A warning over the whole screen: what to do in the largest type that holds it, why below, whom to call at the foot.
    func emergency(_ emergency: Emergency, hints: [Hint], now: Instant?) -> Drawing {
        let (ground, ink) = (emergency.level.ground, emergency.level.ink)
        let safe = metrics.safe
        var drawing = Drawing(ground: ground)
        let top = metrics.header
        // Which warning, of what, from whom, since when.
        let name = line(emergency.level.name, .heading)
        let chip = PixelRect(x: top.x, y: top.y, width: name.width + px(64), height: top.height)
        drawing.ops.append(.rounded(chip, radius: metrics.blockRadius, ink))
        drawing.ops.put(name, in: chip, .centre, ground)
        let facts = [emergency.kind, emergency.issuer, "\(day(emergency.issued, beside: now))\(emergency.issued.clock)发布"]
        let room = PixelRect(x: chip.maxX + px(36), y: top.y, width: top.maxX - chip.maxX - px(36), height: top.height)
        let joined = line(facts.joined(separator: "　"), .body)
        var y = top.maxY
        if joined.width <= room.width {
            drawing.ops.put(joined, in: room, ink)
        } else {
            // What it is stays beside its level; who says so, and since when, need rows of their own.
            let kind = style(fitting: [facts[0]], within: room.width, sizes: metrics.type == .large ? [60, 52, 44, 36] : [44, 40, 36], weight: .bold)
            drawing.ops.put(setter.line(facts[0], kind, within: room.width), in: room, ink)
            y += px(8)
            let leading = metrics.leading(style(.label))
            for row in packed(Array(facts.dropFirst()), .label, width: safe.width) {
                drawing.ops.put(line(row, .label, within: safe.width), in: PixelRect(x: safe.x, y: y, width: safe.width, height: leading), ink)
                y += leading
            }
        }
        let foot = self.foot(emergency, hints: hints, now: now)
        drawing.ops += foot.ops
        let body = PixelRect(x: safe.x, y: y + px(32), width: safe.width, height: foot.top - px(24) - y - px(32))
        drawing.ops += message(emergency, in: body, ink)
        return drawing
    }

    private func message(_ emergency: Emergency, in area: PixelRect, _ ink: Paint) -> [Drawing.Op] {
        let heads = [160, 144, 128, 112, 96, 84, 72, 64, 60]
        let texts = metrics.type == .large ? [76, 72, 68, 64, 60, 56, 52, 48, 44, 40, 36] : [64, 60, 56, 52, 48, 44, 40, 36]
        let least = TextStyle(size: max(metrics.floor, px(texts[texts.count - 1])))
        func height(_ lines: [SetLine], _ style: TextStyle, _ tenths: Int) -> Int { lines.count * style.size * tenths / 10 }
        func set(_ paragraphs: [String], _ style: TextStyle) -> [SetLine] {
            paragraphs.flatMap { setter.paragraph($0, style, width: area.width) }
        }
        let between = px(32)
        // What to do comes first: as large as it can be, each of its lines whole, with the rest at its smallest; then the rest as large as
        // the room that is left allows.
        let headStyle = heads.map { TextStyle(size: px($0), weight: .bold) }.first { style in
            let lines = set(emergency.headline, style)
            return lines.count == emergency.headline.count
                && height(lines, style, 12) + between + height(set(emergency.details, least), least, 15) <= area.height
        } ?? TextStyle(size: px(heads[heads.count - 1]), weight: .bold)
        let head = set(emergency.headline, headStyle)
        let left = area.height - height(head, headStyle, 12) - between
        let styles = texts.map { TextStyle(size: max(metrics.floor, px($0))) }.drop { height(set(emergency.details, $0), $0, 15) > left }
        let largest = styles.first ?? least
        // A little smaller where that spares a line of a character or two.
        let textStyle = styles.prefix(3).min { set(emergency.details, $0).count < set(emergency.details, $1).count } ?? largest
        let text = set(emergency.details, textStyle)
        var y = area.y + max(0, left - height(text, textStyle, 15)) / 3
        var ops: [Drawing.Op] = []
        for (lines, leading, gap) in [(head, headStyle.size * 12 / 10, between), (text, textStyle.size * 15 / 10, 0)] {
            for line in lines where y + leading <= area.maxY {
                ops.put(line, in: PixelRect(x: area.x, y: y, width: area.width, height: leading), ink)
                y += leading
            }
            y += gap
        }
        return ops
    }

    /// Telephones and the end above, keys below; 110 and 120 are always there.
    private func foot(_ emergency: Emergency, hints: [Hint], now: Instant?) -> (top: Int, ops: [Drawing.Op]) {
        let (ground, ink) = (emergency.level.ground, emergency.level.ink)
        let safe = metrics.safe
        var ops: [Drawing.Op] = []
        var calls = emergency.phones.prefix(2).map { "\($0.label) \($0.number)" }
        for (name, number) in [("报警", "110"), ("急救", "120")] where !emergency.phones.contains(where: { $0.number == number }) {
            calls.append("\(name) \(number)")
        }
        calls.append("有效到\(day(emergency.until, beside: now ?? emergency.issued))\(emergency.until.clock)")
        let role: TextRole = line(calls.joined(separator: "　　"), .bodyBold).width <= safe.width ? .bodyBold : .labelBold
        let rows = packed(calls, role, width: safe.width)
        let leading = metrics.leading(style(role))
        let top = metrics.hints.y - px(20) - rows.count * leading
        for (offset, row) in rows.enumerated() {
            ops.put(line(row, role, within: safe.width), in: PixelRect(x: safe.x, y: top + offset * leading, width: safe.width, height: leading), ink)
        }
        var x = safe.x
        for hint in hints {
            let name: String
            switch hint.cap {
            case .text(let text): name = text
            case .colour(_, let text): name = text
            case .leftRight, .upDown: continue
            }
            let (cap, text) = (line(name, .hint), line(hint.text, .hint))
            let rect = PixelRect(x: x, y: metrics.hints.y, width: cap.width + 2 * px(16), height: metrics.hints.height)
            guard rect.maxX + px(12) + text.width <= safe.maxX else { break }
            ops.append(.rounded(rect, radius: px(10), ink))
            ops.put(cap, in: rect, .centre, ground)
            ops.put(text, in: PixelRect(x: rect.maxX + px(12), y: rect.y, width: text.width, height: rect.height), ink)
            x = rect.maxX + px(12) + text.width + px(34)
        }
        return (top, ops)
    }

    /// Words in rows that are as full as can be; none is split.
    private func packed(_ words: [String], _ role: TextRole, width: Int) -> [String] {
        var rows: [String] = []
        for word in words {
            if let last = rows.last, line(last + "　　" + word, role).width <= width {
                rows[rows.count - 1] = last + "　　" + word
            } else {
                rows.append(word)
            }
        }
        return rows
    }

    /// Nothing where the day is the one that everybody knows.
    private func day(_ instant: Instant, beside now: Instant?) -> String {
        guard let now else { return instant.day.chineseShort + " " }
        return instant.day == now.day ? "今天" : instant.day.chineseShort + " "
    }

    /// The folded warning: one line in place of the provenance, to the warning's end.
    func banner(_ emergency: Emergency, now: Instant?, in area: PixelRect) -> [Drawing.Op] {
        let (ground, ink) = (emergency.level.ground, emergency.level.ink)
        let rect = PixelRect(x: area.x, y: area.y + px(2), width: area.width, height: area.height - px(4))
        let inner = rect.inset(px(20), 0)
        let until = line("有效到\(day(emergency.until, beside: now ?? emergency.issued))\(emergency.until.clock)", .provenance)
        let words = emergency.level.name + "　" + emergency.headline.joined(separator: "，")
        var ops: [Drawing.Op] = [.rounded(rect, radius: px(10), ground)]
        if metrics.provenanceRows > 1 {
            var row = inner
            row.height /= 2
            ops.put(line(words, .labelBold, within: row.width), in: row, ink)
            ops.put(until, in: row.offset(x: 0, y: row.height), ink)
            return ops
        }
        // The end is told where it leaves most of the line to what is to be done.
        let room = inner.width - px(40) - until.width
        let beside = room >= inner.width * 6 / 10
        ops.put(line(words, .labelBold, within: beside ? room : inner.width), in: inner, ink)
        if beside { ops.put(until, in: inner, .right, ink) }
        return ops
    }
}
