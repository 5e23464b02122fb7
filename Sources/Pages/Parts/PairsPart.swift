internal import Pixels
internal import Typography

extension Kit {
    /// Names and what they stand for, one below the other; long values have lines of their own.
    func pairs(_ pairs: [(name: String, value: String?)], width: Int) -> [Slab] {
        let present = pairs.compactMap { pair in pair.value.flatMap { $0.isEmpty ? nil : (pair.name, $0) } }
        let nameWidth = present.map { line($0.0, .body).width }.max() ?? 0
        let x = nameWidth + px(32)
        let leading = metrics.leading(style(.body))
        return present.flatMap { name, value -> [Slab] in
            lines(value, .body, width: width - x).enumerated().map { offset, line in
                var slab = Slab(height: leading, spaceBefore: offset == 0 ? px(8) : 0)
                if offset == 0 {
                    slab.sheet.ops.put(self.line(name, .body), in: PixelRect(x: 0, y: 0, width: nameWidth, height: leading), .dim)
                }
                slab.sheet.ops.put(line, in: PixelRect(x: x, y: 0, width: line.width, height: leading), .ink)
                return slab
            }
        }
    }
}
