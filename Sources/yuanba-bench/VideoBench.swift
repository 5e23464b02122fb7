internal import Pixels

/// Pictures of a camera: 1920×1080 with texture and noise, four that take turns, BT.601 limited.
final class VideoBench: BenchGroup {
    let names = ["yuyv.1080p.full", "yuyv.1080p.to640x360", "nv12.1080p.full", "nv12.1080p.to640x360", "mjpeg.1080p.full"]
    private let clock: Clock
    private(set) var notes: [String] = []
    private static let size = PixelSize.fullHD
    private static let encoding = YUVEncoding(.bt601, .limited)
    private static let frameCount = 4

    init(_ clock: Clock) {
        self.clock = clock
    }

    func measure(_ wants: (String) -> Bool) throws -> [Measurement] {
        notes = []
        var results: [Measurement] = []
        let scene = Scene()
        for (name, format, target) in [
            ("yuyv.1080p.full", VideoFormat.yuyv, VideoBench.size), ("yuyv.1080p.to640x360", .yuyv, PixelSize(width: 640, height: 360)),
            ("nv12.1080p.full", .nv12, VideoBench.size), ("nv12.1080p.to640x360", .nv12, PixelSize(width: 640, height: 360)),
            ("xrgb.1080p.full", .xrgb, VideoBench.size), ("xrgb.1080p.to640x360", .xrgb, PixelSize(width: 640, height: 360)),
        ] where wants(name) {
            let memory = (0 ..< VideoBench.frameCount).map { _ in FrameMemory(scene, format) }
            let frames = memory.compactMap(\.frame)
            let scaler = VideoScaler(format, VideoBench.encoding, from: VideoBench.size, to: target)
            let canvas = Canvas(capacity: target)
            results.append(clock.measure(name) { canvas.draw(frames[$0 % frames.count], scaler, at: .zero) })
            withExtendedLifetime(memory) {}
            notes.append("\(name): mean absolute error \(number(scene.error(canvas)))")
        }
        if wants("mjpeg.1080p.full") {
            let canvas = Canvas(capacity: VideoBench.size)
            let frame = FrameMemory(scene, .yuyv)
            if let picture = frame.frame {
                canvas.draw(picture, VideoScaler(.yuyv, VideoBench.encoding, from: VideoBench.size, to: VideoBench.size), at: .zero)
            }
            let jpeg = try Picture(canvas).jpeg(quality: 80, chroma: .halvedAcross)
            let decoder = try MotionJPEGDecoder()
            results.append(
                try clock.measure("mjpeg.1080p.full", 40) { _ in
                    try jpeg.withUnsafeBytes { bytes in
                        try canvas.withPixels { pixels in
                            try decoder.decode(bytes, size: VideoBench.size, to: pixels, strideBytes: canvas.strideBytes)
                        }
                    }
                })
            notes.append("mjpeg.1080p.full: \(jpeg.count) bytes, mean absolute error \(number(scene.error(canvas)))")
        }
        return results
    }

    /// What the camera sees, luma and chroma at every pixel.
    private struct Scene {
        var luma: [UInt8] = []
        var u: [UInt8] = []
        var v: [UInt8] = []

        init() {
            let size = VideoBench.size
            var state: UInt32 = 1
            for y in 0 ..< size.height {
                for x in 0 ..< size.width {
                    state = state &* 1_664_525 &+ 1_013_904_223
                    let noise = Int(state >> 24) % 9 - 4
                    let wall = (x / 96 + y / 72) % 2 == 0 ? 22 : -14
                    let leaves = (x * x / 640 + y * y / 360 + x * y / 900) % 3 * 5
                    luma.append(UInt8(min(235, max(16, 70 + x / 24 + y / 30 + wall + leaves + noise))))
                    u.append(UInt8(110 + x / 60))
                    v.append(UInt8(146 - y / 30))
                }
            }
        }

        /// A pixel as a camera sends it that converts by itself.
        func color(_ at: Int) -> [UInt8] {
            let factors = VideoBench.encoding.factors
            let light = factors.luma * (Double(luma[at]) - factors.offset)
            let (cb, cr) = (Double(u[at]) - 128, Double(v[at]) - 128)
            return [light + factors.blueU * cb, light - factors.greenU * cb - factors.greenV * cr, light + factors.redV * cr, 0].map {
                UInt8(min(255, max(0, $0)).rounded())
            }
        }

        /// Against the formula in floating point, averaged over the area where the canvas is smaller; of every hundredth pixel.
        func error(_ canvas: Canvas) -> Double {
            let (size, target) = (VideoBench.size, canvas.capacity)
            let factors = VideoBench.encoding.factors
            let (across, down) = (size.width / target.width, size.height / target.height)
            var (sum, count) = (0.0, 0.0)
            for y in stride(from: 2, to: target.height - 2, by: 10) {
                for x in stride(from: 2, to: target.width - 2, by: 10) {
                    var (a, b, c) = (0.0, 0.0, 0.0)
                    for row in y * down ..< (y + 1) * down {
                        for at in row * size.width + x * across ..< row * size.width + (x + 1) * across {
                            a += Double(luma[at])
                            b += Double(u[at])
                            c += Double(v[at])
                        }
                    }
                    let area = Double(across * down)
                    let light = factors.luma * (a / area - factors.offset)
                    let (cb, cr) = (b / area - 128, c / area - 128)
                    let color = canvas[x, y]
                    for (ours, exact) in [
                        (color.red, light + factors.redV * cr), (color.green, light - factors.greenU * cb - factors.greenV * cr),
                        (color.blue, light + factors.blueU * cb),
                    ] {
                        sum += (Double(ours) - min(255, max(0, exact)).rounded()).magnitude
                        count += 1
                    }
                }
            }
            return sum / count
        }
    }

    /// The scene in a format, in memory that stays where it is.
    private final class FrameMemory {
        private let base: UnsafeMutablePointer<UInt8>
        private let format: VideoFormat

        init(_ scene: Scene, _ format: VideoFormat) {
            self.format = format
            let size = VideoBench.size
            base = .allocate(capacity: size.width * size.height * 4)
            for y in 0 ..< size.height {
                for x in stride(from: 0, to: size.width, by: 2) {
                    let at = y * size.width + x
                    switch format {
                    case .yuyv:
                        (base[2 * at], base[2 * at + 1]) = (scene.luma[at], scene.u[at])
                        (base[2 * at + 2], base[2 * at + 3]) = (scene.luma[at + 1], scene.v[at])
                    case .nv12:
                        (base[at], base[at + 1]) = (scene.luma[at], scene.luma[at + 1])
                        let chroma = size.width * size.height + y / 2 * size.width + x
                        if y % 2 == 0 { (base[chroma], base[chroma + 1]) = (scene.u[at], scene.v[at]) }
                    case .xrgb:
                        (base + 4 * at).update(from: scene.color(at) + scene.color(at + 1), count: 8)
                    }
                }
            }
        }

        deinit {
            base.deallocate()
        }

        /// Valid as long as the memory.
        var frame: VideoFrame? {
            let (width, height) = (VideoBench.size.width, VideoBench.size.height)
            switch format {
            case .yuyv:
                return VideoFrame(
                    .yuyv, size: VideoBench.size, luma: .init(base: base, byteCount: width * height * 2, strideBytes: width * 2))
            case .nv12:
                return VideoFrame(
                    .nv12, size: VideoBench.size, luma: .init(base: base, byteCount: width * height, strideBytes: width),
                    chroma: .init(base: base + width * height, byteCount: width * height / 2, strideBytes: width))
            case .xrgb:
                return VideoFrame(
                    .xrgb, size: VideoBench.size, luma: .init(base: base, byteCount: width * height * 4, strideBytes: width * 4))
            }
        }
    }
}
