import Display
import LinuxIO
import Pixels
import Testing

/// A camera whose picture is known: each pixel tells picture, row and column.
final class FakeLayer: VideoLayer {
    var picture: UInt64
    var second = -1
    let width: Int
    var committed: [UInt64] = []
    var shown: [UInt64] = []
    var rowsDrawn = 0
    /// When its pictures were taken, by number; those that are not here, just now.
    var times: [UInt64: MonotonicInstant] = [:]
    /// Hides itself when the newest is older.
    var patience = Duration.seconds(1)

    init(picture: UInt64, width: Int) {
        self.picture = picture
        self.width = width
    }

    static func pixel(_ picture: UInt64, _ x: Int, _ y: Int) -> UInt32 {
        0xFF00_0000 | UInt32(truncatingIfNeeded: picture) << 16 | UInt32(y) << 8 | UInt32(x)
    }

    func draw(row y: Int, to pixels: UnsafeMutablePointer<UInt32>) {
        rowsDrawn += 1
        for x in 0..<width { pixels[x] = Self.pixel(picture, x, y) }
    }

    func taken(_ picture: UInt64) -> MonotonicInstant { times[picture] ?? .now() }
    func hideIfOld(at now: MonotonicInstant) { if now - taken(picture) > patience { picture = 0 } }
    func committed(_ picture: UInt64) { if picture != 0 { committed.append(picture) } }
    func shown(_ picture: UInt64, at flip: Flip) { if picture != 0 { shown.append(picture) } }
    var sharing: Result<SharedPictures, VideoUnshared> { .failure(VideoUnshared("drawn here")) }
    var buffer: Int { 0 }
    func takes(_ path: VideoPath) {}
}

@Suite struct WindowTests {
    static let size = PixelSize(width: 37, height: 53)

    /// What must be seen, worked out pixel by pixel: the page where it is opaque, else the camera; without a picture the cover's words, black
    /// when there is no cover.
    static func expected(_ page: [UInt32], _ windows: [VideoWindow], isCovered: Bool) -> [UInt32] {
        var pixels = page
        for window in windows {
            let picture = window.layer.picture
            for y in window.rect.y..<window.rect.maxY {
                for x in window.rect.x..<window.rect.maxX {
                    let index = y * size.width + x
                    if picture == 0, isCovered {
                        pixels[index] = cover(page[index])
                    } else if page[index] == 0 {
                        pixels[index] = picture == 0 ? 0xFF00_0000 : FakeLayer.pixel(picture, x - window.rect.x, y - window.rect.y)
                    }
                }
            }
        }
        return pixels
    }

    /// What the cover of a page has where the page has that pixel.
    static func cover(_ pixel: UInt32) -> UInt32 { pixel == 0 ? 0xFF00_00C0 : pixel }

    /// The rule behind damage, with cameras: whatever pages, windows and pictures come in whatever order, what is shown is all of the
    /// newest of each.
    @Test(arguments: [2, 3], [false, true])
    func randomPagesAndPicturesAlwaysStandCompleteOnScreen(buffers: Int, isCovered: Bool) throws {
        let size = Self.size
        let bench = try PresenterTests.Bench(size: size, buffers: buffers)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        var random = Random(seed: UInt64(buffers) + 7)
        var page = [UInt32](repeating: 0xFF00_0001, count: size.width * size.height)
        var windows: [VideoWindow] = []
        var layers: [FakeLayer] = []
        var shownAtLeastOnce = 0
        func setPage() {
            for _ in 0..<random.number(0...3) {
                let (x, y) = (random.number(0...size.width - 1), random.number(0...size.height - 1))
                let (right, bottom) = (random.number(x...size.width - 1), random.number(y...size.height - 1))
                let value = 0xFF00_0000 | UInt32(random.number(0...3))
                for row in y...bottom { for column in x...right { page[row * size.width + column] = value } }
            }
            for window in windows {
                for row in window.rect.y..<window.rect.maxY {
                    for column in window.rect.x..<window.rect.maxX where random.number(0...9) > 0 {
                        page[row * size.width + column] = 0
                    }
                }
            }
        }
        for tag: UInt64 in 1...600 {
            switch random.number(0...9) {
            case 0:
                // Another layout: windows side by side, or none.
                for index in page.indices where page[index] == 0 { page[index] = 0xFF00_0002 }
                layers = (0..<random.number(0...2)).map { _ in FakeLayer(picture: 0, width: random.number(1...17)) }
                windows = layers.enumerated().map { offset, layer in
                    VideoWindow(
                        layer: layer,
                        rect: PixelRect(
                            x: offset * 18 + random.number(0...1), y: random.number(0...20), width: layer.width,
                            height: random.number(1...30)))
                }
                setPage()
                bench.presenter.present(composite(page, windows, isCovered), tag: tag)
            case 1, 2:
                setPage()
                bench.presenter.present(composite(page, windows, isCovered), tag: tag)
            case 3:
                bench.presenter.turnOff()
                bench.presenter.configure(bench.scanout, isNewDisplay: false)
            default:
                guard !layers.isEmpty else { continue }
                let layer = layers[random.number(0...layers.count - 1)]
                layer.picture = random.number(0...8) == 0 ? 0 : tag % 200 + 1
                bench.presenter.videoChanged()
            }
            guard random.number(0...2) > 0 else { continue }
            bench.blank()
            #expect(bench.scanout.isScreenComplete)
            if bench.scanout.onItsWay == nil, bench.scanout.shown != nil {
                #expect(bench.scanout.picture == Self.expected(page, windows, isCovered: isCovered), "after \(tag)")
                shownAtLeastOnce += 1
            }
        }
        #expect(shownAtLeastOnce > 100)
    }

    private func composite(_ page: [UInt32], _ windows: [VideoWindow], _ isCovered: Bool = false) -> Composite {
        func pixel(_ x: Int, _ y: Int) -> UInt32 { page[y * Self.size.width + x] }
        let size = Self.size
        return Composite(
            frame(size.width, size.height, pixel), windows,
            cover: isCovered ? frame(size.width, size.height) { Self.cover(pixel($0, $1)) } : nil)
    }

    @Test func aPictureTouchesItsWindowOnlyAndIsToldOnceShown() throws {
        let size = Self.size
        let bench = try PresenterTests.Bench(size: size, buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        let rect = PixelRect(x: 3, y: 5, width: 8, height: 4)
        let layer = FakeLayer(picture: 1, width: 8)
        var page = [UInt32](repeating: 0xFF00_0001, count: size.width * size.height)
        for y in rect.y..<rect.maxY { for x in rect.x..<rect.maxX { page[y * size.width + x] = 0 } }
        bench.presenter.present(composite(page, [VideoWindow(layer: layer, rect: rect)]), tag: 1)
        bench.blank()
        layer.picture = 2
        bench.presenter.videoChanged()
        bench.blank()
        #expect(layer.shown == [1, 2])
        // Both buffers hold all of the page now: another picture writes its rows and nothing else.
        let before = bench.scanout.memory.map(\.pixels)
        layer.rowsDrawn = 0
        layer.picture = 3
        bench.presenter.videoChanged()
        #expect(layer.rowsDrawn == rect.height)
        let changed = zip(before.joined(), bench.scanout.memory.map(\.pixels).joined()).filter { $0 != $1 }.count
        #expect(changed == rect.width * rect.height)
        #expect(bench.scanout.lastDamage.allSatisfy { $0.left >= 3 && $0.right <= 11 && $0.top >= 0 && $0.bottom <= 16 })
        bench.blank()
        let calls = bench.scanout.takeCalls().count
        bench.presenter.videoChanged()
        #expect(bench.scanout.takeCalls().isEmpty, "the same picture is no reason for a commit")
        #expect(calls > 0)
        #expect(bench.presenter.overdueSince == nil)
    }

    @Test func aPageWithoutCamerasIsLeftAlone() throws {
        let bench = try PresenterTests.Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        bench.blank()
        _ = bench.scanout.takeCalls()
        bench.presenter.videoChanged()
        #expect(bench.scanout.takeCalls().isEmpty)
    }

    /// What a plane shows is not written: the page's hole stays clear for it, and another picture is a flip to the same buffer.
    @Test func aPlanesPictureIsLeftToThePlane() throws {
        let size = Self.size
        let bench = try PresenterTests.Bench(size: size, buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.scanout.planes = [0]
        let rect = PixelRect(x: 3, y: 5, width: 8, height: 4)
        let layer = FakeLayer(picture: 1, width: 8)
        var page = [UInt32](repeating: 0xFF00_0001, count: size.width * size.height)
        for y in rect.y..<rect.maxY { for x in rect.x..<rect.maxX { page[y * size.width + x] = 0 } }
        bench.presenter.present(composite(page, [VideoWindow(layer: layer, rect: rect)]), tag: 1)
        bench.blank()
        #expect(bench.scanout.picture == page, "clear in the hole")
        #expect(layer.rowsDrawn == 0)
        _ = bench.scanout.takeCalls()
        layer.picture = 2
        bench.scanout.hasNewPlanePictures = true
        let before = bench.scanout.memory.map(\.pixels)
        bench.presenter.videoChanged()
        #expect(bench.scanout.takeCalls() == ["flip 0"], "the same buffer")
        #expect(bench.scanout.memory.map(\.pixels) == before, "nothing was written")
        layer.picture = 3
        bench.presenter.videoChanged()
        #expect(bench.scanout.takeCalls().isEmpty, "one at a time")
        bench.blank()
        #expect(bench.scanout.takeCalls() == ["settled", "flip 0"], "the newest follows by itself")
        bench.scanout.hasNewPlanePictures = false
        bench.blank()
        #expect(layer.shown == [1, 2, 3])
        #expect(layer.committed == [1, 2, 3])
        // The plane is taken away: the picture is drawn.
        bench.scanout.planes = []
        bench.presenter.videoChanged()
        bench.blank()
        #expect(layer.rowsDrawn == rect.height)
        #expect(bench.scanout.picture == Self.expected(page, [VideoWindow(layer: layer, rect: rect)], isCovered: false))
    }

    /// Over a plane's picture the clock is all that the processor writes.
    @Test func overAPlaneTheClockGoesOnAlone() throws {
        let size = PixelSize(width: 24, height: 8)
        let strip = ClockStrip(
            glyphs: Picture(size: PixelSize(width: 21, height: 2), words: Array(repeating: 7, count: 42)), digitWidth: 2, colonWidth: 1)
        let bench = try PresenterTests.Bench(size: size, buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.scanout.planes = [0]
        bench.scanout.hasNewPlanePictures = true
        let layer = FakeLayer(picture: 1, width: 20)
        let clock = VideoWindow.Clock(strip: strip, origin: PixelPoint(x: 4, y: 3))
        let window = VideoWindow(layer: layer, rect: PixelRect(x: 2, y: 0, width: 20, height: 8), clock: clock)
        let page = frame(24, 8) { x, _ in x >= 2 && x < 22 ? 0 : 0xFF00_00AA }
        for second in 0..<4 {
            layer.second = second
            if second == 0 { bench.presenter.present(Composite(page, [window]), tag: 1) } else { bench.presenter.videoChanged() }
            bench.blank()
            // Both buffers have all of the page by then; whoever writes to another row of theirs is seen.
            guard second >= 1 else { continue }
            for memory in bench.scanout.memory { for x in 2..<22 { memory.pixels[6 * 24 + x] = 0xBAD } }
        }
        for memory in bench.scanout.memory { #expect(memory.pixels[6 * 24 + 2..<6 * 24 + 22].allSatisfy { $0 == 0xBAD }) }
        #expect(bench.scanout.memory.contains { $0.pixels[3 * 24 + 4] != 0 && $0.pixels[3 * 24 + 4] != 0xBAD })
        #expect(layer.rowsDrawn == 0)
    }

    /// The frame path of a camera takes no memory: neither composed nor on a plane.
    @Test(arguments: [false, true]) func aPictureTakesNoMemory(isOnPlane: Bool) throws {
        let size = Self.size
        let scanout = QuietScanout(size)
        scanout.isOnPlane = isOnPlane
        let loop = try EventLoop()
        let presenter = Presenter(loop: loop, log: .none, patience: .seconds(1000)) { _ in }
        presenter.configure(scanout, isNewDisplay: false)
        let layers = (0..<4).map { _ in QuietLayer(width: 8) }
        var windows: [VideoWindow] = []
        for (offset, layer) in layers.enumerated() {
            windows.append(VideoWindow(layer: layer, rect: PixelRect(x: offset * 9, y: 4, width: 8, height: 20)))
        }
        let page = [UInt32](repeating: 0, count: size.width * size.height)
        presenter.present(composite(page, windows), tag: 1)
        func show() {
            for index in 0..<4 { layers[index].next() }
            presenter.videoChanged()
            presenter.handle(scanout.blank())
        }
        for _ in 0..<10 { show() }
        let counted = AllocationCounter.count { for _ in 0..<100 { show() } }
        #expect(counted == 0)
        #expect(layers[0].shownCount >= 100)
        #expect((layers[0].rowsDrawn > 0) != isOnPlane)
        let planted = AllocationCounter.count { windows.append(windows[0]) }
        #expect(planted > 0, "the counter counts")
    }

    /// The clock lies over the picture and under the page.
    @Test func theClockOfAWindow() throws {
        let size = PixelSize(width: 24, height: 6)
        // Digit n is two wide and filled with n + 1, the colon one wide.
        let line: [UInt32] = (0..<10).flatMap { (digit: UInt32) -> [UInt32] in [digit + 1, digit + 1] } + [11]
        let words: [UInt32] = line + line
        let strip = ClockStrip(glyphs: Picture(size: PixelSize(width: 21, height: 2), words: words), digitWidth: 2, colonWidth: 1)
        #expect(strip.size == PixelSize(width: 14, height: 2))
        let bench = try PresenterTests.Bench(size: size, buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        let layer = FakeLayer(picture: 1, width: 20)
        layer.second = 19 * 3600 + 32 * 60 + 7
        let page = frame(24, 6) { x, y in x >= 2 && x < 22 && !(x == 4 && y == 2) ? 0 : 0xFF00_00AA }
        let clock = VideoWindow.Clock(strip: strip, origin: PixelPoint(x: 4, y: 2))
        bench.presenter.present(
            Composite(page, [VideoWindow(layer: layer, rect: PixelRect(x: 2, y: 0, width: 20, height: 6), clock: clock)]), tag: 1)
        bench.blank()
        let row = Array(try #require(bench.scanout.picture)[3 * 24..<4 * 24])
        let digits: [UInt32] = [2, 2, 10, 10, 11, 4, 4, 3, 3, 11, 1, 1, 8, 8].map { (word: UInt32) -> UInt32 in 0xFF00_0000 | word }
        #expect(Array(row[4..<18]) == digits, "19:32:07")
        #expect(row[3] == FakeLayer.pixel(1, 1, 3))
        #expect(try #require(bench.scanout.picture)[2 * 24 + 4] == 0xFF00_00AA, "the page lies over it")
    }
}
