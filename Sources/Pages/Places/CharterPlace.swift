internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Charter: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.charter(self, context.envelope, header: context.header)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        kit.article(row, of: self, header: context.header)
    }
}

extension Kit {
    /// 章程: the articles by number at the left, the focused one's text at the right; upright one below the other.
    fileprivate func charter(_ charter: Charter, _ envelope: Envelope, header: Header) -> PlaceLayout {
        var header = header
        if let day = charter.effective { header.subtitle = "\(day.chinese)起施行" }
        let articles = charter.listed
        guard !articles.isEmpty else {
            return PlaceLayout(.page(header), [statement("还没有条文", ["请向公布单位查问。"])])
        }
        let area = metrics.body
        let gap = metrics.gap
        let minimum = metrics.type == .large ? px(100) : px(76)
        let index =
            metrics.upright
            ? PixelRect(x: area.x, y: area.y, width: area.width, height: area.height * 50 / 100)
            : PixelRect(x: area.x, y: area.y, width: area.width * 38 / 100, height: area.height)
        let pane =
            metrics.upright
            ? PixelRect(x: area.x, y: index.maxY + gap, width: area.width, height: area.maxY - index.maxY - gap)
            : PixelRect(x: index.maxX + gap, y: area.y, width: area.maxX - index.maxX - gap, height: area.height)
        let pages = RowPages(articles.count, atMost: min(9, index.height / minimum))
        let height = min(index.height / pages.rowsOfHeight, minimum * 3 / 2)
        let sheets = pages.ranges.map { page in
            var sheet = Sheet()
            for (offset, article) in articles[page].enumerated() {
                let rect = PixelRect(x: index.x, y: index.y + offset * height, width: index.width, height: height - px(8))
                let target = Outline.Target(
                    identity: article.id, opens: .row(envelope.id, row: article.id), digit: offset + 1, row: offset)
                sheet.add(target, beside: self.pane(article, in: pane)) { focused in
                    self.indexRow(article, digit: offset + 1, in: rect, focused)
                }
            }
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }

    private func indexRow(_ article: Charter.Article, digit: Int, in rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        let radius = metrics.blockRadius
        var ops: [Drawing.Op] = [.rounded(rect, radius: radius, focused ? .raised : .panel)]
        let side = min(px(52), rect.height - px(12))
        let square = PixelRect(x: rect.x + px(16), y: rect.midY - side / 2, width: side, height: side)
        ops += block(String(digit), .labelBold, in: square, radius: px(10), ground: focused ? .panel : .raised, ink: .ink)
        let number = line(article.number, .labelBold, within: rect.width / 2)
        let left = square.maxX + px(18)
        ops.put(number, in: PixelRect(x: left, y: rect.y, width: number.width, height: rect.height), .ink)
        let room = rect.maxX - px(20) - (left + number.width + px(20))
        // The first words say which article it is; the whole of it is beside.
        let words = String(article.text.prefix { !"，。；：！？\n".contains($0) })
        if room >= style(.label).size * 3 {
            ops.put(
                line(words, .label, within: room),
                in: PixelRect(x: left + number.width + px(20), y: rect.y, width: room, height: rect.height), .dim)
        }
        if focused { ops.append(focusFrame(rect, radius: radius)) }
        return ops
    }

    /// The article beside the list, as much of it as fits; the rest is a press away, and the last line says so.
    private func pane(_ article: Charter.Article, in rect: PixelRect) -> [Drawing.Op] {
        var ops: [Drawing.Op] = [.rounded(rect, radius: metrics.cardRadius, .panel)]
        let inner = rect.inset(px(40), px(28))
        var y = inner.y
        func put(_ line: SetLine, _ leading: Int, _ paint: Paint) {
            ops.put(line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: leading), paint)
            y += leading
        }
        let small = metrics.leading(style(.label))
        if let chapter = article.chapter { put(line(chapter, .label, within: inner.width), small, .dim) }
        put(line(article.number, .heading, within: inner.width), metrics.leading(style(.heading)), .ink)
        let leading = metrics.leading(style(.body))
        let text = article.text.split(separator: "\n").flatMap { lines(String($0), .body, width: inner.width) }
        let room = (inner.maxY - y) / leading
        guard text.count > room else {
            for line in text { put(line, leading, .ink) }
            return ops
        }
        let shown = max(0, (inner.maxY - small - px(8) - y) / leading)
        for line in text.prefix(shown) { put(line, leading, .ink) }
        let more = line("没有完，按确认看全文", .label, within: inner.width)
        ops.put(more, in: PixelRect(x: inner.x, y: inner.maxY - small, width: inner.width, height: small), .blueText)
        return ops
    }

    /// One article over the whole page; nil when the charter has none of that id.
    fileprivate func article(_ id: String, of charter: Charter, header: Header) -> PlaceLayout? {
        var header = header
        guard let article = charter.listed.first(where: { $0.id == id }) else { return nil }
        let isArticle = charter.articles.contains { $0.id == id }
        header.subtitle = article.number + (isArticle ? "，共 \(charter.articles.count) 条" : "")
        let area = metrics.body
        var flow = flow
        if let chapter = article.chapter {
            flow.slabs += slabs(chapter, .label, .dim, width: area.width, spaceBefore: 0, keepsWithNext: true)
        }
        flow.slabs += slabs(article.number, .heading, .ink, width: area.width, spaceBefore: 0, keepsWithNext: true)
        for paragraph in article.text.split(separator: "\n") {
            flow.slabs += slabs(String(paragraph), .body, .ink, width: area.width, spaceBefore: px(8), .prose)
        }
        return PlaceLayout(.page(header), flow.pages(in: area))
    }
}

extension Charter {
    /// The articles with what stands before them and what was done with them, as the list shows it.
    fileprivate var listed: [Article] {
        var listed = articles
        if !preamble.isEmpty { listed.insert(Article(id: "preamble", number: "前言", text: preamble.joined(separator: "\n")), at: 0) }
        if let filed {
            let since = effective.map { ["\($0.chinese)起施行。"] } ?? []
            listed.append(Article(id: "filed", number: "备案", text: (since + [filed]).joined(separator: "\n")))
        }
        return listed
    }
}
