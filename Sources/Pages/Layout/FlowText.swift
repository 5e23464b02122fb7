internal import Pixels
internal import Typography

extension Kit {
    var flow: Flow { Flow(panelPadding: px(24), panelRadius: metrics.cardRadius) }

    /// What a line can do without: 1.36 em is as close as lines of Han may stand and still be told apart by the eye.
    func slack(_ style: TextStyle) -> Int { max(0, metrics.leading(style) - style.size * 136 / 100) }

    /// A paragraph as slabs of one line each. No page ends after its first line or begins with its last one, when it has three lines
    /// or more.
    func slabs(
        _ text: String, _ role: TextRole, _ paint: Paint, width: Int, spaceBefore: Int, _ options: ParagraphOptions = .plain,
        keepsWithNext: Bool = false, panel: Int? = nil, inset: Int = 0
    ) -> [Slab] {
        let leading = metrics.leading(style(role))
        let lines = lines(text, role, width: width - 2 * inset, options)
        return lines.enumerated().map { offset, line in
            var slab = Slab(height: leading, spaceBefore: offset == 0 ? spaceBefore : 0, panel: panel)
            slab.slack = slack(style(role))
            slab.keepsWithNext =
                (lines.count >= 3 && (offset == 0 || offset == lines.count - 2)) || (keepsWithNext || lines.count == 2) && offset < lines.count - 1
                || keepsWithNext && offset == lines.count - 1
            slab.sheet.ops.put(line, in: PixelRect(x: inset, y: 0, width: line.width, height: leading), paint)
            return slab
        }
    }
}
