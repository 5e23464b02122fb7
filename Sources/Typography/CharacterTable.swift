internal import CHarfBuzz
internal import CUnicode

/// How a character takes and gives space in a line.
enum Spacing: UInt8 {
    /// An ideograph, kana, a full-width form: touches its neighbours, may be set apart when a line is stretched.
    case wide
    /// Its blank half is on the left: （《“.
    case opening
    /// Its blank half is on the right: ）》”.
    case closing
    /// 、，。：；！？, blank on the right.
    case pause
    /// A dash or an ellipsis: full width, nothing to take.
    case stroke
    /// ·
    case middleDot
    /// Letters, digits, and the signs of money and percent that belong to them: a quarter em from ideographs.
    case narrow
    /// ASCII punctuation and other signs.
    case sign
    case space
    /// A typed space between an ideograph and a letter or digit: it becomes the quarter em.
    case thinSpace
    case wideSpace
    case lineFeed
    /// No glyph, no width.
    case hidden

    var isBlank: Bool { self == .space || self == .thinSpace || self == .wideSpace }
}

/// What is known about one character in the main face; 8 bytes, worked out at its first use.
struct CharacterInfo {
    /// In the main face; 0 where it has none.
    var glyph: UInt16 = 0
    /// Font units.
    var advance: UInt16 = 0
    /// `LineClass` after clreq's tailoring.
    var lineClass: UInt8 = 0
    var spacing: UInt8 = 0
    var flags: UInt8 = 0
    /// `CharacterFlags`.
    var properties: UInt8 = 0

    static let isKnown: UInt8 = 1
    /// The main face has a glyph.
    static let hasGlyph: UInt8 = 2
    /// Some lookup that is on may replace or move it: HarfBuzz has to see it.
    static let needsShaping: UInt8 = 4
    /// Some lookup that is on asks for it beside another glyph.
    static let isContext: UInt8 = 8
    /// Belongs to the character before it (grapheme clusters).
    static let joinsPrevious: UInt8 = 16
    /// A letter of a script with words and kerning.
    static let isWordLetter: UInt8 = 32
    static let isDigit: UInt8 = 64
    /// Meaning depends on neighbours: ’ — and the like.
    static let isAmbiguous: UInt8 = 128
}

/// `CharacterInfo` for one face, filled as characters turn up. Not Sendable: one per typesetter and weight.
final class CharacterTable {
    let face: Face
    private let pages: UnsafeMutablePointer<UnsafeMutablePointer<CharacterInfo>?>
    private static let pageCount = 0x110000 >> 8
    private let lookups: LookupGlyphs

    init(_ face: Face) {
        self.face = face
        pages = .allocate(capacity: CharacterTable.pageCount)
        pages.initialize(repeating: nil, count: CharacterTable.pageCount)
        lookups = LookupGlyphs(face)
    }

    deinit {
        for index in 0 ..< CharacterTable.pageCount { pages[index]?.deallocate() }
        pages.deallocate()
    }

    /// - Parameter scalar: a Unicode scalar value.
    @inline(__always)
    func info(_ scalar: UInt32) -> CharacterInfo {
        if let page = pages[Int(scalar >> 8)] {
            let info = page[Int(scalar & 255)]
            if info.flags & CharacterInfo.isKnown != 0 { return info }
        }
        return learn(scalar)
    }

    @inline(never)
    private func learn(_ scalar: UInt32) -> CharacterInfo {
        let page: UnsafeMutablePointer<CharacterInfo>
        if let known = pages[Int(scalar >> 8)] {
            page = known
        } else {
            page = .allocate(capacity: 256)
            page.initialize(repeating: CharacterInfo(), count: 256)
            pages[Int(scalar >> 8)] = page
        }
        let character = yb_character_of(scalar)
        var info = CharacterInfo()
        info.flags = CharacterInfo.isKnown
        info.properties = character.flags
        if let glyph = face.glyph(scalar), glyph <= 0xFFFF {
            info.glyph = UInt16(glyph)
            info.advance = UInt16(clamping: hb_font_get_glyph_h_advance(face.unscaled, glyph))
            info.flags |= CharacterInfo.hasGlyph
            if lookups.isInput(glyph) { info.flags |= CharacterInfo.needsShaping }
            if lookups.isContext(glyph) { info.flags |= CharacterInfo.isContext }
        }
        let grapheme = GraphemeClass(rawValue: character.grapheme_class) ?? .other
        switch grapheme {
        case .extend, .zwj, .spacingMark, .v, .t: info.flags |= CharacterInfo.joinsPrevious
        case .prepend, .l, .lv, .lvt, .regionalIndicator: info.flags |= CharacterInfo.needsShaping
        default: break
        }
        let isIdeographic = character.flags & CharacterFlags.wide != 0
        if character.flags & CharacterFlags.letter != 0, !isIdeographic { info.flags |= CharacterInfo.isWordLetter }
        if scalar >= 0x30, scalar <= 0x39 { info.flags |= CharacterInfo.isDigit }
        ChineseRules.describe(scalar, character, fullWidth: Int32(info.advance) == face.unitsPerEm, &info)
        page[Int(scalar & 255)] = info
        return info
    }
}

/// Which glyphs the lookups that are on by default can touch, for ideographic text with kerning off. A glyph outside of these sets,
/// among others outside of them, is set as the character map and the advance table say, whatever stands beside it; so leaving
/// HarfBuzz out changes nothing there.
private final class LookupGlyphs {
    private let input: OpaquePointer?
    private let context: OpaquePointer?

    init(_ face: Face) {
        input = hb_set_create()
        context = hb_set_create()
        var properties = hb_segment_properties_t()
        properties.direction = HB_DIRECTION_LTR
        properties.script = HB_SCRIPT_HAN
        properties.language = hb_language_from_string("zh-Hans", -1)
        var features = [Shaper.noKerning]
        let plan = hb_shape_plan_create_cached(face.handle, &properties, &features, UInt32(features.count), nil)
        defer { hb_shape_plan_destroy(plan) }
        for table in [yb_tag_gsub, yb_tag_gpos] {
            let lookups = hb_set_create()
            defer { hb_set_destroy(lookups) }
            hb_ot_shape_plan_collect_lookups(plan, table, lookups)
            var lookup = hb_codepoint_t.max // HB_SET_VALUE_INVALID
            while hb_set_next(lookups, &lookup) != 0 {
                hb_ot_layout_lookup_collect_glyphs(face.handle, table, lookup, context, input, context, nil)
            }
        }
    }

    deinit {
        hb_set_destroy(input)
        hb_set_destroy(context)
    }

    func isInput(_ glyph: UInt32) -> Bool { hb_set_has(input, glyph) != 0 }
    func isContext(_ glyph: UInt32) -> Bool { hb_set_has(context, glyph) != 0 }
}
