internal import Navigation
internal import Pixels
internal import Typography

/// What a layout works with: the measures of the mode and type size, and a setter for text.
struct Kit {
    let metrics: Metrics
    let setter: TextSetter

    func px(_ logical: Int) -> Int { metrics.px(logical) }

    func style(_ role: TextRole) -> TextStyle { metrics.style(role) }

    func line(_ text: String, _ role: TextRole) -> SetLine { setter.line(text, metrics.style(role)) }

    func line(_ text: String, _ role: TextRole, within width: Int) -> SetLine {
        setter.line(text, metrics.style(role), within: width)
    }

    func lines(_ text: String, _ role: TextRole, width: Int, _ options: ParagraphOptions = .plain) -> [SetLine] {
        setter.paragraph(text, metrics.style(role), width: width, options)
    }

    /// The largest of the sizes, in logical units and not under the floor, at which all texts fit; the last one when none does.
    func style(fitting texts: [String], within width: Int, sizes: [Int], weight: TextStyle.Weight) -> TextStyle {
        let styles = sizes.map { TextStyle(size: max(metrics.floor, metrics.px($0)), weight: weight) }
        return styles.first { style in texts.allSatisfy { setter.line($0, style).width <= width } }
            ?? styles.last ?? TextStyle(size: metrics.floor, weight: weight)
    }
}
