internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Notice: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.notice(self, context.envelope, header: context.header, in: kit.bodyBesideCorner(context.scene))
    }
}

extension Kit {
    /// 公告: its text in order of reading, cut into pages between lines.
    fileprivate func notice(_ notice: Notice, _ envelope: Envelope, header: Header, in area: PixelRect) -> PlaceLayout {
        var flow = flow
        var digit = 0
        func nextDigit() -> Int? {
            digit += 1
            return digit <= 9 ? digit : nil
        }
        if let correction = envelope.correction {
            flow.slabs += slabs(
                "更正：\(correction)", .body, .amberText, width: area.width, spaceBefore: 0, panel: -1, inset: px(32))
        }
        for (offset, block) in notice.blocks.enumerated() {
            switch block {
            case .heading(let text):
                flow.slabs += slabs(
                    text, .bodyBold, .ink, width: area.width, spaceBefore: px(20), keepsWithNext: true)
            case .paragraph(let text):
                flow.slabs += slabs(text, .body, .ink, width: area.width, spaceBefore: px(8), .prose)
            case .table(let table):
                flow.slabs += slabs(
                    table, panel: offset, width: area.width, spaceBefore: px(24),
                    maxHeight: area.height / 2)
            case .picture(let picture):
                flow.slabs.append(pictureSlab(picture, of: envelope, digit: nextDigit(), row: flow.slabs.count, in: area))
            }
        }
        for attachment in notice.attachments {
            let target = Outline.Target(
                identity: "attachment-\(attachment.picture?.object.hex.prefix(16) ?? attachment.title[...])",
                opens: attachment.picture.map { .picture(envelope.id, $0.object) }, digit: nextDigit(), row: flow.slabs.count)
            flow.slabs.append(linkSlab("附件", attachment.title, target, width: area.width))
        }
        let sheets = flow.pages(in: area)
        return PlaceLayout(
            .page(header), sheets.isEmpty ? [statement("这份公告没有正文", ["请向公布单位查问。"])] : sheets)
    }

    /// A picture in the text with its number and caption below: at most two thirds of a page high, so that some text stands by it.
    private func pictureSlab(_ picture: PictureReference, of envelope: Envelope, digit: Int?, row: Int, in area: PixelRect) -> Slab {
        let captionHeight = max(px(64), metrics.leading(style(.label)) + px(8))
        let box = PixelSize(width: area.width, height: min(area.height - captionHeight, px(480)))
        let size = PixelSize.fitting(PixelSize(width: picture.width, height: picture.height), into: box)
        let rect = PixelRect(x: (area.width - size.width) / 2, y: 0, width: size.width, height: size.height)
        var slab = Slab(height: size.height + captionHeight, spaceBefore: px(20))
        slab.sheet.slots = [Drawing.Slot(object: picture.object, rect: rect, missing: missingPicture(rect, envelope))]
        let target = Outline.Target(
            identity: "picture-\(picture.object.hex.prefix(16))", opens: .picture(envelope.id, picture.object), digit: digit, row: row)
        let side = px(48)
        let numbered = digit == nil ? 0 : side + px(20)
        let caption = line(picture.caption ?? "图片", .label, within: area.width - numbered)
        let left = (area.width - numbered - caption.width) / 2
        slab.sheet.add(target) { focused in
            var ops: [Drawing.Op] = [.picture(0)]
            if focused { ops.append(.frame(rect, radius: 0, width: self.metrics.focusWidth, .sun)) }
            let foot = PixelRect(x: left, y: rect.maxY, width: numbered + caption.width, height: captionHeight)
            if let digit {
                ops += self.block(
                    String(digit), .labelBold, in: PixelRect(x: foot.x, y: foot.midY - side / 2, width: side, height: side),
                    radius: self.px(10), ground: focused ? .raised : .panel, ink: .ink)
            }
            ops.put(caption, in: foot, .right, focused ? .ink : .dim)
            return ops
        }
        return slab
    }

    /// What stands in a picture's place when it cannot be shown, and what to do.
    func missingPicture(_ rect: PixelRect, _ envelope: Envelope?) -> [Drawing.Op] {
        var ops: [Drawing.Op] = [
            .rounded(rect, radius: metrics.cardRadius, .panel),
            .dashed(rect, radius: metrics.cardRadius, width: metrics.stroke(3), .line),
        ]
        let width = rect.width - px(48)
        let phone = envelope?.phones.first
        let call = phone.map { "要看这张照片，可打\($0.label) \($0.number)" } ?? "要看这张照片，请向公布单位查问"
        let head = lines("这张照片打不开", .bodyBold, width: width)
        let rest = lines(call, .label, width: width)
        let (big, small) = (metrics.leading(style(.bodyBold)), metrics.leading(style(.label)))
        guard width > px(200) else { return ops }
        var y = rect.midY - (head.count * big + rest.count * small) / 2
        for line in head where y >= rect.y && y + big <= rect.maxY {
            ops.put(line, in: PixelRect(x: rect.x, y: y, width: rect.width, height: big), .centre, .amberText)
            y += big
        }
        for line in rest where y >= rect.y && y + small <= rect.maxY {
            ops.put(line, in: PixelRect(x: rect.x, y: y, width: rect.width, height: small), .centre, .dim)
            y += small
        }
        return ops
    }
}
