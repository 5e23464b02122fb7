internal import Content
internal import Navigation
internal import Pixels

extension Kit {
    /// A picture over the whole screen, as large as the safe area lets it be, with one line that says what it is.
    func picture(_ object: ObjectID, of page: Page) -> PlaceLayout {
        let reference = page.pictures.first { $0.object == object }
        let area = PixelRect(
            x: metrics.safe.x, y: metrics.safe.y, width: metrics.safe.width, height: metrics.provenance.y - px(12) - metrics.safe.y)
        let shape = reference.map { PixelSize(width: $0.width, height: $0.height) } ?? PixelSize(width: 4, height: 3)
        let size = PixelSize.fitting(shape, into: area.size)
        let rect = PixelRect(
            x: area.x + (area.width - size.width) / 2, y: area.y + (area.height - size.height) / 2, width: size.width,
            height: size.height)
        var sheet = Sheet()
        sheet.slots = [Drawing.Slot(object: object, rect: rect, missing: missingPicture(rect, page.envelope))]
        sheet.ops = [.picture(0)]
        return PlaceLayout(.picture(caption: caption(object, reference, of: page)), [sheet])
    }

    private func caption(_ object: ObjectID, _ reference: PictureReference?, of page: Page) -> String {
        if let ledger = page.body as? Ledger, let row = ledger.rows.first(where: { $0.pictures.contains { $0.object == object } }) {
            let amount = row.income.map { "收入 \($0.grouped) 元" } ?? row.expense.map { "支出 \($0.grouped) 元" }
            return [row.voucher.map { "凭证 \($0)" }, row.date.chinese, amount, row.summary, reference?.caption]
                .compactMap { $0 }.joined(separator: "　")
        }
        return [reference?.caption, page.envelope.title].compactMap { $0 }.joined(separator: "　")
    }
}
