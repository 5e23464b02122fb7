internal import CFreeType
internal import Glibc

/// Outlines to coverage, by FreeType. One thread at a time.
final class Rasteriser {
    private let fonts: FontSet
    private let library: FT_Library
    private let loadFlags: FT_Int32
    private var faces: [FT_Face?]
    private var sizes: [Int]
    /// The box of a character without a glyph is drawn here.
    private let scratch: UnsafeMutablePointer<UInt8>
    private static let largestBox = 256

    init(_ fonts: FontSet, _ fitting: OutlineFitting = .television) throws(TypographyError) {
        self.fonts = fonts
        switch fitting.hinting {
        case .none: loadFlags = FT_Int32(FT_LOAD_NO_BITMAP | FT_LOAD_NO_HINTING)
        case .rows: loadFlags = FT_Int32(FT_LOAD_NO_BITMAP) | yb_load_target_light
        case .guessedRows: loadFlags = FT_Int32(FT_LOAD_NO_BITMAP | FT_LOAD_FORCE_AUTOHINT) | yb_load_target_light
        }
        var library: FT_Library?
        let status = FT_Init_FreeType(&library)
        guard status == 0, let library else { throw .rasteriser(code: status) }
        self.library = library
        if fitting.darkensStems {
            var isOff: FT_Bool = 0
            for module in ["cff", "autofitter"] { FT_Property_Set(library, module, "no-stem-darkening", &isOff) }
        }
        faces = Array(repeating: nil, count: fonts.chain.count * 2)
        sizes = Array(repeating: 0, count: fonts.chain.count * 2)
        scratch = .allocate(capacity: Rasteriser.largestBox * Rasteriser.largestBox)
        guard face(0) != nil else {
            // `deinit` runs from here on and gives the library back.
            throw .unusableFont(path: fonts.face(0).path, reason: "FreeType refuses it")
        }
    }

    deinit {
        for face in faces { FT_Done_Face(face) }
        scratch.deallocate()
        FT_Done_FreeType(library)
    }

    private func face(_ id: UInt8) -> FT_Face? {
        if let face = faces[Int(id)] { return face }
        guard let source = fonts.optionalFace(id) else { return nil }
        let bytes = source.bytes
        var face: FT_Face?
        guard FT_New_Memory_Face(
            library, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, FT_Long(source.index), &face) == 0
        else { return nil }
        faces[Int(id)] = face
        return face
    }

    /// A rendered glyph, in memory that is valid until the next call.
    struct Bitmap {
        var left = 0
        var top = 0
        var width = 0
        var rows = 0
        fileprivate var pitch = 0
        fileprivate var source: UnsafePointer<UInt8>?

        /// Writes it row by row with zeros behind each row, mapped through the contrast table.
        func copy(to target: UnsafeMutablePointer<UInt8>, strideBytes: Int, _ contrast: Contrast) {
            guard let source else { return }
            let mapping = contrast.mapping
            for y in 0 ..< rows {
                let (from, to) = (source + y * pitch, target + y * strideBytes)
                memcpy(to, from, width)
                memset(to + width, 0, strideBytes - width)
                mapping?.withUnsafeBufferPointer { mapping in
                    for x in 0 ..< width { to[x] = mapping[Int(to[x])] }
                }
            }
        }
    }

    /// An empty bitmap where the font has no outline or a broken one.
    func render(_ key: GlyphStore.Key) -> Bitmap {
        guard key.face != ShapedGlyph.noFace else { return box(key) }
        guard let face = face(key.face) else { return Bitmap() }
        if sizes[Int(key.face)] != key.size {
            guard FT_Set_Pixel_Sizes(face, 0, UInt32(key.size)) == 0 else { return Bitmap() }
            sizes[Int(key.face)] = key.size
        }
        guard FT_Load_Glyph(face, key.glyph, loadFlags) == 0,
            let slot = face.pointee.glyph
        else { return Bitmap() }
        if isBoldened(key.face) { bolden(&slot.pointee.outline, size: key.size) }
        if key.phase > 0 { FT_Outline_Translate(&slot.pointee.outline, FT_Pos(key.phase) * 4, 0) }
        guard !isMonstrous(&slot.pointee.outline, size: key.size) else { return Bitmap() }
        guard FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) == 0 else { return Bitmap() }
        let bitmap = slot.pointee.bitmap
        return Bitmap(
            left: Int(slot.pointee.bitmap_left), top: Int(slot.pointee.bitmap_top), width: Int(bitmap.width),
            rows: Int(bitmap.rows), pitch: Int(bitmap.pitch), source: UnsafePointer(bitmap.buffer))
    }

    /// Whether a broken font would have memory for a glyph that fills rooms; the longest dash has three ems.
    private func isMonstrous(_ outline: inout FT_Outline, size: Int) -> Bool {
        var box = FT_BBox()
        FT_Outline_Get_CBox(&outline, &box)
        let most = FT_Pos((4 * size + 64) * 64)
        return box.xMax - box.xMin > most || box.yMax - box.yMin > most
    }

    /// Whether the face is to be bold and its font has no bold weight.
    private func isBoldened(_ id: UInt8) -> Bool {
        id & 1 != 0 && fonts.chain[Int(id >> 1)].bold === fonts.chain[Int(id >> 1)].regular
    }

    /// Makes strokes thicker by a thirty-second of an em across and a fortieth up and down, where a name's rare character would be thin
    /// beside its bold neighbours; more would close the counters of what has thirty strokes. The outline keeps its middle.
    private func bolden(_ outline: inout FT_Outline, size: Int) {
        let (across, up) = (FT_Pos(size * 64 / 32), FT_Pos(size * 64 / 40))
        FT_Outline_EmboldenXY(&outline, across, up)
        FT_Outline_Translate(&outline, -across / 2, -up / 2)
    }

    /// A frame with the code point in it, hexadecimal in two rows, for a character that no font has.
    private func box(_ key: GlyphStore.Key) -> Bitmap {
        let side = min(max(6, key.size * 7 / 8), Rasteriser.largestBox)
        scratch.initialize(repeating: 0, count: side * side)
        let stroke = max(1, key.size / 24)
        for y in 0 ..< side {
            for x in 0 ..< side where x < stroke || y < stroke || x >= side - stroke || y >= side - stroke {
                scratch[y * side + x] = 255
            }
        }
        var digits = Array(String(key.glyph, radix: 16, uppercase: true).unicodeScalars)
        while digits.count < 4 || digits.count % 2 != 0 { digits.insert("0", at: 0) }
        let columns = digits.count / 2
        let pitch = (side - 2 * stroke) / 2
        let cell = (side - 4 * stroke) / columns
        let main = fonts.face(0)
        for (index, digit) in digits.enumerated() {
            guard let glyph = main.glyph(digit.value) else { continue }
            let small = render(
                GlyphStore.Key(glyph: glyph, face: 0, size: max(4, min(pitch, cell * 7 / 4)), phase: 0, contrast: .plain))
            let x0 = 2 * stroke + index % columns * cell + (cell - small.width) / 2
            let y0 = stroke + index / columns * pitch + (pitch - small.rows) / 2
            for y in 0 ..< small.rows {
                for x in 0 ..< small.width where y0 + y >= 0 && y0 + y < side && x0 + x >= 0 && x0 + x < side {
                    guard let source = small.source else { continue }
                    scratch[(y0 + y) * side + x0 + x] = max(scratch[(y0 + y) * side + x0 + x], source[y * small.pitch + x])
                }
            }
        }
        return Bitmap(
            left: key.size / 16, top: side - key.size / 12, width: side, rows: side, pitch: side, source: UnsafePointer(scratch))
    }
}

/// Glibc's `pow`, so that files without this import can use it.
func power(_ base: Double, _ exponent: Double) -> Double {
    pow(base, exponent)
}
