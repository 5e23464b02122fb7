import Testing

import Pixels

/// Shapes against coverage counted on a fine grid of points, or computed in double precision.
@Suite("Shapes and scaling")
struct ShapeTests {
    /// The part of pixel (x, y) whose points are inside, by 16 × 16 points.
    private func coverage(_ x: Int, _ y: Int, _ isInside: (Double, Double) -> Bool) -> Double {
        var count = 0
        for j in 0 ..< 16 {
            for i in 0 ..< 16 where isInside(Double(x) + (Double(i) + 0.5) / 16, Double(y) + (Double(j) + 0.5) / 16) { count += 1 }
        }
        return Double(count) / 256
    }

    /// Paints white on black and compares each pixel with the counted coverage, in 255ths.
    private func worst(_ size: PixelSize, _ draw: (Canvas) -> Void, _ isInside: (Double, Double) -> Bool) -> Double {
        let canvas = Canvas(capacity: size)
        draw(canvas)
        var worst = 0.0
        for y in 0 ..< size.height {
            for x in 0 ..< size.width {
                worst = max(worst, abs(Double(canvas[x, y].red) - 255 * coverage(x, y, isInside)))
            }
        }
        return worst
    }

    @Test("polygons cover exactly what they cover", arguments: 0 ..< 30)
    func polygons(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        func point() -> SubpixelPoint {
            SubpixelPoint(x: Float.random(in: -8 ... 40, using: &dice), y: Float.random(in: -8 ... 30, using: &dice))
        }
        let (a, b, c) = (point(), point(), point())
        func side(_ p: SubpixelPoint, _ q: SubpixelPoint, _ x: Double, _ y: Double) -> Bool {
            (Double(q.x) - Double(p.x)) * (y - Double(p.y)) > (Double(q.y) - Double(p.y)) * (x - Double(p.x))
        }
        let worst = worst(PixelSize(width: 32, height: 24), { $0.triangle(a, b, c, .white) }) { x, y in
            let (i, j, k) = (side(a, b, x, y), side(b, c, x, y), side(c, a, x, y))
            return i == j && j == k
        }
        #expect(worst <= 10)
    }

    @Test("discs, rings and rounded corners within a twentieth")
    func round() {
        let size = PixelSize(width: 60, height: 50)
        func distance(_ x: Double, _ y: Double) -> Double { ((x - 25.3) * (x - 25.3) + (y - 22.8) * (y - 22.8)).squareRoot() }
        #expect(
            worst(size, { $0.circle(centre: SubpixelPoint(x: 25.3, y: 22.8), radius: 18, .white) }) { distance($0, $1) < 18 } <= 14)
        #expect(
            worst(size, { $0.ring(centre: SubpixelPoint(x: 25.3, y: 22.8), radius: 18, width: 5, .white) }) {
                (13 ..< 18).contains(distance($0, $1))
            } <= 14)
        func inRounded(_ x: Double, _ y: Double, _ inset: Double, _ radius: Double) -> Bool {
            let (left, top, right, bottom) = (3 + inset, 4 + inset, 55 - inset, 46 - inset)
            guard x > left, x < right, y > top, y < bottom else { return false }
            let dx = max(left + radius - x, x - (right - radius), 0)
            let dy = max(top + radius - y, y - (bottom - radius), 0)
            return dx * dx + dy * dy < radius * radius || dx == 0 || dy == 0
        }
        let rect = PixelRect(x: 3, y: 4, width: 52, height: 42)
        #expect(worst(size, { $0.fillRounded(rect, radius: 14, .white) }) { inRounded($0, $1, 0, 14) } <= 14)
        #expect(
            worst(size, { $0.strokeRounded(rect, radius: 14, width: 6, .white) }) {
                inRounded($0, $1, 0, 14) && !inRounded($0, $1, 6, 8)
            } <= 14)
        #expect(
            worst(size, { $0.strokeRounded(rect, radius: 4, width: 9, .white) }) {
                inRounded($0, $1, 0, 4) && !inRounded($0, $1, 9, 0)
            } <= 14)
    }

    @Test("dashes cover the share of the frame that they should, evenly around")
    func dashes() {
        let canvas = Canvas(capacity: PixelSize(width: 240, height: 160))
        canvas.dashedRounded(PixelRect(x: 10, y: 10, width: 220, height: 140), radius: 18, width: 3, dash: 8, gap: 8, .white)
        var sum = 0
        var top = 0
        for y in 0 ..< 160 {
            for x in 0 ..< 240 {
                sum += Int(canvas[x, y].red)
                if y < 13 { top += Int(canvas[x, y].red) }
            }
        }
        // Half of the middle line's length, three pixels wide.
        let length = 2.0 * (217 + 137) - 8 * 16.5 + 2 * 3.14159 * 16.5
        #expect(abs(Double(sum) / 255 - length * 1.5) < length * 1.5 * 0.03)
        #expect(abs(Double(top) / 255 - 184 * 1.5) < 184 * 1.5 * 0.08)
    }

    @Test("smaller pictures are averages over exact areas", arguments: 0 ..< 20)
    func smaller(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let source = PixelSize(width: Int.random(in: 1 ... 90, using: &dice), height: Int.random(in: 1 ... 70, using: &dice))
        let target = PixelSize(
            width: Int.random(in: 1 ... source.width, using: &dice), height: Int.random(in: 1 ... source.height, using: &dice))
        let picture = Picture(
            size: source, words: (0 ..< source.width * source.height).map { _ in UInt32.random(in: 0 ... 0xFF_FFFF, using: &dice) })
        let scaled = picture.scaled(to: target)
        var worst = 0.0
        for y in 0 ..< target.height {
            for x in 0 ..< target.width {
                let (x0, x1) = (Double(x * source.width) / Double(target.width), Double((x + 1) * source.width) / Double(target.width))
                let (y0, y1) = (Double(y * source.height) / Double(target.height), Double((y + 1) * source.height) / Double(target.height))
                var sum = 0.0
                for sy in Int(y0) ..< min(source.height, Int(y1.rounded(.up))) {
                    for sx in Int(x0) ..< min(source.width, Int(x1.rounded(.up))) {
                        let part = (min(x1, Double(sx + 1)) - max(x0, Double(sx))) * (min(y1, Double(sy + 1)) - max(y0, Double(sy)))
                        sum += part * Double(picture[sx, sy].green)
                    }
                }
                worst = max(worst, abs(Double(scaled[x, y].green) - sum / ((x1 - x0) * (y1 - y0))))
            }
        }
        #expect(worst <= 0.55)
    }

    @Test("a picture of very many rows or columns", arguments: [(1, 70_000), (4_000, 1), (5, 1025)])
    func long(width: Int, height: Int) {
        // Grey from left to right and from top to bottom, so that halves are known.
        let words = (0 ..< width * height).map { at -> UInt32 in
            let share = Double(at % width) / Double(max(1, width - 1)) + Double(at / width) / Double(max(1, height - 1))
            return UInt32((width > 1 && height > 1 ? share / 2 : share) * 255) * 0x01_0101
        }
        let picture = Picture(size: PixelSize(width: width, height: height), words: words)
        let scaled = picture.scaled(to: PixelSize(width: width > 5 ? 2 : 1, height: height > 5 ? 2 : 1))
        let first = Int(scaled[0, 0].green), last = Int(scaled[scaled.size.width - 1, scaled.size.height - 1].green)
        #expect(abs(first + last - 255) <= 2 && first < last, "\(first) \(last)")
    }

    @Test("a flat picture stays flat at any size")
    func flat() {
        let picture = Picture(size: PixelSize(width: 17, height: 11), words: [UInt32](repeating: 0x123456, count: 187))
        for (width, height) in [(1, 1), (3, 40), (17, 11), (16, 10), (100, 77), (18, 12)] {
            let scaled = picture.scaled(to: PixelSize(width: width, height: height))
            for y in 0 ..< height {
                for x in 0 ..< width { #expect(scaled[x, y] == Color(0x123456)) }
            }
        }
    }
}
