internal import Pixels
internal import Typography

/// The page of text that every engine is measured on: 28 px, 33 px from line to line, 1872 px wide at (24, 12).
final class TextPage {
    static let ink = Color(0x1A_1A1A)
    static let ground = Color(0xFD_F8EE)
    static let style = TextStyle(size: 28)
    static let bandHeight = 64

    let typesetter: Typesetter
    let cache: GlyphCache
    let canvas: Canvas
    private(set) var lines: [ShapedLine] = []

    init(on canvas: Canvas) throws {
        let fonts = try FontSet.open()
        typesetter = Typesetter(fonts: fonts)
        cache = try GlyphCache(fonts: fonts)
        self.canvas = canvas
    }

    /// Shapes and breaks the paragraphs, the first `rotation` of them at the end.
    func layOut(_ paragraphs: [String], rotation: Int = 0) {
        lines.removeAll(keepingCapacity: true)
        for index in paragraphs.indices {
            lines.append(contentsOf: typesetter.paragraph(
                paragraphs[(index + rotation) % paragraphs.count], TextPage.style, width: 1872))
        }
    }

    /// Clears and paints, band by band.
    func paint(over ground: Color? = TextPage.ground) {
        let page = canvas.window
        for top in stride(from: 0, to: page.height, by: TextPage.bandHeight) {
            canvas.setClip(PixelRect(x: 0, y: top, width: page.width, height: TextPage.bandHeight))
            canvas.clear(TextPage.ground)
            for (index, line) in lines.enumerated() {
                cache.paint(line, at: PixelPoint(x: 24, y: 38 + 33 * index), TextPage.ink, over: ground, on: canvas)
            }
        }
        canvas.setClip(nil)
    }

    /// Pixels that are not ground: a check that the page was painted.
    var inked: Int {
        var count = 0
        for y in 0 ..< canvas.window.height {
            canvas.withRow(y) { row in
                for pixel in row where pixel != TextPage.ground.word { count += 1 }
            }
        }
        return count
    }
}
