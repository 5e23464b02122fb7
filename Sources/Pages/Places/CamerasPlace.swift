internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension CameraList: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.cameras(self, context.envelope, header: context.header, context.scene)
    }
}

extension Kit {
    /// 平安: the cameras side by side, each with its picture or the reason why there is none.
    fileprivate func cameras(_ list: CameraList, _ envelope: Envelope, header: Header, _ scene: Scene) -> PlaceLayout {
        var header = header
        header.subtitle = "\(list.cameras.count) 个摄像头"
        let area = metrics.body
        let perPage = metrics.upright ? 8 : list.cameras.count <= 4 ? 4 : metrics.type == .large ? 4 : 9
        let count = min(perPage, list.cameras.count)
        let columns = metrics.upright ? (count <= 4 ? 1 : 2) : count <= 1 ? 1 : count <= 4 ? 2 : 3
        let rows = max(1, (count + columns - 1) / columns)
        let gap = px(16)
        let width = (area.width - (columns - 1) * gap) / columns
        let height = (area.height - (rows - 1) * gap) / rows
        let refusal = list.refusal(box: scene.box, today: scene.now?.day)
        let sheets = stride(from: 0, to: list.cameras.count, by: perPage).map { first in
            var sheet = Sheet()
            for (offset, camera) in list.cameras[first..<min(first + perPage, list.cameras.count)].enumerated() {
                let rect = PixelRect(
                    x: area.x + offset % columns * (width + gap), y: area.y + offset / columns * (height + gap), width: width, height: height)
                let state = refusal == nil ? scene.cameras[camera.id] : nil
                if refusal == nil, state == .live { sheet.windows.append(.init(camera: camera.id, rect: rect)) }
                let words = CameraWords(refusal, state, list.repair, today: scene.now?.day)
                let target = Outline.Target(
                    identity: "camera-\(camera.id)", opens: nil, row: offset / columns, column: offset % columns)
                sheet.add(target) { focused in self.camera(camera.place, digit: offset + 1, words, box: scene.box, in: rect, focused) }
            }
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }

    private func camera(
        _ place: String, digit: Int, _ words: CameraWords?, box: String, in rect: PixelRect, _ focused: Bool
    ) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        if words != nil {
            ops = [
                .rounded(rect, radius: metrics.cardRadius, focused ? .raised : .panel),
                .dashed(rect, radius: metrics.cardRadius, width: metrics.stroke(3), .line),
            ]
        } else {
            // The picture's own ground until it comes.
            ops = [.rounded(rect, radius: metrics.cardRadius, .letterbox)]
        }
        let chip = style(.bodyBold).size * 14 / 10
        let inset = px(16)
        let text = line("\(digit)　\(place)", .bodyBold, within: rect.width - 2 * inset - px(36))
        let label = PixelRect(x: rect.x + inset, y: rect.y + inset, width: text.width + px(36), height: chip)
        ops.append(.rounded(label, radius: px(12), .background))
        ops.put(text, in: label, .centre, .ink)
        if let words {
            let room = PixelRect(
                x: rect.x + px(24), y: label.maxY + px(4), width: rect.width - px(48), height: rect.maxY - px(12) - label.maxY - px(4))
            ops += self.words(words, in: room)
        } else {
            let foot = line("本机 \(box)", .label)
            let sign = PixelRect(
                x: rect.maxX - inset - foot.width - px(36), y: rect.maxY - inset - style(.label).size * 15 / 10, width: foot.width + px(36),
                height: style(.label).size * 15 / 10)
            ops.append(.rounded(sign, radius: px(12), .background))
            ops.put(foot, in: sign, .centre, .ink)
        }
        if focused { ops.append(focusFrame(rect)) }
        return ops
    }

    /// As much as fits, the title first.
    private func words(_ words: CameraWords, in room: PixelRect) -> [Drawing.Op] {
        let role: TextRole = line(words.title, .heading).width <= room.width && room.height > px(180) ? .heading : .bodyBold
        var texts = lines(words.title, role, width: room.width).map { ($0, metrics.leading(style(role)), words.paint) }
        let small = metrics.leading(style(.label))
        for detail in words.details {
            let lines = lines(detail, .label, width: room.width).map { ($0, small, Paint.dim) }
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
}

/// What stands in a camera's place when there is no live picture.
struct CameraWords: Hashable {
    var title: String
    var details: [String]
    var paint: Paint

    /// Nil for a live picture.
    init?(_ refusal: CameraList.Refusal?, _ state: CameraState?, _ repair: Envelope.Phone?, today: Day?) {
        let call = repair.map { "\($0.label)　\($0.number)" }
        func time(_ instant: Instant?) -> String? {
            guard let instant, today != nil else { return nil }
            return "\(instant.day.chineseShort) \(instant.clock)"
        }
        switch (refusal, state) {
        case (.notAuthorised?, _):
            self.init("还没有授权", ["管理单位同意以后，才能在这里看"], .ink)
        case (.expired(let day)?, _):
            self.init("授权到期了", ["\(day.chinese)到期，续期以后才能看"], .ink)
        case (.otherBox?, _):
            self.init("这台盒子没有授权", ["村委会的大屏可以看"], .ink)
        case (.unknownDay?, _):
            self.init("时间还没有对准", ["对准以后才知道授权到没到期"], .ink)
        case (nil, .live?):
            return nil
        case (nil, .frozen(let since)?):
            self.init("画面停住了", [time(since).map { "从 \($0) 起没有变化" }, call].compactMap { $0 }, .redText)
        case (nil, .noSignal(let last)?):
            self.init("没有画面", [time(last).map { "最后一次有画面　\($0)" }, call].compactMap { $0 }, .redText)
        case (nil, nil):
            self.init("没有接上", ["这台盒子上没有接这个摄像头", call].compactMap { $0 }, .ink)
        }
    }

    private init(_ title: String, _ details: [String], _ paint: Paint) {
        self.title = title
        self.details = details
        self.paint = paint
    }
}
