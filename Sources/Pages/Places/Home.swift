internal import Content
internal import Navigation
internal import Pixels

extension Kit {
    /// Nine tiles, each with what is newest in it.
    func home(_ index: VillageIndex, today: Day?) -> PlaceLayout {
        var subtitle = index.village.town
        if let today {
            // Upright there is room for one of the two, and the town is known.
            subtitle = (metrics.upright ? "" : subtitle + "　") + "\(today.chineseShort) \(today.chineseWeekday)"
        }
        var sheet = Sheet()
        let columns = metrics.upright ? 2 : 3
        let grid = CardGrid(area: metrics.body, columns: columns, rows: (index.tiles.count + columns - 1) / columns, gap: metrics.gap)
        for (offset, tile) in index.tiles.enumerated() {
            let rect = grid.rect(offset)
            let current = tile.currentItems(on: today)
            let opens: Place = current.count == 1 ? .page(current[0].pages[0].id) : .tile(tile.digit)
            let target = Outline.Target(identity: "tile-\(tile.digit)", opens: opens, digit: tile.digit, row: offset / columns, column: offset % columns)
            let facts = TileFacts(tile: tile, today: today)
            sheet.add(target) { focused in self.tile(facts, in: rect, focused) }
        }
        return PlaceLayout(
            .page(Header(block: "院", fill: .greenFill, title: index.village.name, subtitle: subtitle, right: .clock)), [sheet])
    }

    private func tile(_ facts: TileFacts, in rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        var ops = ground(rect, focused)
        let inner = rect.inset(px(metrics.upright ? 24 : 32), px(28))
        let side = px(metrics.type == .large ? 92 : 84)
        let digit = PixelRect(x: inner.x, y: inner.y, width: side, height: side)
        ops += block(
            String(facts.digit), .heading, in: digit, radius: metrics.blockRadius, ground: focused ? .panel : .raised, ink: .ink)
        let textX = digit.maxX + px(24)
        let room = inner.maxX - textX
        let titleStyle = style(
            fitting: [facts.title], within: room, sizes: metrics.type == .large ? [64, 60, 56, 52, 48] : [52, 48, 44], weight: .bold)
        let title = setter.line(facts.title, titleStyle, within: room)
        // What has nothing in it recedes.
        ops.put(
            title, in: PixelRect(x: textX, y: digit.y, width: title.width, height: side), facts.newest == nil && !focused ? .dim : .ink)
        // The lower half: what is newest, and the badge when the title leaves it no room above.
        var lower = PixelRect(x: textX, y: digit.maxY, width: inner.maxX - textX, height: rect.maxY - digit.maxY - px(8))
        if let badge = facts.badge.map({ Badge($0) }) {
            let size = size(of: badge)
            if textX + title.width + px(20) + size.width <= inner.maxX {
                ops += self.badge(badge, right: inner.maxX, middle: digit.y + size.height / 2)
            } else {
                // Upright tiles are high enough for a line of its own.
                let middle = metrics.upright ? rect.maxY - px(16) - size.height / 2 : lower.midY
                ops += self.badge(badge, right: inner.maxX, middle: middle)
                if metrics.upright { lower.height = middle - size.height / 2 - lower.y } else { lower.width -= size.width + px(20) }
            }
        }
        let newest = facts.newest ?? "还没有公布"
        if line(newest, .table).width > lower.width {
            lower.width += lower.x - inner.x
            lower.x = inner.x
        }
        let small = style(
            fitting: [newest], within: lower.width, sizes: metrics.type == .large ? [56, 52, 48] : [40, 38, 36], weight: .regular)
        ops.put(setter.line(newest, small, within: lower.width), in: lower, .dim)
        if focused { ops.append(focusFrame(rect)) }
        return ops
    }

    /// A card, raised when it has the focus.
    func ground(_ rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        [.rounded(rect, radius: metrics.cardRadius, focused ? .raised : .panel)]
    }

    /// The focus, over a card's edge.
    func focusFrame(_ rect: PixelRect, radius: Int? = nil) -> Drawing.Op {
        .frame(rect, radius: radius ?? metrics.cardRadius, width: metrics.focusWidth, .sun)
    }
}
