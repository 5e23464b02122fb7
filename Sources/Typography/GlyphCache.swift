package import Pixels
internal import Synchronization

/// Rasterised glyphs under a byte budget, shared by all painting threads.
///
/// One lock is held while a line is painted, some ten microseconds with everything cached: tiles are read in place, so nothing may
/// be evicted under a painter. Two threads that paint at once take turns line by line.
package final class GlyphCache: @unchecked Sendable {
    // Unchecked: `store` is used under `lock` only.

    package let fonts: FontSet
    /// Most bytes that the tiles and their index take.
    package let budget: Int
    private let lock = Mutex<Void>(())
    private let store: GlyphStore

    /// - Parameters:
    ///   - budget: bytes for tiles and index, at least 512 kB; 4 MB hold about 2,500 ideographs of 44 px.
    ///   - fitting: how outlines meet the pixel grid; anything but `television` is for comparing.
    package init(
        fonts: FontSet, budget: Int = 4 << 20, fitting: OutlineFitting = .television
    ) throws(TypographyError) {
        self.fonts = fonts
        self.budget = max(budget, 512 << 10)
        store = try GlyphStore(fonts, budget: self.budget, fitting)
    }

    /// Paints a line with its left edge and baseline at `origin`. Glyphs not yet cached are rasterised, about 12 µs each. With all of
    /// them cached nothing is allocated.
    /// - Parameter ground: the colour known to be under all of `line.box(at: origin)`, where there is one: it is then not read back.
    package func paint(_ line: ShapedLine, at origin: PixelPoint, _ color: Color, over ground: Color? = nil, on canvas: Canvas) {
        guard !line.glyphs.isEmpty, line.box(at: origin).intersects(canvas.clip) else { return }
        let contrast = Contrast.table(ink: color, ground: ground)
        lock.withLock { _ in
            store.paint(line, at: origin, color, over: ground, contrast, on: canvas)
        }
    }

    /// The ink of a line that stands at `origin`, exact to the pixel; empty where nothing is inked. Rasterises what is not cached.
    package func ink(of line: ShapedLine, at origin: PixelPoint) -> PixelRect {
        lock.withLock { _ in store.ink(of: line, at: origin) }
    }

    /// How well the cache does, since it was made.
    package struct Statistics: Hashable, Sendable {
        package internal(set) var bytes = 0
        package internal(set) var tiles = 0
        package internal(set) var rasterised = 0
        package internal(set) var evicted = 0
    }

    package var statistics: Statistics {
        lock.withLock { _ in store.statistics }
    }
}
