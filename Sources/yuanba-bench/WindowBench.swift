internal import Display
internal import LinuxIO
internal import Pixels

/// Four cameras of 640×360 in the windows of a page: the conversion alone, and all that putting them into a scanout buffer costs, with the
/// names and clocks that lie over them.
final class WindowBench: BenchGroup {
    let names = ["windows.convert", "windows.compose"]
    private let clock: Clock
    private(set) var notes: [String] = []
    private static let size = PixelSize(width: 640, height: 360)
    private static let screen = PixelSize.fullHD
    private static let count = 4

    init(_ clock: Clock) { self.clock = clock }

    func measure(_ wants: (String) -> Bool) throws -> [Measurement] {
        var results: [Measurement] = []
        let cameras = (0..<Self.count).map { Camera(seed: $0) }
        let target = Memory()
        if wants("windows.convert") {
            results.append(
                clock.measure("windows.convert") { _ in
                    for (index, camera) in cameras.enumerated() {
                        for y in 0..<Self.size.height {
                            camera.draw(row: y, to: target.base + (40 + index / 2 * 400 + y) * Self.screen.width + 100 + index % 2 * 700)
                        }
                    }
                })
        }
        if wants("windows.compose") {
            let windows = cameras.enumerated().map { index, camera in
                let rect = PixelRect(x: 100 + index % 2 * 700, y: 40 + index / 2 * 400, width: Self.size.width, height: Self.size.height)
                return VideoWindow(layer: camera, rect: rect)
            }
            let page = Self.page(windows.map(\.rect))
            let ring = ScanoutRing(size: Self.screen, buffers: [target, Memory()])
            results.append(
                clock.measure("windows.compose") { _ in
                    for window in windows { ring.write(window, window.rect.y..<window.rect.maxY, under: page, cover: nil, to: 0, isOnPlane: false) }
                })
        }
        return results
    }

    /// Round corners, a name at the upper left and a line at the lower right of each, as 平安 has them.
    private static func page(_ rects: [PixelRect]) -> Frame {
        let canvas = Canvas(capacity: screen)
        canvas.clear(Color(0x0F1A1C))
        for rect in rects {
            canvas.cut(rect, radius: 18)
            canvas.fillRounded(PixelRect(x: rect.x + 16, y: rect.y + 16, width: 196, height: 62), radius: 12, Color(0x0F1A1C))
            canvas.fillRounded(PixelRect(x: rect.maxX - 496, y: rect.maxY - 70, width: 480, height: 54), radius: 12, Color(0x0F1A1C))
        }
        var encoder = FrameEncoder(width: screen.width, height: screen.height)
        canvas.withPixels { encoder.append(rows: $0, strideBytes: canvas.strideBytes, rowCount: screen.height) }
        return encoder.finish()
    }

    private final class Camera: VideoLayer {
        let picture: UInt64 = 1
        let second = -1
        let buffer = 0
        let sharing = Result<SharedPictures, VideoUnshared>.failure(VideoUnshared("drawn here"))
        private let base: UnsafeMutablePointer<UInt8>
        private let scaler = VideoScaler(.yuyv, YUVEncoding(.bt601, .limited), from: WindowBench.size, to: WindowBench.size)
        private let frame: VideoFrame?

        init(seed: Int) {
            let byteCount = WindowBench.size.width * WindowBench.size.height * 2
            base = .allocate(capacity: byteCount)
            for index in 0..<byteCount { base[index] = UInt8(truncatingIfNeeded: index &* 7 &+ index / 640 &+ seed * 31) }
            frame = VideoFrame(
                .yuyv, size: WindowBench.size, luma: .init(base: base, byteCount: byteCount, strideBytes: WindowBench.size.width * 2))
        }

        deinit { base.deallocate() }

        func draw(row y: Int, to pixels: UnsafeMutablePointer<UInt32>) { if let frame { scaler.draw(frame, row: y, to: pixels) } }
        func taken(_ picture: UInt64) -> MonotonicInstant { .now() }
        func hideIfOld(at now: MonotonicInstant) {}
        func committed(_ picture: UInt64) {}
        func shown(_ picture: UInt64, at flip: Flip) {}
        func takes(_ path: VideoPath) {}
    }

    /// A scanout buffer in ordinary memory.
    private final class Memory: ScanoutBuffer {
        let held = HeldComposite()
        let base: UnsafeMutablePointer<UInt32>

        init() {
            let count = WindowBench.screen.width * WindowBench.screen.height
            base = .allocate(capacity: count)
            base.initialize(repeating: 0, count: count)
        }

        deinit { base.deallocate() }

        func write(_ frame: Frame, row: Int, columns: Range<Int>) {
            frame.decode(row: row, columns: columns, into: base + row * WindowBench.screen.width + columns.lowerBound)
        }

        func write(rows: Range<Int>, columns: Range<Int>, _ body: (_ first: UnsafeMutablePointer<UInt32>, _ pitch: Int) -> Void) {
            body(base + rows.lowerBound * WindowBench.screen.width + columns.lowerBound, WindowBench.screen.width)
        }
    }
}
