internal import Content
internal import Navigation

extension Kit {
    /// The layout of a scene's place: everything of it that does not depend on page, focus, time of day, hints and overlay.
    func place(_ scene: Scene) -> PlaceLayout {
        let today = scene.now?.day
        switch scene.view.place {
        case .home:
            guard let index = scene.index else { return card(CardWords(.starting), index: nil, box: scene.box) }
            return home(index, today: today)
        case .tile(let digit):
            guard let index = scene.index, let tile = index.tile(digit) else {
                return card(CardWords(.starting), index: nil, box: scene.box)
            }
            return tileList(tile, today: today)
        case .card(let words):
            return card(CardWords(words), index: scene.index, box: scene.box)
        case .page(let id):
            guard let page = scene.page else { return missing(id, scene) }
            return withFormer(self.page(page, part: nil, scene), of: page, back: 0)
        case .part(let id, let part):
            guard let page = scene.page else { return missing(id, scene) }
            if let back = FormerPart.back(part) { return former(page, back: back, scene) }
            return withFormer(self.page(page, part: part, scene), of: page, back: 0)
        case .row(let id, let row):
            guard let page = scene.page, let layout = self.row(row, of: page, scene) else { return missing(id, scene) }
            return layout
        case .picture(let id, let object):
            guard let page = scene.page else { return missing(id, scene) }
            return picture(object, of: page)
        }
    }

    /// The layout with the way to the version that the page corrects, in the menu and on the yellow key where that is free.
    private func withFormer(_ layout: PlaceLayout, of page: Page, back: Int) -> PlaceLayout {
        guard page.envelope.former != nil else { return layout }
        var layout = layout
        let place = Place.part(page.envelope.id, FormerPart.name(back + 1))
        layout.former = place
        if layout.filter == nil { layout.filter = .init("更正前", place) }
        return layout
    }

    /// A page as it stood before it was corrected: to be read, and nothing to be opened, since what it would open is of the newest one.
    private func former(_ page: Page, back: Int, _ scene: Scene) -> PlaceLayout {
        // Of a long list what a place can show without anything being opened.
        let isLong = (page.body as? Register).map { $0.rowCount > RegisterPart.stretch } ?? false
        var layout = self.page(page, part: isLong ? RegisterPart(range: 0).name : nil, scene)
        layout.axis = nil
        layout.filter = nil
        if case .page(var header) = layout.frame {
            header.subtitle = "更正前，\(page.envelope.published.chinese)公布的" + (isLong ? "，前 \(RegisterPart.stretch) 条" : "")
            header.earlier = nil
            header.later = nil
            layout.frame = .page(header)
        }
        layout.sheets = layout.sheets.closed()
        return withFormer(layout, of: page, back: back)
    }

    private func page(_ page: Page, part: String?, _ scene: Scene) -> PlaceLayout {
        let header = header(page.envelope, scene)
        guard let body = page.body as? any DrawnBody else {
            let words = CardWords(
                "这一页要新版软件才能看", ["内容没有问题，是这台盒子的软件旧了。请安装人员升级。", "急着要看，可以到村委会看纸质公开栏，或者打下面的监督电话。"],
                note: "安装人员：页面类型 \(page.kind.rawValue)，升级 yuanba 软件包")
            return PlaceLayout(.page(header), [sheet(words, in: metrics.body)])
        }
        return body.layout(PageContext(envelope: page.envelope, header: header, part: part, scene: scene), self)
    }

    /// One row of a page; nil when it has none of that id.
    private func row(_ row: String, of page: Page, _ scene: Scene) -> PlaceLayout? {
        var header = header(page.envelope, scene)
        header.earlier = nil
        header.later = nil
        return (page.body as? any DrawnBody)?.layout(row: row, PageContext(envelope: page.envelope, header: header, scene: scene), self)
    }

    private func header(_ envelope: Envelope, _ scene: Scene) -> Header {
        var header = Header(
            block: scene.index?.number(of: envelope.id, on: scene.now?.day) ?? String(envelope.id.tile), fill: .ofTile(envelope.id.tile),
            title: envelope.title, subtitle: envelope.period?.chinese ?? scene.index?.tile(envelope.id.tile)?.title)
        if let item = scene.index?.item(of: envelope.id) {
            // Newest first; a page past its last day is not there.
            let pages = item.pages.filter { entry in
                guard let today = scene.now?.day, let expires = entry.expires else { return true }
                return expires >= today
            }
            if envelope.period != nil, let here = pages.firstIndex(where: { $0.id == envelope.id }) {
                header.earlier = pages.indices.contains(here + 1) ? pages[here + 1].period?.chineseShort : nil
                header.later = here > 0 ? pages[here - 1].period?.chineseShort : nil
            }
        }
        return header
    }

    /// The page's object is not there, or is no page.
    private func missing(_ id: PageID, _ scene: Scene) -> PlaceLayout {
        let entry = scene.index?.entry(id)
        let phone = scene.index?.village.phones.first.map { "急着要看，可打\($0.label) \($0.number)。" }
        let reason =
            scene.isUnreadable
            ? "发布出来的这一页有错，盒子看不懂。要等村里改好再发布，这台盒子没有坏。"
            : "存在盒子里的这一页坏了或者还没有下载完。盒子会自己重新下载，不用操作。"
        let words = CardWords("这一页打不开", [reason] + (phone.map { [$0] } ?? []), note: "页面编号 \(id)")
        let header = Header(
            block: scene.index?.number(of: id, on: scene.now?.day) ?? String(id.tile), fill: .ofTile(id.tile), title: entry?.title ?? "公开内容",
            subtitle: entry?.period?.chinese)
        return PlaceLayout(.page(header), [sheet(words, in: metrics.body)])
    }
}
