internal import Content
internal import Navigation
internal import Pixels
internal import Typography

/// The part of a register that a place shows: all rows, those of a group, those of a surname; or the choices that lead there.
struct RegisterPart: Equatable {
    var group: String?
    var surname: String?
    /// What is chosen from, instead of rows.
    var choice: Choice?

    enum Choice: String { case groups, surnames }

    init(group: String? = nil, surname: String? = nil, choice: Choice? = nil) {
        self.group = group
        self.surname = surname
        self.choice = choice
    }

    /// `groups`, `group/二组`, `group/二组/surnames`, `surname/张`; the whole register for anything else.
    init(_ name: String?) {
        var parts = (name ?? "").split(separator: "/").map(String.init)[...]
        if parts.first == "group", parts.count >= 2 {
            group = parts[parts.startIndex + 1]
            parts = parts.dropFirst(2)
        }
        if parts.first == "surname", parts.count >= 2 { surname = parts[parts.startIndex + 1] }
        choice = parts.first.flatMap(Choice.init)
    }

    /// Nil for the whole register.
    var name: String? {
        let parts = (group.map { ["group", $0] } ?? []) + (surname.map { ["surname", $0] } ?? []) + (choice.map { [$0.rawValue] } ?? [])
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    func place(of id: PageID) -> Place { name.map { .part(id, $0) } ?? .page(id) }
}

extension Register: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.register(self, context.envelope, part: context.part, header: context.header)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        guard let position = rows.firstIndex(where: { $0.id == row }) else { return nil }
        var header = context.header
        header.subtitle = "第 \(position + 1) 条，共 \(rows.count) 条"
        return kit.registerRow(rows[position], of: self, context.envelope, header: header)
    }
}

extension Kit {
    /// 名单: rows in the columns that the list has; filtered by group, then by surname.
    fileprivate func register(_ register: Register, _ envelope: Envelope, part name: String?, header: Header) -> PlaceLayout {
        let part = RegisterPart(name)
        let id = envelope.id
        let rows = register.rows(of: part)
        var header = header
        if let name = part.name, !name.isEmpty {
            header.earlier = nil
            header.later = nil
        }
        guard !register.rows.isEmpty else {
            return PlaceLayout(.page(header), [statement("这份名单上没有人", ["有了变化，村里会公布。"])])
        }
        switch part.choice {
        case .groups:
            let title = register.groupColumn.map { register.columns[$0].title } ?? "组"
            header.subtitle = "按\(title)看"
            return choices(register.groups, id, header: header) { RegisterPart(group: $0) }
        case .surnames:
            header.subtitle = (part.group.map { "\($0)，" } ?? "") + "按姓看"
            return choices(register.surnames(of: part), id, header: header) { RegisterPart(group: part.group, surname: $0) }
        case nil: break
        }
        let what = [part.group, part.surname.map { "姓\($0)的" }].compactMap { $0 }.joined(separator: "，")
        let count = "\(rows.count) 条"
        if part.name == nil {
            // A title that names the period need not be told it again; between the names of its neighbours it is.
            let between = header.earlier != nil || header.later != nil
            let period = (between ? envelope.period?.chineseShort : envelope.period?.chinese) ?? ""
            let isTold = !between && envelope.title.contains(period)
            header.subtitle = (period.isEmpty || isTold ? "" : period + "，") + "共 \(count)"
        } else {
            header.subtitle = "\(what)，\(count)"
        }
        let columns = register.columns.enumerated().map { offset, column in
            Table.Column(
                title: column.title, place: column.kind == .number ? .right : .left, role: column.kind == .name ? .tableBold : .table,
                paint: .ink, rank: register.rank(offset))
        }
        let listed = rows.map { Table.Row(identity: $0.id, opens: .row(id, row: $0.id), cells: $0.cells) }
        let sheets =
            listed.isEmpty
            ? Sheets([statement("\(what)没有人在这份名单上", ["按返回看别的。"])])
            : self.sheets(Table(columns: columns, rows: listed), in: metrics.body)
        return PlaceLayout(.page(header), sheets, axis: groupAxis(register, part, id), filter: filter(register, part, rows.count, id))
    }

    /// ◀▶ in a group's list lead to the next group.
    private func groupAxis(_ register: Register, _ part: RegisterPart, _ id: PageID) -> Outline.Axis? {
        guard part.group != nil, part.surname == nil else { return nil }
        let title = register.groupColumn.map { register.columns[$0].title } ?? "组"
        return Outline.Axis("换\(title)", register.groups.map { .init($0.name, RegisterPart(group: $0.name).place(of: id)) })
    }

    /// By group first; by surname where there are no groups, or within one.
    private func filter(_ register: Register, _ part: RegisterPart, _ count: Int, _ id: PageID) -> Outline.Filter? {
        guard part.surname == nil else { return nil }
        if part.group == nil, register.groups.count > 1, let column = register.groupColumn {
            return Outline.Filter("按\(register.columns[column].title)看", RegisterPart(choice: .groups).place(of: id))
        }
        // A list that fits one page is read faster than it is filtered.
        guard count > 8, register.surnames(of: part).count > 1 else { return nil }
        return Outline.Filter("按姓看", RegisterPart(group: part.group, choice: .surnames).place(of: id))
    }

    /// Cards to choose from, with how many rows there are behind each.
    private func choices(
        _ choices: [(name: String, count: Int)], _ id: PageID, header: Header, _ part: (String) -> RegisterPart
    ) -> PlaceLayout {
        let columns = metrics.upright ? 2 : 3
        let rows = metrics.upright ? 4 : 3
        let area = metrics.body
        let grid = CardGrid(
            area: metrics.upright ? PixelRect(x: area.x, y: area.y, width: area.width, height: area.height * 62 / 100) : area, columns: columns,
            rows: rows, gap: metrics.gap)
        let sheets = stride(from: 0, to: choices.count, by: grid.perPage).map { first in
            var sheet = Sheet()
            for (offset, choice) in choices[first..<min(first + grid.perPage, choices.count)].enumerated() {
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
                        choice.name, self.style(fitting: [choice.name], within: room, sizes: [60, 52, 44, 40, 36], weight: .bold), within: room)
                    ops.put(name, in: PixelRect(x: left, y: rect.y + rect.height * 16 / 100, width: room, height: rect.height * 38 / 100), .ink)
                    ops.put(
                        self.line("\(choice.count) 条", .label, within: room),
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

    func rows(of part: RegisterPart) -> [Row] {
        rows.filter { row in
            (part.group == nil || group(of: row) == part.group) && (part.surname == nil || row.surname == part.surname)
        }
    }

    /// A slash would end the name of a part.
    private func group(of row: Row) -> String? {
        guard let groupColumn else { return nil }
        let name = String(row.cells[groupColumn].map { $0 == "/" ? "／" : $0 })
        return name.isEmpty ? "没有写" : name
    }

    /// In the order in which they first stand in the list, which is how villages number them, with their rows; groups with a number are
    /// put in its order.
    var groups: [(name: String, count: Int)] {
        Self.counted(rows.lazy.compactMap(group)).enumerated().sorted {
            (Self.number($0.element.name) ?? .max, $0.offset) < (Self.number($1.element.name) ?? .max, $1.offset)
        }.map(\.element)
    }

    func surnames(of part: RegisterPart) -> [(name: String, count: Int)] {
        let counted = Self.counted(rows(of: RegisterPart(group: part.group)).lazy.compactMap(\.surname))
        // The most frequent first: most readers find theirs on the first page.
        return counted.enumerated().sorted { (-$0.element.count, $0.offset) < (-$1.element.count, $1.offset) }.map(\.element)
    }

    private static func counted(_ names: some Sequence<String>) -> [(name: String, count: Int)] {
        var order: [String: Int] = [:]
        var counted: [(name: String, count: Int)] = []
        for name in names {
            if let place = order[name] {
                counted[place].count += 1
            } else {
                order[name] = counted.count
                counted.append((name, 1))
            }
        }
        return counted
    }

    /// `三组`, `3组`, `第三组`, `十二组`
    private static func number(_ group: String) -> Int? {
        var text = Substring(group)
        if text.hasPrefix("第") { text = text.dropFirst() }
        let digits = text.prefix { $0.isNumber || "十".contains($0) }
        if let number = Int(digits) { return number }
        let values: [Character: Int] = ["一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9]
        let han = Array(digits)
        switch han.count {
        case 1: return han[0] == "十" ? 10 : values[han[0]]
        case 2 where han[0] == "十": return values[han[1]].map { 10 + $0 }
        case 2 where han[1] == "十": return values[han[0]].map { $0 * 10 }
        case 3 where han[1] == "十": return values[han[0]].flatMap { tens in values[han[2]].map { tens * 10 + $0 } }
        default: return nil
        }
    }
}
