import CV4L2
import Pixels
import Testing
import ThrownError

@testable import Cameras

/// Frames of random bytes against the formula, worked out in floating point from where the kernel's documentation says each sample lies.
@Suite("Conversion of frames", .serialized)
struct FrameConverterTests {
    static let size = PixelSize(width: 22, height: 8)

    /// Memory planes of a frame with padded rows.
    struct Source {
        var planes: [[UInt8]]
        let strides: [Int]
    }

    enum Sample {
        /// Y, U, V as 0...255 each.
        case yuv(Double, Double, Double)
        /// Red, green, blue as 0...255 each.
        case rgb(Double, Double, Double)
        /// The same, never in limited range.
        case full(Double, Double, Double)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let fourcc: String
        /// Least bytes of a row, and rows, of each memory plane; the rest of a single-planar format follows in proportion.
        let rows: [(bytes: Int, count: Int)]
        let sample: @Sendable (Source, Int, Int) -> Sample
        var testDescription: String { fourcc }
    }

    /// A format of whole pixels, by its bytes in memory with the first bit on the left, as the documentation's tables have them; little-endian
    /// words are written from the last byte to the first.
    static func word(_ fourcc: String, _ bits: String, lastByteFirst: Bool) -> Case {
        let letters = Array(bits.filter { $0 != " " })
        let count = letters.count / 8
        return Case(fourcc: fourcc, rows: [(22 * count, 8)]) { source, x, y in
            let start = y * source.strides[0] + x * count
            var bytes = Array(source.planes[0][start ..< start + count])
            if lastByteFirst { bytes.reverse() }
            var (values, widths): ([Character: Int], [Character: Int]) = ([:], [:])
            for (place, letter) in letters.enumerated() {
                values[letter, default: 0] = values[letter, default: 0] << 1 | Int(bytes[place / 8] >> UInt8(7 - place % 8)) & 1
                widths[letter, default: 0] += 1
            }
            func of(_ letter: Character) -> Double {
                Double(values[letter] ?? 0) * 255 / Double(1 << (widths[letter] ?? 1) - 1)
            }
            return values["y"] == nil ? .rgb(of("r"), of("g"), of("b")) : .yuv(of("y"), of("u"), of("v"))
        }
    }

    /// Planes one after the other in one memory plane, or each in its own; `u` and `v` tell which of the planes after luma, and which byte of two.
    static func planar(
        _ fourcc: String, across: Int, down: Int, paired: Bool, own: Bool, u: Int, v: Int
    ) -> Case {
        let (width, rows) = ((22 + across - 1) / across, (8 + down - 1) / down)
        let chroma = [(bytes: paired ? 2 * width : width, count: rows)]
        // In one plane: 22 × 8 luma, and the chroma in rows of its share of luma's stride.
        let all: [(bytes: Int, count: Int)] = own ? [(22, 8)] + chroma + (paired ? [] : chroma) : [(22, 8 + 2 * rows * 2 / across)]
        return Case(fourcc: fourcc, rows: all) { source, x, y in
            let luma = Double(source.planes[0][y * source.strides[0] + x])
            let stride = own ? source.strides[1] : source.strides[0] * (paired ? 2 : 1) / across
            func sample(_ which: Int) -> Double {
                let within = y / down * stride + (paired ? 2 * (x / across) + which : x / across)
                if own { return Double(source.planes[paired ? 1 : 1 + which][within]) }
                return Double(source.planes[0][8 * source.strides[0] + (paired ? 0 : which * stride * rows) + within])
            }
            return .yuv(luma, sample(u), sample(v))
        }
    }

    static func packed(_ fourcc: String) -> Case {
        // The name is the order of the bytes.
        let letters = Array(fourcc)
        return Case(fourcc: fourcc, rows: [(44, 8)]) { source, x, y in
            let start = y * source.strides[0] + x / 2 * 4
            let lumas = letters.indices.filter { letters[$0] == "Y" }
            func at(_ letter: Character) -> Double { Double(source.planes[0][start + (letters.firstIndex(of: letter) ?? 0)]) }
            return .yuv(Double(source.planes[0][start + lumas[x % 2]]), at("U"), at("V"))
        }
    }

    static func grey(_ fourcc: String, bits: Int, high: Int) -> Case {
        Case(fourcc: fourcc, rows: [(bits > 8 ? 44 : 22, 8)]) { source, x, y in
            let start = y * source.strides[0]
            if bits == 8 { return .yuv(Double(source.planes[0][start + x]), 128, 128) }
            let value = Int(source.planes[0][start + 2 * x + high]) << 8 | Int(source.planes[0][start + 2 * x + 1 - high])
            return .yuv(Double(min(255, value >> (bits - 8))), 128, 128)
        }
    }

    /// Hue in half degrees, by the six sectors of its circle.
    static func hue(_ fourcc: String, padding: Int) -> Case {
        Case(fourcc: fourcc, rows: [((3 + padding) * 22, 8)]) { source, x, y in
            let start = y * source.strides[0] + x * (3 + padding) + padding
            let (hue, saturation, value) = (
                Double(source.planes[0][start]).truncatingRemainder(dividingBy: 180) / 30, Double(source.planes[0][start + 1]) / 255,
                Double(source.planes[0][start + 2])
            )
            let part = hue - hue.rounded(.down)
            let (p, q, t) = (value * (1 - saturation), value * (1 - saturation * part), value * (1 - saturation * (1 - part)))
            switch Int(hue) {
            case 0: return .full(value, t, p)
            case 1: return .full(q, value, p)
            case 2: return .full(p, value, t)
            case 3: return .full(p, q, value)
            case 4: return .full(t, p, value)
            default: return .full(value, p, q)
            }
        }
    }

    static let cases: [Case] =
        ["YUYV", "YVYU", "UYVY", "VYUY"].map(packed) + [
            planar("NV12", across: 2, down: 2, paired: true, own: false, u: 0, v: 1),
            planar("NV21", across: 2, down: 2, paired: true, own: false, u: 1, v: 0),
            planar("NV16", across: 2, down: 1, paired: true, own: false, u: 0, v: 1),
            planar("NV61", across: 2, down: 1, paired: true, own: false, u: 1, v: 0),
            planar("NV24", across: 1, down: 1, paired: true, own: false, u: 0, v: 1),
            planar("NV42", across: 1, down: 1, paired: true, own: false, u: 1, v: 0),
            planar("YU12", across: 2, down: 2, paired: false, own: false, u: 0, v: 1),
            planar("YV12", across: 2, down: 2, paired: false, own: false, u: 1, v: 0),
            planar("422P", across: 2, down: 1, paired: false, own: false, u: 0, v: 1),
            planar("NM12", across: 2, down: 2, paired: true, own: true, u: 0, v: 1),
            planar("NM21", across: 2, down: 2, paired: true, own: true, u: 1, v: 0),
            planar("NM16", across: 2, down: 1, paired: true, own: true, u: 0, v: 1),
            planar("NM61", across: 2, down: 1, paired: true, own: true, u: 1, v: 0),
            planar("YM12", across: 2, down: 2, paired: false, own: true, u: 0, v: 1),
            planar("YM21", across: 2, down: 2, paired: false, own: true, u: 1, v: 0),
            planar("YM16", across: 2, down: 1, paired: false, own: true, u: 0, v: 1),
            planar("YM61", across: 2, down: 1, paired: false, own: true, u: 1, v: 0),
            planar("YM24", across: 1, down: 1, paired: false, own: true, u: 0, v: 1),
            planar("YM42", across: 1, down: 1, paired: false, own: true, u: 1, v: 0),
            hue("HSV3", padding: 0), hue("HSV4", padding: 1),
            grey("GREY", bits: 8, high: 0), grey("Y10", bits: 10, high: 1), grey("Y12", bits: 12, high: 1), grey("Y16", bits: 16, high: 1),
            grey("Y16-BE", bits: 16, high: 0),
            word("RGB1", "rrrgggbb", lastByteFirst: false),
            word("RGBP", "rrrrrggg gggbbbbb", lastByteFirst: true), word("RGBR", "rrrrrggg gggbbbbb", lastByteFirst: false),
            word("RGBO", "xrrrrrgg gggbbbbb", lastByteFirst: true), word("XR15", "xrrrrrgg gggbbbbb", lastByteFirst: true),
            word("RGBQ", "xrrrrrgg gggbbbbb", lastByteFirst: false), word("AR15-BE", "xrrrrrgg gggbbbbb", lastByteFirst: false),
            word("RA15", "rrrrrggg ggbbbbbx", lastByteFirst: true), word("AB15", "xbbbbbgg gggrrrrr", lastByteFirst: true),
            word("BA15", "bbbbbggg ggrrrrrx", lastByteFirst: true),
            word("R444", "xxxxrrrr ggggbbbb", lastByteFirst: true), word("RA12", "rrrrgggg bbbbxxxx", lastByteFirst: true),
            word("AB12", "xxxxbbbb ggggrrrr", lastByteFirst: true), word("GA12", "bbbbgggg rrrrxxxx", lastByteFirst: true),
            word("RGB3", "rrrrrrrr gggggggg bbbbbbbb", lastByteFirst: false), word("BGR3", "bbbbbbbb gggggggg rrrrrrrr", lastByteFirst: false),
            word("BGRH", "bbbbbbgg ggggrrrr rrxxxxxx xxxxxxxx", lastByteFirst: false),
            word("XR24", "bbbbbbbb gggggggg rrrrrrrr xxxxxxxx", lastByteFirst: false),
            word("BGR4", "bbbbbbbb gggggggg rrrrrrrr xxxxxxxx", lastByteFirst: false),
            word("RA24", "xxxxxxxx bbbbbbbb gggggggg rrrrrrrr", lastByteFirst: false),
            word("RGB4", "xxxxxxxx rrrrrrrr gggggggg bbbbbbbb", lastByteFirst: false),
            word("AB24", "rrrrrrrr gggggggg bbbbbbbb xxxxxxxx", lastByteFirst: false),
            word("BA24", "xxxxxxxx rrrrrrrr gggggggg bbbbbbbb", lastByteFirst: false),
            word("Y444", "xxxxyyyy uuuuvvvv", lastByteFirst: true), word("YUVO", "xyyyyyuu uuuvvvvv", lastByteFirst: true),
            word("YUVP", "yyyyyuuu uuuvvvvv", lastByteFirst: true), word("YUV3", "yyyyyyyy uuuuuuuu vvvvvvvv", lastByteFirst: false),
            word("YUV4", "xxxxxxxx yyyyyyyy uuuuuuuu vvvvvvvv", lastByteFirst: false),
            word("AYUV", "xxxxxxxx yyyyyyyy uuuuuuuu vvvvvvvv", lastByteFirst: false),
            word("VUYA", "vvvvvvvv uuuuuuuu yyyyyyyy xxxxxxxx", lastByteFirst: false),
            word("YUVX", "yyyyyyyy uuuuuuuu vvvvvvvv xxxxxxxx", lastByteFirst: false),
        ]

    static func exact(_ sample: Sample, _ encoding: YUVEncoding) -> [Double] {
        let isLimited = encoding.range == .limited
        switch sample {
        case .full(let red, let green, let blue): return [red, green, blue]
        case .rgb(let red, let green, let blue): return [red, green, blue].map { isLimited ? ($0 - 16) * 255 / 219 : $0 }
        case .yuv(let y, let u, let v):
            let (kr, kb) = encoding.matrix == .bt601 ? (0.299, 0.114) : (0.2126, 0.0722)
            let luma = isLimited ? (y - 16) / 219 : y / 255
            let (cb, cr) = ((u - 128) / (isLimited ? 224 : 255), (v - 128) / (isLimited ? 224 : 255))
            let (red, blue) = (luma + 2 * (1 - kr) * cr, luma + 2 * (1 - kb) * cb)
            return [red, (luma - kr * red - kb * blue) / (1 - kr - kb), blue].map { $0 * 255 }
        }
    }

    @Test("within 1 of the formula for every matrix and range, from padded rows", arguments: cases)
    func exactness(_ row: Case) throws {
        var dice = SystemRandomNumberGenerator()
        for matrix in YUVEncoding.Matrix.allCases {
            for range in YUVEncoding.Range.allCases {
                let encoding = YUVEncoding(matrix, range)
                let strides = row.rows.map { ($0.bytes + 8 + 7) / 8 * 8 }
                let source = Source(
                    planes: zip(row.rows, strides).map { rows, stride in (0 ..< rows.count * stride).map { _ in UInt8.random(in: 0 ... 255, using: &dice) } },
                    strides: strides)
                let format = try CaptureFormat(row.fourcc, FrameConverterTests.size, encoding, strides, source.planes.map(\.count))
                let converter = try FrameConverter(format)
                #expect(converter.way == (["YUYV", "NV12", "NM12"].contains(row.fourcc) || ["XR24", "BGR4"].contains(row.fourcc) && range == .full ? .direct : .own))
                let picture = try FrameConverterTests.picture(converter, source)
                var worst = 0.0
                for y in 0 ..< 8 {
                    for x in 0 ..< 22 {
                        let exact = FrameConverterTests.exact(row.sample(source, x, y), encoding).map { min(255, max(0, $0)) }
                        let color = picture[x, y]
                        for (ours, value) in zip([color.red, color.green, color.blue], exact) { worst = max(worst, abs(Double(ours) - value)) }
                    }
                }
                #expect(worst <= 1.5, "\(matrix) \(range)")
            }
        }
    }

    static func picture(_ converter: FrameConverter, _ source: Source) throws -> Canvas {
        let canvas = Canvas(capacity: size)
        let scaler = VideoScaler(converter.video, converter.encoding, from: size, to: size)
        // Each memory plane ends where its allocation does.
        let planes = source.planes.map { bytes in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            copy.copyBytes(from: bytes)
            return copy
        }
        defer { for plane in planes { plane.deallocate() } }
        try converter.withVideo(memory: { UnsafeRawBufferPointer(planes[$0]) }) { canvas.draw($0, scaler, at: .zero) }
        return canvas
    }

    @Test("a frame that ends early is refused, whatever its format", arguments: cases)
    func early(_ row: Case) throws {
        let strides = row.rows.map { ($0.bytes + 7) / 8 * 8 }
        let counts = zip(row.rows, strides).map { $0.count * $1 }
        let format = try CaptureFormat(row.fourcc, FrameConverterTests.size, YUVEncoding(.bt601, .limited), strides, counts)
        let converter = try FrameConverter(format)
        let bytes = [UInt8](repeating: 0, count: 40)
        let error = thrown(CameraError.self) {
            try bytes.withUnsafeBytes { bytes in try converter.withVideo(memory: { _ in bytes }) { _ in } }
        }
        guard case .wrongFormat = error else {
            Issue.record("\(row.fourcc): \(String(describing: error))")
            return
        }
    }

    @Test("sensors' formats and formats of the library give a picture of one colour for one colour", arguments: ["BA81", "GBRG", "GRBG", "RGGB", "BG10", "RG12", "BYR2"])
    func bayer(_ fourcc: String) throws {
        guard case .bayer(_, let bits) = PixelLayout(FourCC(fourcc)) else {
            Issue.record("no Bayer")
            return
        }
        let bytes = bits > 8 ? 2 : 1
        let size = PixelSize(width: 32, height: 16)
        let strides = [size.width * bytes]
        let value = 150 << (bits - 8)
        let row = (0 ..< size.width).flatMap { _ in (0 ..< bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let source = Source(planes: [(0 ..< size.height).flatMap { _ in row }], strides: strides)
        let format = try CaptureFormat(fourcc, size, YUVEncoding(.bt601, .full), strides, source.planes.map(\.count))
        let converter = try FrameConverter(format)
        #expect(converter.way == .library)
        let canvas = Canvas(capacity: size)
        let scaler = VideoScaler(converter.video, converter.encoding, from: size, to: size)
        try source.planes[0].withUnsafeBytes { bytes in
            try converter.withVideo(memory: { _ in bytes }) { canvas.draw($0, scaler, at: .zero) }
        }
        for y in 0 ..< size.height { for x in 0 ..< size.width { #expect(canvas[x, y] == Color(0x96_9696), "\(x) \(y)") } }
    }

    @Test("Motion JPEG with garbage between the frames: garbage is refused, and what comes after it is not")
    func garbage() throws {
        let size = PixelSize(width: 64, height: 48)
        let canvas = Canvas(capacity: size)
        canvas.clear(Color(0x40_80C0))
        let jpeg = try Picture(canvas).jpeg(quality: 90, chroma: .halvedAcross)
        let format = try CaptureFormat("MJPG", size, YUVEncoding(.bt601, .full), [0], [100_000])
        let converter = try FrameConverter(format)
        let scaler = VideoScaler(converter.video, converter.encoding, from: size, to: size)
        var dice = SystemRandomNumberGenerator()
        func isTaken(_ bytes: [UInt8]) throws -> Bool {
            do {
                try bytes.withUnsafeBytes { bytes in
                    try converter.withVideo(memory: { _ in bytes }) { canvas.draw($0, scaler, at: .zero) }
                }
                return true
            } catch CameraError.wrongFormat {
                return false
            }
        }
        for round in 0 ..< 300 {
            let noise = (0 ..< 5000).map { _ in UInt8.random(in: 0 ... 255, using: &dice) }
            let cut = Int.random(in: 0 ..< jpeg.count, using: &dice)
            #expect(try !isTaken(Array(jpeg.prefix(20)) + noise), "noise after a beginning")
            #expect(try !isTaken(Array(jpeg.prefix(cut))), "cut at \(cut)")
            #expect(try !isTaken(noise))
            #expect(try !isTaken([]))
            canvas.clear(.black)
            try #require(try isTaken(jpeg), "round \(round)")
            #expect(abs(Int(canvas[20, 20].red) - 0x40) < 4 && abs(Int(canvas[20, 20].blue) - 0xC0) < 4)
        }
    }

    @Test("a format that nobody knows is refused with words")
    func unknown() throws {
        let format = try CaptureFormat("H264", PixelSize(width: 64, height: 48), YUVEncoding(.bt601, .full), [0], [100_000])
        let converter = try FrameConverter(format)
        let bytes = [UInt8](repeating: 7, count: 100_000)
        let error = thrown(CameraError.self) {
            try bytes.withUnsafeBytes { bytes in try converter.withVideo(memory: { _ in bytes }) { _ in } }
        }
        guard case .wrongFormat(let reason) = error else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains("H264") || !reason.isEmpty)
    }
}

extension CaptureFormat {
    /// What a driver says of itself.
    init(_ fourcc: String, _ size: PixelSize, _ encoding: YUVEncoding, _ strides: [Int], _ byteCounts: [Int]) throws(CameraError) {
        var said = yuanba_video_format()
        said.width = UInt32(size.width)
        said.height = UInt32(size.height)
        said.fourcc = FourCC(fourcc).rawValue
        said.encoding = (encoding.matrix == .bt601 ? V4L2_YCBCR_ENC_601 : V4L2_YCBCR_ENC_709).rawValue
        said.quantization = (encoding.range == .full ? V4L2_QUANTIZATION_FULL_RANGE : V4L2_QUANTIZATION_LIM_RANGE).rawValue
        said.planes = UInt32(strides.count)
        withUnsafeMutableBytes(of: &said.plane) {
            let planes = $0.bindMemory(to: yuanba_video_plane.self)
            for (number, (stride, count)) in zip(strides, byteCounts).enumerated() {
                planes[number] = yuanba_video_plane(pitch: UInt32(stride), bytes: UInt32(count))
            }
        }
        try self.init(said, interval: nil)
    }
}
