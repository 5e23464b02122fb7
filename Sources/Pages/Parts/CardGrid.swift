internal import Pixels

/// Equal cards side by side and one below the other, filling an area.
struct CardGrid {
    let area: PixelRect
    let columns: Int
    let rows: Int
    let gap: Int

    var perPage: Int { columns * rows }
    var width: Int { (area.width - (columns - 1) * gap) / columns }
    var height: Int { (area.height - (rows - 1) * gap) / rows }

    /// The card of an offset on its page.
    func rect(_ offset: Int) -> PixelRect {
        let (row, column) = (offset / columns, offset % columns)
        return PixelRect(x: area.x + column * (width + gap), y: area.y + row * (height + gap), width: width, height: height)
    }
}
