import Pixels
import Testing

@testable import Cameras

@Suite("Formats of cameras")
struct CaptureFormatTests {
    struct Lie: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let claimed: Int, byteCount: Int
        /// Nil: refused.
        let stride: Int?
    }

    /// 640 × 480 YUYV: 1280 bytes a row, 614400 in all.
    static let lies = [
        Lie(testDescription: "the truth", claimed: 1280, byteCount: 614_400, stride: 1280),
        Lie(testDescription: "padded rows", claimed: 1344, byteCount: 645_120, stride: 1344),
        Lie(testDescription: "padded rows, the last of them cut", claimed: 1344, byteCount: 645_120 - 64, stride: 1344),
        Lie(testDescription: "nothing said", claimed: 0, byteCount: 614_400, stride: 1280),
        Lie(testDescription: "pixels instead of bytes", claimed: 640, byteCount: 614_400, stride: 1280),
        Lie(testDescription: "pixels instead of bytes of padded rows", claimed: 640, byteCount: 645_120, stride: 1344),
        Lie(testDescription: "more than there is memory for", claimed: 4096, byteCount: 614_400, stride: 1280),
        Lie(testDescription: "more than any number", claimed: Int(UInt32.max), byteCount: 614_400, stride: 1280),
        Lie(testDescription: "memory for less than the picture", claimed: 1280, byteCount: 614_399, stride: nil),
        Lie(testDescription: "no memory", claimed: 1280, byteCount: 0, stride: nil),
    ]

    @Test("a stride that cannot be is found out by the size of the memory", arguments: lies)
    func stride(_ lie: Lie) {
        let rows = CaptureFormat.Rows(byteCount: 1280, halves: 960)
        #expect(CaptureFormat.stride(claimed: lie.claimed, rows, byteCount: lie.byteCount) == lie.stride)
    }

    // Numbers of linux/videodev2.h: colour space 1 SMPTE 170M, 3 REC.709, 7 JPEG, 8 sRGB, 10 BT.2020; encoding 1 601, 2 709, 3 xv601,
    // 6 BT.2020; quantization 1 full, 2 limited.
    @Test(
        "defaults of colour are those of the kernel's header",
        arguments: [
            (8, 0, 0, false, YUVEncoding(.bt601, .limited)), (8, 0, 0, true, YUVEncoding(.bt601, .full)),
            (1, 0, 0, false, YUVEncoding(.bt601, .limited)), (3, 0, 0, false, YUVEncoding(.bt709, .limited)),
            (7, 0, 0, false, YUVEncoding(.bt601, .full)), (10, 0, 0, false, YUVEncoding(.bt709, .limited)),
            (8, 2, 1, false, YUVEncoding(.bt709, .full)), (3, 1, 2, false, YUVEncoding(.bt601, .limited)),
            (3, 3, 0, false, YUVEncoding(.bt601, .limited)), (3, 0, 2, true, YUVEncoding(.bt709, .limited)),
            (0, 0, 0, false, YUVEncoding(.bt601, .limited)),
        ] as [(UInt32, UInt32, UInt32, Bool, YUVEncoding)])
    func colour(_ space: UInt32, _ encoding: UInt32, _ quantization: UInt32, _ isRGB: Bool, _ expected: YUVEncoding) {
        #expect(CaptureFormat.encoding(colourSpace: space, encoding: encoding, quantization: quantization, isRGB: isRGB) == expected)
    }

    @Test("names there and back", arguments: ["YUYV", "Y10", "AR15-BE", "Y16-BE", "422P"])
    func names(_ name: String) {
        #expect(FourCC(name).description == name)
    }

    @Test("numbers as linux/videodev2.h has them")
    func numbers() {
        #expect(FourCC("YUYV").rawValue == 0x5659_5559)
        #expect(FourCC("Y10").rawValue == 0x2030_3159)
        #expect(FourCC("Y16-BE").rawValue == 0x2036_3159 | 1 << 31)
    }
}

@Suite("Choice of a format")
struct CaptureChoiceTests {
    static func offer(_ fourcc: String, _ width: Int, _ height: Int, fps: Int?) -> CaptureOffer {
        CaptureOffer(
            fourcc: FourCC(fourcc), size: PixelSize(width: width, height: height), interval: fps.map { .nanoseconds(1_000_000_000 / Int64($0)) })
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let offers: [CaptureOffer]
        let wanted: PixelSize
        let best: CaptureOffer?
    }

    /// As a common USB camera has them: raw pictures are large and slow, compressed ones fast.
    static let webcam = [
        offer("YUYV", 640, 480, fps: 30), offer("YUYV", 1280, 720, fps: 10), offer("YUYV", 1920, 1080, fps: 5),
        offer("MJPG", 640, 480, fps: 30), offer("MJPG", 1280, 720, fps: 30), offer("MJPG", 1920, 1080, fps: 30),
    ]

    static let rows = [
        Row(
            testDescription: "a picture in picture takes the raw one", offers: webcam, wanted: PixelSize(width: 640, height: 360),
            best: offer("YUYV", 640, 480, fps: 30)),
        Row(
            testDescription: "the whole screen takes the compressed one", offers: webcam, wanted: PixelSize.fullHD,
            best: offer("MJPG", 1920, 1080, fps: 30)),
        Row(
            testDescription: "not larger than need be", offers: webcam, wanted: PixelSize(width: 900, height: 500),
            best: offer("MJPG", 1280, 720, fps: 30)),
        Row(
            testDescription: "a rectangle larger than any takes the largest", offers: webcam, wanted: PixelSize(width: 3840, height: 2160),
            best: offer("MJPG", 1920, 1080, fps: 30)),
        Row(
            testDescription: "nothing is fast enough", offers: [offer("YUYV", 640, 480, fps: 5), offer("YUYV", 320, 240, fps: 10)],
            wanted: PixelSize(width: 640, height: 480), best: offer("YUYV", 320, 240, fps: 10)),
        Row(
            testDescription: "no rates are told", offers: [offer("BA81", 640, 480, fps: nil), offer("UYVY", 640, 480, fps: nil)],
            wanted: PixelSize(width: 640, height: 480), best: offer("UYVY", 640, 480, fps: nil)),
        Row(
            testDescription: "24 frames will do for 25", offers: [offer("MJPG", 640, 480, fps: 60), offer("NV12", 640, 480, fps: 24)],
            wanted: PixelSize(width: 640, height: 480), best: offer("NV12", 640, 480, fps: 24)),
        Row(testDescription: "nothing", offers: [], wanted: PixelSize.fullHD, best: nil),
    ]

    @Test("the best offer for a rectangle", arguments: rows)
    func best(_ row: Row) {
        #expect(CaptureChoice.best(of: row.offers, for: row.wanted, framesPerSecond: 25) == row.best)
    }

    @Test(
        "sizes in steps", arguments: [(640, 320, 1920, 2, 640), (641, 320, 1920, 2, 642), (100, 320, 1920, 2, 320), (4000, 320, 1919, 2, 1919)])
    func steps(_ wanted: Int, _ least: Int, _ most: Int, _ step: Int, _ expected: Int) {
        #expect(VideoNode.nearest(wanted, least, most, step) == expected)
    }
}
