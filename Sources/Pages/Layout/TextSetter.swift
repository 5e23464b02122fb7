internal import Typography

/// Sets the text of layouts and remembers short lines, because the frame around the pages (titles, hints, provenance) is the same
/// words again and again. One per thread.
final class TextSetter {
    private let typesetter: Typesetter
    private var lines: [Key: SetLine] = [:]

    /// Enough for a few pages; what is set beyond starts a new collection rather than keeping an order of use.
    private static let capacity = 1024

    private struct Key: Hashable {
        var text: String
        var style: TextStyle
        /// Widest that it may be; -1 when it may be any.
        var width: Int
    }

    init(fonts: FontSet) {
        typesetter = Typesetter(fonts: fonts)
    }

    /// One line, as wide as it wants to be.
    func line(_ text: String, _ style: TextStyle) -> SetLine {
        remembered(Key(text: text, style: style, width: -1)) { SetLine(text: text, shaped: typesetter.line(text, style)) }
    }

    /// One line of at most `width` device pixels; what does not fit becomes an ellipsis.
    func line(_ text: String, _ style: TextStyle, within width: Int) -> SetLine {
        let whole = line(text, style)
        if whole.width <= width { return whole }
        return remembered(Key(text: text, style: style, width: width)) {
            SetLine(text: text, shaped: typesetter.truncated(text, style, width: max(0, width)))
        }
    }

    /// A paragraph broken into lines of at most `width` device pixels.
    func paragraph(_ text: String, _ style: TextStyle, width: Int, _ options: ParagraphOptions = .plain) -> [SetLine] {
        let scalars = Array(text.unicodeScalars)
        return typesetter.paragraph(text, style, width: width, options).map { shaped in
            var part = String.UnicodeScalarView()
            part.append(contentsOf: scalars[shaped.scalars.clamped(to: 0..<scalars.count)])
            return SetLine(text: String(part), shaped: shaped)
        }
    }

    func forget() { lines.removeAll(keepingCapacity: true) }

    private func remembered(_ key: Key, _ make: () -> SetLine) -> SetLine {
        if let line = lines[key] { return line }
        let line = make()
        if lines.count >= Self.capacity { lines.removeAll(keepingCapacity: true) }
        lines[key] = line
        return line
    }
}
