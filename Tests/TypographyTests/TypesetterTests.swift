import Pixels
import Testing

import Typography

@Suite("Typesetter")
struct TypesetterTests {
    @Test("digits have equal advances in both weights")
    func tabularDigits() throws {
        let typesetter = Typesetter(fonts: try FontSet.open())
        for weight in [TextStyle.Weight.regular, .bold] {
            for size in [28, 36, 40, 44, 60] {
                let widths = Set((0 ... 9).map { typesetter.line("\($0)", TextStyle(size: size, weight: weight)).advance })
                #expect(widths.count == 1, "\(weight) \(size): \(widths)")
            }
        }
    }

    @Test("no line is wider than its paragraph")
    func fits() throws {
        let typesetter = Typesetter(fonts: try FontSet.open())
        let text = "因镇自来水厂更换主管道，本村一组、二组、三组和五组将于11月24日（星期二）8:00至18:00停水。请各家提前蓄水，关好水龙头。"
        for width in stride(from: 60, through: 1000, by: 13) {
            for line in typesetter.paragraph(text, TextStyle(size: 44), width: width, .prose) {
                #expect(line.end <= Int32(width) * 64 || line.clusters.count == 1)
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
}
