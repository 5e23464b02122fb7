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
        withUnsafeTemporaryAllocation(of: Float.self, capacity: picture.size.width * 4 + 16) { sums in
            guard let sums = sums.baseAddress else { return }
            for y in area.y ..< area.maxY {
                yb_scale_row(
                    address(area.x, y), area.x - rect.x, area.width, rect.width, y - rect.y, rect.height, picture.base,
                    picture.pitch, picture.size.width, picture.size.height, sums)
            }
        }
    }
}
