import Pixels
import Testing

import Typography

@Suite("Typesetter")
struct TypesetterTests {
    @Test("digits have equal advances in both weights")
    func tabularDigits() throws {
        let typesetter = try Setting.typesetter()
        for weight in [TextStyle.Weight.regular, .bold] {
            for size in [28, 36, 40, 44, 60] {
                let widths = Set((0 ... 9).map { typesetter.line("\($0)", TextStyle(size: size, weight: weight)).advance })
                #expect(widths.count == 1, "\(weight) \(size): \(widths)")
            }
        }
    }

    @Test("a missing main font names its package")
    func missing() {
        #expect {
            _ = try FontSet.open(FontFamily.debian(root: "/nowhere"))
        } throws: { error in
            guard case .noFont(_, _, let package)? = error as? TypographyError else { return false }
            return package == "fonts-noto-cjk"
        }
    }

    /// What random texts are made of: scripts, marks, signs, what joins and what hides.
    static let alphabet: [[UInt32]] = [
        Array(0x4E00 ... 0x4E80), Array(0x4E00 ... 0x9FFF), Array(0x30 ... 0x39), Array(0x61 ... 0x7A), Array(0x20 ... 0x7E),
        "，。、；：？！（）《》“”‘’〔〕【】—…·～％＊／".unicodeScalars.map(\.value), [0x20, 0x3000, 0x0A, 0xA0, 0x200B],
        Array(0x0F40 ... 0x0F69) + Array(0x0F71 ... 0x0F7D) + Array(0x0F90 ... 0x0FB0) + [0x0F0B, 0x0F0B],
        Array(0xA000 ... 0xA48C), Array(0x300 ... 0x320), [0xFE00, 0xFE0F, 0xE0100, 0x200D, 0x2060, 0xFEFF, 0xAD],
        [0x20000, 0x2A6D6, 0x2B740, 0x30000, 0xE000, 0x10FFFF, 0xFFFD], Array(0x1100 ... 0x1112) + Array(0x1161 ... 0x1175),
        [0x1F600, 0x1F468, 0x1F3FD, 0x1F1E8, 0x1F1F3], Array(0x0600 ... 0x0640), Array(0xC0 ... 0x17F),
    ]

    @Test("random text: every cluster once, in order, inside its box; no line wider than its paragraph", arguments: 0 ..< 60)
    func random(seed: Int) throws {
        let typesetter = try Setting.typesetter()
        var dice = Dice(state: UInt64(seed))
        for _ in 0 ..< 8 {
            let text = TypesetterTests.text(&dice)
            let count = text.unicodeScalars.count
            let size = dice.pick([13, 28, 44, 60])
            let width = Int(dice.next() % 900)
            let alignment = dice.pick([TextAlignment.left, .justified, .centre, .right])
            let options = ParagraphOptions(alignment: alignment, firstLineIndent: dice.pick([0, 2]))
            let style = TextStyle(size: size, weight: dice.pick([.regular, .bold]))
            let lines = typesetter.paragraph(text, style, width: width, options)
            var next = 0
            for line in lines {
                #expect(line.scalars.lowerBound == next, "lines follow one another")
                next = line.scalars.upperBound
                #expect(line.end <= Int32(width) * 64 || line.clusters.filter { $0.advance > 0 }.count <= 1, "\(text.debugDescription)")
                check(line, of: text)
            }
            #expect(next == count)
            check(typesetter.line(text, style), of: text)
        }
    }

    private func check(_ line: ShapedLine, of text: String) {
        var x = line.start
        var scalar = line.scalars.lowerBound
        var glyph: Int32 = 0
        for cluster in line.clusters {
            #expect(cluster.x >= x, "boxes do not overlap")
            #expect(cluster.advance >= 0)
            #expect(Int(cluster.scalar) >= scalar && Int(cluster.scalar) < line.scalars.upperBound)
            #expect(cluster.glyph >= glyph)
            x = cluster.x + cluster.advance
            scalar = Int(cluster.scalar) + 1
            glyph = cluster.glyph
        }
        #expect(x == line.end)
        #expect(Int(glyph) <= line.glyphs.count)
        #expect(line.clusters.isEmpty || line.clusters[0].x == line.start)
    }

    static func text(_ dice: inout Dice) -> String {
        var view = String.UnicodeScalarView()
        for _ in 0 ..< 1 + dice.next() % 12 {
            let letters = dice.pick(alphabet)
            for _ in 0 ..< 1 + dice.next() % 9 {
                if let scalar = Unicode.Scalar(dice.pick(letters)) { view.append(scalar) }
            }
        }
        return String(view)
    }

    @Test("the middle of the ink of ideographs comes to the middle of the rectangle")
    func centred() throws {
        let typesetter = try Setting.typesetter()
        let cache = try GlyphCache(fonts: try Setting.fonts.get())
        for (text, tolerance) in [("永", 1), ("2", 1), ("财务收支", 1), ("停水通知", 1)] {
            let line = typesetter.line(text, TextStyle(size: 60, weight: .bold))
            let rect = PixelRect(x: 10, y: 20, width: 300, height: 96)
            let ink = cache.ink(of: line, at: PixelPoint(x: 10, y: line.centredBaseline(in: rect)))
            let middle = Double(ink.y) + Double(ink.height) / 2
            #expect(abs(middle - 68) <= Double(tolerance), "\(text): \(middle)")
        }
    }
}
