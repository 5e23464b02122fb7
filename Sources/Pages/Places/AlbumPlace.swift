internal import Content
internal import Navigation
internal import Pixels
internal import Typography

extension Album: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.album(self, context.envelope, header: context.header)
    }
}

extension Kit {
    /// 图集: the focused photo large, the others in a strip beside it; upright below it.
    fileprivate func album(_ album: Album, _ envelope: Envelope, header: Header) -> PlaceLayout {
        var header = header
        header.subtitle = "\(album.photos.count) 张照片"
        guard !album.photos.isEmpty else {
            return PlaceLayout(.page(header), [statement("还没有照片", ["有了照片，这里会自动出现。"])])
        }
        let area = metrics.body
        let gap = px(16)
        let columns = metrics.upright ? 4 : 2
        let rows = metrics.upright ? 2 : 4
        let strip =
            metrics.upright
            ? PixelRect(x: area.x, y: area.maxY - px(360), width: area.width, height: px(360))
            : PixelRect(x: area.maxX - px(500), y: area.y, width: px(500), height: area.height)
        let large =
            metrics.upright
            ? PixelRect(x: area.x, y: area.y, width: area.width, height: strip.y - metrics.gap - area.y)
            : PixelRect(x: area.x, y: area.y, width: strip.x - metrics.gap - area.x, height: area.height)
        let grid = CardGrid(area: strip, columns: columns, rows: rows, gap: gap)
        let sheets = stride(from: 0, to: album.photos.count, by: grid.perPage).map { first in
            var sheet = Sheet()
            for (offset, photo) in album.photos[first..<min(first + grid.perPage, album.photos.count)].enumerated() {
                let slot = sheet.slots.count
                let card = grid.rect(offset)
                // The digit has a margin of its own: on the photo it would not be readable.
                let margin = px(52)
                let inner = card.inset(px(10))
                let thumb = fitted(
                    photo.picture, into: PixelRect(x: inner.x + margin, y: inner.y, width: inner.width - margin, height: inner.height))
                sheet.slots.append(
                    Drawing.Slot(
                        object: photo.picture.object, rect: thumb,
                        missing: [.dashed(thumb, radius: 0, width: metrics.stroke(3), .line)]))
                var beside: [Drawing.Op] = []
                let captionHeight = metrics.leading(style(.label)) + px(12)
                let frame = PixelRect(x: large.x, y: large.y, width: large.width, height: large.height - captionHeight)
                let rect = fitted(photo.picture, into: frame)
                sheet.slots.append(Drawing.Slot(object: photo.picture.object, rect: rect, missing: missingPicture(rect, envelope)))
                beside.append(.picture(slot + 1))
                let words = [photo.picture.caption, photo.date?.chinese].compactMap { $0 }.joined(separator: "　")
                beside.put(
                    line(words.isEmpty ? "第 \(first + offset + 1) 张" : words, .label, within: large.width),
                    in: PixelRect(x: large.x, y: frame.maxY, width: large.width, height: captionHeight), .centre, .ink)
                let target = Outline.Target(
                    identity: "picture-\(photo.picture.object.hex.prefix(16))", opens: .picture(envelope.id, photo.picture.object),
                    digit: offset + 1, row: offset / columns, column: offset % columns)
                sheet.add(target, beside: beside) { focused in
                    var ops: [Drawing.Op] = [.rounded(card, radius: self.metrics.blockRadius, focused ? .raised : .panel), .picture(slot)]
                    let square = PixelRect(x: card.x + self.px(12), y: card.midY - self.px(22), width: self.px(44), height: self.px(44))
                    ops += self.block(
                        String(offset + 1), .labelBold, in: square, radius: self.px(8), ground: focused ? .panel : .raised, ink: .ink)
                    if focused { ops.append(self.focusFrame(card, radius: self.metrics.blockRadius)) }
                    return ops
                }
            }
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }

    /// A picture in the middle of an area, as large as it can be.
    func fitted(_ picture: PictureReference, into area: PixelRect) -> PixelRect {
        let size = PixelSize.fitting(PixelSize(width: picture.width, height: picture.height), into: area.size)
        return PixelRect(
            x: area.x + (area.width - size.width) / 2, y: area.y + (area.height - size.height) / 2, width: size.width, height: size.height)
    }
}
