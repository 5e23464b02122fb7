internal import Content
internal import Navigation
internal import Pixels
internal import Typography

/// The parts of a directory.
enum DirectoryPart: String {
    /// All duties, each with who is in charge: for those who know what they want and not whom.
    case matters
}

extension PeopleDirectory: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.directory(self, context.envelope, part: context.part, header: context.header)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        guard let found = person(row) else { return nil }
        var header = context.header
        header.subtitle = "谁管什么"
        return kit.person(found, of: self, context.envelope, header: header)
    }
}

extension Kit {
    /// 找人: a card a person; by another key every duty with its person.
    fileprivate func directory(_ directory: PeopleDirectory, _ envelope: Envelope, part: String?, header: Header) -> PlaceLayout {
        let id = envelope.id
        guard !directory.people.isEmpty else {
            return PlaceLayout(.page(header), [statement("还没有写谁管什么", ["请向村委会查问。"])])
        }
        let byMatter = part.flatMap(DirectoryPart.init) == .matters
        let axis = Outline.Axis(
            byMatter ? "按人找" : "按事找",
            [.init("按人找", .page(id)), .init("按事找", .part(id, DirectoryPart.matters.rawValue))])
        return PlaceLayout(
            .page(header.along(axis, at: byMatter ? axis.stops[1].place : .page(id))),
            byMatter ? matters(directory, id) : people(directory, id), axis: axis)
    }

    private func people(_ directory: PeopleDirectory, _ id: PageID) -> Sheets {
        let (columns, rows) =
            switch (metrics.upright, metrics.type) {
            case (false, .normal): (3, 2)
            case (false, .large): (2, 2)
            case (true, .normal): (1, 5)
            case (true, .large): (1, 4)
            }
        let people = directory.people
        let pages = RowPages((people.count + columns - 1) / columns, atMost: rows)
        let grid = CardGrid(area: metrics.body, columns: columns, rows: pages.rowsOfHeight, gap: metrics.gap)
        let sheets = pages.ranges.map { page in
            var sheet = Sheet()
            for (offset, person) in people[page.lowerBound * columns..<min(page.upperBound * columns, people.count)].enumerated() {
                let rect = grid.rect(offset)
                let target = Outline.Target(
                    identity: person.id, opens: .row(id, row: person.id), digit: offset + 1, row: offset / columns, column: offset % columns)
                sheet.add(target) { focused in self.card(person, digit: offset + 1, in: rect, focused) }
            }
            return sheet
        }
        return Sheets(sheets)
    }

    /// Name, post, what the person is in charge of, and the telephone at the foot; upright, where a card is as wide as the screen, beside the
    /// name. What does not fit is on the person's own page.
    private func card(_ person: PeopleDirectory.Person, digit: Int, in rect: PixelRect, _ focused: Bool) -> [Drawing.Op] {
        var ops = ground(rect, focused)
        let inner = rect.inset(px(28), px(16))
        let side = px(60)
        let square = PixelRect(x: inner.x, y: inner.y + px(4), width: side, height: side)
        ops += block(String(digit), .bodyBold, in: square, radius: px(10), ground: focused ? .panel : .raised, ink: .ink)
        let left = square.maxX + px(22)
        let big = metrics.leading(style(.bodyBold))
        let phone = line(person.phone ?? "没有办公电话", person.phone == nil ? .label : .bodyBold, within: inner.width)
        let phonePaint: Paint = person.phone == nil ? .dim : .blueText
        let nameRoom = inner.maxX - left - (metrics.upright ? phone.width + px(28) : 0)
        let name = line(person.name, .heading, within: nameRoom)
        let nameRow = PixelRect(x: left, y: inner.y, width: name.width, height: px(68))
        ops.put(name, in: nameRow, .ink)
        var y = nameRow.maxY
        let small = metrics.leading(style(.label)) - px(4)
        let group = person.group.map { "　" + $0 } ?? ""
        // Below the name on every card, though some would have room beside it: the eye looks for it in one place.
        ops.put(line(person.post + group, .label, within: inner.width), in: PixelRect(x: inner.x, y: y, width: inner.width, height: small), .dim)
        y += small
        var foot = inner.maxY
        if metrics.upright {
            ops.put(phone, in: PixelRect(x: inner.x, y: inner.y, width: inner.width, height: px(68)), .right, phonePaint)
        } else {
            foot -= big
            ops.put(phone, in: PixelRect(x: inner.x, y: foot, width: inner.width, height: big), phonePaint)
        }
        let leading = metrics.leading(style(.table)) - px(6)
        let duties = packed(person.duties, .table, width: inner.width)
        let room = max(0, (foot - y) / leading)
        for (offset, duty) in duties.prefix(room).enumerated() {
            let isCut = offset == room - 1 && duties.count > room
            ops.put(
                line(isCut ? duties[offset...].joined() : duty, .table, within: inner.width),
                in: PixelRect(x: inner.x, y: y + px(4), width: inner.width, height: leading), .ink)
            y += leading
        }
        if focused { ops.append(focusFrame(rect)) }
        return ops
    }

    /// Duties one after the other, in lines that end between two of them; one that is longer than a line is broken where it must be.
    private func packed(_ duties: [String], _ role: TextRole, width: Int) -> [String] {
        var rows: [String] = []
        for (offset, duty) in duties.enumerated() {
            let word = offset + 1 < duties.count ? duty + "；" : duty
            if let last = rows.last, line(last + word, role).width <= width {
                rows[rows.count - 1] = last + word
            } else {
                rows += lines(word, role, width: width).map(\.text)
            }
        }
        return rows
    }

    private func matters(_ directory: PeopleDirectory, _ id: PageID) -> Sheets {
        let columns = [
            Table.Column(title: "什么事"), Table.Column(title: "找谁", role: .tableBold),
            Table.Column(title: "职务", role: .label, paint: .dim, rank: 2), Table.Column(title: "电话", paint: .blueText, rank: 1),
        ]
        // Whoever serves one group comes after those who serve all: their duties are alike and would fill the first page.
        let people = directory.people.filter { $0.group == nil } + directory.people.filter { $0.group != nil }
        let rows = people.flatMap { person in
            person.duties.enumerated().map { offset, duty in
                Table.Row(
                    identity: "\(person.id)-\(offset)", opens: .row(id, row: person.id),
                    cells: [duty + (person.group.map { "（\($0)）" } ?? ""), person.name, person.post, person.phone ?? ""])
            }
        }
        guard !rows.isEmpty else { return Sheets([statement("还没有写分管什么", ["按◀回到按人找。"])]) }
        return sheets(Table(columns: columns, rows: rows), in: metrics.body)
    }

    /// One person: how to reach them, what they do, whom to ask instead, and the guides that name them.
    fileprivate func person(_ person: PeopleDirectory.Person, of directory: PeopleDirectory, _ envelope: Envelope, header: Header) -> PlaceLayout {
        let area = metrics.body
        let gap = px(48)
        let side = metrics.upright ? area : PixelRect(x: area.x, y: area.y, width: area.width * 42 / 100, height: area.height)
        let main =
            metrics.upright
            ? area : PixelRect(x: side.maxX + gap, y: area.y, width: area.width - side.width - gap, height: area.height)
        var about: [Slab] = []
        let inset = metrics.upright ? 0 : px(36)
        let width = side.width - 2 * inset
        about += slabs(person.name, .heading, .ink, width: width, spaceBefore: 0, keepsWithNext: true)
        about += slabs(person.post, .body, .ink, width: width, spaceBefore: 0)
        if let phone = person.phone {
            about += slabs("办公电话", .label, .dim, width: width, spaceBefore: px(16), keepsWithNext: true)
            about += slabs(phone, .heading, .blueText, width: width, spaceBefore: 0)
        }
        if let hours = person.hours {
            about += slabs("坐班时间", .label, .dim, width: width, spaceBefore: px(16), keepsWithNext: true)
            about += slabs(hours, .body, .ink, width: width, spaceBefore: 0)
        }
        if let group = person.group {
            about += slabs("服务的组", .label, .dim, width: width, spaceBefore: px(16), keepsWithNext: true)
            about += slabs(group, .body, .ink, width: width, spaceBefore: 0)
        }
        var rest: [Slab] = []
        if !person.duties.isEmpty {
            rest += slabs("管这些事", .labelBold, .dim, width: main.width, spaceBefore: metrics.upright ? px(24) : 0, keepsWithNext: true)
            rest += slabs(numbered: person.duties, width: main.width, spaceBefore: px(4))
        }
        var digit = 0
        func link(_ label: String, _ title: String, identity: String, _ place: Place) {
            digit += 1
            let target = Outline.Target(identity: identity, opens: place, digit: digit <= 9 ? digit : nil, row: digit - 1)
            rest.append(linkSlab(label, title, target, width: main.width))
        }
        if let backup = person.backup {
            if let other = directory.person(named: backup), other.id != person.id {
                link("不在时找", [other.name, other.phone].compactMap { $0 }.joined(separator: "　"), identity: "backup", .row(envelope.id, row: other.id))
            } else {
                rest += slabs(pairs: [("不在时找", backup)], width: main.width, spaceBefore: px(16))
            }
        }
        for guide in person.guides { link("怎么办", guide.title, identity: guide.page.text, .page(guide.page)) }
        var flow = flow
        if metrics.upright {
            flow.slabs = about + rest
            return PlaceLayout(.page(header), flow.pages(in: area))
        }
        flow.slabs = about
        // What does not fit beside goes on below on the next page; that takes very long words.
        let left = flow.pages(in: side.inset(inset, px(24)))
        flow.slabs = rest
        let right = flow.pages(in: main)
        let sheets = (0..<max(left.count, right.count, 1)).map { page in
            var sheet = Sheet()
            sheet.ops.append(.rounded(side, radius: metrics.cardRadius, .panel))
            sheet.add(left.isEmpty ? Sheet() : left[min(page, left.count - 1)], x: 0, y: 0)
            if page < right.count { sheet.add(right[page], x: 0, y: 0) }
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }
}
