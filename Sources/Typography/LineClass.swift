/// The Line_Break property (UAX #14, table 1), as the generated tables number it: after LB1, so AI, SG and XX are AL, SA is AL or
/// CM, and CJ is NS.
enum LineClass: UInt8, CaseIterable {
    case bk, cr, lf, cm, nl, wj, zw, gl, sp, zwj
    case b2, ba, bb, hy, cb
    case cl, cp, ex, `in`, ns, op, qu
    case `is`, nu, po, pr, sy
    case al, eb, em, h2, h3, hl, id, jl, jv, jt, ri
}

/// Bits of `yb_character.flags`.
enum CharacterFlags {
    /// East_Asian_Width F, W or H.
    static let eastAsian: UInt8 = 1
    /// Reserved for pictographs (LB30b).
    static let futurePictograph: UInt8 = 2
    /// East_Asian_Width F or W.
    static let wide: UInt8 = 4
    static let punctuation: UInt8 = 8
    static let mark: UInt8 = 16
    /// Takes no place and needs no glyph: format controls, variation selectors.
    static let ignorable: UInt8 = 32
    static let decimal: UInt8 = 64
    static let letter: UInt8 = 128
}
