internal import CKernels

/// XRGB8888 pixels in ordinary cached memory that show one window of a page: the whole page or a band of it. All drawing takes
/// page coordinates and is clipped to `clip`, so that a page painted band by band equals the page painted at once.
///
/// Not Sendable: one thread paints into a canvas at a time. Drawing allocates nothing, but for the first band of a scaled picture.
package final class Canvas {
    /// How many pixels the memory holds; windows are at most this large.
    package let capacity: PixelSize
    /// Bytes from one row to the next; a multiple of 64.
    package let strideBytes: Int
    /// The part of the page that the memory shows now.
    package private(set) var window: PixelRect
    /// Drawing outside of it changes nothing; always within `window`.
    package private(set) var clip: PixelRect

    let base: UnsafeMutablePointer<UInt32>
    /// Pixels from one row to the next.
    let pitch: Int
    /// One row of area sums for polygons.
    let accumulator: UnsafeMutablePointer<Float>
    private let memory: UnsafeMutableRawPointer
    /// Of the last scaled picture: a page is painted band by band.
    private var lastColumns: ScaledColumns?

    /// A canvas for windows of at most `capacity`, showing the page's upper left corner. The pixels are black at first.
    package init(capacity: PixelSize) {
        self.capacity = capacity
        pitch = (max(1, capacity.width) + 15) / 16 * 16
        strideBytes = pitch * 4
        // 64 bytes of slack: vector loops may read, never write, past the last row's end.
        let byteCount = strideBytes * max(1, capacity.height) + 64
        memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        base = memory.assumingMemoryBound(to: UInt32.self)
        accumulator = UnsafeMutablePointer<Float>.allocate(capacity: pitch + 2)
        accumulator.initialize(repeating: 0, count: pitch + 2)
        window = PixelRect(capacity)
        clip = window
    }

    deinit {
        memory.deallocate()
        accumulator.deallocate()
    }

    /// Moves to another band of the page: what is in memory now belongs to `window`, with its old pixels. The clip is the window.
    package func show(_ window: PixelRect) {
        precondition(window.width <= capacity.width && window.height <= capacity.height, "window larger than the canvas")
        self.window = window
        clip = window
    }

    /// Limits drawing to `rect` within the window; nil lifts the limit.
    package func setClip(_ rect: PixelRect?) {
        clip = rect.map { window.intersection($0) } ?? window
    }

    /// One row of the window, left to right, `window.width` words. `y` is a page coordinate inside the window.
    package func withRow<Result>(_ y: Int, _ body: (UnsafeMutableBufferPointer<UInt32>) throws -> Result) rethrows -> Result {
        precondition(y >= window.y && y < window.maxY, "row outside the window")
        return try body(UnsafeMutableBufferPointer(start: base + (y - window.y) * pitch, count: window.width))
    }

    /// All rows of the window: the first pixel, and `strideBytes` from one row to the next. Valid during the call only.
    package func withPixels<Result>(_ body: (UnsafeMutablePointer<UInt32>) throws -> Result) rethrows -> Result {
        try body(base)
    }

    /// The colour of one pixel of the window, in page coordinates.
    package subscript(x: Int, y: Int) -> Color {
        precondition(window.contains(PixelPoint(x: x, y: y)), "pixel outside the window")
        return Color(base[(y - window.y) * pitch + x - window.x])
    }

    func columns(from source: Int, to target: Int) -> ScaledColumns {
        if let lastColumns, lastColumns.source == source, lastColumns.target == target { return lastColumns }
        let columns = ScaledColumns(source: source, target: target)
        lastColumns = columns
        return columns
    }

    /// Address of a pixel that is known to be inside the window.
    func address(_ x: Int, _ y: Int) -> UnsafeMutablePointer<UInt32> {
        base + ((y - window.y) * pitch + x - window.x)
    }

    /// Every pixel of the clip.
    package func clear(_ color: Color) {
        fill(clip, color)
    }

    package func fill(_ rect: PixelRect, _ color: Color) {
        let area = rect.intersection(clip)
        if area.isEmpty { return }
        yb_fill(address(area.x, area.y), pitch, area.width, area.height, color.word)
    }

    /// Makes the pixels transparent black, for a plane that shows another one through a hole. From then on the canvas holds
    /// premultiplied ARGB8888 there: what is painted over it gets the alpha of its coverage, because the blending rule treats that
    /// byte as it treats the others.
    /// - Parameter radius: of circular corners, antialiased; limited to half of the shorter side.
    package func cut(_ rect: PixelRect, radius: Int = 0) {
        let radius = max(0, min(radius, rect.width / 2, rect.height / 2))
        for part in [
            PixelRect(x: rect.x + radius, y: rect.y, width: rect.width - 2 * radius, height: radius),
            PixelRect(x: rect.x, y: rect.y + radius, width: rect.width, height: rect.height - 2 * radius),
            PixelRect(x: rect.x + radius, y: rect.maxY - radius, width: rect.width - 2 * radius, height: radius),
        ] {
            let area = part.intersection(clip)
            if !area.isEmpty { yb_fill(address(area.x, area.y), pitch, area.width, area.height, 0) }
        }
        eachCornerPixel(rect, radius) { x, y, distance in
            let pixel = address(x, y)
            pixel.pointee = Coverage.mix(
                under: pixel.pointee, ink: 0, UInt8(truncatingIfNeeded: Corner.coverage(Float(radius) - distance, 255)))
        }
    }

    /// - Parameter opacity: 0...255, as a coverage.
    package func fill(_ rect: PixelRect, _ color: Color, opacity: UInt8) {
        if opacity == 255 { return fill(rect, color) }
        let area = rect.intersection(clip)
        if area.isEmpty || opacity == 0 { return }
        yb_fill_over(address(area.x, area.y), pitch, area.width, area.height, color.word, UInt32(opacity))
    }

    /// One pixel at a time, for edges; `opacity` scales the coverage.
    func blend(_ x: Int, _ y: Int, _ color: Color, _ coverage: UInt32) {
        guard coverage > 0, x >= clip.x, x < clip.maxX, y >= clip.y, y < clip.maxY else { return }
        let pixel = address(x, y)
        pixel.pointee = Coverage.mix(under: pixel.pointee, ink: color.word, UInt8(truncatingIfNeeded: coverage))
    }
}
