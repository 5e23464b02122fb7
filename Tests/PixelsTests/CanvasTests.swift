import Testing

import Pixels

/// Small, repeatable random numbers (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("Canvas")
struct CanvasTests {
    @Test("colours parse, print and compare as WCAG says")
    func colours() throws {
        let ink = try #require(Color(hex: "#f5F1E8"))
        #expect(ink.hex == "#F5F1E8")
        #expect(Color(hex: "F5F1E8") == nil)
        #expect(Color(hex: "#F5F1E") == nil)
        #expect(Color(hex: "#F5F1EG") == nil)
        #expect(abs(Color.white.contrast(with: .black) - 21) < 0.001)
        // The WCAG example pair #777777 on white is 4.48.
        #expect(abs(Color(0x77_7777).contrast(with: .white) - 4.478) < 0.001)
    }

    @Test("a page painted in bands equals the page painted at once")
    func bands() {
        let size = PixelSize(width: 211, height: 157)
        let picture = Picture(
            size: PixelSize(width: 37, height: 23), words: (0 ..< 37 * 23).map { UInt32($0) &* 2_654_435_761 })
        func draw(_ canvas: Canvas) {
            canvas.clear(Color(0x0F_1A1C))
            canvas.fillRounded(PixelRect(x: 5, y: 3, width: 90, height: 61), radius: 18, Color(0x17_262A))
            canvas.strokeRounded(PixelRect(x: 1, y: -4, width: 120, height: 91), radius: 20, width: 8, Color(0xF4_B740))
            canvas.fillRounded(PixelRect(x: 60, y: 40, width: 70, height: 50), radius: 9, .black, opacity: 170)
            canvas.dashedRounded(
                PixelRect(x: 100, y: 60, width: 100, height: 90), radius: 18, width: 2, dash: 6, gap: 4, .white)
            canvas.circle(centre: SubpixelPoint(x: 30, y: 100), radius: 18, Color(0x58_C08A))
            canvas.ring(centre: SubpixelPoint(x: 70.5, y: 110.25), radius: 14, width: 5, Color(0x6F_B1F0))
            canvas.checkMark(in: PixelRect(x: 20, y: 92, width: 20, height: 16), width: 3, .black)
            canvas.triangle(
                SubpixelPoint(x: 90, y: 100), SubpixelPoint(x: 110, y: 111), SubpixelPoint(x: 90, y: 122), Color(0xB4_C2C0))
            canvas.line(from: SubpixelPoint(x: -5, y: 130), to: SubpixelPoint(x: 220, y: 95), width: 2.5, Color(0x35_535A))
            canvas.draw(picture, in: PixelRect(x: 140, y: 10, width: 60, height: 41))
        }
        let whole = Canvas(capacity: size)
        draw(whole)
        for height in [1, 7, 64] {
            let band = Canvas(capacity: PixelSize(width: size.width, height: height))
            var differences = 0
            for top in stride(from: 0, to: size.height, by: height) {
                band.show(PixelRect(x: 0, y: top, width: size.width, height: min(height, size.height - top)))
                draw(band)
                for y in band.window.y ..< band.window.maxY {
                    for x in 0 ..< size.width where band[x, y] != whole[x, y] { differences += 1 }
                }
            }
            #expect(differences == 0, "bands of \(height) rows")
        }
    }

    @Test("a coverage tile equals the rule applied pixel by pixel, wherever it lies", arguments: 0 ..< 40)
    func tiles(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let (width, height) = (Int.random(in: 1 ... 70, using: &dice), Int.random(in: 1 ... 20, using: &dice))
        let stride = width + Int.random(in: 0 ... 5, using: &dice)
        let coverage = (0 ..< stride * height + 16).map { _ in UInt8.random(in: 0 ... 255, using: &dice) }
        let ink = Color(UInt32.random(in: 0 ... 0xFF_FFFF, using: &dice))
        let ground = Color(UInt32.random(in: 0 ... 0xFF_FFFF, using: &dice))
        let at = PixelPoint(x: Int.random(in: -30 ... 50, using: &dice), y: Int.random(in: -10 ... 25, using: &dice))
        let canvas = Canvas(capacity: PixelSize(width: 61, height: 31))
        let flat = Canvas(capacity: PixelSize(width: 61, height: 31))
        canvas.setClip(PixelRect(x: 3, y: 2, width: 50, height: 27))
        flat.setClip(PixelRect(x: 3, y: 2, width: 50, height: 27))
        canvas.clear(ground)
        flat.clear(ground)
        coverage.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            let tile = CoverageTile(coverage: base, strideBytes: stride, size: PixelSize(width: width, height: height))
            canvas.blendCoverage(tile, at: at, ink)
            flat.drawCoverage(tile, at: at, ink, over: ground)
        }
        var wrong = 0
        for y in 0 ..< 31 {
            for x in 0 ..< 61 {
                let inClip = canvas.clip.contains(PixelPoint(x: x, y: y))
                let (tx, ty) = (x - at.x, y - at.y)
                var expected = inClip ? ground : Color.black
                if inClip, tx >= 0, ty >= 0, tx < width, ty < height {
                    expected = slow(ink, over: ground, coverage[ty * stride + tx])
                }
                if canvas[x, y] != expected || flat[x, y] != expected { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    private func slow(_ ink: Color, over ground: Color, _ coverage: UInt8) -> Color {
        // In rational arithmetic: under + (ink − under) × weight / 512, halves up.
        let weight = coverage < 128 ? 2 * Int(coverage) : 2 * Int(coverage) + 1
        func channel(_ ink: UInt8, _ under: UInt8) -> UInt8 {
            let exact = (Double(ink) - Double(under)) * Double(weight) / 512
            return UInt8(Double(under) + (exact + 0.5).rounded(.down))
        }
        return Color(
            red: channel(ink.red, ground.red), green: channel(ink.green, ground.green), blue: channel(ink.blue, ground.blue))
    }
}
