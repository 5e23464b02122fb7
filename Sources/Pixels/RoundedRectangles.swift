extension Canvas {
    /// A rectangle with circular corners, antialiased. The radius is limited to half of the shorter side.
    package func fillRounded(_ rect: PixelRect, radius: Int, _ color: Color, opacity: UInt8 = 255) {
        guard opacity > 0, !rect.intersection(clip).isEmpty else { return }
        let radius = max(0, min(radius, rect.width / 2, rect.height / 2))
        fill(PixelRect(x: rect.x + radius, y: rect.y, width: rect.width - 2 * radius, height: radius), color, opacity: opacity)
        fill(PixelRect(x: rect.x, y: rect.y + radius, width: rect.width, height: rect.height - 2 * radius), color, opacity: opacity)
        fill(
            PixelRect(x: rect.x + radius, y: rect.maxY - radius, width: rect.width - 2 * radius, height: radius), color,
            opacity: opacity)
        eachCornerPixel(rect, radius) { x, y, distance in
            blend(x, y, color, Corner.coverage(Float(radius) - distance, opacity))
        }
    }

    /// A frame of `width` inside `rect`, with circular outer corners of `radius`, antialiased on both sides.
    package func strokeRounded(_ rect: PixelRect, radius: Int, width: Int, _ color: Color, opacity: UInt8 = 255) {
        guard width > 0, opacity > 0, !rect.intersection(clip).isEmpty else { return }
        let radius = max(0, min(radius, rect.width / 2, rect.height / 2))
        let width = min(width, (min(rect.width, rect.height) + 1) / 2)
        // Where the corner is rounder than the frame is wide, the straight parts end at the corner squares.
        let reach = max(radius, width)
        let (straightWidth, straightHeight) = (rect.width - 2 * radius, rect.height - 2 * reach)
        fill(PixelRect(x: rect.x + radius, y: rect.y, width: straightWidth, height: width), color, opacity: opacity)
        fill(PixelRect(x: rect.x + radius, y: rect.maxY - width, width: straightWidth, height: width), color, opacity: opacity)
        fill(PixelRect(x: rect.x, y: rect.y + reach, width: width, height: straightHeight), color, opacity: opacity)
        fill(PixelRect(x: rect.maxX - width, y: rect.y + reach, width: width, height: straightHeight), color, opacity: opacity)
        if radius < width {
            // The inner corner is square: what the outer rounding leaves beside the level strokes.
            let rest = width - radius
            fill(PixelRect(x: rect.x, y: rect.y + radius, width: radius, height: rest), color, opacity: opacity)
            fill(PixelRect(x: rect.maxX - radius, y: rect.y + radius, width: radius, height: rest), color, opacity: opacity)
            fill(PixelRect(x: rect.x, y: rect.maxY - width, width: radius, height: rest), color, opacity: opacity)
            fill(PixelRect(x: rect.maxX - radius, y: rect.maxY - width, width: radius, height: rest), color, opacity: opacity)
        }
        let (outer, inner) = (Float(radius), Float(radius - width))
        eachCornerPixel(rect, radius) { x, y, distance in
            let hole = inner > 0 ? Corner.coverage(inner - distance, opacity) : 0
            blend(x, y, color, Corner.coverage(outer - distance, opacity) - hole)
        }
    }

    /// A frame as `strokeRounded`, in dashes of about `dash` with gaps of about `gap` pixels along its middle line; both are
    /// stretched a little so that a whole number fits around.
    package func dashedRounded(_ rect: PixelRect, radius: Int, width: Int, dash: Int, gap: Int, _ color: Color) {
        guard width > 0, dash > 0, gap >= 0, !rect.intersection(clip).isEmpty else { return }
        let radius = max(0, min(radius, rect.width / 2, rect.height / 2))
        let around = DashRing(rect, radius: radius, width: width, dash: dash, gap: gap)
        let reach = max(radius, width)
        for edge in [
            PixelRect(x: rect.x, y: rect.y, width: rect.width, height: reach),
            PixelRect(x: rect.x, y: rect.maxY - reach, width: rect.width, height: reach),
            PixelRect(x: rect.x, y: rect.y + reach, width: width, height: rect.height - 2 * reach),
            PixelRect(x: rect.maxX - width, y: rect.y + reach, width: width, height: rect.height - 2 * reach),
        ] {
            let area = edge.intersection(clip)
            for y in area.y ..< area.maxY {
                for x in area.x ..< area.maxX {
                    blend(x, y, color, around.coverage(Float(x) + 0.5, Float(y) + 0.5))
                }
            }
        }
    }

    /// Calls `body` for each clipped pixel of the four corner squares with its middle's distance from that corner's centre.
    func eachCornerPixel(_ rect: PixelRect, _ radius: Int, _ body: (Int, Int, Float) -> Void) {
        for bottom in [false, true] {
            for right in [false, true] {
                let square = PixelRect(
                    x: right ? rect.maxX - radius : rect.x, y: bottom ? rect.maxY - radius : rect.y, width: radius, height: radius)
                let centreX = Float(right ? square.x : square.maxX)
                let centreY = Float(bottom ? square.y : square.maxY)
                let area = square.intersection(clip)
                for y in area.y ..< area.maxY {
                    let dy = Float(y) + 0.5 - centreY
                    for x in area.x ..< area.maxX {
                        let dx = Float(x) + 0.5 - centreX
                        body(x, y, (dx * dx + dy * dy).squareRoot())
                    }
                }
            }
        }
    }
}

enum Corner {
    /// 0...255 for a pixel whose middle lies `inside` pixels within the edge: the edge is taken as straight across one pixel.
    static func coverage(_ inside: Float, _ opacity: UInt8 = 255) -> UInt32 {
        UInt32(min(max(inside + 0.5, 0), 1) * Float(opacity) + 0.5)
    }
}

/// Where dashes lie on a rounded rectangle's middle line, and how far a point is from that line.
private struct DashRing {
    let centreX, centreY, halfWidth, halfHeight, bend, halfStroke: Float
    let period, filled, straightX, straightY, arc: Float

    init(_ rect: PixelRect, radius: Int, width: Int, dash: Int, gap: Int) {
        centreX = Float(rect.x) + Float(rect.width) / 2
        centreY = Float(rect.y) + Float(rect.height) / 2
        halfStroke = Float(width) / 2
        halfWidth = Float(rect.width) / 2 - halfStroke
        halfHeight = Float(rect.height) / 2 - halfStroke
        bend = min(max(Float(radius) - halfStroke, 0), halfWidth, halfHeight)
        straightX = 2 * (halfWidth - bend)
        straightY = 2 * (halfHeight - bend)
        arc = bend * .pi / 2
        let length = 2 * (straightX + straightY) + 4 * arc
        let count = max(1, (length / Float(dash + gap)).rounded())
        period = length / count
        filled = period * Float(dash) / Float(dash + gap)
    }

    func coverage(_ x: Float, _ y: Float) -> UInt32 {
        let (dx, dy) = (x - centreX, y - centreY)
        let (ax, ay) = (dx.magnitude - (halfWidth - bend), dy.magnitude - (halfHeight - bend))
        // Distance from the middle line, and the way along one quarter from the middle of the top or bottom side.
        let off: Float
        var along: Float
        if ax > 0 && ay > 0 {
            let radius = (ax * ax + ay * ay).squareRoot()
            off = (radius - bend).magnitude
            along = straightX / 2 + arc * (1 - quarter(ax, ay))
        } else if ay > ax {
            off = (ay - bend).magnitude
            along = dx.magnitude
        } else {
            off = (ax - bend).magnitude
            along = straightX / 2 + arc + (straightY / 2 - dy.magnitude)
        }
        let half = straightX / 2 + straightY / 2 + arc
        switch (dx >= 0, dy < 0) {
        case (true, true): break
        case (true, false): along = 2 * half - along
        case (false, false): along = 2 * half + along
        case (false, true): along = 4 * half - along
        }
        let phase = along - (along / period).rounded(.down) * period
        // A dash starts at phase 0; how deep inside it, from the nearer of its two ends.
        let dash = min(phase, filled - phase)
        let across = min(max(halfStroke - off + 0.5, 0), 1)
        return UInt32(across * min(max(dash + 0.5, 0), 1) * 255 + 0.5)
    }

    /// The angle of (x, y), both positive, as 0 (along x) to 1 (along y) of a right angle; within 0.2 degrees.
    private func quarter(_ x: Float, _ y: Float) -> Float {
        let ratio = min(x, y) / max(x, y)
        let radians = ratio * (.pi / 4 + 0.273 * (1 - ratio))
        let share = radians / (.pi / 2)
        return x >= y ? share : 1 - share
    }
}
