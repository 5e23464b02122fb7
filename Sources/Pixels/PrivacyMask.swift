/// Parts of a camera's picture that nobody may see — a window, a yard —, by polygons: rows of them are painted over before a picture goes
/// anywhere. Made once for a picture's place on the screen; painting allocates nothing.
package final class PrivacyMask {
    /// A corner in thousandths of the picture's width and height, so that it holds for whatever size the camera gives.
    package struct Corner: Hashable, Sendable {
        package var x: Int
        package var y: Int

        package init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    private var spans: [Range<Int>] = []
    /// Where the spans of row y begin; one more than there are rows.
    private var starts: [Int] = [0]

    /// Masks for a picture of `size`. Pixels that a polygon touches in part are masked as a whole, and one more around.
    /// - Parameter polygons: closed, of at least three corners each; where two overlap, both count.
    package init(_ polygons: [[Corner]], size: PixelSize) {
        for y in 0..<size.height {
            var row: [Range<Int>] = []
            for polygon in polygons { Self.add(polygon, y, size, to: &row) }
            row.sort { $0.lowerBound < $1.lowerBound }
            var merged: [Range<Int>] = []
            for span in row {
                if let last = merged.last, span.lowerBound <= last.upperBound {
                    merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
                } else {
                    merged.append(span)
                }
            }
            spans += merged
            starts.append(spans.count)
        }
    }

    /// Whether nothing is masked.
    package var isEmpty: Bool { spans.isEmpty }

    /// Paints the masks of row `y` over it; nothing is read.
    package func paint(row y: Int, on pixels: UnsafeMutablePointer<UInt32>) {
        for index in starts[y]..<starts[y + 1] {
            let span = spans[index]
            (pixels + span.lowerBound).update(repeating: 0xFF30_3030, count: span.count)
        }
    }

    /// The columns of row `y` within the polygon: between every other of the sides that cross it, at the row's upper and lower edge and in
    /// its middle, and along the sides themselves, so that thin parts between are not missed.
    private static func add(_ polygon: [Corner], _ y: Int, _ size: PixelSize, to row: inout [Range<Int>]) {
        func span(_ from: Double, _ to: Double) {
            let left = max(0, Int(from.rounded(.down)) - 1)
            let right = min(size.width, Int(to.rounded(.up)) + 1)
            if left < right { row.append(left..<right) }
        }
        let corners = polygon.map { (x: Double($0.x) * Double(size.width) / 1000, y: Double($0.y) * Double(size.height) / 1000) }
        let (top, bottom) = (Double(y) - 1, Double(y) + 2)
        for height in [Double(y), Double(y) + 0.5, Double(y) + 1] {
            var crossings: [Double] = []
            for (offset, a) in corners.enumerated() {
                let b = corners[(offset + 1) % corners.count]
                if (a.y <= height) != (b.y <= height) { crossings.append(a.x + (height - a.y) / (b.y - a.y) * (b.x - a.x)) }
            }
            crossings.sort()
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) { span(crossings[pair], crossings[pair + 1]) }
        }
        for (offset, a) in corners.enumerated() {
            let b = corners[(offset + 1) % corners.count]
            let (upper, lower) = a.y <= b.y ? (a, b) : (b, a)
            guard lower.y > top, upper.y < bottom else { continue }
            func x(_ height: Double) -> Double {
                lower.y == upper.y ? upper.x : upper.x + (min(max(height, upper.y), lower.y) - upper.y) / (lower.y - upper.y) * (lower.x - upper.x)
            }
            let ends = lower.y == upper.y ? (upper.x, lower.x) : (x(top), x(bottom))
            span(min(ends.0, ends.1), max(ends.0, ends.1))
        }
    }
}
