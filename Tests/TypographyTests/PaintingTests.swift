import Glibc
import Pixels
import Testing

import Typography

@Suite("Glyph painting")
struct PaintingTests {
    static let ink = Color(0xF5_F1E8)
    static let ground = Color(0x17_262A)

    private func sample() throws -> [ShapedLine] {
        let typesetter = try Setting.typesetter()
        let text = "停水期间，文化广场设有取水点（8:00—18:00），AVATAR Ê\u{304} “一卡通”¥12,345.60元。བོད་ཡིག ꆈꌠ\u{30000}"
        return [28, 44, 13].flatMap { typesetter.paragraph(text, TextStyle(size: $0), width: 560, .prose) }
    }

    private func paint(_ lines: [ShapedLine], _ cache: GlyphCache, over ground: Color?, on canvas: Canvas) {
        canvas.clear(PaintingTests.ground)
        var y = 10
        for line in lines {
            y += line.ascent
            cache.paint(line, at: PixelPoint(x: 20, y: y), PaintingTests.ink, over: ground, on: canvas)
            y += line.descent
        }
    }

    private func differences(_ a: Canvas, _ b: Canvas) -> Int {
        var count = 0
        for y in a.window.y ..< a.window.maxY {
            for x in a.window.x ..< a.window.maxX where a[x, y] != b[x, y] { count += 1 }
        }
        return count
    }

    @Test("a known ground gives the same pixels as reading it back, and bands the same as the whole page")
    func waysToPaint() throws {
        let lines = try sample()
        let cache = try GlyphCache(fonts: try Setting.fonts.get())
        let size = PixelSize(width: 620, height: 900)
        let read = Canvas(capacity: size)
        paint(lines, cache, over: nil, on: read)
        let flat = Canvas(capacity: size)
        paint(lines, cache, over: PaintingTests.ground, on: flat)
        #expect(differences(read, flat) == 0)
        var inked = 0
        for y in 0 ..< size.height {
            for x in 0 ..< size.width where read[x, y] != PaintingTests.ground { inked += 1 }
        }
        #expect(inked > 20_000)
        let banded = Canvas(capacity: size)
        for top in stride(from: 0, to: size.height, by: 23) {
            for left in stride(from: 0, to: size.width, by: 101) {
                banded.setClip(PixelRect(x: left, y: top, width: 101, height: 23))
                paint(lines, cache, over: PaintingTests.ground, on: banded)
            }
        }
        #expect(differences(read, banded) == 0)
    }

    @Test("the ink of a line is where its pixels are")
    func ink() throws {
        let cache = try GlyphCache(fonts: try Setting.fonts.get())
        let canvas = Canvas(capacity: PixelSize(width: 700, height: 200))
        for line in try sample() {
            canvas.clear(PaintingTests.ground)
            let origin = PixelPoint(x: 40, y: 100)
            cache.paint(line, at: origin, PaintingTests.ink, on: canvas)
            var seen = PixelRect.zero
            for y in 0 ..< 200 {
                for x in 0 ..< 700 where canvas[x, y] != PaintingTests.ground {
                    seen = seen.union(PixelRect(x: x, y: y, width: 1, height: 1))
                }
            }
            #expect(cache.ink(of: line, at: origin).contains(seen))
            #expect(line.box(at: origin).contains(seen), "nothing is clipped by the line's box")
        }
    }

    @Test("20,000 different characters stay within the budget and are painted right")
    func budget() throws {
        let fonts = try Setting.fonts.get()
        let typesetter = Typesetter(fonts: fonts)
        let budget = 1 << 20
        let small = try GlyphCache(fonts: fonts, budget: budget)
        let style = TextStyle(size: 28)
        let canvas = Canvas(capacity: PixelSize(width: 1500, height: 60))
        let again = Canvas(capacity: PixelSize(width: 1500, height: 60))
        var painted = 0
        for start in stride(from: UInt32(0x4E00), to: 0x4E00 + 20_000, by: 50) {
            var view = String.UnicodeScalarView()
            for code in start ..< start + 50 { if let scalar = Unicode.Scalar(code) { view.append(scalar) } }
            let line = typesetter.line(String(view), style)
            painted += line.glyphs.count
            canvas.clear(PaintingTests.ground)
            small.paint(line, at: PixelPoint(x: 4, y: 40), PaintingTests.ink, over: PaintingTests.ground, on: canvas)
            #expect(small.statistics.bytes <= budget)
            // Every so often the same line from a cache that never had to evict.
            if start % 2000 == 0 {
                let fresh = try GlyphCache(fonts: fonts)
                again.clear(PaintingTests.ground)
                fresh.paint(line, at: PixelPoint(x: 4, y: 40), PaintingTests.ink, over: PaintingTests.ground, on: again)
                #expect(differences(canvas, again) == 0, "from \(start)")
            }
        }
        #expect(painted == 20_000)
        #expect(small.statistics.evicted > 10_000)
        #expect(small.statistics.rasterised > 19_900)
    }

    @Test("glyphs too large to be cached are painted all the same", arguments: [240, 300, 400, 512])
    func large(size: Int) throws {
        let fonts = try Setting.fonts.get()
        let typesetter = Typesetter(fonts: fonts)
        let cache = try GlyphCache(fonts: fonts)
        let line = typesetter.line("鼻g—", TextStyle(size: size, weight: .bold))
        let canvas = Canvas(capacity: PixelSize(width: 1800, height: 700))
        let origin = PixelPoint(x: 20, y: 520)
        canvas.clear(PaintingTests.ground)
        cache.paint(line, at: origin, PaintingTests.ink, over: PaintingTests.ground, on: canvas)
        let box = cache.ink(of: line, at: origin)
        var seen = PixelRect.zero
        var inked = 0.0
        for y in 0 ..< 700 {
            for x in 0 ..< 1800 where canvas[x, y] != PaintingTests.ground {
                seen = seen.union(PixelRect(x: x, y: y, width: 1, height: 1))
                inked += 1
            }
        }
        // Coverage that rounds to nothing is ink too.
        #expect(box.contains(seen) && seen.inset(-2).contains(box))
        // The same outlines at a quarter of the size are cached; ink grows with the square.
        let small = Canvas(capacity: PixelSize(width: 500, height: 200))
        small.clear(PaintingTests.ground)
        let quarter = typesetter.line("鼻g—", TextStyle(size: size / 4, weight: .bold))
        cache.paint(quarter, at: PixelPoint(x: 20, y: 140), PaintingTests.ink, over: PaintingTests.ground, on: small)
        var quarterInked = 0.0
        for y in 0 ..< 200 {
            for x in 0 ..< 500 { quarterInked += Double(Int(small[x, y].green) - Int(PaintingTests.ground.green)) / 203 }
        }
        #expect(abs(inked / (quarterInked * 16) - 1) < 0.1, "\(inked) and \(quarterInked)")
        #expect(cache.statistics.bytes <= cache.budget)
        // In bands, and over any background, nothing changes.
        let banded = Canvas(capacity: canvas.capacity)
        banded.clear(PaintingTests.ground)
        for top in stride(from: 0, to: 700, by: 64) {
            banded.setClip(PixelRect(x: 0, y: top, width: 1800, height: 64))
            cache.paint(line, at: origin, PaintingTests.ink, on: banded)
        }
        #expect(differences(canvas, banded) == 0)
    }

    @Test("a rare character is bold beside its neighbours though its font is not", arguments: ["\u{20000}", "ꀉ"])
    func boldened(text: String) throws {
        let cache = try GlyphCache(fonts: try Setting.fonts.get())
        func light(_ weight: TextStyle.Weight) throws -> Int {
            let canvas = Canvas(capacity: PixelSize(width: 120, height: 120))
            let line = try Setting.typesetter().line(text, TextStyle(size: 60, weight: weight))
            cache.paint(line, at: PixelPoint(x: 20, y: 80), .white, on: canvas)
            return (0 ..< 120).reduce(0) { sum, y in sum + (0 ..< 120).reduce(0) { $0 + Int(canvas[$1, y].red) } }
        }
        guard Setting.hasFamily("HanaMinB"), Setting.hasFamily("Noto Sans Yi") else {
            print("not tried: fonts-hanazono or fonts-noto-core is missing")
            return
        }
        let (bold, regular) = (try light(.bold), try light(.regular))
        #expect(bold * 4 > regular * 5)
    }

    @Test("text over a hole is premultiplied by its coverage")
    func premultiplied() throws {
        let cache = try GlyphCache(fonts: try Setting.fonts.get())
        let line = try Setting.typesetter().line("停水 42", TextStyle(size: 44))
        let origin = PixelPoint(x: 10, y: 70)
        // White on black shows the coverage itself in every byte.
        let (coverage, hole) = (Canvas(capacity: PixelSize(width: 260, height: 100)), Canvas(capacity: PixelSize(width: 260, height: 100)))
        coverage.clear(.black)
        cache.paint(line, at: origin, .white, on: coverage)
        hole.clear(PaintingTests.ground)
        hole.cut(PixelRect(x: 0, y: 0, width: 260, height: 100))
        cache.paint(line, at: origin, PaintingTests.ink, on: hole)
        var partly = 0
        for y in 0 ..< 100 {
            hole.withRow(y) { row in
                for x in 0 ..< 260 {
                    let alpha = Double(row[x] >> 24)
                    #expect(alpha == Double(coverage[x, y].red))
                    for (shift, ink) in [(UInt32(16), 0xF5), (8, 0xF1), (0, 0xE8)] {
                        #expect(abs(Double(row[x] >> shift & 255) - alpha * Double(ink) / 255) <= 1)
                    }
                    if alpha > 0, alpha < 255 { partly += 1 }
                }
            }
        }
        #expect(partly > 500)
    }

    @Test("threads that paint from one small cache at once paint what one thread paints")
    func threads() throws {
        let fonts = try Setting.fonts.get()
        let lines = try sample()
        let cache = try GlyphCache(fonts: fonts, budget: 512 << 10)
        let expected = Canvas(capacity: PixelSize(width: 620, height: 900))
        paint(lines, try GlyphCache(fonts: fonts), over: nil, on: expected)
        final class Work: @unchecked Sendable {
            let body: () -> Void
            init(_ body: @escaping () -> Void) { self.body = body }
        }
        let canvases = (0 ..< 3).map { _ in Canvas(capacity: PixelSize(width: 620, height: 900)) }
        var threads: [pthread_t] = []
        for (index, canvas) in canvases.enumerated() {
            let work = Work {
                for round in 0 ..< 20 {
                    // Other sizes in between, so that tiles are evicted while the others paint.
                    let style = TextStyle(size: 20 + (index * 20 + round) % 50)
                    let other = Typesetter(fonts: fonts).line("因镇自来水厂更换主管道本村一组二组三组和五组将于停水", style)
                    cache.paint(other, at: PixelPoint(x: 0, y: 200), PaintingTests.ink, on: canvas)
                    paint(lines, cache, over: PaintingTests.ground, on: canvas)
                }
            }
            var thread = pthread_t()
            let context = Unmanaged.passRetained(work).toOpaque()
            let status = pthread_create(
                &thread, nil,
                { context in
                    guard let context else { return nil }
                    Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                    return nil
                }, context)
            #expect(status == 0)
            threads.append(thread)
        }
        for thread in threads { pthread_join(thread, nil) }
        for canvas in canvases { #expect(differences(canvas, expected) == 0) }
        #expect(cache.statistics.evicted > 0)
    }

    @Test("painting a line whose glyphs are cached allocates nothing; one planted allocation is counted")
    func allocations() throws {
        let lines = try sample()
        let cache = try GlyphCache(fonts: try Setting.fonts.get())
        let canvas = Canvas(capacity: PixelSize(width: 620, height: 900))
        paint(lines, cache, over: nil, on: canvas)
        for line in lines {
            for ground in [nil, PaintingTests.ground] {
                let counted = AllocationCounter.count {
                    cache.paint(line, at: PixelPoint(x: 20, y: 50), PaintingTests.ink, over: ground, on: canvas)
                }
                #expect(counted == 0)
            }
        }
        let planted = AllocationCounter.count {
            cache.paint(lines[0], at: PixelPoint(x: 20, y: 50), PaintingTests.ink, on: canvas)
            free(malloc(24))
        }
        #expect(planted == 1)
    }
}
