/// How the samples of a pixel format lie in memory. Formats which nobody has described here are libv4l's business.
enum PixelLayout: Hashable, Sendable {
    /// Four bytes for two pixels: which of them the first luma, U and V are; the second luma comes two bytes after the first.
    case packed422(luma: Int, u: Int, v: Int)
    /// A plane of luma and a smaller one of chroma pairs, or two of single bytes; one after the other, or in memory of their own.
    case planar(PlanarLayout)
    /// A pixel at a time.
    case words(PixelWord)
    /// Hue, saturation and value in three bytes, after as many that mean nothing.
    case hsv(padding: Int)
    /// Luma only, in the upper or the lower bits of two bytes where it has more than eight.
    case grey(bits: Int, isBigEndian: Bool)
    /// One colour a pixel, as a sensor has them, in bytes or in the lower bits of two; `pattern` is the name of the format of bytes.
    case bayer(pattern: FourCC, bits: Int)
    /// A JPEG file a frame.
    case jpeg
}

struct PlanarLayout: Hashable, Sendable {
    /// How many pixels share a chroma sample across and down.
    let across: Int, down: Int
    /// Whether U and V lie side by side.
    let isPaired: Bool
    let isVFirst: Bool

    init(_ across: Int, _ down: Int, pairs isPaired: Bool = false, vFirst isVFirst: Bool = false) {
        self.across = across
        self.down = down
        self.isPaired = isPaired
        self.isVFirst = isVFirst
    }
}

/// Three components within a whole pixel of 1 to 4 bytes.
struct PixelWord: Hashable, Sendable {
    struct Field: Hashable, Sendable {
        let shift: Int, bits: Int
    }

    let byteCount: Int
    let isBigEndian: Bool
    let isYUV: Bool
    /// Red, green, blue, or Y, U, V.
    let fields: [Field]

    /// The components from the highest bit down, with their bits, as `x8 r8 g8 b8`; x and a are passed over.
    init(_ pattern: String, bigEndian isBigEndian: Bool = false) {
        var found: [Character: Field] = [:]
        var shift = 0
        for part in pattern.split(separator: " ").reversed() {
            let bits = Int(part.dropFirst()) ?? 0
            found[part.first ?? "x"] = Field(shift: shift, bits: bits)
            shift += bits
        }
        byteCount = (shift + 7) / 8
        self.isBigEndian = isBigEndian
        isYUV = found["y"] != nil
        fields = (isYUV ? ["y", "u", "v"] : ["r", "g", "b"]).compactMap { found[$0] }
        precondition(fields.count == 3, "a pixel has three components")
    }

    /// Whether it is what a display calls XRGB8888.
    var isXRGB: Bool { self == PixelWord("x8 r8 g8 b8") }
}

extension PixelLayout {
    /// Nil for formats that are not described.
    init?(_ fourcc: FourCC) {
        guard let layout = PixelLayout.table[fourcc] else { return nil }
        self = layout
    }

    /// Bytes that a row of the first plane has at the least; nil where there are no rows.
    func rowBytes(width: Int) -> Int? {
        switch self {
        case .packed422: (width + 1) / 2 * 4
        case .planar: width
        case .words(let word): width * word.byteCount
        case .hsv(let padding): width * (3 + padding)
        case .grey(let bits, _), .bayer(_, let bits): bits > 8 ? width * 2 : width
        case .jpeg: nil
        }
    }

    /// Whether its samples are red, green and blue: then the default range is the full one.
    var isRGB: Bool {
        switch self {
        case .words(let word): !word.isYUV
        case .bayer, .hsv: true
        case .packed422, .planar, .grey, .jpeg: false
        }
    }

    // After Documentation/userspace-api/media/v4l/pixfmt-*.rst of the kernel.
    private static let table: [FourCC: PixelLayout] = {
        var table: [FourCC: PixelLayout] = [
            FourCC("YUYV"): .packed422(luma: 0, u: 1, v: 3), FourCC("YVYU"): .packed422(luma: 0, u: 3, v: 1),
            FourCC("UYVY"): .packed422(luma: 1, u: 0, v: 2), FourCC("VYUY"): .packed422(luma: 1, u: 2, v: 0),
            FourCC("GREY"): .grey(bits: 8, isBigEndian: false), FourCC("Y10"): .grey(bits: 10, isBigEndian: false),
            FourCC("Y12"): .grey(bits: 12, isBigEndian: false), FourCC("Y14"): .grey(bits: 14, isBigEndian: false),
            FourCC("Y16"): .grey(bits: 16, isBigEndian: false), FourCC("Y16-BE"): .grey(bits: 16, isBigEndian: true),
            FourCC("HSV3"): .hsv(padding: 0), FourCC("HSV4"): .hsv(padding: 1), FourCC("MJPG"): .jpeg, FourCC("JPEG"): .jpeg,
        ]
        let planar: [(String, PlanarLayout)] = [
            ("NV12 NM12", PlanarLayout(2, 2, pairs: true)), ("NV21 NM21", PlanarLayout(2, 2, pairs: true, vFirst: true)),
            ("NV16 NM16", PlanarLayout(2, 1, pairs: true)), ("NV61 NM61", PlanarLayout(2, 1, pairs: true, vFirst: true)),
            ("NV24", PlanarLayout(1, 1, pairs: true)), ("NV42", PlanarLayout(1, 1, pairs: true, vFirst: true)),
            ("YU12 YM12", PlanarLayout(2, 2)), ("YV12 YM21", PlanarLayout(2, 2, vFirst: true)),
            ("422P YM16", PlanarLayout(2, 1)), ("YM61", PlanarLayout(2, 1, vFirst: true)),
            ("YM24", PlanarLayout(1, 1)), ("YM42", PlanarLayout(1, 1, vFirst: true)),
            ("411P", PlanarLayout(4, 1)), ("YUV9", PlanarLayout(4, 4)), ("YVU9", PlanarLayout(4, 4, vFirst: true)),
        ]
        for (names, layout) in planar {
            for name in names.split(separator: " ") { table[FourCC(String(name))] = .planar(layout) }
        }
        let words: [(String, PixelWord)] = [
            ("XR24 AR24 BGR4", PixelWord("x8 r8 g8 b8")), ("RX24 RA24", PixelWord("r8 g8 b8 x8")),
            ("XB24 AB24", PixelWord("x8 b8 g8 r8")), ("BX24 BA24 RGB4", PixelWord("b8 g8 r8 x8")),
            ("RGB3", PixelWord("b8 g8 r8")), ("BGR3", PixelWord("r8 g8 b8")), ("BGRH", PixelWord("b6 g6 r6 x14", bigEndian: true)),
            ("RGBP", PixelWord("r5 g6 b5")), ("RGBR", PixelWord("r5 g6 b5", bigEndian: true)), ("RGB1", PixelWord("r3 g3 b2")),
            ("R444 XR12 AR12", PixelWord("x4 r4 g4 b4")), ("RX12 RA12", PixelWord("r4 g4 b4 x4")),
            ("XB12 AB12", PixelWord("x4 b4 g4 r4")), ("BX12 GA12", PixelWord("b4 g4 r4 x4")),
            ("RGBO XR15 AR15", PixelWord("x1 r5 g5 b5")), ("RX15 RA15", PixelWord("r5 g5 b5 x1")),
            ("XB15 AB15", PixelWord("x1 b5 g5 r5")), ("BX15 BA15", PixelWord("b5 g5 r5 x1")),
            ("RGBQ XR15-BE AR15-BE", PixelWord("x1 r5 g5 b5", bigEndian: true)),
            ("Y444", PixelWord("x4 y4 u4 v4")), ("YUVO", PixelWord("x1 y5 u5 v5")), ("YUVP", PixelWord("y5 u6 v5")),
            ("YUV3", PixelWord("v8 u8 y8")), ("YUV4 AYUV XYUV", PixelWord("v8 u8 y8 x8")), ("VUYA VUYX", PixelWord("x8 y8 u8 v8")),
            ("YUVA YUVX", PixelWord("x8 v8 u8 y8")),
        ]
        for (names, word) in words {
            for name in names.split(separator: " ") { table[FourCC(String(name))] = .words(word) }
        }
        let bayer: [(String, [String])] = [
            ("BA81", ["BA81", "BG10", "BG12", "BG14", "BYR2"]), ("GBRG", ["GBRG", "GB10", "GB12", "GB14", "GB16"]),
            ("GRBG", ["GRBG", "BA10", "BA12", "GR14", "GR16"]), ("RGGB", ["RGGB", "RG10", "RG12", "RG14", "RG16"]),
        ]
        for (pattern, names) in bayer {
            for (name, bits) in zip(names, [8, 10, 12, 14, 16]) {
                table[FourCC(name)] = .bayer(pattern: FourCC(pattern), bits: bits)
            }
        }
        return table
    }()
}

extension FourCC {
    /// What DRM calls the same memory (DRM_FORMAT_*); nil for formats that no display reads.
    package var displayFormat: FourCC? {
        switch description {
        case "YUYV", "YVYU", "UYVY", "VYUY", "NV12", "NV21", "NV16", "NV61", "NV24", "NV42", "YU12", "YV12", "XR24", "AR24", "XB24", "AB24",
            "RX24", "RA24", "BX24", "BA24", "XR12", "AR12", "XB12", "AB12", "RX12", "RA12", "BX12", "XR15", "AR15", "XB15", "AB15", "RX15",
            "RA15", "BX15", "BA15":
            self
        case "NM12": FourCC("NV12")
        case "NM21": FourCC("NV21")
        case "NM16": FourCC("NV16")
        case "NM61": FourCC("NV61")
        case "YM12": FourCC("YU12")
        case "YM21": FourCC("YV12")
        case "422P", "YM16": FourCC("YU16")
        case "YM61": FourCC("YV16")
        case "YM24": FourCC("YU24")
        case "YM42": FourCC("YV24")
        case "411P": FourCC("YU11")
        case "BGR4": FourCC("XR24")
        case "RGB4": FourCC("BX24")
        case "RGB3": FourCC("BG24")
        case "BGR3": FourCC("RG24")
        case "RGBP": FourCC("RG16")
        case "RGBO": FourCC("XR15")
        case "R444": FourCC("XR12")
        case "GA12": FourCC("BA12")
        case "GREY": FourCC("R8")
        default: nil
        }
    }
}
