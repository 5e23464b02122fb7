internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Kit {
    /// The items of a tile: at most nine a page, so that each visible one has a digit.
    func tileList(_ tile: VillageIndex.Tile, today: Day?) -> PlaceLayout {
        let items = tile.currentItems(on: today)
        let header = Header(
            block: String(tile.digit), fill: .ofTile(tile.digit), title: tile.title,
            subtitle: items.isEmpty ? nil : "\(items.count) 项")
        guard !items.isEmpty else {
            return PlaceLayout(.page(header), [emptyTile(tile)])
        }
        let area = metrics.body
        let perPage = VillageIndex.Tile.itemsPerPage
        // Few items get taller rows with two lines; a list of several pages keeps one height.
        let rows = min(perPage, max(items.count, 5))
        let height = area.height / rows
        let tall = height >= px(132)
        let sheets = stride(from: 0, to: items.count, by: perPage).map { first in
            var sheet = Sheet()
            for (offset, item) in items[first..<min(first + perPage, items.count)].enumerated() {
                let rect = PixelRect(x: area.x, y: area.y + offset * height, width: area.width, height: height - px(8))
                let newest = item.pages[0]
                let target = Outline.Target(
                    identity: newest.id.text, opens: .page(newest.id), digit: offset + 1, row: offset)
                let badge = TileFacts(
                    tile: VillageIndex.Tile(digit: tile.digit, title: tile.title, items: [item]), today: today
                ).badge.map { Badge($0) }
                sheet.add(target) { focused in
                    tall
                        ? self.tallRow(item, digit: offset + 1, badge: badge, in: rect, focused)
                        : self.listRow(item, digit: offset + 1, badge: badge, in: rect, focused)
                }
            }
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }

    private func listRow(_ item: VillageIndex.Item, digit: Int, badge: Badge?, in rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        let newest = item.pages[0]
        let radius = metrics.blockRadius
        var ops: [Drawing.Op] = [.rounded(rect, radius: radius, focused ? .raised : .panel)]
        let side = min(px(56), rect.height - px(12))
        let square = PixelRect(x: rect.x + px(20), y: rect.midY - side / 2, width: side, height: side)
        // Nine rows leave no room for the full size of large type, neither for the title nor for the digit on its square.
        let textSize = min(style(.body).size, (rect.height - 2 * metrics.focusWidth) * 88 / 100)
        ops.append(.rounded(square, radius: px(10), focused ? .panel : .raised))
        ops.centre(setter.line(String(digit), TextStyle(size: textSize, weight: .bold)), in: square, .ink)
        var right = rect.maxX - px(28)
        // From the right: the day, what is newest of several, the badge; the title has the rest and the last word.
        let date = line(newest.published.chineseShort, .label)
        ops.put(date, in: PixelRect(x: right - date.width, y: rect.y, width: date.width, height: rect.height), .dim)
        right -= max(date.width, line("12月30日", .label).width) + px(28)
        if let badge {
            ops += self.badge(badge, right: right, middle: rect.midY)
            right -= size(of: badge).width + px(28)
        }
        let left = square.maxX + px(24)
        let title = setter.line(item.title, TextStyle(size: textSize), within: right - left)
        ops.put(title, in: PixelRect(x: left, y: rect.y, width: title.width, height: rect.height), .ink)
        if let detail = newest.period?.chinese ?? newest.shortBeside(item.title) {
            let room = right - left - title.width - px(28)
            let short = line(detail, .label)
            if short.width <= room {
                ops.put(
                    short, in: PixelRect(x: left + title.width + px(28), y: rect.y, width: short.width, height: rect.height), .dim)
            }
        }
        if focused { ops.append(focusFrame(rect, radius: radius)) }
        return ops
    }

    /// Title above, what is newest and when it was published below.
    private func tallRow(_ item: VillageIndex.Item, digit: Int, badge: Badge?, in rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        let newest = item.pages[0]
        var ops = ground(rect, focused)
        let side = px(76)
        let square = PixelRect(x: rect.x + px(28), y: rect.midY - side / 2, width: side, height: side)
        ops += block(
            String(digit), .heading, in: square, radius: metrics.blockRadius, ground: focused ? .panel : .raised, ink: .ink)
        var right = rect.maxX - px(32)
        if let badge {
            ops += self.badge(badge, right: right, middle: rect.midY)
            right -= size(of: badge).width + px(28)
        }
        let left = square.maxX + px(28)
        let room = right - left
        let upper = rect.height * 56 / 100
        let title = setter.line(
            item.title,
            style(
                fitting: [item.title], within: room, sizes: metrics.type == .large ? [56, 52, 48] : [48, 44, 40], weight: .bold),
            within: room)
        ops.put(title, in: PixelRect(x: left, y: rect.y + px(6), width: room, height: upper - px(6)), .ink)
        var details: [String] = []
        if let period = newest.period {
            details.append(period.chinese)
        } else if let title = newest.titleBeside(item.title) {
            details.append(title)
        }
        details.append("\(newest.published.chinese)公布")
        if let until = newest.objectionsUntil { details.append("异议期至\(until.chineseShort)") }
        if item.pages.count > 1 { details.append("共 \(item.pages.count) 期") }
        ops.put(
            line(details.joined(separator: "　"), .label, within: room),
            in: PixelRect(x: left, y: rect.y + upper - px(6), width: room, height: rect.height - upper), .dim)
        if focused { ops.append(focusFrame(rect)) }
        return ops
    }

    private func emptyTile(_ tile: VillageIndex.Tile) -> Sheet {
        statement("“\(tile.title)”这一栏还没有公布内容", ["村里公布以后，这里会自动出现，不用设置。"])
    }

    /// A sentence in the middle of the body, with what to do about it below.
    func statement(_ title: String, _ details: [String]) -> Sheet {
        var sheet = Sheet()
        let area = metrics.body
        let width = min(area.width, px(1400))
        let heads = lines(title, .heading, width: width)
        let texts = details.flatMap { lines($0, .body, width: width) }
        let headLeading = metrics.leading(style(.heading))
        let leading = metrics.leading(style(.body))
        var y = area.y + max(0, (area.height - heads.count * headLeading - texts.count * leading - px(20)) / 2)
        for line in heads {
            sheet.ops.put(line, in: PixelRect(x: area.x, y: y, width: area.width, height: headLeading), .centre, .ink)
            y += headLeading
        }
        y += px(20)
        for line in texts {
            sheet.ops.put(line, in: PixelRect(x: area.x, y: y, width: area.width, height: leading), .centre, .dim)
            y += leading
        }
        return sheet
    }
}

extension VillageIndex.Entry {
    /// The short title where it says something that `title` does not: not when its characters all stand in there, in their order.
    fileprivate func shortBeside(_ title: String) -> String? { short.isWithin(title) ? nil : short }

    fileprivate func titleBeside(_ other: String) -> String? { title.isWithin(other) ? nil : title }
}

extension String {
    fileprivate func isWithin(_ longer: String) -> Bool {
        var rest = longer[...]
        return allSatisfy { character in
            guard let found = rest.firstIndex(of: character) else { return false }
            rest = rest[rest.index(after: found)...]
            return true
        }
    }
}
