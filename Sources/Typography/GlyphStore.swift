internal import Pixels

/// The tiles, their index and what makes them. One thread at a time.
///
/// Tiles lie in slabs of 64 kB within one reservation. When it is full the slab that was painted from longest ago is emptied as a
/// whole, so nothing is allocated or freed after the start.
final class GlyphStore {
    /// What a tile is found by: a valid key is never 0.
    struct Key: Equatable {
        let bits: UInt64

        init(glyph: UInt32, face: UInt8, size: Int, phase: UInt8, contrast: Contrast) {
            bits = 1 << 63 | UInt64(contrast.rawValue) << 52 | UInt64(phase) << 48 | UInt64(size) << 32 | UInt64(face) << 24 | UInt64(glyph & 0xFF_FFFF)
        }

        init(bits: UInt64) {
            self.bits = bits
        }

        var glyph: UInt32 { UInt32(bits & 0xFF_FFFF) }
        var face: UInt8 { UInt8(truncatingIfNeeded: bits >> 24) }
        var size: Int { Int(bits >> 32 & 0xFFFF) }
        /// Sixteenths of a pixel.
        var phase: UInt8 { UInt8(bits >> 48 & 15) }
        var contrast: Contrast { Contrast(rawValue: UInt8(bits >> 52 & 15)) ?? .plain }
    }

    struct Tile {
        var key: UInt64 = 0
        /// Where its coverage starts in the reservation.
        var offset: UInt32 = 0
        /// Of the upper left corner from the pen, right and up.
        var left: Int16 = 0
        var top: Int16 = 0
        /// A multiple of 8; the columns behind the ink are 0. 0 for a glyph without ink, and for one too large to be kept.
        var width: UInt16 = 0
        var height: UInt16 = 0
        /// Columns up to the last inked one.
        var inkWidth: UInt16 = 0

        /// It has ink that is rasterised whenever it is painted.
        var isTooLarge: Bool { width == 0 && inkWidth > 0 }
    }

    static let slabBytes = 64 << 10

    private let rasteriser: Rasteriser
    private let memory: UnsafeMutablePointer<UInt8>
    private let slabCount: Int
    /// When a slab was last painted from, in lines.
    private let lastUse: UnsafeMutablePointer<UInt64>
    private let tiles: UnsafeMutablePointer<Tile>
    private let spare: UnsafeMutablePointer<Tile>
    private let mask: Int
    private var time: UInt64 = 1
    private var slab = 0
    private var used = 0
    private var slabsInUse = 1
    private(set) var statistics = GlyphCache.Statistics()
    /// The coverage of the glyph being painted, when it is too large to be kept.
    private var large = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    private var largeByteCount = 1

    init(_ fonts: FontSet, budget: Int, _ fitting: OutlineFitting) throws(TypographyError) {
        rasteriser = try Rasteriser(fonts, fitting)
        // An index entry for every 512 bytes of tiles; it is emptied with the oldest slab when it fills up first.
        var capacity = 1024
        while capacity * 2 * 512 <= budget { capacity *= 2 }
        mask = capacity - 1
        let indexBytes = 2 * capacity * MemoryLayout<Tile>.stride
        slabCount = max(2, (budget - indexBytes) / GlyphStore.slabBytes)
        memory = .allocate(capacity: slabCount * GlyphStore.slabBytes)
        lastUse = .allocate(capacity: slabCount)
        lastUse.initialize(repeating: 0, count: slabCount)
        tiles = .allocate(capacity: capacity)
        tiles.initialize(repeating: Tile(), count: capacity)
        spare = .allocate(capacity: capacity)
        spare.initialize(repeating: Tile(), count: capacity)
    }

    deinit {
        memory.deallocate()
        lastUse.deallocate()
        tiles.deallocate()
        spare.deallocate()
        large.deallocate()
    }

    func paint(
        _ line: ShapedLine, at origin: PixelPoint, _ color: Color, over ground: Color?, _ contrast: Contrast, on canvas: Canvas
    ) {
        time += 1
        let size = line.style.size
        let steps = Phase.steps(size)
        /// Right edge of what this line has painted so far: a glyph that reaches left of it is blended, so that it does not rub out
        /// its neighbour.
        var painted = Int.min
        line.glyphs.withUnsafeBufferPointer { glyphs in
            for glyph in glyphs {
                let (column, phase) = Phase.split(Int(glyph.x), glyph.isSubpixel ? steps : 1)
                let key = Key(glyph: glyph.glyph, face: glyph.face, size: size, phase: phase, contrast: contrast)
                let tile = find(key)
                if tile.inkWidth == 0 { continue }
                let x = origin.x + column + Int(tile.left)
                let y = origin.y - Int(tile.top) - Int(glyph.rise)
                let coverage: CoverageTile
                if tile.isTooLarge {
                    let ink = PixelRect(x: x, y: y, width: Int(tile.inkWidth), height: Int(tile.height))
                    if !ink.intersects(canvas.clip) { continue }
                    coverage = rasterise(key)
                } else {
                    // With its empty columns, so that rows are whole vectors; what stands to the right of it is painted later.
                    coverage = CoverageTile(
                        coverage: memory + Int(tile.offset), strideBytes: Int(tile.width),
                        size: PixelSize(width: Int(tile.width), height: Int(tile.height)))
                }
                if let ground, x >= painted {
                    canvas.drawCoverage(coverage, at: PixelPoint(x: x, y: y), color, over: ground)
                } else {
                    canvas.blendCoverage(coverage, at: PixelPoint(x: x, y: y), color)
                }
                painted = max(painted, x + Int(tile.inkWidth))
            }
        }
    }

    func ink(of line: ShapedLine, at origin: PixelPoint) -> PixelRect {
        time += 1
        let steps = Phase.steps(line.style.size)
        var ink = PixelRect.zero
        for glyph in line.glyphs {
            let (column, phase) = Phase.split(Int(glyph.x), glyph.isSubpixel ? steps : 1)
            let tile = find(Key(glyph: glyph.glyph, face: glyph.face, size: line.style.size, phase: phase, contrast: .plain))
            ink = ink.union(
                PixelRect(
                    x: origin.x + column + Int(tile.left), y: origin.y - Int(tile.top) - Int(glyph.rise), width: Int(tile.inkWidth),
                    height: Int(tile.height)))
        }
        return ink
    }

    /// The tile, valid until the next call.
    @inline(__always)
    private func find(_ key: Key) -> Tile {
        var index = GlyphStore.hash(key.bits) & mask
        while true {
            let tile = tiles[index]
            if tile.key == key.bits {
                lastUse[Int(tile.offset) / GlyphStore.slabBytes] = time
                return tile
            }
            if tile.key == 0 { return make(key) }
            index = (index + 1) & mask
        }
    }

    @inline(__always)
    private static func hash(_ bits: UInt64) -> Int {
        Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }

    /// A glyph too large to be kept, valid until the next call. Its memory grows to the largest one met.
    @inline(never)
    private func rasterise(_ key: Key) -> CoverageTile {
        statistics.rasterised += 1
        let bitmap = rasteriser.render(key)
        let byteCount = bitmap.width * bitmap.rows
        if largeByteCount < byteCount {
            large.deallocate()
            large = .allocate(capacity: byteCount)
            largeByteCount = byteCount
        }
        bitmap.copy(to: large, strideBytes: bitmap.width, key.contrast)
        return CoverageTile(
            coverage: large, strideBytes: bitmap.width, size: PixelSize(width: bitmap.width, height: bitmap.rows))
    }

    @inline(never)
    private func make(_ key: Key) -> Tile {
        statistics.rasterised += 1
        let bitmap = rasteriser.render(key)
        let width = (bitmap.width + 7) / 8 * 8
        var tile = Tile(key: key.bits)
        let byteCount = width * bitmap.rows
        tile.left = Int16(clamping: bitmap.left)
        tile.top = Int16(clamping: bitmap.top)
        tile.inkWidth = UInt16(clamping: bitmap.width)
        tile.height = UInt16(clamping: bitmap.rows)
        // Only the place is kept of a glyph that would fill more than a slab: beyond about 250 px a page shows a handful at most.
        if byteCount <= GlyphStore.slabBytes { tile.width = UInt16(width) }
        if statistics.tiles >= (mask + 1) * 3 / 4 { evict() }
        if tile.width > 0, used + byteCount > GlyphStore.slabBytes { nextSlab() }
        tile.offset = UInt32(slab * GlyphStore.slabBytes + used)
        if tile.width > 0 {
            bitmap.copy(to: memory + Int(tile.offset), strideBytes: width, key.contrast)
            used += byteCount
        }
        // An empty tile of a full slab would count to the next one.
        if used == GlyphStore.slabBytes { tile.offset -= tile.width == 0 ? 1 : 0 }
        lastUse[slab] = time
        insert(tile, into: tiles)
        statistics.tiles += 1
        statistics.bytes += tile.width == 0 ? 0 : byteCount
        return tile
    }

    private func insert(_ tile: Tile, into table: UnsafeMutablePointer<Tile>) {
        var index = GlyphStore.hash(tile.key) & mask
        while table[index].key != 0 { index = (index + 1) & mask }
        table[index] = tile
    }

    private func nextSlab() {
        if slabsInUse < slabCount {
            slab = slabsInUse
            slabsInUse += 1
            used = 0
        } else {
            evict()
        }
    }

    /// Empties the slab painted from longest ago and makes it the one to fill.
    private func evict() {
        var oldest = 0
        for index in 0 ..< slabsInUse where lastUse[index] < lastUse[oldest] { oldest = index }
        spare.update(from: tiles, count: mask + 1)
        tiles.update(repeating: Tile(), count: mask + 1)
        statistics.tiles = 0
        statistics.bytes = 0
        for index in 0 ... mask where spare[index].key != 0 {
            let tile = spare[index]
            if Int(tile.offset) / GlyphStore.slabBytes == oldest {
                statistics.evicted += 1
            } else {
                insert(tile, into: tiles)
                statistics.tiles += 1
                statistics.bytes += Int(tile.width) * Int(tile.height)
            }
        }
        slab = oldest
        used = 0
    }
}

/// Where between two pixels a glyph stands: letters and digits keep a fraction, so that words are evenly spaced; ideographs are put
/// on whole pixels, where the error is a fiftieth of their width and all of them look alike.
enum Phase {
    /// How many places a pixel is divided into. At larger sizes a fraction of a pixel no longer shows.
    static func steps(_ size: Int) -> Int {
        size <= 40 ? 4 : size <= 80 ? 2 : 1
    }

    /// Whole pixels, and sixteenths of a pixel on one of `steps` places.
    @inline(__always)
    static func split(_ x: Int, _ steps: Int) -> (column: Int, phase: UInt8) {
        let step = 64 / steps
        let rounded = x + step / 2
        return (rounded >> 6, UInt8(truncatingIfNeeded: (rounded & 63) / step * (16 / steps)))
    }
}
