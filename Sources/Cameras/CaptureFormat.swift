internal import CV4L2
internal import LinuxIO
package import Pixels

/// What a device delivers, as it was negotiated and checked: a plain value.
package struct CaptureFormat: Hashable, Sendable {
    /// A part of a buffer with memory of its own; most formats have one.
    package struct MemoryPlane: Hashable, Sendable {
        /// From one row to the next, at the least a row; 0 where there are no rows (Motion JPEG).
        package let strideBytes: Int
        /// Of the whole plane.
        package let byteCount: Int
    }

    package let fourcc: FourCC
    package let size: PixelSize
    package let planes: [MemoryPlane]
    /// What luma and chroma stand for; of RGB only `range` counts. BT.2020 and SMPTE 240M are shown as BT.709, which is nearest.
    package let encoding: YUVEncoding
    /// From one frame to the next; nil when the driver does not say.
    package let interval: Duration?

    /// Nil: no layout of ours; libv4l may know it.
    let layout: PixelLayout?
    let kernel: KernelColour

    /// What libv4l wants to be told again.
    struct KernelColour: Hashable, Sendable {
        var colourSpace: UInt32 = 0, encoding: UInt32 = 0, quantization: UInt32 = 0
    }

    /// Of what a driver said. A stride that cannot be is replaced by what its sizes allow, and refused when they allow none.
    init(_ said: yuanba_video_format, interval: Duration?) throws(CameraError) {
        fourcc = FourCC(rawValue: said.fourcc)
        size = PixelSize(width: Int(said.width), height: Int(said.height))
        layout = PixelLayout(fourcc)
        self.interval = interval
        kernel = KernelColour(colourSpace: said.colorspace, encoding: said.encoding, quantization: said.quantization)
        encoding = CaptureFormat.encoding(
            colourSpace: said.colorspace, encoding: said.encoding, quantization: said.quantization, isRGB: layout?.isRGB ?? false)
        guard (1 ... 16384).contains(size.width), (1 ... 16384).contains(size.height) else {
            throw .wrongFormat(reason: "\(size.width)×\(size.height) pixels")
        }
        guard said.planes > 0 else { throw .wrongFormat(reason: "\(fourcc) without memory") }
        let claimed = withUnsafeBytes(of: said.plane) { $0.bindMemory(to: yuanba_video_plane.self).prefix(Int(said.planes)).map { $0 } }
        var planes: [MemoryPlane] = []
        for (number, plane) in claimed.enumerated() {
            guard let rows = CaptureFormat.rows(number, of: claimed.count, layout, size) else {
                planes.append(MemoryPlane(strideBytes: Int(plane.pitch), byteCount: Int(plane.bytes)))
                continue
            }
            guard let stride = CaptureFormat.stride(claimed: Int(plane.pitch), rows, byteCount: Int(plane.bytes)) else {
                throw .wrongFormat(
                    reason: "\(fourcc) \(size.width)×\(size.height) in \(plane.bytes) bytes with rows of \(plane.pitch)")
            }
            planes.append(MemoryPlane(strideBytes: stride, byteCount: Int(plane.bytes)))
        }
        self.planes = planes
    }

    /// How long the rows of a memory plane are at the least, and how many rows of such a length it holds, in half rows.
    struct Rows: Equatable {
        let byteCount: Int
        let halves: Int
    }

    private static func rows(_ plane: Int, of planes: Int, _ layout: PixelLayout?, _ size: PixelSize) -> Rows? {
        guard let layout, let luma = layout.rowBytes(width: size.width) else { return nil }
        guard case .planar(let planar) = layout else { return Rows(byteCount: luma, halves: 2 * size.height) }
        let chroma = (size.width + planar.across - 1) / planar.across * (planar.isPaired ? 2 : 1)
        let chromaRows = (size.height + planar.down - 1) / planar.down
        if planes > 1 { return plane == 0 ? Rows(byteCount: luma, halves: 2 * size.height) : Rows(byteCount: chroma, halves: 2 * chromaRows) }
        // One plane after the other, with rows in proportion: as a whole so many rows of luma.
        return Rows(byteCount: luma, halves: 2 * size.height + 4 * chromaRows / planar.across)
    }

    /// What a memory plane of a whole frame is filled with at the least: its rows, of which the last may end early.
    func leastBytes(ofPlane number: Int) -> Int {
        guard let rows = CaptureFormat.rows(number, of: planes.count, layout, size) else { return 1 }
        return CaptureFormat.leastBytes(rows, strideBytes: planes[number].strideBytes)
    }

    private static func leastBytes(_ rows: Rows, strideBytes: Int) -> Int {
        (rows.halves - 2) * strideBytes / 2 + rows.byteCount
    }

    /// The claimed stride when it can be true, else the longest multiple of four that all rows have room for; nil when there is not
    /// even room for the shortest rows.
    static func stride(claimed: Int, _ rows: Rows, byteCount: Int) -> Int? {
        let fits = { (stride: Int) in
            stride >= rows.byteCount && stride <= 1 << 20 && leastBytes(rows, strideBytes: stride) <= byteCount
        }
        if fits(claimed) { return claimed }
        let roomy = byteCount * 2 / max(1, rows.halves) / 4 * 4
        if claimed < rows.byteCount, fits(roomy) { return roomy }
        return fits(rows.byteCount) ? rows.byteCount : nil
    }

    /// Defaults as V4L2_MAP_YCBCR_ENC_DEFAULT and V4L2_MAP_QUANTIZATION_DEFAULT of linux/videodev2.h resolve them.
    static func encoding(colourSpace: UInt32, encoding: UInt32, quantization: UInt32, isRGB: Bool) -> YUVEncoding {
        let isHighDefinition: Bool
        switch encoding {
        case V4L2_YCBCR_ENC_601.rawValue, V4L2_YCBCR_ENC_XV601.rawValue, V4L2_YCBCR_ENC_SYCC.rawValue: isHighDefinition = false
        case V4L2_YCBCR_ENC_709.rawValue, V4L2_YCBCR_ENC_XV709.rawValue, V4L2_YCBCR_ENC_BT2020.rawValue,
            V4L2_YCBCR_ENC_BT2020_CONST_LUM.rawValue, V4L2_YCBCR_ENC_SMPTE240M.rawValue:
            isHighDefinition = true
        default:
            isHighDefinition = [
                V4L2_COLORSPACE_REC709.rawValue, V4L2_COLORSPACE_DCI_P3.rawValue, V4L2_COLORSPACE_BT2020.rawValue,
                V4L2_COLORSPACE_SMPTE240M.rawValue,
            ].contains(colourSpace)
        }
        let isFull =
            switch quantization {
            case V4L2_QUANTIZATION_FULL_RANGE.rawValue: true
            case V4L2_QUANTIZATION_LIM_RANGE.rawValue: false
            default: isRGB || colourSpace == V4L2_COLORSPACE_JPEG.rawValue
            }
        return YUVEncoding(isHighDefinition ? .bt709 : .bt601, isFull ? .full : .limited)
    }

    /// Whether hue's circle has 256 steps (V4L2_HSV_ENC_256) and not 180.
    var isHueOf256: Bool { kernel.encoding == V4L2_HSV_ENC_256.rawValue }

    /// Whether it has no colour.
    package var isGrey: Bool {
        if case .grey = layout { return true }
        return false
    }

    /// Memory of one buffer.
    package var byteCount: Int { planes.reduce(0) { $0 + $1.byteCount } }
}

extension CaptureFormat: CustomStringConvertible {
    package var description: String {
        let rate = interval.map { " \((1_000_000_000 + $0.nanoseconds / 2) / max($0.nanoseconds, 1)) fps" } ?? ""
        return "\(fourcc) \(size.width)×\(size.height)\(rate)"
    }
}
