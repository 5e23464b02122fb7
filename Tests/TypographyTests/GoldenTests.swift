import Foundation
import Pixels
import Testing

import Typography

/// Layout and pixels of each script, size and alignment, in fonts that lie beside the tests, so that they hold on any machine.
/// `YUANBA_ACCEPT=1 swift test --filter TypographyTests` takes what is set now as expected: look at the pictures before committing.
@Suite("Goldens")
struct GoldenTests {
    struct Script: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String

        var testDescription: String { name }
    }

    static let scripts = [
        Script(
            name: "han",
            text: "因镇自来水厂更换主管道，本村一组、二组、三组和五组将于11月24日（星期二）8:00至18:00停水。请各家提前蓄水，关好水龙头。"),
        Script(
            name: "punctuation",
            text: "“四议两公开”《村务公开办法》第12条——经表决通过，应到41人、实到38人……好！？买买提·艾力／小事；张＊明（元）。"),
        Script(name: "mixed", text: "Qingxi kilowatt HW-2021 ¥12,345.60元，62% 本村 12 组 kilowattkilowattkilowatt 公开"),
        Script(name: "tibetan", text: "བོད་ཡིག རྒྱལ་ཁབ སྤྱི་ཚོགས བཀྲ་ཤིས་བདེ་ལེགས ཧཱུྃ 村务公开 གྲོང་ཚོ།"),
        Script(name: "yi", text: "ꆈꌠꁱꂷꀀꀁꀂ，村务公开 ꒉꒊꒋ。ꀉꃅ 12"),
        Script(name: "missing", text: "王\u{30000}、李\u{E000}（三组）"),
    ]
    static let sizes = [28, 44, 60]
    static let alignments: [(String, TextAlignment)] = [("left", .left), ("justified", .justified), ("centre", .centre), ("right", .right)]

    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let goldens = here.appendingPathComponent("Goldens")
    private static let accepts = ProcessInfo.processInfo.environment["YUANBA_ACCEPT"] == "1"

    private static func fonts() throws -> FontSet {
        try FontSet.open(
            ["NotoSansCJKsc-Regular.otf", "NotoSansYi-Regular.ttf", "NotoSerifTibetan-Regular.ttf"].map { name in
                FontFamily(
                    name: name, debianPackage: "none", regular: [FontFile(path: here.appendingPathComponent("Fonts/" + name).path)], bold: [])
            })
    }

    private static func options(_ alignment: TextAlignment) -> ParagraphOptions {
        ParagraphOptions(alignment: alignment, firstLineIndent: alignment == .justified ? 2 : 0)
    }

    @Test("layout is as accepted, exactly", arguments: scripts)
    func layout(_ script: Script) throws {
        let typesetter = Typesetter(fonts: try GoldenTests.fonts())
        var text = ""
        for size in GoldenTests.sizes {
            for (name, alignment) in GoldenTests.alignments {
                text += "\(size) px, \(name)\n"
                for line in typesetter.paragraph(script.text, TextStyle(size: size), width: size * 12, GoldenTests.options(alignment)) {
                    text += "  \(line.scalars.lowerBound)..<\(line.scalars.upperBound) from \(line.start) to \(line.end) "
                    text += "ascent \(line.ascent) descent \(line.descent) ink \(line.inkTop) \(line.inkBottom)\n   "
                    for glyph in line.glyphs { text += " \(glyph.face):\(glyph.glyph)@\(glyph.x)\(glyph.rise == 0 ? "" : ",\(glyph.rise)")" }
                    text += "\n"
                }
            }
        }
        let file = GoldenTests.goldens.appendingPathComponent(script.name + ".txt")
        if GoldenTests.accepts {
            try Data(text.utf8).write(to: file)
            return
        }
        let (old, new) = (try String(contentsOf: file, encoding: .utf8).split(separator: "\n"), text.split(separator: "\n"))
        for (index, (before, now)) in zip(old, new).enumerated() where before != now {
            Issue.record("line \(index + 1) was \(before), is \(now)")
            break
        }
        #expect(old.count == new.count)
    }

    /// They hold for FreeType 2.12.1 and HarfBuzz 6.0.0. Other versions round a stroke's edge otherwise: one pixel in fifty may differ.
    @Test("pixels are as accepted", arguments: scripts)
    func pixels(_ script: Script) throws {
        let fonts = try GoldenTests.fonts()
        let typesetter = Typesetter(fonts: fonts)
        let cache = try GlyphCache(fonts: fonts)
        let canvas = Canvas(capacity: PixelSize(width: 800, height: 720))
        canvas.clear(PaintingTests.ground)
        var y = 8
        for (size, alignment) in [(28, TextAlignment.justified), (28, .right), (44, .justified), (60, .centre)] {
            for line in typesetter.paragraph(script.text, TextStyle(size: size), width: 760, GoldenTests.options(alignment)) {
                cache.paint(line, at: PixelPoint(x: 20, y: y + line.ascent), PaintingTests.ink, over: PaintingTests.ground, on: canvas)
                y += line.ascent + line.descent
            }
        }
        let file = GoldenTests.goldens.appendingPathComponent(script.name + ".png")
        if GoldenTests.accepts {
            try Data(canvas.png()).write(to: file)
            return
        }
        let expected = try Picture.decode(Array(Data(contentsOf: file)))
        try #require(expected.size == canvas.capacity)
        var differing = 0
        for y in 0 ..< canvas.capacity.height {
            for x in 0 ..< canvas.capacity.width where canvas[x, y] != expected[x, y] { differing += 1 }
        }
        #expect(differing <= canvas.capacity.width * canvas.capacity.height / 50, "\(differing) pixels differ")
    }

    @Test("no golden is left over")
    func leftOver() throws {
        let names = Set(GoldenTests.scripts.flatMap { [$0.name + ".txt", $0.name + ".png"] })
        let found = try FileManager.default.contentsOfDirectory(atPath: GoldenTests.goldens.path)
        #expect(Set(found).subtracting(names).isEmpty)
    }
}
