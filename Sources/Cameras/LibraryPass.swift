internal import CV4L2
internal import LinuxIO
internal import Pixels

/// Formats that libv4lconvert knows: sensors' single colours and what webcams of their own time sent. It makes R G B bytes of them.
final class LibraryPass {
    private let converter: OpaquePointer
    private var source: yuanba_video_format
    /// Sensors' values of more than eight bits are cut to eight first, which the library knows of all of them.
    private let bytes: (memory: PassMemory, shift: Int)?
    private let rgb: PassMemory
    private let words: WordPass

    init(_ format: CaptureFormat) throws(CameraError) {
        guard let converter = yuanba_video_converter() else { throw .wrongFormat(reason: "libv4lconvert cannot start") }
        self.converter = converter
        source = yuanba_video_format()
        source.width = UInt32(format.size.width)
        source.height = UInt32(format.size.height)
        source.fourcc = format.fourcc.rawValue
        source.colorspace = format.kernel.colourSpace
        source.encoding = format.kernel.encoding
        source.quantization = format.kernel.quantization
        source.planes = 1
        source.plane.0.pitch = UInt32(format.planes[0].strideBytes)
        if case .bayer(let pattern, let bits) = format.layout, bits > 8 {
            let memory = PassMemory(rows: format.size.height, of: format.size.width)
            bytes = (memory, bits - 8)
            source.fourcc = pattern.rawValue
            source.plane.0.pitch = UInt32(memory.strideBytes)
        } else {
            bytes = nil
        }
        rgb = PassMemory(rows: 1, of: format.size.width * format.size.height * 3)
        words = WordPass(format.size, PixelWord("b8 g8 r8"), YUVEncoding(format.encoding.matrix, format.layout?.isRGB == true ? format.encoding.range : .full))
    }

    deinit { v4lconvert_destroy(converter) }

    /// Throws `wrongFormat` with the library's own words.
    func run(_ plane: VideoFrame.Plane) throws(CameraError) -> VideoFrame? {
        let (width, height) = (Int(source.width), Int(source.height))
        var (base, byteCount) = (plane.base, plane.byteCount)
        if let bytes {
            guard plane.holds(rows: height, of: 2 * width) else { return nil }
            for y in 0 ..< height {
                UpperBits.copy(
                    from: plane.base + y * plane.strideBytes, to: bytes.memory.row(y), count: width, shift: bytes.shift, isBigEndian: false)
            }
            (base, byteCount) = (UnsafePointer(bytes.memory.base), bytes.memory.byteCount)
        }
        let written = yuanba_video_convert_to_rgb24(
            converter, &source, UnsafeMutablePointer(mutating: base), Int32(clamping: byteCount), rgb.base, Int32(clamping: rgb.byteCount))
        guard written >= width * height * 3 else {
            throw .wrongFormat(reason: String(cString: v4lconvert_get_error_message(converter)))
        }
        return words.run(ComponentPlanes(luma: VideoFrame.Plane(base: rgb.base, byteCount: rgb.byteCount, strideBytes: width * 3)))
    }
}
