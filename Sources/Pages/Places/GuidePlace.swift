internal import Content
internal import Navigation
internal import Pixels
internal import Typography

/// The parts of a guide, in the order of ◀▶; its page is the overview.
enum GuidePart: String, CaseIterable {
    case conditions, materials, steps, whom, more

    var name: String {
        switch self {
        case .conditions: "条件"
        case .materials: "材料"
        case .steps: "流程"
        case .whom: "找谁"
        case .more: "说明"
        }
    }

    func isEmpty(_ guide: Guide) -> Bool {
        switch self {
        case .conditions: guide.conditions.isEmpty
        case .materials: guide.materials.isEmpty
        case .steps: guide.steps.isEmpty
        case .whom: false
        case .more: guide.sections.isEmpty
        }
    }
}

extension Guide: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.guide(self, context.envelope, part: context.part, header: context.header)
    }
}

extension Kit {
    /// 指南: the steps as a chain, below it what to bring and whom to ask; each of them in full by ◀▶ or 确认.
    fileprivate func guide(_ guide: Guide, _ envelope: Envelope, part: String?, header: Header) -> PlaceLayout {
        let parts = GuidePart.allCases.filter { !$0.isEmpty(guide) }
        let part = part.flatMap(GuidePart.init).flatMap { parts.contains($0) ? $0 : nil }
        let axis = Outline.Axis(
            "看" + (part == nil ? parts.map(\.name).joined(separator: "、") : "别的"),
            [.init("概要", .page(envelope.id))] + parts.map { .init($0.name, .part(envelope.id, $0.rawValue)) })
        let here: Place = part.map { .part(envelope.id, $0.rawValue) } ?? .page(envelope.id)
        let sheets = part.map { full(guide, $0, envelope) } ?? [overview(guide, parts, envelope)]
        return PlaceLayout(.page(header.along(axis, at: here)), sheets, axis: axis)
    }

    // MARK: Overview

    private func overview(_ guide: Guide, _ parts: [GuidePart], _ envelope: Envelope) -> Sheet {
        let area = metrics.body
        var sheet = Sheet()
        var top = area.y
        func add(_ part: GuidePart, row: Int, column: Int = 0, in rect: PixelRect, _ draw: (_ focused: Bool) -> [Drawing.Op]) {
            sheet.add(Outline.Target(identity: part.rawValue, opens: .part(envelope.id, part.rawValue), row: row, column: column), draw)
        }
        if !guide.steps.isEmpty {
            let height =
                metrics.upright
                ? min(area.height * (metrics.type == .large ? 54 : 44) / 100, min(guide.steps.count, Self.stepsShown) * px(metrics.type == .large ? 160 : 130))
                : px(metrics.type == .large ? 292 : 264)
            let rect = PixelRect(x: area.x, y: top, width: area.width, height: height)
            add(.steps, row: 0, in: rect) { focused in self.chain(guide.steps, in: rect, focused) }
            top = rect.maxY + metrics.gap
        }
        let rest = PixelRect(x: area.x, y: top, width: area.width, height: area.maxY - top)
        let left: PixelRect
        let right: PixelRect
        if metrics.upright {
            let height = rest.height * 52 / 100
            left = PixelRect(x: rest.x, y: rest.y, width: rest.width, height: height)
            right = PixelRect(x: rest.x, y: left.maxY + metrics.gap, width: rest.width, height: rest.height - height - metrics.gap)
        } else {
            let width = rest.width * 57 / 100
            left = PixelRect(x: rest.x, y: rest.y, width: width, height: rest.height)
            right = PixelRect(x: left.maxX + metrics.gap, y: rest.y, width: rest.width - width - metrics.gap, height: rest.height)
        }
        // What to bring matters most to somebody about to leave the house.
        if let first = [GuidePart.materials, .conditions, .more].first(where: parts.contains) {
            add(first, row: 1, in: left) { focused in self.pane(guide, first, in: left, focused) }
            add(.whom, row: 2, in: right) { focused in self.whom(guide, in: right, focused) }
        } else {
            add(.whom, row: 1, in: rest) { focused in self.whom(guide, in: rest, focused) }
        }
        return sheet
    }

    /// Boxes of a chain; with more steps the last box says how many there are.
    private static let stepsShown = 5

    private func chain(_ steps: [Guide.Step], in rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        let count = min(steps.count, Self.stepsShown)
        let arrow = px(26)
        let between = arrow + px(12)
        // With the focus they stand on one ground: the frame is around all of them.
        var ops: [Drawing.Op] = focused ? ground(rect, true) : []
        for offset in 0..<count {
            let isMore = offset == count - 1 && steps.count > count
            let card =
                metrics.upright
                ? {
                    let height = (rect.height - (count - 1) * px(12)) / count
                    return PixelRect(x: rect.x, y: rect.y + offset * (height + px(12)), width: rect.width, height: height)
                }()
                : {
                    let width = (rect.width - (count - 1) * between) / count
                    return PixelRect(x: rect.x + offset * (width + between), y: rect.y, width: width, height: rect.height)
                }()
            if !focused { ops.append(.rounded(card, radius: metrics.cardRadius, .panel)) }
            ops += metrics.upright
                ? wideStep(steps[offset], offset, more: isMore ? steps.count - offset : nil, in: card)
                : step(steps[offset], offset, more: isMore ? steps.count - offset : nil, in: card)
            if offset > 0, !metrics.upright {
                ops.append(
                    .arrow(
                        PixelRect(x: card.x - between + px(8), y: card.midY - arrow / 2, width: between - px(16), height: arrow), .right, .dim))
            }
        }
        if focused { ops.append(focusFrame(rect)) }
        return ops
    }

    private func step(_ step: Guide.Step, _ offset: Int, more: Int?, in card: PixelRect) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        let inner = card.inset(px(24), px(20))
        func put(_ text: String, _ top: Int, _ height: Int, sizes: [Int], _ weight: TextStyle.Weight, _ paint: Paint) {
            let style = style(fitting: [text], within: inner.width, sizes: sizes, weight: weight)
            ops.put(
                setter.line(text, style, within: inner.width),
                in: PixelRect(x: inner.x, y: inner.y + inner.height * top / 100, width: inner.width, height: inner.height * height / 100), paint)
        }
        let isLarge = metrics.type == .large
        if let more {
            put("第 \(offset + 1) 步起", 0, 20, sizes: [36], .regular, .dim)
            put("还有 \(more) 步", 20, 30, sizes: isLarge ? [64, 56, 48, 40, 36] : [52, 48, 44, 40, 36], .bold, .ink)
            put("按确认看全部", 50, 25, sizes: isLarge ? [46, 40, 36] : [36], .regular, .blueText)
            return ops
        }
        put("第 \(offset + 1) 步", 0, 20, sizes: isLarge ? [40, 36] : [36], .regular, .dim)
        put(step.name, 20, 30, sizes: isLarge ? [64, 60, 56, 52, 48, 44, 40, 36] : [52, 48, 44, 40, 36], .bold, .ink)
        put(step.who ?? step.place ?? "", 50, 25, sizes: isLarge ? [48, 44, 40, 36] : [40, 38, 36], .regular, .ink)
        put(step.time ?? "", 75, 25, sizes: isLarge ? [52, 48, 44, 40, 36] : [40, 38, 36], .bold, .blueText)
        return ops
    }

    /// Upright: one row a step.
    private func wideStep(_ step: Guide.Step, _ offset: Int, more: Int?, in card: PixelRect) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        let inner = card.inset(px(28), px(8))
        let upper = PixelRect(x: inner.x, y: inner.y, width: inner.width, height: inner.height * 55 / 100)
        let lower = PixelRect(x: inner.x, y: upper.maxY, width: inner.width, height: inner.maxY - upper.maxY)
        if let more {
            ops.put(line("还有 \(more) 步，按确认看全部", .bodyBold, within: inner.width), in: inner, .blueText)
            return ops
        }
        let number = line("\(offset + 1)", .bodyBold)
        ops.put(number, in: upper, .dim)
        let x = number.width + px(24)
        let time = line(step.time ?? "", .labelBold, within: upper.width * 45 / 100)
        ops.put(time, in: upper, .right, .blueText)
        ops.put(
            line(step.name, .bodyBold, within: upper.width - x - time.width - px(24)), in: upper.offset(x: x, y: 0), .ink)
        let who = [step.who, step.place].compactMap { $0 }.joined(separator: "，")
        ops.put(line(who, .label, within: lower.width - x), in: lower.offset(x: x, y: 0), .dim)
        return ops
    }

    /// Conditions, materials or the text besides, as many whole ones as fit; the foot says how many more there are.
    private func pane(_ guide: Guide, _ part: GuidePart, in rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        let (title, texts, unit) =
            switch part {
            case .conditions: ("要符合的条件，\(guide.conditions.count) 条", guide.conditions, "条")
            case .more: (guide.sections[0].title, guide.sections[0].paragraphs, "段")
            default: ("要带的东西，\(guide.materials.count) 样", guide.materials, "样")
            }
        var ops = ground(rect, focused)
        let inner = rect.inset(px(32), px(24))
        let small = metrics.leading(style(.labelBold))
        ops.put(line(title, .labelBold, within: inner.width), in: PixelRect(x: inner.x, y: inner.y, width: inner.width, height: small), .dim)
        let leading = metrics.leading(style(.body))
        let margin = line("\(texts.count).", .body).width + px(18)
        let items = texts.map { lines($0, .body, width: inner.width - margin) }
        let top = inner.y + small + px(4)
        let all = items.reduce(0) { $0 + $1.count }
        let room = (inner.maxY - top) / leading
        let isCut = all > room
        let limit = isCut ? max(0, (inner.maxY - small - top) / leading) : room
        var used = 0
        var shown = 0
        for item in items {
            guard used + item.count <= limit else { break }
            for (offset, text) in item.enumerated() {
                let row = PixelRect(x: inner.x, y: top + used * leading, width: inner.width, height: leading)
                if offset == 0 { ops.put(line("\(shown + 1).", .body), in: row, .dim) }
                ops.put(text, in: row.offset(x: margin, y: 0), .ink)
                used += 1
            }
            shown += 1
        }
        if isCut {
            let more = shown == 0 ? "按确认看全部" : "还有 \(texts.count - shown) \(unit)，按确认看全部"
            ops.put(
                line(more, .label, within: inner.width), in: PixelRect(x: inner.x, y: inner.maxY - small, width: inner.width, height: small), .blueText)
        }
        if focused { ops.append(focusFrame(rect)) }
        return ops
    }

    private func whom(_ guide: Guide, in rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        var ops = ground(rect, focused)
        let inner = rect.inset(px(32), px(24))
        let small = metrics.leading(style(.labelBold))
        var y = inner.y
        ops.put(line("找谁办", .labelBold, within: inner.width), in: PixelRect(x: inner.x, y: y, width: inner.width, height: small), .dim)
        y += small + px(2)
        // At the foot what it costs and how long it takes; the rest above it as far as there is room.
        let footHeight = px(metrics.type == .large ? 72 : 60)
        let foot = PixelRect(x: inner.x, y: inner.maxY - footHeight, width: inner.width, height: footHeight)
        let cost = [guide.fee, guide.limit.map { $0.hasSuffix("办完") || $0.hasSuffix("办结") ? $0 : $0 + "办完" }].compactMap { $0 }.joined(separator: "，")
        var x = foot.x
        if let mode = guide.mode {
            let badge = Badge(mode.word, .greenFill)
            ops += self.badge(badge, left: x, middle: foot.midY)
            x += size(of: badge).width + px(20)
        }
        let costStyle = style(fitting: [cost], within: foot.maxX - x, sizes: metrics.type == .large ? [56, 48, 44, 40, 36] : [40, 38, 36], weight: .regular)
        ops.put(
            setter.line(cost, costStyle, within: foot.maxX - x), in: PixelRect(x: x, y: foot.y, width: foot.maxX - x, height: footHeight), .ink)
        let limit = guide.mode == nil && cost.isEmpty ? inner.maxY : foot.y
        let isLarge = metrics.type == .large
        let contact = guide.contacts.first
        let sizes = isLarge ? [64, 60, 56, 52, 48, 44, 40, 36] : [56, 52, 48, 44, 40, 36]
        var rows: [(line: SetLine, paint: Paint)] = []
        func add(_ text: String?, _ sizes: [Int], _ weight: TextStyle.Weight, _ paint: Paint) {
            guard let text, !text.isEmpty else { return }
            let style = style(fitting: [text], within: inner.width, sizes: sizes, weight: weight)
            rows.append((setter.line(text, style, within: inner.width), paint))
        }
        // A little smaller for the sake of the place and of a long post; without them before name and telephone become small.
        func height() -> Int { rows.reduce(0) { $0 + $1.line.style.size * 4 / 3 } }
        let few = sizes.indices.prefix(4)
        for (start, hasPlace, hasPost) in few.map({ ($0, true, true) }) + few.map({ ($0, false, true) }) + sizes.indices.map({ ($0, false, false) }) {
            rows = []
            let tried = Array(sizes[start...])
            let name = contact.map { [$0.name, $0.post].compactMap { $0 }.joined(separator: "　") } ?? ""
            let isShort = setter.line(name, TextStyle(size: max(metrics.floor, px(sizes[3])), weight: .bold)).width <= inner.width
            if let contact, let post = contact.post, !isShort {
                add(contact.name, tried, .bold, .ink)
                if hasPost { rows += lines(post, .label, width: inner.width).map { ($0, Paint.dim) } }
            } else {
                add(name, tried, .bold, .ink)
            }
            add(contact?.phone ?? guide.phone, tried, .bold, .blueText)
            if hasPlace, let place = guide.place {
                let style = TextStyle(size: max(metrics.floor, px(tried.first { $0 <= (isLarge ? 52 : 40) } ?? 36)))
                rows += setter.paragraph(place, style, width: inner.width).map { ($0, Paint.ink) }
            }
            if height() <= limit - y { break }
        }
        for row in rows where y + row.line.style.size * 4 / 3 <= limit {
            let height = row.line.style.size * 4 / 3
            ops.put(row.line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: height), row.paint)
            y += height
        }
        if focused { ops.append(focusFrame(rect)) }
        return ops
    }

    // MARK: In full

    private func full(_ guide: Guide, _ part: GuidePart, _ envelope: Envelope) -> [Sheet] {
        let area = metrics.body
        let width = area.width
        var flow = flow
        switch part {
        case .conditions: flow.slabs = slabs(numbered: guide.conditions, width: width, spaceBefore: 0)
        case .materials: flow.slabs = slabs(numbered: guide.materials, width: width, spaceBefore: 0)
        case .steps:
            for (offset, step) in guide.steps.enumerated() {
                let first = flow.slabs.count
                flow.slabs += slabs("第 \(offset + 1) 步　\(step.name)", .bodyBold, .ink, width: width, spaceBefore: px(20))
                let pairs = [("谁办", step.who), ("时间", step.time), ("地点", step.place)].compactMap { pair in
                    pair.1.map { (pair.0, $0) }
                }
                flow.slabs += slabs(pairs: pairs, width: width, spaceBefore: 0)
                // A step is read in one piece.
                for index in flow.slabs.indices.dropLast() where index >= first { flow.slabs[index].keepsWithNext = true }
            }
        case .whom:
            for contact in guide.contacts {
                flow.slabs += slabs(
                    [contact.name, contact.post].compactMap { $0 }.joined(separator: "　"), .heading, .ink, width: width, spaceBefore: px(16),
                    keepsWithNext: contact.phone != nil)
                if let phone = contact.phone { flow.slabs += slabs(phone, .heading, .blueText, width: width, spaceBefore: 0) }
            }
            let others = guide.contacts.contains { $0.phone == guide.phone }
            flow.slabs += slabs(
                pairs: [
                    ("地点", guide.place ?? ""), ("电话", others ? "" : guide.phone ?? ""), ("方式", guide.mode?.sentence ?? ""),
                    ("收费", guide.fee ?? ""), ("时限", guide.limit ?? ""), ("依据", guide.basis ?? ""),
                ], width: width, spaceBefore: px(20))
            if flow.slabs.isEmpty {
                let call = envelope.phones.first.map { "可打\($0.label) \($0.number) 问一问。" } ?? "请到村委会问一问。"
                flow.slabs = slabs("没有写找谁办。" + call, .body, .ink, width: width, spaceBefore: 0)
            }
        case .more:
            for section in guide.sections {
                flow.slabs += slabs(section.title, .bodyBold, .ink, width: width, spaceBefore: px(20), keepsWithNext: true)
                for paragraph in section.paragraphs {
                    flow.slabs += slabs(paragraph, .body, .ink, width: width, spaceBefore: px(8), .prose)
                }
            }
        }
        return flow.pages(in: area)
    }
}

extension Guide.Mode {
    /// On the badge.
    var word: String {
        switch self {
        case .window: "直办"
        case .agent: "代办"
        case .accompanied: "陪办"
        }
    }

    /// What that means for somebody who does not know the word.
    var sentence: String {
        switch self {
        case .window: "直办：自己到窗口办"
        case .agent: "代办：村代办员帮您办"
        case .accompanied: "陪办：有人陪您一起办"
        }
    }
}
