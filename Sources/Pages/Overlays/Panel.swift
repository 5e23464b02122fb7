internal import Content
internal import Navigation
internal import Pixels

extension Kit {
    /// What lies over the page, with the page dimmed behind it.
    func overlay(_ overlay: Overlay, _ view: View, _ page: Page?, _ index: VillageIndex?, link: Link?) -> [Drawing.Op] {
        // The keys stay lit: they are the dialogue's.
        var ops: [Drawing.Op] = [
            .shade(PixelRect(x: 0, y: 0, width: metrics.size.width, height: metrics.hints.y - px(6)))
        ]
        switch overlay {
        case .alarm(let step): ops += alarm(AlarmWords(step), view)
        case .watching: ops += alarm(AlarmWords(title: "还在看吗？", paragraphs: ["很久没有人按遥控器了。", "不按的话，一分钟以后自动关掉摄像头。"], bar: .blueFill, ink: .ink), view)
        case .code: ops += code(page, index, link)
        case .menu: ops += menu(view)
        // It has the whole screen, see `emergency`; without its words nothing is to be said.
        case .emergency: return []
        }
        return ops
    }

    /// A panel in the middle of the screen.
    private func panel(width: Int, height: Int) -> PixelRect {
        let width = min(width, metrics.safe.width)
        let height = min(height, metrics.hints.y - px(20) - metrics.safe.y)
        return PixelRect(
            x: metrics.safe.x + (metrics.safe.width - width) / 2, y: metrics.safe.y + (metrics.hints.y - px(20) - metrics.safe.y - height) / 2,
            width: width, height: height)
    }

    private func alarm(_ words: AlarmWords, _ view: View) -> [Drawing.Op] {
        let padding = px(56)
        let width = min(px(1240), metrics.safe.width)
        let title = lines(words.title, .display, width: width - 2 * padding)
        let texts = words.paragraphs.flatMap { lines($0, .body, width: width - 2 * padding) }
        let titleLeading = metrics.leading(style(.display)) * 9 / 10
        let leading = metrics.leading(style(.body))
        let choicesHeight = view.choices.isEmpty ? 0 : px(36) + choiceHeight
        let rect = panel(
            width: width, height: 2 * padding + title.count * titleLeading + px(20) + texts.count * leading + choicesHeight)
        var ops: [Drawing.Op] = [
            .rounded(rect, radius: metrics.cardRadius, .panel),
            .rounded(PixelRect(x: rect.x, y: rect.y, width: rect.width, height: px(20)), radius: px(10), words.bar),
        ]
        var y = rect.y + padding
        for line in title {
            ops.put(line, in: PixelRect(x: rect.x + padding, y: y, width: width, height: titleLeading), words.ink)
            y += titleLeading
        }
        y += px(20)
        for line in texts {
            ops.put(line, in: PixelRect(x: rect.x + padding, y: y, width: width, height: leading), .ink)
            y += leading
        }
        if !view.choices.isEmpty {
            y += px(36)
            ops += choices(view, in: PixelRect(x: rect.x + padding, y: y, width: rect.width - 2 * padding, height: choiceHeight))
        }
        return ops
    }

    private var choiceHeight: Int { metrics.leading(style(.body)) + px(28) }

    /// Choices side by side, the focused one in the sun's frame.
    private func choices(_ view: View, in area: PixelRect) -> [Drawing.Op] {
        let count = max(1, view.choices.count)
        let width = min(px(420), (area.width - (count - 1) * px(24)) / count)
        var ops: [Drawing.Op] = []
        for (offset, choice) in view.choices.enumerated() {
            let rect = PixelRect(x: area.x + offset * (width + px(24)), y: area.y, width: width, height: area.height)
            let focused = offset == view.overlayFocus
            ops.append(.rounded(rect, radius: metrics.blockRadius, focused ? .raised : .background))
            ops.put(line(choice.text, .bodyBold, within: width - px(32)), in: rect, .centre, .ink)
            if focused { ops.append(focusFrame(rect, radius: metrics.blockRadius)) }
        }
        return ops
    }

    private func menu(_ view: View) -> [Drawing.Op] {
        let padding = px(40)
        let titleHeight = px(88)
        let count = max(1, view.choices.count)
        let room = metrics.hints.y - px(20) - metrics.safe.y - 2 * padding - titleHeight
        let rowHeight = min(px(metrics.type == .large ? 104 : 88), room / count)
        let rect = panel(width: px(960), height: 2 * padding + titleHeight + count * rowHeight)
        var ops: [Drawing.Op] = [.rounded(rect, radius: metrics.cardRadius, .panel)]
        ops.put(
            line("菜单", .heading), in: PixelRect(x: rect.x + padding, y: rect.y + padding - px(12), width: rect.width, height: titleHeight), .ink)
        for (offset, choice) in view.choices.enumerated() {
            let row = PixelRect(
                x: rect.x + padding, y: rect.y + padding + titleHeight + offset * rowHeight, width: rect.width - 2 * padding,
                height: rowHeight - px(8))
            let focused = offset == view.overlayFocus
            ops.append(.rounded(row, radius: metrics.blockRadius, focused ? .raised : .background))
            var right = row.maxX - px(24)
            if let cap = choice.cap {
                let width = capWidth(cap)
                let height = min(px(56), row.height - px(20))
                ops += self.cap(cap, in: PixelRect(x: right - width, y: row.midY - height / 2, width: width, height: height), ground: .panel)
                right -= width + px(20)
            }
            let left = row.x + px(32)
            ops.put(line(choice.text, .body, within: right - left), in: PixelRect(x: left, y: row.y, width: 0, height: row.height), .ink)
            if focused { ops.append(focusFrame(row, radius: metrics.blockRadius)) }
        }
        return ops
    }

    private func code(_ page: Page?, _ index: VillageIndex?, _ link: Link?) -> [Drawing.Op] {
        let padding = px(56)
        guard let link else {
            let phone = (page?.envelope.phones.first ?? index?.village.phones.first).map { "要纸质的，可打\($0.label) \($0.number)。" }
            return message("这一页还没有手机网址", ["镇上还没有开通手机查看。"] + (phone.map { [$0] } ?? []))
        }
        let modules = link.code.side + 2 * CodeModules.quiet
        let scale = max(2, (px(520) + modules - 1) / modules)
        let side = scale * modules
        let textWidth = metrics.upright ? metrics.safe.width - 2 * padding : px(760)
        let title = lines(page?.envelope.title ?? index?.village.name ?? "院坝", .heading, width: textWidth)
        let words = lines("用手机扫一扫，在手机上看这一页，可以放大，也可以发给家里人。", .body, width: textWidth)
        let address = lines(link.text, .label, width: textWidth)
        let (big, small, tiny) = (metrics.leading(style(.heading)), metrics.leading(style(.body)), metrics.leading(style(.label)))
        let textHeight = min(3, title.count) * big + words.count * small + address.count * tiny + px(48)
        let rect = panel(
            width: metrics.upright ? metrics.safe.width : side + textWidth + 3 * padding,
            height: metrics.upright ? side + textHeight + 3 * padding : max(side, textHeight) + 2 * padding)
        var ops: [Drawing.Op] = [.rounded(rect, radius: metrics.cardRadius, .panel)]
        ops.append(.code(link.code, PixelRect(x: rect.x + padding, y: rect.y + padding, width: side, height: side)))
        let x = metrics.upright ? rect.x + padding : rect.x + 2 * padding + side
        var y = metrics.upright ? rect.y + 2 * padding + side : rect.y + (rect.height - textHeight) / 2
        for line in title.prefix(3) {
            ops.put(line, in: PixelRect(x: x, y: y, width: textWidth, height: big), .ink)
            y += big
        }
        y += px(24)
        for line in words {
            ops.put(line, in: PixelRect(x: x, y: y, width: textWidth, height: small), .ink)
            y += small
        }
        y += px(24)
        for line in address {
            ops.put(line, in: PixelRect(x: x, y: y, width: textWidth, height: tiny), .dim)
            y += tiny
        }
        return ops
    }

    private func message(_ title: String, _ paragraphs: [String]) -> [Drawing.Op] {
        alarm(AlarmWords(title: title, paragraphs: paragraphs, bar: .blueFill, ink: .ink), View(place: .home))
    }
}

/// What the alarm dialogue says at each step.
struct AlarmWords {
    var title: String
    var paragraphs: [String]
    var bar: Paint
    var ink: Paint

    init(title: String, paragraphs: [String], bar: Paint, ink: Paint) {
        self.title = title
        self.paragraphs = paragraphs
        self.bar = bar
        self.ink = ink
    }

    init(_ step: AlarmStep) {
        switch step {
        case .ask:
            self.init(title: "要报警吗？", paragraphs: ["报警会马上通知镇上的值班人员。", "按错了，请按返回。"], bar: .redKey, ink: .ink)
        case .confirm:
            self.init(title: "再按一次确认，马上报警", paragraphs: ["镇上会知道是哪个村、哪台盒子。", "按错了，请按返回。"], bar: .redKey, ink: .redText)
        case .sending:
            self.init(title: "正在送出", paragraphs: ["等镇上回话。情况紧急，请同时拨打 110。"], bar: .redKey, ink: .ink)
        case .delivered:
            self.init(title: "已送到", paragraphs: ["镇上值班人员已经收到。情况紧急，请同时拨打 110。"], bar: .greenFill, ink: .greenText)
        case .failed:
            self.init(title: "没有送到，请拨 110", paragraphs: ["镇上没有收到。请马上打电话：", "报警 110　　急救 120　　火警 119"], bar: .redKey, ink: .redText)
        }
    }
}
