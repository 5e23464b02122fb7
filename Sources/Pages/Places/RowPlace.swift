internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Kit {
    /// One row of a ledger: all its fields, its vouchers, and the same line of the period before with the difference in words.
    func ledgerRow(_ row: Ledger.Row, _ envelope: Envelope, before: Page?, header: Header) -> PlaceLayout {
        let area = metrics.body
        let gap = px(40)
        let photoWidth = metrics.upright ? area.width : voucherWidth(row.pictures, height: area.height)
        let textArea =
            metrics.upright
            ? PixelRect(x: area.x, y: area.y, width: area.width, height: area.height * (row.pictures.isEmpty ? 100 : 55) / 100)
            : PixelRect(
                x: area.x, y: area.y, width: area.width - (photoWidth == 0 ? 0 : photoWidth + gap), height: area.height)
        var flow = flow
        flow.slabs = fields(row, envelope, width: textArea.width)
        var digit = row.pictures.count
        if let reference = row.before, let before, let former = (before.body as? Ledger)?.row(reference.row) {
            digit += 1
            flow.slabs.append(
                comparison(
                    row, former, before.envelope, Outline.Target(
                        identity: "before", opens: .row(reference.page, row: reference.row), digit: digit <= 9 ? digit : nil,
                        row: digit - 1), width: textArea.width))
        }
        var sheets = flow.pages(in: textArea)
        for index in sheets.indices where !row.pictures.isEmpty {
            let photoArea =
                metrics.upright
                ? PixelRect(
                    x: area.x, y: textArea.maxY + px(24), width: area.width, height: area.maxY - textArea.maxY - px(24))
                : PixelRect(x: area.maxX - photoWidth, y: area.y, width: photoWidth, height: area.height)
            var photos = Sheet()
            vouchers(row, envelope, in: photoArea, &photos)
            let rest = sheets[index].items
            sheets[index].items = []
            sheets[index].add(photos, x: 0, y: 0)
            sheets[index].items += rest
        }
        return PlaceLayout(.page(header), sheets)
    }

    private func fields(_ row: Ledger.Row, _ envelope: Envelope, width: Int) -> [Slab] {
        var slabs = slabs(row.summary, .heading, .ink, width: width, spaceBefore: 0, keepsWithNext: true)
        let isIncome = row.income != nil
        let amount = row.income ?? row.expense ?? .zero
        var money = Slab(height: metrics.leading(style(.display)) - px(14), spaceBefore: px(4))
        let label = line(isIncome ? "收入" : "支出", .body)
        let number = setter.line(
            amount.grouped,
            style(fitting: [amount.grouped], within: width - label.width - px(44) - line("元", .body).width, sizes: [84, 72, 64, 56, 48, 40, 36], weight: .bold))
        let unit = line("元", .body)
        let baseline = money.height / 2 + number.style.size * 38 / 100
        let rect = PixelRect(x: 0, y: 0, width: width, height: money.height)
        money.sheet.ops.put(label, in: rect, baseline: baseline, .dim)
        money.sheet.ops.put(number, in: rect.offset(x: label.width + px(28), y: 0), baseline: baseline, isIncome ? .greenText : .ink)
        money.sheet.ops.put(
            unit, in: rect.offset(x: label.width + px(28) + number.width + px(16), y: 0), baseline: baseline, .dim)
        slabs.append(money)
        let pairs: [(String, String?)] = [
            ("日期", row.date.chinese), ("凭证号", row.voucher ?? "没有填写"), ("类别", row.category), ("经手人", row.handler),
            ("审批人", row.approver), ("备注", row.remark),
        ]
        let present = pairs.compactMap { pair in pair.1.flatMap { $0.isEmpty ? nil : (pair.0, $0) } }
        slabs += self.slabs(pairs: present, width: width, spaceBefore: px(12))
        if row.pictures.isEmpty {
            let call = envelope.phones.first.map { "要看原件，可打\($0.label) \($0.number)。" } ?? "要看原件，请到村委会。"
            slabs += self.slabs("这一笔没有凭证照片。" + call, .label, .dim, width: width, spaceBefore: px(24))
        }
        return slabs
    }

    /// `2 9月同一项`: what it was then, and the difference said in words.
    private func comparison(
        _ row: Ledger.Row, _ former: Ledger.Row, _ envelope: Envelope, _ target: Outline.Target, width: Int
    ) -> Slab {
        let period = envelope.period?.chineseShort ?? former.date.chineseShort
        let now = row.income ?? row.expense ?? .zero
        let then = former.income ?? former.expense ?? .zero
        let words =
            now == then
            ? "和\(period)一样多" : now > then ? "比\(period)多 \((now - then).grouped) 元" : "比\(period)少 \((then - now).grouped) 元"
        let padding = px(28)
        let side = px(56)
        let textX = padding + (target.digit == nil ? 0 : side + px(24))
        let room = width - textX - padding
        let leading = metrics.leading(style(.body))
        let headHeight = metrics.leading(style(.label))
        let head = line("\(period)同一项　\(former.summary)", .label, within: room)
        let amount = line("\(former.date.chineseShort)　\(then.grouped) 元", .body)
        let difference = line(words, .bodyBold)
        let beside = amount.width + px(48) + difference.width <= room
        let height = px(14) + headHeight + leading * (beside ? 1 : 2) + px(18)
        let rect = PixelRect(x: 0, y: 0, width: width, height: height)
        var slab = Slab(height: height, spaceBefore: px(28))
        slab.sheet.add(target) { focused in
            var ops = self.ground(rect, focused)
            if let digit = target.digit {
                let square = PixelRect(x: padding, y: (height - side) / 2, width: side, height: side)
                ops += self.block(
                    String(digit), .bodyBold, in: square, radius: self.px(10), ground: focused ? .panel : .raised, ink: .ink)
            }
            var line = PixelRect(x: textX, y: self.px(14), width: room, height: headHeight)
            ops.put(head, in: line, .dim)
            line = PixelRect(x: textX, y: line.maxY, width: room, height: leading)
            ops.put(amount, in: line, .ink)
            if beside {
                ops.put(difference, in: line, .right, .blueText)
            } else {
                ops.put(difference, in: line.offset(x: 0, y: leading), .blueText)
            }
            if focused { ops.append(self.focusFrame(rect)) }
            return ops
        }
        return slab
    }

    /// As wide as one upright photo needs, so that the words get the rest; several photos get a column of fixed width.
    private func voucherWidth(_ pictures: [PictureReference], height: Int) -> Int {
        guard let first = pictures.first else { return 0 }
        guard pictures.count == 1 else { return px(660) }
        let box = PixelSize(width: px(660) - 2 * photoInset, height: height - photoInset - photoCaptionHeight)
        let size = PixelSize.fitting(PixelSize(width: first.width, height: first.height), into: box)
        return max(px(440), size.width + 2 * photoInset)
    }

    /// The vouchers' photos, one large or several smaller ones; each opens over the whole screen.
    private func vouchers(_ row: Ledger.Row, _ envelope: Envelope, in area: PixelRect, _ sheet: inout Sheet) {
        let count = min(row.pictures.count, 9)
        let columns = count > 3 || metrics.upright && count > 1 ? 2 : 1
        let rows = (count + columns - 1) / columns
        let gap = px(16)
        let width = (area.width - (columns - 1) * gap) / columns
        var height = (area.height - (rows - 1) * gap) / max(1, rows)
        if count == 1, let picture = row.pictures.first {
            // A lying photo does not need the height of a standing one.
            let box = PixelSize(width: width - 2 * photoInset, height: height - photoInset - photoCaptionHeight)
            height = PixelSize.fitting(PixelSize(width: picture.width, height: picture.height), into: box).height + photoInset + photoCaptionHeight
        }
        let grid = CardGrid(
            area: PixelRect(x: area.x, y: area.y, width: area.width, height: rows * height + (rows - 1) * gap), columns: columns, rows: rows,
            gap: gap)
        for (offset, picture) in row.pictures.prefix(count).enumerated() {
            photoCard(
                picture, picture.caption ?? row.voucher.map { "凭证 \($0)" } ?? "凭证", of: envelope, digit: offset + 1, row: offset,
                in: grid.rect(offset), &sheet)
        }
    }
}
