internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Catalogue: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.catalogue(self, context.envelope, header: context.header)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        guard let found = lessons.first(where: { $0.id == row }) else { return nil }
        var header = context.header
        header.subtitle = "第 \(found.issue) 期"
        return kit.lesson(found, context.envelope, header: header)
    }
}

extension Kit {
    /// 课程: a list; each lesson's own page has the code that a telephone plays it by.
    fileprivate func catalogue(_ catalogue: Catalogue, _ envelope: Envelope, header: Header) -> PlaceLayout {
        var header = header
        header.subtitle = "\(catalogue.lessons.count) 课"
        guard !catalogue.lessons.isEmpty else {
            return PlaceLayout(.page(header), [statement("还没有课程", ["有了新课，这里会自动出现。"])])
        }
        let columns = [
            Table.Column(title: "期号", rank: 1), Table.Column(title: "讲什么"), Table.Column(title: "时长", place: .right, paint: .dim, rank: 2),
            Table.Column(title: "怎么看", role: .label, paint: .dim, rank: 3),
        ]
        let rows = catalogue.lessons.map { lesson in
            Table.Row(
                identity: lesson.id, opens: .row(envelope.id, row: lesson.id),
                cells: [
                    lesson.issue, lesson.title, lesson.minutes.map { "\($0) 分钟" } ?? "", lesson.link == nil ? "到村里看" : "手机扫码看",
                ])
        }
        return PlaceLayout(.page(header), sheets(Table(columns: columns, rows: rows), in: metrics.body))
    }

    /// One lesson: what it is about and how to see it.
    fileprivate func lesson(_ lesson: Catalogue.Lesson, _ envelope: Envelope, header: Header) -> PlaceLayout {
        let area = metrics.body
        let link = lesson.link.flatMap { Link($0) }
        var text = area
        var sheet = Sheet()
        if let link {
            let modules = link.code.side + 2 * CodeModules.quiet
            // Larger than a telephone needs at arm's length: it is scanned from the sofa.
            let scale = max(2, px(520) / modules)
            let side = scale * modules
            let code =
                metrics.upright
                ? PixelRect(x: area.x + (area.width - side) / 2, y: area.maxY - side, width: side, height: side)
                : PixelRect(x: area.maxX - side - px(40), y: area.midY - side / 2, width: side, height: side)
            sheet.ops.append(.code(link.code, code))
            text =
                metrics.upright
                ? PixelRect(x: area.x, y: area.y, width: area.width, height: code.y - px(32) - area.y)
                : PixelRect(x: area.x, y: area.y, width: code.x - px(64) - area.x, height: area.height)
        }
        var flow = flow
        flow.slabs += slabs(lesson.title, .heading, .ink, width: text.width, spaceBefore: 0, keepsWithNext: true)
        flow.slabs += slabs(
            pairs: [("期号", "第 \(lesson.issue) 期"), ("时长", lesson.minutes.map { "\($0) 分钟" } ?? "")], width: text.width, spaceBefore: px(20))
        if let link {
            flow.slabs += slabs("用手机扫一扫，在手机上看这一课。", .body, .ink, width: text.width, spaceBefore: px(28))
            flow.slabs += slabs(link.text, .label, .dim, width: text.width, spaceBefore: px(8))
        } else {
            let call = envelope.phones.first.map { "想看这一课，可打\($0.label) \($0.number)，或者到村委会看。" } ?? "想看这一课，请到村委会。"
            flow.slabs += slabs(call, .body, .ink, width: text.width, spaceBefore: px(28))
        }
        let sheets = flow.pages(in: text).map { page in
            var whole = sheet
            whole.add(page, x: 0, y: 0)
            return whole
        }
        return PlaceLayout(.page(header), sheets)
    }
}
