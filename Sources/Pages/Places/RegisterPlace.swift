internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Register: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.register(self, context.envelope, part: context.part, header: context.header)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        guard let position = rows.firstIndex(where: { $0.id == row }) else { return nil }
        var header = context.header
        header.subtitle = "第 \(rows[position].number ?? position + 1) 条，共 \(rowCount) 条"
        return kit.registerRow(rows[position], of: self, context.envelope, header: header)
    }
}

extension Kit {
    /// 名单: rows in the columns that the list has; filtered by group, then by surname.
    fileprivate func register(_ register: Register, _ envelope: Envelope, part name: String?, header: Header) -> PlaceLayout {
        let part = RegisterPart(name)
        let id = envelope.id
        var header = header
        if part.name != nil {
            header.earlier = nil
            header.later = nil
        }
        guard register.rowCount > 0 else {
            return PlaceLayout(.page(header), [statement("这份名单上没有人", ["有了变化，村里会公布。"])])
        }
        let count = register.count(group: part.group, surname: part.surname)
        header.subtitle = subtitle(register, envelope, part, count, between: header.earlier != nil || header.later != nil)
        switch part.shown(of: register) {
        case .groups:
            var layout = choices(register.groups.map { ($0.name, $0.count) }, id, header: header) { RegisterPart(group: $0) }
            // A long list begins with its groups; who does not know his may go by surname at once.
            if part.choice == nil, register.surnames(of: nil).count > 1 {
                layout.filter = Outline.Filter("按姓看", RegisterPart(choice: .surnames).place(of: id))
            }
            return layout
        case .surnames:
            return choices(register.surnames(of: part.group).map { ($0.name, $0.count) }, id, header: header) { RegisterPart(group: part.group, surname: $0) }
        case .stretches(let stretches):
            // Their names say how many rows they have.
            let names = (0..<stretches).map { number -> (name: String, count: Int?) in
                let (first, last) = (number * RegisterPart.stretch, min((number + 1) * RegisterPart.stretch, count))
                return ("第 \(first + 1)～\(last) 条", nil)
            }
            return choices(names, id, header: header) { name in
                var stretch = part
                stretch.range = names.firstIndex { $0.name == name }
                return stretch
            }
        case .rows(let range):
            let columns = register.columns.enumerated().map { offset, column in
                Table.Column(
                    title: column.title, place: column.kind == .number ? .right : .left, role: column.kind == .name ? .tableBold : .table,
                    paint: .ink, rank: register.rank(offset))
            }
            let listed = register.rows(of: part, in: range).map { Table.Row(identity: $0.id, opens: .row(id, row: $0.id), cells: $0.cells) }
            let sheets =
                listed.isEmpty
                ? Sheets([statement("\(words(of: part))没有人在这份名单上", ["按返回看别的。"])])
                : self.sheets(Table(columns: columns, rows: listed), in: metrics.body)
            return PlaceLayout(.page(header), sheets, axis: groupAxis(register, part, id), filter: filter(register, part, count, id))
        }
    }

    /// `二组，姓张的`
    private func words(of part: RegisterPart) -> String {
        [part.group, part.surname.map { $0 == Register.unwritten ? "没有写姓名的" : "姓\($0)的" }].compactMap { $0 }.joined(separator: "，")
    }

    private func subtitle(_ register: Register, _ envelope: Envelope, _ part: RegisterPart, _ count: Int, between: Bool) -> String {
        switch part.choice {
        case .groups: return "按\(register.groupColumn.map { register.columns[$0].title } ?? "组")看"
        case .surnames: return (part.group.map { "\($0)，" } ?? "") + "按姓看"
        case nil: break
        }
        if case .rows(let range) = part.shown(of: register), part.range != nil {
            return [words(of: part), "第 \(range.lowerBound + 1)～\(range.upperBound) 条，共 \(count) 条"].filter { !$0.isEmpty }.joined(separator: "，")
        }
        if part.name != nil { return "\(words(of: part))，\(count) 条" }
        // A title that names the period need not be told it again; between the names of its neighbours it is.
        let period = (between ? envelope.period?.chineseShort : envelope.period?.chinese) ?? ""
        let isTold = !between && envelope.title.contains(period)
        return (period.isEmpty || isTold ? "" : period + "，") + "共 \(count) 条"
    }

    /// ◀▶ in a group's list lead to the next group.
    private func groupAxis(_ register: Register, _ part: RegisterPart, _ id: PageID) -> Outline.Axis? {
        guard part.group != nil, part.surname == nil, part.range == nil else { return nil }
        let title = register.groupColumn.map { register.columns[$0].title } ?? "组"
        return Outline.Axis("换\(title)", register.groups.map { .init($0.name, RegisterPart(group: $0.name).place(of: id)) })
    }

    /// By group first; by surname where there are no groups, or within one.
    private func filter(_ register: Register, _ part: RegisterPart, _ count: Int, _ id: PageID) -> Outline.Filter? {
        guard part.surname == nil, part.range == nil else { return nil }
        if part.group == nil, register.groups.count > 1, let column = register.groupColumn {
            return Outline.Filter("按\(register.columns[column].title)看", RegisterPart(choice: .groups).place(of: id))
        }
        // A list that fits one page is read faster than it is filtered.
        guard count > 8, register.surnames(of: part.group).count > 1 else { return nil }
        return Outline.Filter("按姓看", RegisterPart(group: part.group, choice: .surnames).place(of: id))
    }

    /// Cards to choose from, with how many rows there are behind each.
    private func choices(
        _ choices: [(name: String, count: Int?)], _ id: PageID, header: Header, _ part: (String) -> RegisterPart
    ) -> PlaceLayout {
        let columns = metrics.upright ? 2 : 3
        let rows = metrics.upright ? 4 : 3
        let area = metrics.body
        let grid = CardGrid(
            area: metrics.upright ? PixelRect(x: area.x, y: area.y, width: area.width, height: area.height * 62 / 100) : area, columns: columns,
            rows: rows, gap: metrics.gap)
        let sheets = stride(from: 0, to: choices.count, by: grid.perPage).map { first in
            var sheet = Sheet()
            let shown = choices[first..<min(first + grid.perPage, choices.count)]
            for (offset, choice) in shown.enumerated() {
                let rect = grid.rect(offset)
                let target = Outline.Target(
                    identity: choice.name, opens: part(choice.name).place(of: id), digit: offset + 1, row: offset / columns,
                    column: offset % columns)
                sheet.add(target) { focused in
                    var ops = self.ground(rect, focused)
                    let inner = rect.inset(self.px(32), self.px(24))
                    let side = self.px(76)
                    let square = PixelRect(x: inner.x, y: rect.midY - side / 2, width: side, height: side)
                    ops += self.block(
                        String(offset + 1), .heading, in: square, radius: self.metrics.blockRadius, ground: focused ? .panel : .raised, ink: .ink)
                    let left = square.maxX + self.px(28)
                    let room = inner.maxX - left
                    let name = self.setter.line(
                        choice.name, self.style(fitting: shown.map(\.name), within: room, sizes: [60, 52, 44, 40, 36], weight: .bold), within: room)
                    guard let count = choice.count else {
                        ops.put(name, in: PixelRect(x: left, y: rect.y, width: room, height: rect.height), .ink)
                        return focused ? ops + [self.focusFrame(rect)] : ops
                    }
                    ops.put(name, in: PixelRect(x: left, y: rect.y + rect.height * 16 / 100, width: room, height: rect.height * 38 / 100), .ink)
                    ops.put(
                        self.line("\(count) 条", .label, within: room),
                        in: PixelRect(x: left, y: rect.y + rect.height * 54 / 100, width: room, height: rect.height * 28 / 100), .dim)
                    if focused { ops.append(self.focusFrame(rect)) }
                    return ops
                }
            }
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }

    /// One row with all its columns, those too that the list has no room for.
    fileprivate func registerRow(_ row: Register.Row, of register: Register, _ envelope: Envelope, header: Header) -> PlaceLayout {
        let width = metrics.body.width
        var flow = flow
        var pairs = zip(register.columns.map(\.title), row.cells).map { ($0, $1) }
        let name = register.nameColumn
        if !row.cells[name].isEmpty {
            flow.slabs += slabs(row.cells[name], .heading, .ink, width: width, spaceBefore: 0, keepsWithNext: true)
            pairs.remove(at: name)
        }
        flow.slabs += slabs(pairs: pairs, width: width, spaceBefore: px(16))
        if let until = envelope.objectionsUntil {
            let call = envelope.phones.first.map { "，可打\($0.label) \($0.number)" } ?? "，请到村委会"
            flow.slabs += slabs("有不同意见，请在\(until.chinese)以前提出\(call)。", .label, .dim, width: width, spaceBefore: px(28))
        }
        return PlaceLayout(.page(header), flow.pages(in: metrics.body))
    }
}

extension Register {
    /// What a row is called by: the first names, or else the first column.
    fileprivate var nameColumn: Int { columns.firstIndex { $0.kind == .name } ?? 0 }

    /// When a column goes where there is no room, the highest first: names stay, money and the group go last, and first of all the words
    /// that the list can be filtered by.
    fileprivate func rank(_ column: Int) -> Int {
        let title = columns[column].title
        if column == nameColumn { return 0 }
        if ["额", "钱", "元", "租金", "补", "费"].contains(where: title.contains) { return 1 }
        if title.hasSuffix("组") { return 2 }
        return column == groupColumn ? 100 : column + 3
    }

    /// The rows of a part, or those that were read for it out of a table.
    fileprivate func rows(of part: RegisterPart, in range: Range<Int>) -> [Row] {
        if table != nil { return rows }
        let all = rows.filter { row in
            (part.group == nil || group(of: row) == part.group) && (part.surname == nil || surname(of: row) == part.surname)
        }
        return Array(all[range.clamped(to: all.indices)])
    }
}
