internal import CKernels

extension Canvas {
    /// The whole picture, made to fill `rect` exactly. Unscaled it is copied; smaller it is averaged over the exact area that
    /// each pixel stands for; larger it is interpolated linearly. Rows outside the clip cost nothing.
    package func draw(_ picture: Picture, in rect: PixelRect) {
        let area = rect.intersection(clip)
        if area.isEmpty || picture.size.width == 0 || picture.size.height == 0 { return }
        if rect.size == picture.size {
            for y in area.y ..< area.maxY {
                address(area.x, y).update(
                    from: picture.base + (y - rect.y) * picture.pitch + (area.x - rect.x), count: area.width)
            }
            return
        }
        let columns = columns(from: picture.size.width, to: rect.width)
        for y in area.y ..< area.maxY {
            var rows = ScaledSpan(y - rect.y, source: picture.size.height, target: rect.height).rows(of: picture.size.height)
            let isWhole = area.width == rect.width
            yb_picture_scaled_row(
                isWhole ? address(area.x, y) : columns.row, picture.base, picture.pitch, picture.size.width, &rows, columns.plan)
            if !isWhole { address(area.x, y).update(from: columns.row + (area.x - rect.x), count: area.width) }
        }
    }
}
