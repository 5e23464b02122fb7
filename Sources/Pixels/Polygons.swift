extension Canvas {
    /// A simple polygon (it does not cross itself), antialiased by the exact area covered in each pixel. Opaque.
    package func polygon(_ points: [SubpixelPoint], _ color: Color) {
        guard points.count >= 3 else { return }
        points.withUnsafeBufferPointer { polygon($0, color) }
    }

    package func triangle(_ a: SubpixelPoint, _ b: SubpixelPoint, _ c: SubpixelPoint, _ color: Color) {
        withUnsafeTemporaryAllocation(of: SubpixelPoint.self, capacity: 3) { points in
            points[0] = a
            points[1] = b
            points[2] = c
            polygon(UnsafeBufferPointer(points), color)
        }
    }

    /// A straight stroke with square-cut ends. Upright and level ones on whole pixels come out crisp.
    package func line(from a: SubpixelPoint, to b: SubpixelPoint, width: Float, _ color: Color) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0, width > 0 else { return }
        let (nx, ny) = (-dy / length * width / 2, dx / length * width / 2)
        withUnsafeTemporaryAllocation(of: SubpixelPoint.self, capacity: 4) { points in
            points[0] = SubpixelPoint(x: a.x + nx, y: a.y + ny)
            points[1] = SubpixelPoint(x: b.x + nx, y: b.y + ny)
            points[2] = SubpixelPoint(x: b.x - nx, y: b.y - ny)
            points[3] = SubpixelPoint(x: a.x - nx, y: a.y - ny)
            polygon(UnsafeBufferPointer(points), color)
        }
    }

    /// A check mark that fills `rect`, of strokes `width` wide.
    package func checkMark(in rect: PixelRect, width: Float, _ color: Color) {
        let (w, h) = (Float(rect.width), Float(rect.height))
        let (x, y) = (Float(rect.x), Float(rect.y))
        let half = width / 2
        // The two strokes meet at `low`; the outline runs around both, so that the joint is not painted twice.
        let start = SubpixelPoint(x: x + half, y: y + h * 0.55)
        let low = SubpixelPoint(x: x + w * 0.38, y: y + h - half * 1.41)
        let end = SubpixelPoint(x: x + w - half, y: y + half)
        let (n1x, n1y) = normal(start, low, half)
        let (n2x, n2y) = normal(low, end, half)
        let (ux, uy) = (n1x + n2x, n1y + n2y)
        let scale = 2 * half * half / max(ux * ux + uy * uy, 0.0001)
        let (mx, my) = (ux * scale, uy * scale)
        withUnsafeTemporaryAllocation(of: SubpixelPoint.self, capacity: 6) { points in
            points[0] = SubpixelPoint(x: start.x + n1x, y: start.y + n1y)
            points[1] = SubpixelPoint(x: low.x + mx, y: low.y + my)
            points[2] = SubpixelPoint(x: end.x + n2x, y: end.y + n2y)
            points[3] = SubpixelPoint(x: end.x - n2x, y: end.y - n2y)
            points[4] = SubpixelPoint(x: low.x - mx, y: low.y - my)
            points[5] = SubpixelPoint(x: start.x - n1x, y: start.y - n1y)
            polygon(UnsafeBufferPointer(points), color)
        }
    }

    private func normal(_ a: SubpixelPoint, _ b: SubpixelPoint, _ length: Float) -> (Float, Float) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let scale = length / max((dx * dx + dy * dy).squareRoot(), 0.0001)
        return (-dy * scale, dx * scale)
    }

    /// A disc, antialiased.
    package func circle(centre: SubpixelPoint, radius: Float, _ color: Color) {
        ring(centre: centre, radius: radius, width: radius + 1, color)
    }

    /// A circular stroke of `width` that lies within `radius`, antialiased on both sides.
    package func ring(centre: SubpixelPoint, radius: Float, width: Float, _ color: Color) {
        guard radius > 0, width > 0 else { return }
        let box = PixelRect(
            x: Int((centre.x - radius - 1).rounded(.down)), y: Int((centre.y - radius - 1).rounded(.down)),
            width: Int(2 * radius) + 4, height: Int(2 * radius) + 4
        ).intersection(clip)
        for y in box.y ..< box.maxY {
            let dy = Float(y) + 0.5 - centre.y
            for x in box.x ..< box.maxX {
                let dx = Float(x) + 0.5 - centre.x
                let distance = (dx * dx + dy * dy).squareRoot()
                let hole = width < radius ? Corner.coverage(radius - width - distance) : 0
                blend(x, y, color, Corner.coverage(radius - distance) - hole)
            }
        }
    }

    /// Signed areas: each edge adds, in every row that it crosses, how much it covers to its right; a running sum over the row
    /// is the coverage. Exact for simple polygons, in either direction of travel.
    private func polygon(_ points: UnsafeBufferPointer<SubpixelPoint>, _ color: Color) {
        var (left, right, top, bottom) = (Float.infinity, -Float.infinity, Float.infinity, -Float.infinity)
        for point in points {
            guard point.x.isFinite, point.y.isFinite else { return }
            left = min(left, point.x)
            right = max(right, point.x)
            top = min(top, point.y)
            bottom = max(bottom, point.y)
        }
        guard left.magnitude < 100_000, right.magnitude < 100_000, top.magnitude < 100_000, bottom.magnitude < 100_000 else { return }
        let x0 = Int(left.rounded(.down))
        let y0 = Int(top.rounded(.down))
        let area = PixelRect(
            x: x0, y: y0, width: Int(right.rounded(.up)) - x0, height: Int(bottom.rounded(.up)) - y0
        ).intersection(clip)
        if area.isEmpty { return }
        for y in area.y ..< area.maxY {
            (accumulator).update(repeating: 0, count: area.width + 2)
            var previous = points[points.count - 1]
            for point in points {
                accumulate(from: previous, to: point, row: y, area)
                previous = point
            }
            var sum: Float = 0
            for x in 0 ..< area.width {
                sum += accumulator[x]
                blend(area.x + x, y, color, UInt32(min(sum.magnitude, 1) * 255 + 0.5))
            }
        }
    }

    /// Adds the part of one edge that lies in pixel row `row`. Left of the area an edge counts in full, right of it not at all.
    private func accumulate(from a: SubpixelPoint, to b: SubpixelPoint, row: Int, _ area: PixelRect) {
        if a.y == b.y { return }
        let (upper, lower, direction): (SubpixelPoint, SubpixelPoint, Float) = a.y < b.y ? (a, b, 1) : (b, a, -1)
        let rowTop = Float(row)
        let y0 = max(upper.y, rowTop)
        let y1 = min(lower.y, rowTop + 1)
        if y1 <= y0 { return }
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        let offset = Float(area.x)
        let limit = Float(area.width)
        let xa = upper.x + (y0 - upper.y) * slope - offset
        let xb = upper.x + (y1 - upper.y) * slope - offset
        var (from, to) = xa < xb ? (xa, xb) : (xb, xa)
        let height = (y1 - y0) * direction
        if to <= from + 0.0001 {
            add(height, from, from, limit)
            return
        }
        // Cut into the part left of the area, within it, and right of it; only the first two count.
        let perX = height / (to - from)
        if from < 0 {
            let cut = min(to, 0)
            accumulator[0] += perX * (cut - from)
            from = cut
        }
        to = min(to, limit)
        while from < to {
            let cell = from.rounded(.down)
            let end = min(to, cell + 1)
            add(perX * (end - from), from, end, limit)
            from = end
        }
    }

    /// `height` of an edge that runs from x `from` to `to` within one pixel column.
    private func add(_ height: Float, _ from: Float, _ to: Float, _ limit: Float) {
        let middle = (from + to) / 2
        if middle <= 0 {
            accumulator[0] += height
        } else if middle < limit {
            let cell = Int(middle)
            let within = middle - Float(cell)
            accumulator[cell] += height * (1 - within)
            accumulator[cell + 1] += height * within
        }
    }
}
