import Pages
import Pixels
import Testing

/// WCAG 2.2 contrast of every text paint on every ground it may stand on, by the standard's own formula.
@Suite struct PaletteTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        var ink: Paint
        var ground: Paint
        var least: Double
        var testDescription: String { "\(ink) on \(ground)" }
    }

    static let pairs: [Pair] = {
        let grounds: [Paint] = [.background, .panel, .raised]
        let texts: [Paint] = [.ink, .redText, .greenText, .blueText, .violetText, .amberText]
        var pairs = grounds.flatMap { ground in texts.map { Pair(ink: $0, ground: ground, least: 7) } }
        pairs += grounds.map { Pair(ink: .dim, ground: $0, least: 4.5) }
        pairs += [Paint.greenFill, .blueFill, .violetFill, .tealFill, .amberFill].map { Pair(ink: .onFill, ground: $0, least: 7) }
        pairs.append(Pair(ink: .onRedFill, ground: .redFill, least: 7))
        // A caption under a picture, and a hint's key.
        pairs += [Paint.letterbox, .cap].map { Pair(ink: .ink, ground: $0, least: 7) }
        // Not text: the focus frame and the keys' colours, WCAG 1.4.11.
        pairs += grounds.map { Pair(ink: .sun, ground: $0, least: 3) }
        return pairs
    }()

    @Test(arguments: Style.Theme.allCases, pairs)
    func contrast(_ theme: Style.Theme, _ pair: Pair) {
        let palette = Palette.of(theme)
        let contrast = ratio(palette[pair.ink], palette[pair.ground])
        #expect(contrast >= pair.least, "\(theme): \(palette[pair.ink].hex) on \(palette[pair.ground].hex) is \(contrast)")
    }

    /// What the pairs above promise, on real drawings: each line of text against what was painted under it last.
    @Test(arguments: Style.Theme.allCases)
    func textStandsOnGroundsThatItMayStandOn(_ theme: Style.Theme) throws {
        let palette = Palette.of(theme)
        let renderer = try LayoutTests.renderer()
        for sample in Sample.all {
            let drawing = renderer.drawing(sample.scene)
            for (offset, op) in drawing.ops.enumerated() {
                guard case .text(let line, let pen, let ink) = op else { continue }
                let middle = PixelPoint(x: pen.x + line.width / 2, y: pen.y - line.style.size * 3 / 8)
                var ground = drawing.ground
                var isShaded = false
                for under in drawing.ops[..<offset] {
                    switch under {
                    case .fill(let rect, let paint) where rect.contains(middle): ground = paint
                    case .rounded(let rect, _, let paint) where rect.contains(middle):
                        ground = paint
                        isShaded = false
                    case .shade(let rect): isShaded = isShaded || rect.contains(middle)
                    default: break
                    }
                }
                // A page under a dialogue is not to be read; what stands on its shade itself is.
                let shadedLater = drawing.ops[offset...].contains { if case .shade(let rect) = $0 { rect.contains(middle) } else { false } }
                guard !shadedLater else { continue }
                let color = isShaded ? palette[.shade].over(palette[ground], coverage: Palette.shadeOpacity) : palette[ground]
                let least = ink == .dim ? 4.5 : 7
                let contrast = ratio(palette[ink], color)
                #expect(contrast >= least, "\(sample.name): “\(line.text)” \(ink) on \(ground) is \(contrast)")
            }
        }
    }

    @Test(arguments: Style.Theme.allCases)
    func theFocusHasItsColourForItself(_ theme: Style.Theme) {
        let palette = Palette.of(theme)
        for paint in Paint.allCases where paint != .sun {
            #expect(palette[paint] != palette[.sun], "\(paint)")
        }
    }

    /// WCAG 2.2 written out, independent of `Color.contrast`.
    private func ratio(_ a: Color, _ b: Color) -> Double {
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    private func luminance(_ color: Color) -> Double {
        func linear(_ channel: UInt8) -> Double {
            let value = Double(channel) / 255
            if value <= 0.04045 { return value / 12.92 }
            // x^2.4 = x² · x^(2/5), the fifth root by Newton's method.
            let x = (value + 0.055) / 1.055
            var root = x
            for _ in 0..<60 { root -= (root * root * root * root * root - x) / (5 * root * root * root * root) }
            return x * x * root * root
        }
        return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    }
}
