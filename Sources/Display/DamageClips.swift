package import Pixels

/// A rectangle in framebuffer pixels, as FB_DAMAGE_CLIPS wants it (struct drm_mode_rect): right and bottom are outside.
package struct DamageRectangle: Equatable, Sendable {
    package var left, top, right, bottom: Int32

    package init(left: Int32, top: Int32, right: Int32, bottom: Int32) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }
}

/// Collects what changed into a few rectangles that cover it. Rows come in any order and more than once; nothing is
/// allocated after `init`.
package final class DamageClips {
    /// At most this many rectangles: drivers walk them one by one.
    package static let limit = 8
    private static let bandRows = 16

    private let width: Int
    private let height: Int
    private var bands: [(left: Int32, right: Int32)]
    private let rectangles = UnsafeMutablePointer<DamageRectangle>.allocate(capacity: DamageClips.limit)

    /// For a framebuffer of this size; nothing has changed.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bands = Array(repeating: (.max, 0), count: (height + DamageClips.bandRows - 1) / DamageClips.bandRows)
    }

    deinit { rectangles.deallocate() }

    /// Nothing has changed.
    package func removeAll() {
        for index in bands.indices { bands[index] = (.max, 0) }
    }

    /// These columns of this row have changed.
    package func add(row: Int, columns: Range<Int>) {
        let band = row / DamageClips.bandRows
        bands[band].left = min(bands[band].left, Int32(columns.lowerBound))
        bands[band].right = max(bands[band].right, Int32(columns.upperBound))
    }

    /// All of `rect` has changed.
    package func add(_ rect: PixelRect) {
        for row in stride(from: rect.y, to: rect.maxY, by: 1) { add(row: row, columns: rect.x..<rect.maxX) }
    }

    /// The rectangles that cover all changes, top to bottom; for the time of `body`.
    package func withRectangles<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeBufferPointer<DamageRectangle>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var count = 0
        for (index, band) in bands.enumerated() where band.right > 0 {
            let top = Int32(index * DamageClips.bandRows)
            let next = DamageRectangle(
                left: band.left, top: top, right: band.right,
                bottom: Int32(min(height, (index + 1) * DamageClips.bandRows)))
            if count > 0, DamageClips.belongTogether(rectangles[count - 1], next, count) {
                let last = rectangles[count - 1]
                rectangles[count - 1] = DamageRectangle(
                    left: min(last.left, next.left), top: last.top, right: max(last.right, next.right),
                    bottom: next.bottom)
            } else {
                rectangles[count] = next
                count += 1
            }
        }
        return try body(UnsafeBufferPointer(start: rectangles, count: count))
    }

    /// Joined when that adds little that has not changed, or when there are too many.
    private static func belongTogether(
        _ above: DamageRectangle, _ below: DamageRectangle, _ count: Int
    ) -> Bool {
        if count == limit { return true }
        guard above.bottom == below.top else { return false }
        let joined = Int(max(above.right, below.right) - min(above.left, below.left)) * Int(below.bottom - above.top)
        func area(_ r: DamageRectangle) -> Int { Int(r.right - r.left) * Int(r.bottom - r.top) }
        return joined <= (area(above) + area(below)) * 5 / 4
    }
}
