import CKernels
import Testing

import Pixels

/// Pictures of cameras against the formula, worked out slowly in floating point.
@Suite("Video", .serialized)
struct VideoTests {
    /// A frame with bytes of its own.
    struct Source {
        let format: VideoFormat
        let size: PixelSize
        let lumaStride: Int
        let chromaStride: Int
        var luma: [UInt8]
        var chroma: [UInt8]

        init(_ format: VideoFormat, _ size: PixelSize, _ dice: inout Dice, extremes: Bool) {
            self.format = format
            self.size = size
            let pairs = (size.width + 1) / 2
            lumaStride = [.yuyv: pairs * 4 + 12, .nv12: size.width + 5, .xrgb: size.width * 4 + 8][format] ?? 0
            chromaStride = pairs * 2 + 6
            let byte = { (dice: inout Dice) -> UInt8 in
                let random = UInt8(truncatingIfNeeded: dice.next())
                return extremes ? (random < 100 ? 0 : random > 155 ? 255 : random) : random
            }
            // Not a byte more than the rows take.
            let lumaCount = lumaStride * (size.height - 1) + ([.yuyv: pairs * 4, .nv12: size.width, .xrgb: size.width * 4][format] ?? 0)
            luma = (0 ..< lumaCount).map { _ in byte(&dice) }
            let chromaCount = format != .nv12 ? 0 : chromaStride * ((size.height + 1) / 2 - 1) + pairs * 2
            chroma = (0 ..< chromaCount).map { _ in byte(&dice) }
        }

        /// Y, U and V; of XRGB red, green and blue.
        func components(_ x: Int, _ y: Int) -> SIMD3<Double> {
            switch format {
            case .xrgb:
                let pixel = y * lumaStride + 4 * x
                return SIMD3(Double(luma[pixel + 2]), Double(luma[pixel + 1]), Double(luma[pixel]))
            case .yuyv:
                let pair = y * lumaStride + x / 2 * 4
                return SIMD3(Double(luma[y * lumaStride + 2 * x]), Double(luma[pair + 1]), Double(luma[pair + 3]))
            case .nv12:
                let pair = y / 2 * chromaStride + x / 2 * 2
                return SIMD3(Double(luma[y * lumaStride + x]), Double(chroma[pair]), Double(chroma[pair + 1]))
            }
        }

        func withFrame<Result>(_ body: (VideoFrame) throws -> Result) throws -> Result {
            // Copies of exact size at the end of an allocation, so that reading on is noticed by a checking allocator.
            try luma.withUnsafeBufferPointer { luma in
                try chroma.withUnsafeBufferPointer { chroma in
                    let lumaBase = try #require(luma.baseAddress)
                    let plane = chroma.baseAddress.map {
                        VideoFrame.Plane(base: $0, byteCount: chroma.count, strideBytes: chromaStride)
                    }
                    let frame = VideoFrame(
                        format, size: size, luma: .init(base: lumaBase, byteCount: luma.count, strideBytes: lumaStride), chroma: plane)
                    return try body(try #require(frame))
                }
            }
        }
    }

    /// From and to, in source pixels, and how long a stretch that is.
    static func stretch(_ position: Int, _ source: Int, _ target: Int) -> (Double, Double) {
        let step = Double(source) / Double(target)
        if step >= 1 { return (Double(position) * step, Double(position + 1) * step) }
        let middle = (Double(position) + 0.5) * step
        return (middle - 0.5, middle + 0.5)
    }

    static func shares(_ position: Int, _ source: Int, _ target: Int) -> [(Int, Double)] {
        let (from, to) = stretch(position, source, target)
        return (Int(from.rounded(.down)) ... Int(to.rounded(.up))).compactMap { pixel in
            let share = (min(to, Double(pixel + 1)) - max(from, Double(pixel))) / (to - from)
            return share > 1e-9 ? (max(0, min(pixel, source - 1)), share) : nil
        }
    }

    /// What the source has on average where a pixel of the target lies.
    static func mean(_ source: Source, _ x: Int, _ y: Int, _ target: PixelSize) -> SIMD3<Double> {
        var sum = SIMD3<Double>()
        for (row, rowShare) in shares(y, source.size.height, target.height) {
            for (column, share) in shares(x, source.size.width, target.width) { sum += source.components(column, row) * (rowShare * share) }
        }
        return sum
    }

    static func exact(_ sum: SIMD3<Double>, _ format: VideoFormat, _ encoding: YUVEncoding) -> SIMD3<Double> {
        if format == .xrgb { return sum }
        // BT.601 and BT.709 as the recommendations have them: Kr and Kb.
        let (kr, kb) = encoding.matrix == .bt601 ? (0.299, 0.114) : (0.2126, 0.0722)
        let isLimited = encoding.range == .limited
        let luma = isLimited ? (sum.x - 16) / 219 : sum.x / 255
        let cb = (sum.y - 128) / (isLimited ? 224 : 255), cr = (sum.z - 128) / (isLimited ? 224 : 255)
        let red = luma + 2 * (1 - kr) * cr, blue = luma + 2 * (1 - kb) * cb
        let green = (luma - kr * red - kb * blue) / (1 - kr - kb)
        return SIMD3(red, green, blue) * 255
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let source: PixelSize
        let target: PixelSize
        let why: String

        init(_ source: (Int, Int), _ target: (Int, Int), _ why: String) {
            self.source = PixelSize(width: source.0, height: source.1)
            self.target = PixelSize(width: target.0, height: target.1)
            self.why = why
        }

        var testDescription: String { "\(source.width)×\(source.height) to \(target.width)×\(target.height): \(why)" }
    }

    static let cases = [
        Case((64, 6), (64, 6), "unscaled"), Case((50, 5), (50, 5), "unscaled with a rest, an odd last row"),
        Case((17, 3), (17, 3), "an odd width"), Case((1, 1), (1, 1), "one pixel"),
        Case((96, 12), (32, 4), "a third"), Case((99, 9), (33, 3), "a third with a rest and odd sizes"),
        Case((3, 3), (1, 1), "a third of the smallest"),
        Case((96, 8), (48, 4), "a half"), Case((128, 16), (32, 4), "a quarter"), Case((90, 20), (61, 13), "any smaller size"),
        Case((90, 20), (61, 20), "narrower only"), Case((90, 20), (90, 7), "lower only"), Case((97, 31), (31, 30), "odd both ways"),
        Case((40, 10), (93, 21), "larger"), Case((40, 10), (93, 4), "wider and lower"), Case((5, 40), (3, 90), "narrower and higher"),
        Case((1000, 6), (7, 3), "much narrower"), Case((20, 600), (20, 3), "much lower"), Case((300, 300), (2, 2), "much smaller"),
        Case((2, 2), (50, 40), "much larger"), Case((1, 1), (9, 9), "one pixel made larger"),
    ]

    @Test(
        "within 1 of the formula, for every matrix and range, with and without AVX2, and nothing outside is written",
        arguments: cases, VideoFormat.allCases)
    func exactness(_ row: Case, _ format: VideoFormat) throws {
        var dice = Dice(state: UInt64(row.source.width * 1000 + row.target.width))
        for extremes in [false, true] {
            let source = Source(format, row.source, &dice, extremes: extremes)
            let means = (0 ..< row.target.height).map { y in (0 ..< row.target.width).map { x in VideoTests.mean(source, x, y, row.target) } }
            for matrix in YUVEncoding.Matrix.allCases {
                for range in YUVEncoding.Range.allCases {
                    let encoding = YUVEncoding(matrix, range)
                    let scaler = VideoScaler(format, encoding, from: row.source, to: row.target)
                    for baseline in [Int32(0), 1] {
                        yb_prefer_baseline(baseline)
                        defer { yb_prefer_baseline(0) }
                        let worst = try worst(source, means, encoding, scaler, row.target)
                        #expect(worst <= 1, "\(matrix) \(range) baseline \(baseline)")
                    }
                }
            }
        }
    }

    /// The largest difference from the rounded formula; 1000 when something outside of the picture was written.
    private func worst(
        _ source: Source, _ means: [[SIMD3<Double>]], _ encoding: YUVEncoding, _ scaler: VideoScaler, _ target: PixelSize
    ) throws -> Int {
        let canvas = Canvas(capacity: PixelSize(width: target.width + 9, height: target.height + 6))
        canvas.clear(Color(0x12_3456))
        try source.withFrame { canvas.draw($0, scaler, at: PixelPoint(x: 4, y: 3)) }
        let picture = PixelRect(x: 4, y: 3, width: target.width, height: target.height)
        var worst = 0
        for y in 0 ..< canvas.window.height {
            for x in 0 ..< canvas.window.width {
                let color = canvas[x, y]
                guard picture.contains(PixelPoint(x: x, y: y)) else {
                    if color != Color(0x12_3456) { worst = 1000 }
                    continue
                }
                let exact = VideoTests.exact(means[y - 3][x - 4], source.format, encoding)
                for (ours, value) in [(color.red, exact.x), (color.green, exact.y), (color.blue, exact.z)] {
                    worst = max(worst, abs(Int(ours) - Int(min(255, max(0, value)).rounded())))
                }
            }
        }
        return worst
    }

    @Test("a clip cuts the same picture", arguments: VideoFormat.allCases)
    func clipped(_ format: VideoFormat) throws {
        var dice = Dice(state: 7)
        let (size, target) = (PixelSize(width: 120, height: 60), PixelSize(width: 77, height: 41))
        let source = Source(format, size, &dice, extremes: false)
        let scaler = VideoScaler(format, YUVEncoding(.bt601, .limited), from: size, to: target)
        let (whole, parts) = (Canvas(capacity: target), Canvas(capacity: target))
        try source.withFrame { frame in
            whole.draw(frame, scaler, at: .zero)
            for y in stride(from: 0, to: 41, by: 9) {
                for x in stride(from: 0, to: 77, by: 13) {
                    parts.setClip(PixelRect(x: x, y: y, width: 13, height: 9))
                    parts.draw(frame, scaler, at: .zero)
                }
            }
        }
        for y in 0 ..< 41 { for x in 0 ..< 77 { #expect(whole[x, y] == parts[x, y]) } }
    }

    @Test("every luma and chroma value of the formula, unscaled")
    func everyValue() throws {
        var worst = 0
        for matrix in YUVEncoding.Matrix.allCases {
            for range in YUVEncoding.Range.allCases {
                let encoding = YUVEncoding(matrix, range)
                // Each row one luma; U runs through the columns, V from frame to frame.
                let size = PixelSize(width: 512, height: 64)
                let scaler = VideoScaler(.yuyv, encoding, from: size, to: size)
                let canvas = Canvas(capacity: size)
                var dice = Dice(state: 1)
                var source = Source(.yuyv, size, &dice, extremes: false)
                for v in [0, 1, 77, 128, 200, 255] {
                    for y in 0 ..< 64 {
                        for pair in 0 ..< 256 {
                            let at = y * source.lumaStride + 4 * pair
                            source.luma[at] = UInt8(y * 4)
                            source.luma[at + 1] = UInt8(pair)
                            source.luma[at + 2] = UInt8(y * 4 + 3)
                            source.luma[at + 3] = UInt8(v)
                        }
                    }
                    try source.withFrame { canvas.draw($0, scaler, at: .zero) }
                    for y in 0 ..< 64 {
                        for x in 0 ..< 512 {
                            let exact = VideoTests.exact(source.components(x, y), source.format, encoding)
                            let color = canvas[x, y]
                            for (ours, value) in [(color.red, exact.x), (color.green, exact.y), (color.blue, exact.z)] {
                                worst = max(worst, abs(Int(ours) - Int(min(255, max(0, value)).rounded())))
                            }
                        }
                    }
                }
            }
        }
        #expect(worst <= 1)
    }

    @Test("planes shorter than the size says are refused")
    func shortPlanes() {
        let bytes = [UInt8](repeating: 0, count: 1000)
        bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            func plane(_ count: Int, _ stride: Int) -> VideoFrame.Plane { .init(base: base, byteCount: count, strideBytes: stride) }
            let size = PixelSize(width: 16, height: 8)
            #expect(VideoFrame(.yuyv, size: size, luma: plane(256, 32)) != nil)
            #expect(VideoFrame(.yuyv, size: size, luma: plane(255, 32)) == nil)
            #expect(VideoFrame(.yuyv, size: size, luma: plane(256, 31)) == nil)
            #expect(VideoFrame(.nv12, size: size, luma: plane(128, 16)) == nil, "no chroma")
            #expect(VideoFrame(.nv12, size: size, luma: plane(128, 16), chroma: plane(64, 16)) != nil)
            #expect(VideoFrame(.nv12, size: size, luma: plane(128, 16), chroma: plane(63, 16)) == nil)
            #expect(VideoFrame(.nv12, size: size, luma: plane(128, -16), chroma: plane(64, 16)) == nil)
            #expect(VideoFrame(.yuyv, size: size, luma: plane(256, .max)) == nil)
            #expect(VideoFrame(.xrgb, size: size, luma: plane(512, 64)) != nil)
            #expect(VideoFrame(.xrgb, size: size, luma: plane(511, 64)) == nil)
            #expect(VideoFrame(.xrgb, size: size, luma: plane(1000, 66)) == nil, "rows that do not begin at a multiple of four")
            #expect(VideoFrame(.yuyv, size: PixelSize(width: 0, height: 8), luma: plane(256, 32)) == nil)
        }
    }
}
