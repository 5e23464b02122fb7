internal import CHarfBuzz

/// One face of a mapped font file. HarfBuzz faces may be used from several threads once they are made immutable.
final class Face: @unchecked Sendable {
    let path: String
    let index: UInt32
    let unitsPerEm: Int32
    let blob: OpaquePointer
    let handle: OpaquePointer
    /// At a scale of `unitsPerEm`, for metrics and coverage.
    let unscaled: OpaquePointer
    let metrics: FaceMetrics

    init(_ file: FontFile) throws(TypographyError) {
        guard let blob = hb_blob_create_from_file_or_fail(file.path) else {
            throw .unusableFont(path: file.path, reason: "it cannot be read")
        }
        // Each failure below releases what was acquired above it: `deinit` does not run for a failed `init`.
        let count = hb_face_count(blob)
        guard count > 0 else {
            hb_blob_destroy(blob)
            throw .unusableFont(path: file.path, reason: "it is not a TrueType or OpenType font")
        }
        guard let (handle, index) = Face.find(file.family, in: blob, count: count) else {
            hb_blob_destroy(blob)
            throw .unusableFont(path: file.path, reason: "it holds no face \(file.family ?? "")")
        }
        let unitsPerEm = hb_face_get_upem(handle)
        guard hb_face_get_glyph_count(handle) > 1, (16 ... 16384).contains(unitsPerEm) else {
            hb_face_destroy(handle)
            hb_blob_destroy(blob)
            throw .unusableFont(path: file.path, reason: "it has no glyphs")
        }
        hb_face_make_immutable(handle)
        guard let unscaled = hb_font_create(handle) else {
            hb_face_destroy(handle)
            hb_blob_destroy(blob)
            throw .unusableFont(path: file.path, reason: "no memory")
        }
        hb_font_make_immutable(unscaled)
        path = file.path
        self.index = index
        self.unitsPerEm = Int32(unitsPerEm)
        self.blob = blob
        self.handle = handle
        self.unscaled = unscaled
        metrics = FaceMetrics(unscaled, unitsPerEm: Int32(unitsPerEm))
    }

    deinit {
        hb_font_destroy(unscaled)
        hb_face_destroy(handle)
        hb_blob_destroy(blob)
    }

    /// The file's bytes, for the rasteriser.
    var bytes: UnsafeRawBufferPointer {
        var length: UInt32 = 0
        let data = hb_blob_get_data(blob, &length)
        return UnsafeRawBufferPointer(start: data, count: Int(length))
    }

    /// The glyph for a character without any shaping; nil where the face has none.
    func glyph(_ scalar: UInt32) -> UInt32? {
        var glyph: hb_codepoint_t = 0
        return hb_font_get_nominal_glyph(unscaled, scalar, &glyph) != 0 ? glyph : nil
    }

    private static func find(_ family: String?, in blob: OpaquePointer, count: UInt32) -> (OpaquePointer, UInt32)? {
        // Noto's collections hold JP, KR, SC, TC, HK in this order; the third is looked at first, its name decides.
        let order = count > 2 ? [2] + (0 ..< count).filter { $0 != 2 } : Array(0 ..< count)
        for index in order {
            guard let face = hb_face_create(blob, index) else { continue }
            guard let family else { return (face, index) }
            if name(of: face) == family { return (face, index) }
            hb_face_destroy(face)
        }
        return nil
    }

    private static func name(of face: OpaquePointer) -> String {
        let english = hb_language_from_string("en", -1)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { text in
            var length = UInt32(text.count)
            hb_ot_name_get_utf8(face, yb_name_family, english, &length, text.baseAddress)
            return String(decoding: text.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

/// A face's vertical measures in font units, y upward.
struct FaceMetrics {
    let ascender, descender: Int32
    /// The ink of ideographs: the BASE table's character face edges (OpenType, icft and icfb), else the ink of 国.
    let hanTop, hanBottom: Int32
    /// The ink of digits.
    let digitTop, digitBottom: Int32

    init(_ font: OpaquePointer, unitsPerEm: Int32) {
        var extents = hb_font_extents_t()
        hb_font_get_h_extents(font, &extents)
        ascender = extents.ascender
        descender = extents.descender
        var (top, bottom): (hb_position_t, hb_position_t) = (0, 0)
        if FaceMetrics.baseline(font, HB_OT_LAYOUT_BASELINE_TAG_IDEO_FACE_TOP_OR_RIGHT, &top),
            FaceMetrics.baseline(font, HB_OT_LAYOUT_BASELINE_TAG_IDEO_FACE_BOTTOM_OR_LEFT, &bottom) {
            (hanTop, hanBottom) = (top, bottom)
        } else {
            (hanTop, hanBottom) = FaceMetrics.ink(font, 0x56FD) ?? (unitsPerEm * 83 / 100, -unitsPerEm * 7 / 100)
        }
        var capHeight: hb_position_t = 0
        if hb_ot_metrics_get_position(font, HB_OT_METRICS_TAG_CAP_HEIGHT, &capHeight) != 0, capHeight > 0 {
            (digitTop, digitBottom) = (capHeight, 0)
        } else {
            (digitTop, digitBottom) = FaceMetrics.ink(font, 0x30) ?? (unitsPerEm * 73 / 100, 0)
        }
    }

    private static func baseline(_ font: OpaquePointer, _ tag: hb_ot_layout_baseline_tag_t, _ value: inout hb_position_t) -> Bool {
        hb_ot_layout_get_baseline(font, tag, HB_DIRECTION_LTR, yb_tag_hani, hb_tag_t(0), &value) != 0
    }

    private static func ink(_ font: OpaquePointer, _ scalar: UInt32) -> (Int32, Int32)? {
        var glyph: hb_codepoint_t = 0
        var extents = hb_glyph_extents_t()
        guard hb_font_get_nominal_glyph(font, scalar, &glyph) != 0, hb_font_get_glyph_extents(font, glyph, &extents) != 0,
            extents.height != 0
        else { return nil }
        return (extents.y_bearing, extents.y_bearing + extents.height)
    }
}
