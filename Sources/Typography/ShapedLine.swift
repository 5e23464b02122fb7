package import Pixels

/// One glyph of a line.
package struct ShapedGlyph: Hashable, Sendable {
    /// From the line's left edge to the glyph's origin.
    package var x: Fixed26_6
    /// Glyph index in its face.
    package var glyph: UInt32
    /// Up from the baseline, whole pixels.
    package var rise: Int16
    /// Position in the font chain: 2 × family, plus 1 for bold. 255: no font has the character, `glyph` is the code point.
    package var face: UInt8
    /// Whether its place between two pixels is kept when painting (letters) or rounded (ideographs).
    package var isSubpixel: Bool

    /// `face` of a character that no font has.
    static let noFace: UInt8 = 255
}

/// What may not be torn apart: a base character with its marks, a ligature, a stack.
package struct LineCluster: Hashable, Sendable {
    /// Offset of its first scalar in the text that was set.
    package var scalar: Int32
    /// Index of its first glyph in the line.
    package var glyph: Int32
    /// From the line's left edge to the cluster's box.
    package var x: Fixed26_6
    /// Width of the box, with what squeezing took and stretching gave.
    package var advance: Fixed26_6
}

/// A line ready to be painted, in visual order from left to right. A value; it can be kept and painted any number of times.
package struct ShapedLine: Sendable {
    package internal(set) var glyphs: [ShapedGlyph] = []
    package internal(set) var clusters: [LineCluster] = []
    package internal(set) var style: TextStyle
    /// Scalars of the source text that the line stands for, with the spaces and the line feed that ended it.
    package internal(set) var scalars: Range<Int> = 0 ..< 0
    /// From the line's left edge (after alignment and indent: where the first cluster starts is `start`) to the last cluster's end.
    package internal(set) var end: Fixed26_6 = 0
    /// Where the first cluster starts: the indent, or what alignment put before it.
    package internal(set) var start: Fixed26_6 = 0
    /// Whole pixels above and below the baseline that the faces used ask for.
    package internal(set) var ascent: Int = 0
    package internal(set) var descent: Int = 0
    /// Above the baseline: top and bottom of the ink that the eye centres on, that of ideographs, or of digits where there are
    /// no ideographs. In 1/64 pixel, up is positive.
    package internal(set) var inkTop: Fixed26_6 = 0
    package internal(set) var inkBottom: Fixed26_6 = 0

    init(style: TextStyle) {
        self.style = style
    }

    /// Whether there is nothing to paint.
    package var isEmpty: Bool { glyphs.isEmpty }

    /// Width of the text itself.
    package var advance: Fixed26_6 { end - start }

    /// Width of the text in whole pixels, rounded up.
    package var width: Int { Int((advance + 63) >> 6) }

    /// The baseline y that puts the ink of ideographs (or of digits, in a line without ideographs) in the middle of `rect`.
    package func centredBaseline(in rect: PixelRect) -> Int {
        let middle = (Int(inkTop) + Int(inkBottom)) / 2
        return rect.y + (rect.height * 32 + middle + 32) >> 6
    }

    /// Where the faces' ascent and descent reach when the line stands at `origin`: what a repaint has to cover.
    package func box(at origin: PixelPoint) -> PixelRect {
        let left = Int(start >> 6)
        let right = Int((end + 63) >> 6)
        // Half an em on both sides for ink that leans out of its advance.
        let margin = style.size / 2
        return PixelRect(
            x: origin.x + left - margin, y: origin.y - ascent, width: right - left + 2 * margin, height: ascent + descent)
    }
}
