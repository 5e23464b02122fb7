internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Vote: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.vote(self, context.envelope, header: context.header, today: context.today)
    }
}

extension Kit {
    /// 票决: the six steps, the count with its result, what was decided; then the whole text.
    fileprivate func vote(_ vote: Vote, _ envelope: Envelope, header: Header, today: Day?) -> PlaceLayout {
        let area = metrics.body
        var sheet = Sheet()
        let stepper = stepper(vote, today: today, in: area)
        sheet.ops += stepper.ops
        let rest = PixelRect(
            x: area.x, y: area.y + stepper.height + metrics.gap, width: area.width, height: area.height - stepper.height - metrics.gap)
        // Large type has the width for the count only; what was decided then follows with the rest of the text. Nor is there a second
        // panel where nothing was written.
        let alone = metrics.type == .large && !metrics.upright || vote.sections.isEmpty && vote.matter == nil
        let tallyHeight = metrics.upright && !alone ? tallyHeight(vote, width: rest.width) : rest.height
        let left = PixelRect(
            x: rest.x, y: rest.y, width: metrics.upright || alone ? rest.width : (rest.width - metrics.gap) * 42 / 100, height: tallyHeight)
        let right =
            metrics.upright
            ? PixelRect(x: rest.x, y: left.maxY + metrics.gap, width: rest.width, height: rest.maxY - left.maxY - metrics.gap)
            : PixelRect(x: left.maxX + metrics.gap, y: rest.y, width: rest.maxX - left.maxX - metrics.gap, height: rest.height)
        sheet.ops += tally(vote, in: left, namesBody: !alone)
        var shown: Int?
        if alone {
            if let project = vote.project {
                let width = min(left.width / 2, px(620))
                let rect = PixelRect(x: left.maxX - px(24) - width, y: left.y + px(20), width: width, height: linkHeight)
                sheet.items.append(projectLink(project, in: rect))
            }
        } else {
            shown = decision(vote, in: right, &sheet)
        }
        var flow = flow
        if !hasRoomForCapitals(vote, in: left, namesBody: !alone) {
            flow.slabs += slabs(inCapitals(vote), .body, .dim, width: area.width, spaceBefore: 0)
        }
        for (offset, section) in vote.sections.enumerated() where offset != shown {
            flow.slabs += slabs(section.heading, .bodyBold, .ink, width: area.width, spaceBefore: px(20), keepsWithNext: true)
            for paragraph in section.paragraphs {
                flow.slabs += slabs(paragraph, .body, .ink, width: area.width, spaceBefore: px(8), .prose)
            }
        }
        return PlaceLayout(.page(header), [sheet] + flow.pages(in: area))
    }

    // MARK: Steps

    private func stepper(_ vote: Vote, today: Day?, in area: PixelRect) -> (height: Int, ops: [Drawing.Op]) {
        let steps = Vote.Step.allCases
        let perRow = metrics.upright ? 3 : 6
        let rows = (steps.count + perRow - 1) / perRow
        let side = px(46)
        let name = style(.label).size * 14 / 10
        let rowHeight = side + name * 2 + px(16)
        let height = rows * rowHeight + (rows - 1) * px(12) + px(36)
        let panel = PixelRect(x: area.x, y: area.y, width: area.width, height: height)
        let inner = panel.inset(px(20), px(18))
        let width = inner.width / perRow
        var ops: [Drawing.Op] = [.rounded(panel, radius: metrics.cardRadius, .panel)]
        var marks: [Drawing.Op] = []
        let year = vote.stages.first?.date.year
        func square(_ offset: Int) -> PixelRect {
            PixelRect(
                x: inner.x + offset % perRow * width + (width - side) / 2, y: inner.y + offset / perRow * (rowHeight + px(12)), width: side,
                height: side)
        }
        func state(_ step: Vote.Step) -> StepState {
            vote.date(of: step).map { day in today.map { day <= $0 } ?? true } == true ? .done : .ahead
        }
        for (offset, step) in steps.enumerated() {
            let mark = square(offset)
            if offset > 0, offset % perRow != 0 { ops.append(stepLine(from: square(offset - 1), to: mark, state(step))) }
            marks += stepMark(state(step), in: mark)
            let cell = PixelRect(x: inner.x + offset % perRow * width, y: mark.maxY + px(6), width: width, height: name)
            marks.put(line(vote.name(of: step), .label, within: width - px(8)), in: cell, .centre, .ink)
            let day = vote.date(of: step).map { $0.year == year ? $0.chineseShort : $0.chinese }
            let isBehind = offset < (steps.lastIndex { vote.date(of: $0) != nil } ?? 0)
            marks.put(line(day ?? (isBehind ? "没有写日期" : "还没有"), .label, within: width - px(8)), in: cell.offset(x: 0, y: name), .centre, .dim)
        }
        return (height, ops + marks)
    }

    // MARK: Count

    private func tallyHeight(_ vote: Vote, width: Int) -> Int {
        px(24) * 2 + style(.display).size * 12 / 10 + px(12)
            + attendance(vote).reduce(0) { $0 + lines($1, .table, width: width - px(64)).count } * style(.table).size * 14 / 10
            + lines(inCapitals(vote), .label, width: width - px(64)).count * capitalsLeading + 3 * (barLineHeight + px(24))
    }

    private func attendance(_ vote: Vote) -> [String] {
        ["应到 \(vote.due) \(vote.unit)，实到 \(vote.present) \(vote.unit)", "至少要到 \(vote.quorum) \(vote.unit)，\(vote.majority) 票通过"]
    }

    /// The count once more in the characters that the record of a meeting has.
    private func inCapitals(_ vote: Vote) -> String {
        "大写　赞成\(Capitals.number(vote.inFavour))票，反对\(Capitals.number(vote.against))票，弃权\(Capitals.number(vote.abstained))票"
    }

    private var capitalsLeading: Int { style(.label).size * 13 / 10 }

    private func tallyInner(_ panel: PixelRect, namesBody: Bool) -> PixelRect { panel.inset(px(32), px(namesBody ? 24 : 14)) }

    private func attendanceLines(_ vote: Vote, width: Int) -> [SetLine] {
        let attendance = attendance(vote)
        let joined = line(attendance.joined(separator: "，"), .table)
        return joined.width <= width ? [joined] : attendance.flatMap { lines($0, .table, width: width) }
    }

    /// Where the three bars leave it none, it stands with the rest of the text.
    private func hasRoomForCapitals(_ vote: Vote, in panel: PixelRect, namesBody: Bool) -> Bool {
        let inner = tallyInner(panel, namesBody: namesBody)
        let above = style(.display).size * 12 / 10 + attendanceLines(vote, width: inner.width).count * style(.table).size * 14 / 10
        let words = lines(inCapitals(vote), .label, width: inner.width).count * capitalsLeading
        return above + words + 3 * barLineHeight <= inner.height
    }

    private func tally(_ vote: Vote, in panel: PixelRect, namesBody: Bool) -> [Drawing.Op] {
        let inner = tallyInner(panel, namesBody: namesBody)
        var ops: [Drawing.Op] = [.rounded(panel, radius: metrics.cardRadius, .panel)]
        let result = line(vote.passed ? "通过" : "没有通过", .display)
        let resultHeight = style(.display).size * 12 / 10
        let baseline = inner.y + resultHeight / 2 + result.style.size * 38 / 100
        ops.put(result, in: PixelRect(x: inner.x, y: inner.y, width: inner.width, height: resultHeight), vote.passed ? .greenText : .redText)
        let body = line(vote.bodyName, .label)
        if namesBody, result.width + px(32) + body.width <= inner.width { ops.put(body, in: inner, .right, baseline: baseline, .dim) }
        var y = inner.y + resultHeight
        let leading = style(.table).size * 14 / 10
        for line in attendanceLines(vote, width: inner.width) {
            ops.put(line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: leading), .ink)
            y += leading
        }
        if hasRoomForCapitals(vote, in: panel, namesBody: namesBody) {
            for line in lines(inCapitals(vote), .label, width: inner.width) {
                ops.put(line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: capitalsLeading), .dim)
                y += capitalsLeading
            }
        }
        let counts = [("赞成", vote.inFavour), ("反对", vote.against), ("弃权", vote.abstained)]
        let bars = counts.map { Bar($0.0, "\($0.1) 票", share: Double($0.1) / Double(max(1, vote.present))) }
        ops += barPages(bars, in: PixelRect(x: inner.x, y: y, width: inner.width, height: inner.maxY - y), inLine: true).first ?? []
        return ops
    }

    private func projectLink(_ project: PageID, in rect: PixelRect) -> Sheet.Item {
        link("看项目办得怎样", .init(identity: "project", opens: .page(project), digit: 1, row: 0), in: rect)
    }

    /// What was decided when it fits whole, else what was voted on; the way to the project below. Returns which section is shown.
    private func decision(_ vote: Vote, in panel: PixelRect, _ sheet: inout Sheet) -> Int? {
        sheet.ops.append(.rounded(panel, radius: metrics.cardRadius, .panel))
        var inner = panel.inset(px(32), px(24))
        if let project = vote.project {
            let rect = PixelRect(
                x: inner.x, y: inner.maxY - linkHeight, width: min(inner.width, px(metrics.type == .large ? 560 : 460)), height: linkHeight)
            sheet.items.append(projectLink(project, in: rect))
            inner.height -= linkHeight + px(12)
        }
        func fits(_ heading: String, _ paragraphs: [String]) -> [Drawing.Op]? {
            let leading = style(.table).size * 14 / 10
            let head = lines(heading, .labelBold, width: inner.width)
            let text = paragraphs.flatMap { lines($0, .table, width: inner.width, .prose) }
            let headHeight = metrics.leading(style(.labelBold))
            guard head.count * headHeight + text.count * leading <= inner.height else { return nil }
            var ops: [Drawing.Op] = []
            var y = inner.y
            for line in head {
                ops.put(line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: headHeight), .dim)
                y += headHeight
            }
            for line in text {
                ops.put(line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: leading), .ink)
                y += leading
            }
            return ops
        }
        if let offset = vote.sections.firstIndex(where: { $0.heading.contains("决定") || $0.heading.contains("决议") }),
            let ops = fits(vote.sections[offset].heading, vote.sections[offset].paragraphs)
        {
            sheet.ops += ops
            return offset
        }
        if let matter = vote.matter, let ops = fits("表决的是哪一类事", [matter]) {
            sheet.ops += ops
        } else if !vote.sections.isEmpty, let ops = fits("决定了什么，按频道＋看", []) {
            sheet.ops += ops
        }
        return nil
    }
}

extension Vote {
    var bodyName: String {
        switch body {
        case .villagers: "村民会议"
        case .households: "村民会议（户代表）"
        case .representatives: "村民代表会议"
        }
    }

    /// What is counted.
    var unit: String { body == .households ? "户" : "人" }

    func name(of step: Step) -> String {
        switch step {
        case .proposed: "党组织提议"
        case .discussed: "两委商议"
        case .reviewed: "党员审议"
        case .decided: body == .representatives ? "代表决议" : "村民决议"
        case .announced: "决议公开"
        case .reported: "结果公开"
        }
    }
}
