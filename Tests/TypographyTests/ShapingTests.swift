import ChildProgram
import Glibc
import Testing

import Typography

/// Glyphs and positions against HarfBuzz's own program, hb-shape (Debian: libharfbuzz-bin).
@Suite("Shaping")
struct ShapingTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let name: String
        /// Lines without anything that clreq spaces.
        let lines: [String]
        let font: String
        var index = 0
        let script: String
        var features = ""
        var weight = TextStyle.Weight.regular

        var testDescription: String { name }
    }

    static let cjk = "/usr/share/fonts/opentype/noto/NotoSansCJK-"

    static func han(_ seed: UInt64) -> [String] {
        var dice = Dice(state: seed)
        return (0 ..< 40).map { _ in
            var view = String.UnicodeScalarView()
            while view.count < 50 {
                let range: ClosedRange<UInt32> = dice.pick([0x4E00 ... 0x9FFF, 0x4E00 ... 0x62FF, 0x3400 ... 0x4DBF, 0x2_0000 ... 0x2_0FFF])
                guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &dice)) else { continue }
                if (try? Setting.fonts.get())?.mainCovers(scalar) == true { view.append(scalar) }
            }
            return String(view)
        }
    }

    static let numbers = ["0123456789", "12,345.60", "028-0000-0003", "19:32", "62%", "+48,500.00", "−26,945.80", "2026-10-08", "(3)*[4]/{5}", "¥1,200"]
    static let words = [
        "kilowatt", "HW-2021-008", "jiandu@hewan.example", "fflffi", "AVATAR", "To", "Wäre", "Ê̄Ế", "naïve", "office", "f(x)=i", "Übergröße",
    ]

    static let samples: [Sample] = [
        Sample(name: "ideographs, regular", lines: han(1), font: cjk + "Regular.ttc", index: 2, script: "hani", features: "-kern"),
        Sample(
            name: "ideographs, bold", lines: han(2), font: cjk + "Bold.ttc", index: 2, script: "hani", features: "-kern", weight: .bold),
        Sample(name: "numbers, regular", lines: numbers, font: cjk + "Regular.ttc", index: 2, script: "hani", features: "-kern"),
        Sample(
            name: "numbers, bold", lines: numbers, font: cjk + "Bold.ttc", index: 2, script: "hani", features: "-kern", weight: .bold),
        Sample(name: "words, regular", lines: words, font: cjk + "Regular.ttc", index: 2, script: "latn"),
        Sample(name: "words, bold", lines: words, font: cjk + "Bold.ttc", index: 2, script: "latn", weight: .bold),
        Sample(name: "dashes and dots", lines: ["——", "……", "—", "⸺"], font: cjk + "Regular.ttc", index: 2, script: "hani", features: "-kern"),
        Sample(
            name: "Tibetan", lines: ["བོད་ཡིག", "རྒྱལ་ཁབ", "སྤྱི་ཚོགས", "བཀྲ་ཤིས་བདེ་ལེགས", "ཧཱུྃ", "གྲོང་ཚོ"],
            font: "/usr/share/fonts/truetype/noto/NotoSerifTibetan-Regular.ttf", script: "tibt"),
        Sample(
            name: "Yi", lines: ["ꆈꌠꁱꂷ", "ꀀꀁꀂ", "ꒉꒊꒋ"], font: "/usr/share/fonts/truetype/noto/NotoSansYi-Regular.ttf", script: "yiii"),
    ]

    @Test("as hb-shape has it", arguments: samples, [13, 28, 37, 44, 60])
    func agrees(_ sample: Sample, size: Int) throws {
        guard access("/usr/bin/hb-shape", X_OK) == 0 else {
            print("not compared: hb-shape is missing, install libharfbuzz-bin")
            return
        }
        guard access(sample.font, R_OK) == 0 else {
            print("not compared: \(sample.font) is missing")
            return
        }
        let typesetter = try Setting.typesetter()
        var arguments = [
            "/usr/bin/hb-shape", sample.font, "--face-index=\(sample.index)", "--font-size=\(size * 64)", "--language=zh-hans",
            "--script=\(sample.script)", "--direction=ltr", "--no-glyph-names", "--no-clusters",
        ]
        if !sample.features.isEmpty { arguments.append("--features=\(sample.features)") }
        let shaped = try ChildProgram.output(arguments, input: Array((sample.lines.joined(separator: "\n") + "\n").utf8))
        let expected = String(decoding: shaped, as: UTF8.self).split(separator: "\n").map { String($0) }
        #expect(expected.count == sample.lines.count)
        for (text, row) in zip(sample.lines, expected) {
            let line = typesetter.line(text, TextStyle(size: size, weight: sample.weight))
            var pen: Int32 = 0
            var wanted: [[Int32]] = []
            // [gid@dx,dy+advance|…]
            for glyph in row.dropFirst().dropLast().split(separator: "|") {
                let parts = glyph.split(separator: "+")
                let place = parts[0].split(separator: "@")
                let offset = place.count > 1 ? place[1].split(separator: ",").compactMap { Int32($0) } : [0, 0]
                wanted.append([Int32(place[0]) ?? -1, pen + offset[0], (offset[1] + 32) >> 6])
                pen += parts.count > 1 ? Int32(parts[1]) ?? 0 : 0
            }
            #expect(line.glyphs.map { [Int32($0.glyph), $0.x, Int32($0.rise)] } == wanted, "\(text)")
            #expect(line.advance == pen, "\(text)")
        }
    }

    @Test("simplified forms also come out of the Japanese face: locl")
    func localForms() throws {
        let regular = FontFile(path: ShapingTests.cjk + "Regular.ttc", family: "Noto Sans CJK JP")
        let japanese = FontFamily(name: "Noto Sans CJK JP", debianPackage: "fonts-noto-cjk", regular: [regular], bold: [])
        let style = TextStyle(size: 44)
        let text = "骨直角令复海房刃化今边返底没望"
        // Both faces share their glyphs, so equal forms are equal numbers.
        let simplified = try Setting.typesetter().line(text, style).glyphs.map(\.glyph)
        let local = Typesetter(fonts: try FontSet.open([japanese])).line(text, style).glyphs.map(\.glyph)
        #expect(local == simplified)
    }

    @Test("punctuation that is trimmed has its blank where the font's halt feature says", arguments: Array("、，。．：；！？“”‘’（）《》〈〉「」『』【】〔〕〖〗［］｛｝·"))
    func halt(mark: Character) throws {
        guard access("/usr/bin/hb-shape", X_OK) == 0 else {
            print("not compared: hb-shape is missing, install libharfbuzz-bin")
            return
        }
        let shaped = try ChildProgram.output(
            ["/usr/bin/hb-shape", ShapingTests.cjk + "Regular.ttc", "--face-index=2", "--font-size=1000", "--language=zh-hans",
                "--script=hani", "--direction=ltr", "--no-glyph-names", "--no-clusters", "--features=halt"], input: Array("\(mark)\n".utf8))
        let output = String(decoding: shaped, as: UTF8.self)
        let line = try Setting.typesetter().line(String(mark), TextStyle(size: 1000 / 2))
        // A line of the mark alone trims both sides: the glyph is moved left by the blank before it and the box is half an em.
        let shift = output.split(separator: "@").dropFirst().first.flatMap { Int32($0.prefix { $0 != "," }) } ?? 0
        #expect(line.glyphs[0].x == shift * 32)
        #expect(line.advance == 250 * 64)
        #expect(output.contains("+500"))
    }
}
