internal import Content
internal import Navigation
internal import Pixels

extension Kit {
    /// Below the photo on its card: the digit and the caption.
    var photoCaptionHeight: Int { metrics.leading(style(.label)) + px(20) }

    /// Around the photo at the other sides.
    var photoInset: Int { px(16) }

    /// A photo on a card with its digit and a caption; it opens over the whole screen.
    func photoCard(
        _ photo: PictureReference, _ caption: String, of envelope: Envelope, digit: Int?, row: Int, column: Int = 0, in card: PixelRect,
        _ sheet: inout Sheet
    ) {
        let inner = PixelRect(
            x: card.x + photoInset, y: card.y + photoInset, width: card.width - 2 * photoInset,
            height: card.height - photoInset - photoCaptionHeight)
        let rect = fitted(photo, into: inner)
        let slot = sheet.slots.count
        sheet.slots.append(Drawing.Slot(object: photo.object, rect: rect, missing: missingPicture(rect, envelope)))
        let target = Outline.Target(
            identity: "picture-\(photo.object.hex.prefix(16))", opens: .picture(envelope.id, photo.object), digit: digit, row: row,
            column: column)
        sheet.add(target) { focused in
            var ops = self.ground(card, focused) + [.picture(slot)]
            let foot = PixelRect(x: inner.x, y: inner.maxY, width: inner.width, height: card.maxY - inner.maxY)
            var left = foot.x + self.px(4)
            if let digit {
                let side = self.px(48)
                let square = PixelRect(x: left, y: foot.midY - side / 2, width: side, height: side)
                ops += self.block(
                    String(digit), .labelBold, in: square, radius: self.px(10), ground: focused ? .panel : .raised, ink: .ink)
                left = square.maxX + self.px(20)
            }
            ops.put(
                self.line(caption, .label, within: foot.maxX - left),
                in: PixelRect(x: left, y: foot.y, width: foot.maxX - left, height: foot.height), .dim)
            if focused { ops.append(self.focusFrame(card)) }
            return ops
        }
    }
}
