internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Board: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.board(self, context.envelope, header: context.header, context.scene)
    }
}

extension Kit {
    /// 进度: the stages with how much is done, and beside them the money; then the payments, then the photos.
    fileprivate func board(_ board: Board, _ envelope: Envelope, header: Header, _ scene: Scene) -> PlaceLayout {
        var header = header
        header.title = "项目进度"
        header.subtitle = envelope.period?.chinese ?? "\(envelope.published.year)年"
        let axis = projects(beside: envelope.id, scene)
        if let axis { header = header.along(axis, at: .page(envelope.id)) }
        let area = metrics.body
        let hasMoney = board.budget != nil || !board.sources.isEmpty || board.paid != nil
        let (left, right) = halves(area, hasMoney: hasMoney)
        let stages = stageSheets(board, envelope, in: left)
        let money = hasMoney ? moneySheets(board, in: right) : []
        var sheets = (0..<max(stages.count, money.count)).map { number in
            var sheet = Sheet()
            // What has fewer pages stays beside the rest of the other.
            for part in [stages[min(number, stages.count - 1)], money.isEmpty ? Sheet() : money[min(number, money.count - 1)]] {
                sheet.add(part, x: 0, y: 0)
            }
            return sheet
        }
        if !board.payments.isEmpty { sheets += paymentSheets(board) }
        sheets += photoSheets(board.photos, envelope, title: "工地照片")
        return PlaceLayout(.page(header), sheets, axis: axis)
    }

    private func halves(_ area: PixelRect, hasMoney: Bool) -> (PixelRect, PixelRect) {
        guard hasMoney else { return (area, .zero) }
        if metrics.upright {
            let upper = (area.height - metrics.gap) * 56 / 100
            return (
                PixelRect(x: area.x, y: area.y, width: area.width, height: upper),
                PixelRect(x: area.x, y: area.y + upper + metrics.gap, width: area.width, height: area.height - upper - metrics.gap)
            )
        }
        let width = (area.width - metrics.gap) * 64 / 100
        return (
            PixelRect(x: area.x, y: area.y, width: width, height: area.height),
            PixelRect(x: area.x + width + metrics.gap, y: area.y, width: area.width - width - metrics.gap, height: area.height)
        )
    }

    /// The projects of the tile, for ◀▶; nil when there is one.
    private func projects(beside id: PageID, _ scene: Scene) -> Outline.Axis? {
        guard let tile = scene.index?.tile(id.tile) else { return nil }
        let stops = tile.currentItems(on: scene.now?.day).filter { $0.kind == .board }.compactMap(\.pages.first).map {
            Outline.Axis.Stop($0.short, .page($0.id))
        }
        return stops.count > 1 ? Outline.Axis("换项目", stops) : nil
    }

    // MARK: Stages

    private func stageSheets(_ board: Board, _ envelope: Envelope, in panel: PixelRect) -> [Sheet] {
        let inner = panel.inset(px(32), px(28))
        var top = inner.y
        var frame: [Drawing.Op] = [.rounded(panel, radius: metrics.cardRadius, .panel)]
        func put(_ line: SetLine, _ height: Int, _ paint: Paint) {
            frame.put(line, in: PixelRect(x: inner.x, y: top, width: inner.width, height: height), paint)
            top += height
        }
        let title = lines(envelope.title, .heading, width: inner.width)
        let small = title.count > 1 ? lines(envelope.title, .bodyBold, width: inner.width) : title
        for line in small { put(line, metrics.leading(line.style) * 9 / 10, .ink) }
        if let contractor = board.contractor {
            for line in lines("施工　\(contractor)", .label, width: inner.width) { put(line, metrics.leading(line.style), .dim) }
        }
        top += px(12)
        let below = PixelRect(x: inner.x, y: top, width: inner.width, height: inner.maxY - top)
        // Large type and upright screens have the width for the stages only: the progress takes a line below them.
        let foot = metrics.upright || metrics.type == .large
        let side = foot ? progressLine(board, in: below) : progress(board, in: below)
        let list = PixelRect(
            x: inner.x, y: top, width: inner.width - (side.size.width == 0 ? 0 : side.size.width + px(32)),
            height: below.height - side.size.height)
        return stages(board, published: envelope.published, in: list).map { stages in
            var sheet = Sheet()
            sheet.ops = frame
            sheet.add(stages, x: 0, y: 0)
            sheet.add(side.sheet, x: 0, y: 0)
            return sheet
        }
    }

    /// What the responsible person states, and the way to the vote, at the foot of `area`, over its whole width.
    private func progressLine(_ board: Board, in area: PixelRect) -> (size: PixelSize, sheet: Sheet) {
        var sheet = Sheet()
        let words = line(board.percentDone.map { "已完成 \($0)%（责任人填报）" } ?? "", .bodyBold, within: area.width)
        let link = line("看村民表决", .table).width + px(130)
        let beside = board.vote != nil && words.width + px(24) + link <= area.width
        let textHeight = words.width == 0 ? 0 : metrics.leading(style(.bodyBold))
        let height = board.vote == nil ? textHeight : beside ? linkHeight : textHeight + linkHeight
        let foot = PixelRect(x: area.x, y: area.maxY - height, width: area.width, height: height)
        sheet.ops.put(words, in: PixelRect(x: foot.x, y: foot.y, width: foot.width, height: beside ? linkHeight : textHeight), .ink)
        if let vote = board.vote {
            let rect = PixelRect(x: foot.maxX - link, y: foot.maxY - linkHeight, width: link, height: linkHeight)
            sheet.items.append(voteLink(vote, in: rect))
        }
        return (PixelSize(width: 0, height: height == 0 ? 0 : height + px(8)), sheet)
    }

    private func voteLink(_ vote: PageID, in rect: PixelRect) -> Sheet.Item {
        link("看村民表决", .init(identity: "vote", opens: .page(vote), digit: 1, row: 0), in: rect)
    }

    /// The same as a column at the right side of `area`, the number large.
    private func progress(_ board: Board, in area: PixelRect) -> (size: PixelSize, sheet: Sheet) {
        var sheet = Sheet()
        let width = min(area.width * 42 / 100, px(400))
        let column = PixelRect(x: area.maxX - width, y: area.y, width: width, height: area.height)
        var bottom = column.maxY
        if let vote = board.vote {
            let rect = PixelRect(x: column.x, y: bottom - linkHeight, width: width, height: linkHeight)
            sheet.items.append(voteLink(vote, in: rect))
            bottom = rect.y - px(16)
        }
        if !board.payments.isEmpty || !board.photos.isEmpty {
            let what = [
                board.payments.isEmpty ? nil : "付款 \(board.payments.count) 笔", board.photos.isEmpty ? nil : "照片 \(board.photos.count) 张",
            ].compactMap { $0 }.joined(separator: "、")
            let words = lines(what, .label, width: width) + lines("按频道＋看", .label, width: width)
            let leading = metrics.leading(style(.label))
            bottom -= words.count * leading
            for (offset, line) in words.enumerated() {
                sheet.ops.put(line, in: PixelRect(x: column.x, y: bottom + offset * leading, width: width, height: leading), .right, .dim)
            }
            bottom -= px(16)
        }
        if let percent = board.percentDone {
            let label = lines("责任人填报，已完成", .label, width: width)
            let leading = metrics.leading(style(.label))
            let number = setter.line(
                "\(percent)", style(fitting: ["\(percent)%"], within: width, sizes: [156, 132, 112, 96, 84], weight: .bold))
            let unit = setter.line("%", TextStyle(size: number.style.size * 55 / 100, weight: .bold))
            let height = label.count * leading + number.style.size * 11 / 10
            var y = column.y + max(0, (bottom - column.y - height) / 2)
            for line in label {
                sheet.ops.put(line, in: PixelRect(x: column.x, y: y, width: width, height: leading), .right, .dim)
                y += leading
            }
            let baseline = y + number.style.size
            sheet.ops.append(.text(number, PixelPoint(x: column.maxX - unit.width - px(4) - number.width, y: baseline), .ink))
            sheet.ops.append(.text(unit, PixelPoint(x: column.maxX - unit.width, y: baseline), .ink))
        }
        return (PixelSize(width: sheet.ops.isEmpty && sheet.items.isEmpty ? 0 : width, height: 0), sheet)
    }

    /// The stages one below the other, on as many pages as they need.
    private func stages(_ board: Board, published: Day, in area: PixelRect) -> [Sheet] {
        let side = px(46)
        let textX = side + px(28)
        let leading = style(.body).size * 13 / 10
        func date(_ stage: Board.Stage, _ offset: Int) -> String? {
            if let day = stage.date {
                let isNear = stage.done ? day.year == published.year : (0..<300).contains(day.days(since: published))
                return (stage.done ? "" : "计划 ") + (isNear ? day.chineseShort : day.chinese)
            }
            return stage.note ?? (offset == board.current ? "正在做" : nil)
        }
        let names = board.stages.map { stage in lines(stage.name, .body, width: area.width - textX) }
        let dates = board.stages.enumerated().map { date($1, $0).map { line($0, .table) } }
        let dateWidth = dates.compactMap { $0?.width }.max() ?? 0
        let nameWidth = names.flatMap { $0 }.map(\.width).max() ?? 0
        let beside = textX + nameWidth + px(40) + dateWidth <= area.width
        // Where all names leave room, the days stand in a column of their own; a little air between the two.
        let dateX = beside ? min(textX + nameWidth + px(88), area.width - dateWidth) : textX
        let heights = board.stages.indices.map { index in
            (names[index].count + (beside || dates[index] == nil ? 0 : 1)) * leading + px(14)
        }
        let spare = (area.height - heights.reduce(0, +)) / max(1, heights.count)
        let pad = max(0, min(px(28), spare))
        var flow = flow
        for (index, stage) in board.stages.enumerated() {
            let state: StepState = stage.done ? .done : index == board.current ? .current : .ahead
            var slab = Slab(height: heights[index] + pad)
            let mark = PixelRect(x: 0, y: (pad + px(14)) / 2 + (leading - side) / 2, width: side, height: side)
            if index + 1 < board.stages.count {
                let next: StepState = board.stages[index + 1].done ? .done : .ahead
                let end = PixelRect(x: 0, y: slab.height - side / 2, width: side, height: side)
                slab.sheet.ops.append(stepLine(from: mark, to: end, next))
            }
            if index > 0 {
                let start = PixelRect(x: 0, y: -side / 2, width: side, height: side)
                slab.sheet.ops.append(stepLine(from: start, to: mark, stage.done ? .done : .ahead))
            }
            slab.sheet.ops += stepMark(state, in: mark)
            var y = (pad + px(14)) / 2
            let first = y
            for text in names[index] {
                let line = state == .current ? self.line(text.text, .bodyBold) : text
                slab.sheet.ops.put(
                    line, in: PixelRect(x: textX, y: y, width: line.width, height: leading), state == .current ? .blueText : .ink)
                y += leading
            }
            if let date = dates[index] {
                slab.sheet.ops.put(date, in: PixelRect(x: dateX, y: beside ? first : y, width: date.width, height: leading), .dim)
            }
            flow.slabs.append(slab)
        }
        return flow.pages(in: area)
    }

    // MARK: Money

    private func moneySheets(_ board: Board, in panel: PixelRect) -> [Sheet] {
        let inner = panel.inset(px(32), px(28))
        let amounts = [board.budget, board.paid].compactMap { $0 } + board.sources.map(\.amount)
        // To the hundred yuan, as the bars show no more; the books have the fen.
        func text(_ amount: Fen) -> String { Fen((amount.value + 5_000) / 10_000).grouped }
        let isExact = amounts.allSatisfy { $0.value % 10_000 == 0 }
        let heading = line("钱从哪里来（\(isExact ? "" : "约数，")万元）", .labelBold, within: inner.width)
        let headHeight = metrics.leading(style(.labelBold))
        let totals = [("预算合计", board.budget), ("已付", board.paid)].compactMap { name, amount in amount.map { (name, $0) } }
        let totalHeight = style(.body).size * 14 / 10
        // The sum of the contract in words too, as contracts have it, where that leaves the bars two thirds.
        let wordsHeight = style(.label).size * 13 / 10
        var words = board.budget.map { lines("大写　\($0.capitals)", .label, width: inner.width) } ?? []
        if totals.count * totalHeight + words.count * wordsHeight > inner.height * 32 / 100 { words = [] }
        let footHeight = totals.isEmpty ? 0 : totals.count * totalHeight + words.count * wordsHeight + px(20)
        let room = inner.height - headHeight - footHeight
        let most = Double(max(1, board.sources.map(\.amount.value).max() ?? 1))
        let bars = board.sources.map { Bar($0.name, text($0.amount), share: Double($0.amount.value) / most) }
        let list = PixelRect(x: inner.x, y: inner.y + headHeight, width: inner.width, height: room)
        return barPages(bars, in: list, inLine: metrics.upright).map { bars in
            var sheet = Sheet()
            sheet.ops = [.rounded(panel, radius: metrics.cardRadius, .panel)]
            if !bars.isEmpty {
                sheet.ops.put(heading, in: PixelRect(x: inner.x, y: inner.y, width: inner.width, height: headHeight), .dim)
            }
            sheet.ops += bars
            var y = inner.maxY - footHeight
            if !totals.isEmpty, !bars.isEmpty {
                sheet.ops.append(.fill(PixelRect(x: inner.x, y: y + px(4), width: inner.width, height: metrics.rule), .line))
            }
            y += px(16)
            for (name, amount) in totals {
                let rect = PixelRect(x: inner.x, y: y, width: inner.width, height: totalHeight)
                sheet.ops.put(line(name, .body), in: rect, .ink)
                sheet.ops.put(line(text(amount), .bodyBold), in: rect, .right, .ink)
                y += totalHeight
                guard amount == board.budget, name == totals[0].0 else { continue }
                for line in words {
                    sheet.ops.put(line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: wordsHeight), .dim)
                    y += wordsHeight
                }
            }
            return sheet
        }
    }

    /// What was paid, each with the way to its line in the books.
    private func paymentSheets(_ board: Board) -> [Sheet] {
        let area = metrics.body
        var flow = flow
        let leading = metrics.leading(style(.body))
        let side = px(56)
        for (offset, payment) in board.payments.enumerated() {
            let left = px(28) + side + px(24)
            let amount = line("\(payment.amount.grouped) 元", .bodyBold)
            let summary = lines(payment.summary, .body, width: area.width - left - px(28))
            let facts = line(
                [payment.date.chinese, payment.row == nil ? "不在村账里" : payment.voucher.map { "凭证 \($0)" }].compactMap { $0 }
                    .joined(separator: "　"), .label)
            let beside = left + facts.width + px(40) + amount.width + px(28) <= area.width
            let height = px(12) * 2 + (summary.count + (beside ? 1 : 2)) * leading
            let rect = PixelRect(x: 0, y: 0, width: area.width, height: height)
            var slab = Slab(height: height, spaceBefore: px(16))
            let digit = offset < 9 ? offset + 1 : nil
            let target = Outline.Target(
                identity: "payment-\(offset)", opens: payment.row.map { .row($0.page, row: $0.row) }, digit: digit, row: offset)
            slab.sheet.add(target) { focused in
                var ops = self.ground(rect, focused)
                if let digit {
                    let square = PixelRect(x: self.px(28), y: rect.midY - side / 2, width: side, height: side)
                    ops += self.block(
                        String(digit), .bodyBold, in: square, radius: self.px(10), ground: focused ? .panel : .raised, ink: .ink)
                }
                var row = PixelRect(x: left, y: self.px(12), width: rect.width - left - self.px(28), height: leading)
                for text in summary {
                    ops.put(text, in: row, .ink)
                    row.y += leading
                }
                ops.put(facts, in: row, .dim)
                if !beside { row.y += leading }
                ops.put(amount, in: row, .right, .ink)
                if focused { ops.append(self.focusFrame(rect)) }
                return ops
            }
            flow.slabs.append(slab)
        }
        let total = board.payments.reduce(Fen.zero) { $0 + $1.amount }
        flow.slabs += slabs(
            "\(board.payments.count) 笔一共 \(total.grouped) 元，大写 \(total.capitals)", .table, .dim, width: area.width, spaceBefore: px(20))
        return flow.pages(in: area)
    }

    /// Photos, up to six a page; each opens over the whole screen.
    private func photoSheets(_ photos: [PictureReference], _ envelope: Envelope, title: String) -> [Sheet] {
        guard !photos.isEmpty else { return [] }
        let area = metrics.body
        let columns = metrics.upright || photos.count == 4 ? 2 : min(3, photos.count)
        let perPage = metrics.upright ? 6 : photos.count <= 3 ? 3 : 6
        let rows = (min(perPage, photos.count) + columns - 1) / columns
        let grid = CardGrid(area: area, columns: columns, rows: rows, gap: metrics.gap)
        return stride(from: 0, to: photos.count, by: perPage).map { first in
            var sheet = Sheet()
            for (offset, photo) in photos[first..<min(first + perPage, photos.count)].enumerated() {
                photoCard(
                    photo, photo.caption ?? title, of: envelope, digit: offset + 1, row: offset / columns, column: offset % columns,
                    in: grid.rect(offset), &sheet)
            }
            return sheet
        }
    }
}
