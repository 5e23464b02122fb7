package import Pixels
package import Typography

/// A line of text that knows what it says: shaped for painting, readable in goldens and tests.
package struct SetLine: Hashable, Sendable {
    package let text: String
    package let shaped: ShapedLine

    package init(text: String, shaped: ShapedLine) {
        self.text = text
        self.shaped = shaped
    }

    package var style: TextStyle { shaped.style }

    /// Device pixels from the left edge, indent included, to the end of the text.
    package var width: Int { Int((shaped.end + 63) >> 6) }

    /// What a repaint has to cover, when the pen stands at the origin.
    package var ink: PixelRect { shaped.box(at: .zero) }

    /// Equal text in equal style, set to the same length, is the same glyphs at the same places.
    package static func == (a: SetLine, b: SetLine) -> Bool {
        a.style == b.style && a.shaped.start == b.shaped.start && a.shaped.end == b.shaped.end && a.text == b.text
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
        hasher.combine(style)
        hasher.combine(shaped.end)
    }
}
