internal import CKernels

/// The digits of a clock, painted ahead side by side, so that a time can run beside a moving picture without a painter: writing one is
/// copying eight small tiles.
package struct ClockStrip: Sendable {
    /// `0123456789:` from left to right.
    private let glyphs: Picture
    private let digitWidth: Int
    private let colonWidth: Int

    /// - Parameter glyphs: ten digits, each `digitWidth` wide, and a colon of `colonWidth`.
    package init(glyphs: Picture, digitWidth: Int, colonWidth: Int) {
        precondition(glyphs.size.width == 10 * digitWidth + colonWidth, "ten digits and a colon")
        self.glyphs = glyphs
        self.digitWidth = digitWidth
        self.colonWidth = colonWidth
    }

    /// What `HH:MM:SS` takes.
    package var size: PixelSize { PixelSize(width: 6 * digitWidth + 2 * colonWidth, height: glyphs.size.height) }

    /// Writes row `y` of the time: `size.width` words, in order.
    /// - Parameter second: of the day.
    package func write(_ second: Int, row y: Int, to target: UnsafeMutablePointer<UInt32>) {
        precondition(y >= 0 && y < glyphs.size.height, "row outside the clock")
        let row = glyphs.base + y * glyphs.pitch
        var out = target
        func put(_ glyph: Int) {
            let width = glyph < 10 ? digitWidth : colonWidth
            out.update(from: row + glyph * digitWidth, count: width)
            out += width
        }
        for (offset, number) in [second / 3600 % 24, second / 60 % 60, second % 60].enumerated() {
            if offset > 0 { put(10) }
            put(number / 10)
            put(number % 10)
        }
    }
}
