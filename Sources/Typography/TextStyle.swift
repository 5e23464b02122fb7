/// How a piece of text looks, apart from its colour.
package struct TextStyle: Hashable, Sendable {
    package enum Weight: UInt8, Hashable, Sendable {
        case regular
        case bold
    }

    /// Device pixels per em, 1...512.
    package let size: Int
    package let weight: Weight

    package init(size: Int, weight: Weight = .regular) {
        self.size = max(1, min(size, 512))
        self.weight = weight
    }
}

/// How the lines of a paragraph lie between its left and right edge.
package enum TextAlignment: Hashable, Sendable {
    case left
    /// Both edges straight, except the paragraph's last line and lines ended by a line feed.
    case justified
    case centre
    case right
}

/// How a paragraph is broken.
package struct ParagraphOptions: Hashable, Sendable {
    package var alignment: TextAlignment
    /// Ems of empty space before the first line: 2 for Chinese prose.
    package var firstLineIndent: Int

    package init(alignment: TextAlignment = .left, firstLineIndent: Int = 0) {
        self.alignment = alignment
        self.firstLineIndent = firstLineIndent
    }

    package static let plain = ParagraphOptions()
    /// Chinese running text: justified, two ems of indent.
    package static let prose = ParagraphOptions(alignment: .justified, firstLineIndent: 2)
}

/// Lengths along a line: 1/64 pixel, as in FreeType and HarfBuzz.
package typealias Fixed26_6 = Int32
