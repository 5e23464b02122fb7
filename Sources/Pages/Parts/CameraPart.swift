internal import Content
internal import Navigation
internal import Pixels
internal import Typography

/// A camera in its place: a hole for the live picture with place, box and time over it, or the reason why there is none.
struct CameraPart {
    var ops: [Drawing.Op] = []
    /// Nil where there is no picture.
    var window: Drawing.Window?
    /// Nil where it may not be looked at, or the box has no such camera.
    var watched: Drawing.Watched?
}

extension Kit {
    /// - Parameters:
    ///   - number: the digit that is printed on it, if any.
    ///   - rect: 16:9 as cameras are; the picture touches two of its sides.
    func camera(
        _ camera: CameraList.Camera, of list: CameraList, number: Int?, in rect: PixelRect, radius: Int, focused: Bool, _ scene: Scene
    ) -> CameraPart {
        let refusal = list.refusal(box: scene.box, today: scene.now?.day)
        let state = refusal == nil ? scene.cameras[camera.id] : nil
        var part = CameraPart()
        if refusal == nil, state != nil { part.watched = Drawing.Watched(camera: camera.id, size: rect.size) }
        let words = CameraWords(refusal, state, list.repair, today: scene.now?.day)
        let inset = px(16)
        let text = line((number.map { "\($0)　" } ?? "") + camera.place, .bodyBold, within: rect.width - 2 * inset - px(36))
        // Over the whole screen the picture goes to its edge, where TVs cut; the words do not.
        let label = PixelRect(x: rect.x + inset, y: max(rect.y + inset, metrics.safe.y), width: text.width + px(36), height: style(.bodyBold).size * 14 / 10)
        if let words {
            part.ops = [
                .rounded(rect, radius: radius, focused ? .raised : .panel), .dashed(rect, radius: radius, width: metrics.stroke(3), .line),
            ]
            let room = PixelRect(
                x: rect.x + px(24), y: label.maxY + px(4), width: rect.width - px(48), height: rect.maxY - px(12) - label.maxY - px(4))
            part.ops += self.words(words, in: room)
        } else {
            part.ops = [.hole(rect, radius: radius)]
        }
        part.ops.append(.rounded(label, radius: px(12), .background))
        part.ops.put(text, in: label, .centre, .ink)
        if words == nil {
            part.window = Drawing.Window(camera: camera.id, rect: rect)
            part.ops += sign(in: rect, inset: inset, now: scene.now, box: scene.box, clock: &part.window!.clock)
        }
        if focused { part.ops.append(focusFrame(rect, radius: radius)) }
        return part
    }

    /// At the lower right: the box, and the time of the picture, which runs by itself in a hole of its own.
    private func sign(in rect: PixelRect, inset: Int, now: Instant?, box: String, clock: inout PixelPoint?) -> [Drawing.Op] {
        let time = now == nil ? PixelSize(width: 0, height: 0) : clockSize
        let gap = now == nil ? 0 : px(18)
        let room = rect.width - 2 * inset - px(36) - time.width - gap
        let wordings = [now.map { "本机 \(box)　\($0.day.chineseShort)" }, "本机 \(box)", box].compactMap { $0 }
        let text = wordings.lazy.map { line($0, .label) }.first { $0.width <= room } ?? line(box, .label, within: room)
        let width = text.width + gap + time.width + px(36)
        let height = style(.label).size * 15 / 10
        let chip = PixelRect(x: rect.maxX - inset - width, y: rect.maxY - inset - height, width: width, height: height)
        var ops: [Drawing.Op] = [.rounded(chip, radius: px(12), .background)]
        ops.put(text, in: PixelRect(x: chip.x + px(18), y: chip.y, width: text.width, height: height), .ink)
        if now != nil {
            let origin = PixelPoint(x: chip.maxX - px(18) - time.width, y: chip.midY - time.height / 2)
            ops.append(.hole(PixelRect(origin: origin, size: time), radius: 0))
            clock = origin
        }
        return ops
    }

    /// As much as fits, the title first.
    private func words(_ words: CameraWords, in room: PixelRect) -> [Drawing.Op] {
        let role: TextRole = line(words.title, .heading).width <= room.width && room.height > px(180) ? .heading : .bodyBold
        var texts = lines(words.title, role, width: room.width).map { ($0, metrics.leading(style(role)), words.paint) }
        let small = metrics.leading(style(.label))
        for detail in words.details {
            let text = line(detail.text, .label).width <= room.width ? detail.text : detail.short ?? detail.text
            let lines = lines(text, .label, width: room.width).map { ($0, small, Paint.dim) }
            guard (texts + lines).reduce(0, { $0 + $1.1 }) <= room.height else { break }
            texts += lines
        }
        var y = room.y + max(0, (room.height - texts.reduce(0) { $0 + $1.1 }) / 2)
        var ops: [Drawing.Op] = []
        for (line, height, paint) in texts where y + height <= room.maxY {
            ops.put(line, in: PixelRect(x: room.x, y: y, width: room.width, height: height), .centre, paint)
            y += height
        }
        return ops
    }

    /// What a window's clock takes. Digits are equally wide in the fonts in use.
    private var clockSize: PixelSize {
        PixelSize(width: 6 * line("0", .label).width + 2 * line(":", .label).width, height: style(.label).size * 13 / 10)
    }

    /// The glyphs of such clocks.
    func clockStrip(_ painter: Painter) -> ClockStrip {
        let (digit, colon, height) = (line("0", .label).width, line(":", .label).width, clockSize.height)
        let baseline = height / 2 + style(.label).size * 38 / 100
        let glyphs = "0123456789:".enumerated().map { offset, glyph in
            (line: line(String(glyph), .label), pen: PixelPoint(x: offset * digit, y: baseline), paint: Paint.ink)
        }
        return ClockStrip(
            glyphs: painter.picture(PixelSize(width: 10 * digit + colon, height: height), ground: .background, glyphs), digitWidth: digit,
            colonWidth: colon)
    }
}

/// What stands in a camera's place when there is no live picture.
struct CameraWords: Hashable {
    struct Detail: Hashable {
        var text: String
        /// What matters of it, for a place that is too narrow.
        var short: String?

        init(_ text: String, short: String? = nil) {
            self.text = text
            self.short = short
        }
    }

    var title: String
    var details: [Detail]
    var paint: Paint

    /// Nil for a live picture.
    init?(_ refusal: CameraList.Refusal?, _ state: CameraState?, _ repair: Envelope.Phone?, today: Day?) {
        let call = repair.map { Detail("\($0.label)　\($0.number)", short: $0.number) }
        func time(_ instant: Instant?) -> String? {
            guard let instant, today != nil else { return nil }
            return "\(instant.day.chineseShort) \(instant.clock)"
        }
        func seen(_ last: Instant?) -> Detail? { time(last).map { Detail("最后一次有画面　\($0)", short: $0) } }
        func say(_ text: String) -> Detail { Detail(text) }
        switch (refusal, state) {
        case (.notAuthorised?, _): self.init("还没有授权", [say("管理单位同意以后，才能在这里看")], .ink)
        case (.expired(let day)?, _): self.init("授权到期了", [say("\(day.chinese)到期，续期以后才能看")], .ink)
        case (.otherBox?, _): self.init("这台盒子没有授权", [say("村委会的大屏可以看")], .ink)
        case (.unknownDay?, _): self.init("时间还没有对准", [say("对准以后才知道授权到没到期")], .ink)
        case (nil, .live?): return nil
        case (nil, .starting?): self.init("正在打开", [say("请等几秒钟")], .ink)
        case (nil, .frozen(let since)?): self.init("画面停住了", [time(since).map { Detail("从 \($0) 起没有变化", short: $0) }, call], .redText)
        case (nil, .late(let last)?): self.init("画面来得太慢", [seen(last) ?? say("不是现在的样子，先不放"), call], .redText)
        case (nil, .noSignal(let last)?): self.init("没有画面", [seen(last), call], .redText)
        case (nil, .wrongFormat?): self.init("画面格式不对", [call, say("这台盒子放不出这种画面")], .redText)
        case (nil, .absent(let last)?): self.init("摄像头没有回应", [seen(last), call, say("看看线松没松，有没有电")], .redText)
        case (nil, .interrupted?): self.init("暂时没有画面", [say("请等几秒钟")], .ink)
        case (nil, .unlogged?): self.init("现在不能看", [say("观看记录写不进去，修好以后才能看"), call], .redText)
        case (nil, nil): self.init("没有接上", [say("盒子没有接这个摄像头"), call], .ink)
        }
    }

    private init(_ title: String, _ details: [Detail?], _ paint: Paint) {
        self.title = title
        self.details = details.compactMap { $0 }
        self.paint = paint
    }
}
