internal import CFreeType
internal import Glibc
package import Pixels
internal import Synchronization

/// Rasterised glyphs under a byte budget, shared by all painting threads.
package final class GlyphCache: @unchecked Sendable {
    package let fonts: FontSet
    /// Most bytes of coverage kept.
    package let budget: Int
    private let lock = Mutex<Void>(())
    private var tiles: [Key: Tile] = [:]
    private var byteCount = 0
    private var rasteriser: Rasteriser

    /// - Parameter budget: bytes of coverage to keep; 4 MB hold about 2,500 ideographs of 44 px.
    package init(fonts: FontSet, budget: Int = 4 << 20) throws(TypographyError) {
        self.fonts = fonts
        self.budget = budget
        rasteriser = try Rasteriser(fonts)
    }

    deinit {
        for tile in tiles.values { tile.coverage.deallocate() }
    }

    /// Paints a line with its left edge and baseline at `origin`. Glyphs not yet cached are rasterised, about 12 µs each.
    /// - Parameter ground: the colour known to be under the whole line, where there is one: it is then not read back.
    package func paint(_ line: ShapedLine, at origin: PixelPoint, _ color: Color, over ground: Color? = nil, on canvas: Canvas) {
        guard line.box(at: origin).intersects(canvas.clip) else { return }
        lock.withLock { _ in
            for glyph in line.glyphs {
                let x = Int(glyph.x) + (glyph.isSubpixel ? 8 : 32)
                let phase = glyph.isSubpixel ? UInt8((x & 63) >> 4) : 0
                let key = Key(face: glyph.face, phase: phase, size: UInt16(line.style.size), glyph: glyph.glyph)
                let tile = self.tile(key)
                guard tile.width > 0 else { continue }
                let place = PixelPoint(x: origin.x + (x >> 6) + tile.left, y: origin.y - tile.top - Int(glyph.rise))
                let coverage = CoverageTile(
                    coverage: tile.coverage, strideBytes: tile.width, size: PixelSize(width: tile.width, height: tile.height))
                canvas.blendCoverage(coverage, at: place, color)
            }
        }
    }

    private func tile(_ key: Key) -> Tile {
        if let tile = tiles[key] { return tile }
        let tile = rasteriser.tile(key)
        if byteCount + tile.byteCount > budget {
            for old in tiles.values { old.coverage.deallocate() }
            tiles.removeAll(keepingCapacity: true)
            byteCount = 0
        }
        byteCount += tile.byteCount
        tiles[key] = tile
        return tile
    }

    struct Key: Hashable {
        let face: UInt8
        let phase: UInt8
        let size: UInt16
        let glyph: UInt32
    }

    struct Tile {
        let left, top, width, height: Int
        let coverage: UnsafeMutablePointer<UInt8>
        var byteCount: Int { width * height + 16 }
    }
}

/// FreeType, used under the cache's lock.
private struct Rasteriser {
    let library: FT_Library
    let faces: [FT_Face]

    init(_ fonts: FontSet) throws(TypographyError) {
        var library: FT_Library?
        let status = FT_Init_FreeType(&library)
        guard status == 0, let library else { throw .rasteriser(code: status) }
        self.library = library
        var faces: [FT_Face] = []
        for link in fonts.chain {
            for slot in [link.regular, link.bold] {
                let face = try slot.open()
                var handle: FT_Face?
                let bytes = face.bytes
                let status = FT_New_Memory_Face(
                    library, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, FT_Long(face.index), &handle)
                guard status == 0, let handle else {
                    FT_Done_FreeType(library)
                    throw .unusableFont(path: face.path, reason: "FreeType refuses it with code \(status)")
                }
                faces.append(handle)
            }
        }
        self.faces = faces
    }

    func tile(_ key: GlyphCache.Key) -> GlyphCache.Tile {
        guard key.face != 255 else { return box(key) }
        let face = faces[Int(key.face)]
        FT_Set_Pixel_Sizes(face, 0, UInt32(key.size))
        if FT_Load_Glyph(face, key.glyph, FT_Int32(FT_LOAD_NO_BITMAP) | yb_load_target_light) != 0 { return empty() }
        if key.phase > 0 { FT_Outline_Translate(&face.pointee.glyph.pointee.outline, FT_Pos(key.phase) * 16, 0) }
        if FT_Render_Glyph(face.pointee.glyph, FT_RENDER_MODE_NORMAL) != 0 { return empty() }
        let slot = face.pointee.glyph.pointee
        let bitmap = slot.bitmap
        let (width, height) = (Int(bitmap.width), Int(bitmap.rows))
        guard width > 0, height > 0, let source = bitmap.buffer else { return empty() }
        let coverage = UnsafeMutablePointer<UInt8>.allocate(capacity: width * height + 16)
        coverage.initialize(repeating: 0, count: width * height + 16)
        for y in 0 ..< height {
            (coverage + y * width).update(from: source + y * Int(bitmap.pitch), count: width)
        }
        return GlyphCache.Tile(
            left: Int(slot.bitmap_left), top: Int(slot.bitmap_top), width: width, height: height, coverage: coverage)
    }

    private func empty() -> GlyphCache.Tile {
        GlyphCache.Tile(left: 0, top: 0, width: 0, height: 0, coverage: .allocate(capacity: 16))
    }

    /// A frame for a character that no font has.
    private func box(_ key: GlyphCache.Key) -> GlyphCache.Tile {
        let side = Int(key.size) * 7 / 8
        let coverage = UnsafeMutablePointer<UInt8>.allocate(capacity: side * side + 16)
        coverage.initialize(repeating: 0, count: side * side + 16)
        let stroke = max(1, Int(key.size) / 20)
        for y in 0 ..< side {
            for x in 0 ..< side where x < stroke || y < stroke || x >= side - stroke || y >= side - stroke {
                coverage[y * side + x] = 255
            }
        }
        return GlyphCache.Tile(left: Int(key.size) / 16, top: Int(key.size) * 7 / 8 - Int(key.size) / 12, width: side, height: side, coverage: coverage)
    }
}
