internal import Content
internal import Navigation
internal import Pixels
internal import Typography

/// Which cases are listed; ◀▶ change it.
private enum CaseFilter: String, CaseIterable {
    case all, open, late, closed

    var name: String {
        switch self {
        case .all: "全部"
        case .open: "没办完"
        case .late: "超期"
        case .closed: "办完"
        }
    }

    func lists(_ found: Cases.Case, _ today: Day) -> Bool {
        switch self {
        case .all: true
        case .open: !found.isClosed
        case .late: found.daysOverdue(on: today) != nil
        case .closed: found.isClosed
        }
    }
}

extension Cases: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.cases(self, context.envelope, part: context.part, header: context.header, today: context.today)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        self.row(row).map { kit.case($0, context.envelope, header: context.header, today: context.today) }
    }
}

extension Kit {
    /// 办件: four numbers and the list, what is late first.
    fileprivate func cases(_ cases: Cases, _ envelope: Envelope, part: String?, header: Header, today: Day?) -> PlaceLayout {
        let today = today ?? envelope.published
        let filter = part.flatMap { CaseFilter(rawValue: $0) } ?? .all
        func place(_ filter: CaseFilter) -> Place { filter == .all ? .page(envelope.id) : .part(envelope.id, filter.rawValue) }
        let axis = Outline.Axis("换一类", CaseFilter.allCases.map { .init($0.name, place($0)) })
        let header = header.along(axis, at: place(filter))
        let area = metrics.body
        let late = cases.rows.compactMap { $0.daysOverdue(on: today) }.count
        let totals = figures(
            [
                Figure("\(envelope.period?.spoken ?? "一共")收到", "\(cases.received) 件"), Figure("已经办结", "\(cases.closed) 件", .greenText),
                Figure("超期没办结", "\(late) 件", late > 0 ? .redText : .ink), fourth(cases),
            ], in: area)
        var top = area.y + totals.height
        var frame = totals.ops
        let small = [
            cases.privateMatters > 0 ? "其中私事 \(cases.privateMatters) 件，只计数，不公开。" : nil,
            cases.averageTenthDays != nil && cases.satisfied != nil ? "满意率 \(cases.satisfied ?? 0)%。" : nil,
        ].compactMap { $0 }.joined()
        if !small.isEmpty {
            let height = style(.label).size * 15 / 10
            frame.put(line(small, .label, within: area.width), in: PixelRect(x: area.x, y: top, width: area.width, height: height), .dim)
            top += height
        }
        let listed = sorted(cases.rows.filter { filter.lists($0, today) }, today)
        let list = PixelRect(x: area.x, y: top + px(6), width: area.width, height: area.maxY - top - px(6))
        guard !listed.isEmpty else {
            var sheet = Sheet()
            sheet.ops = frame
            let words = filter == .late ? "没有超期的" : cases.rows.isEmpty ? "没有人提出要办的事" : "没有\(filter.name)的"
            sheet.ops.put(line(words, .heading), in: list, .centre, .ink)
            return PlaceLayout(.page(header), [sheet], axis: axis)
        }
        let rows = listed.map { found in
            let progress = progress(found, today)
            return Table.Row(
                identity: found.id, opens: .row(envelope.id, row: found.id),
                cells: [found.matter, found.place ?? "", found.triage.name, found.department ?? "", progress.words], lastPaint: progress.paint)
        }
        let table = Table(
            columns: [
                .init(title: "什么事", least: 10, grows: true), .init(title: "地点", role: .label, paint: .dim, rank: 2),
                .init(title: "类别", role: .label, paint: .dim, rank: 3), .init(title: "谁在办", role: .label, paint: .dim, rank: 1),
                .init(title: "办到哪里", place: .right),
            ], rows: rows, limit: 9)
        return PlaceLayout(
            .page(header), sheets(table, in: list).under { _ in frame }, axis: axis,
            filter: .init("没办完的", .part(envelope.id, CaseFilter.open.rawValue)))
    }

    private func fourth(_ cases: Cases) -> Figure {
        if let tenths = cases.averageTenthDays {
            return Figure("平均几天办结", (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + " 天")
        }
        if let satisfied = cases.satisfied { return Figure("满意率", "\(satisfied)%") }
        return Figure("正在办", "\(cases.rows.count - cases.closed) 件")
    }

    private func sorted(_ cases: [Cases.Case], _ today: Day) -> [Cases.Case] {
        func rank(_ found: Cases.Case) -> (Int, Int) {
            if let days = found.daysOverdue(on: today) { return (0, -days) }
            return found.isClosed ? (2, 0) : (1, found.due?.daysSinceEpoch ?? .max)
        }
        return cases.enumerated().sorted { a, b in
            let (left, right) = (rank(a.element), rank(b.element))
            return left == right ? a.offset < b.offset : left < right
        }.map(\.element)
    }

    private func progress(_ found: Cases.Case, _ today: Day) -> (words: String, paint: Paint) {
        if let days = found.daysOverdue(on: today) { return ("超期 \(days) 天", .redText) }
        if found.isClosed { return ("办结", .greenText) }
        return (found.due.map { "限\($0.days(since: today) < 300 ? $0.chineseShort : $0.chinese)" } ?? found.step.name, .ink)
    }

    /// One case: where it stands in the loop, who has it, what came of it.
    fileprivate func `case`(_ found: Cases.Case, _ envelope: Envelope, header: Header, today: Day?) -> PlaceLayout {
        let today = today ?? envelope.published
        let area = metrics.body
        var header = header
        if let number = found.number { header.subtitle = "第 \(number) 号" }
        let steps = Cases.Step.allCases
        let here = steps.firstIndex(of: found.step) ?? 0
        let side = px(46)
        let name = style(.label).size * 14 / 10
        let panel = PixelRect(x: area.x, y: area.y, width: area.width, height: side + name + px(48))
        let inner = panel.inset(px(20), px(20))
        let width = inner.width / steps.count
        var stepper: [Drawing.Op] = [.rounded(panel, radius: metrics.cardRadius, .panel)]
        var marks: [Drawing.Op] = []
        for (offset, step) in steps.enumerated() {
            // What is closed is done to its last step; before that the step it has reached is the one under way.
            let state: StepState = offset < here || (found.isClosed && offset == here) ? .done : offset == here ? .current : .ahead
            let mark = PixelRect(x: inner.x + offset * width + (width - side) / 2, y: inner.y, width: side, height: side)
            if offset > 0 { stepper.append(stepLine(from: mark.offset(x: -width, y: 0), to: mark, offset <= here ? .done : .ahead)) }
            marks += stepMark(state, in: mark)
            marks.put(
                line(step.name, state == .current ? .labelBold : .label),
                in: PixelRect(x: inner.x + offset * width, y: mark.maxY + px(6), width: width, height: name), .centre,
                state == .ahead ? .dim : .ink)
        }
        var flow = flow
        flow.slabs = slabs(found.matter, .heading, .ink, width: area.width, spaceBefore: 0, keepsWithNext: true)
        if let days = found.daysOverdue(on: today) {
            flow.slabs += slabs("已经超期 \(days) 天，还没有办结。", .bodyBold, .redText, width: area.width, spaceBefore: px(8))
        }
        flow.slabs += slabs(
            pairs: [
                ("类别", found.triage.name + (found.triage == .major ? "，要村民代表会议商量" : "")), ("地点", found.place ?? ""),
                ("谁在办", found.department ?? ""), ("期限", found.due?.chinese ?? ""),
                ("结果", found.result ?? (found.isClosed ? "没有填写" : "")),
            ], width: area.width, spaceBefore: px(8))
        if !found.isClosed, let phone = envelope.phones.first {
            flow.slabs += slabs("等得太久，可打\(phone.label) \(phone.number)。", .label, .dim, width: area.width, spaceBefore: px(20))
        }
        let below = PixelRect(
            x: area.x, y: panel.maxY + metrics.gap, width: area.width, height: area.maxY - panel.maxY - metrics.gap)
        let sheets = flow.pages(in: below).map { sheet in
            var sheet = sheet
            sheet.ops.insert(contentsOf: stepper + marks, at: 0)
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }
}

extension Cases.Triage {
    var name: String { self == .major ? "大事" : "小事" }
}

extension Cases.Step {
    var name: String {
        switch self {
        case .reported: "上报"
        case .assigned: "交办"
        case .acting: "办理"
        case .closed: "办结"
        case .rated: "评价"
        }
    }
}
