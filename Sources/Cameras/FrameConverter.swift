internal import LinuxIO
package import Pixels

/// Makes frames of one format ready for `VideoScaler`. Frames that it takes as they are cost nothing; of others what must be is put in another
/// order, or decoded, in one pass into memory of its own. Not Sendable: one thread at a time. Allocates nothing after the first frame.
package final class FrameConverter {
    /// Who turns a format into pixels.
    package enum Way: String, Hashable, Sendable {
        /// `VideoScaler`, straight from the camera's memory.
        case direct
        /// A pass of ours comes before it.
        case own
        /// libv4lconvert comes before it.
        case library
    }

    package let way: Way
    /// What comes out.
    package let video: VideoFormat
    /// How to read it; of XRGB nothing is left to do.
    package let encoding: YUVEncoding

    /// Of the frames that it takes.
    package let format: CaptureFormat
    private let pass: Pass

    private enum Pass {
        case none
        case chroma(ChromaPass)
        case packed(PackedPass)
        case words(WordPass)
        case hsv(HuePass)
        case full(FullChromaPass)
        case grey(GreyPass)
        case jpeg(MotionJPEGDecoder, PixelMemory)
        case library(LibraryPass)
    }

    package init(_ format: CaptureFormat) throws(CameraError) {
        self.format = format
        var encoding = format.encoding
        if let direct = FrameConverter.directFormat(format.fourcc), direct != .xrgb || encoding.range == .full {
            (way, video, pass) = (.direct, direct, .none)
            self.encoding = encoding
            return
        }
        var way = Way.own
        switch format.layout {
        case .packed422(let luma, let u, let v):
            (video, pass) = (.yuyv, .packed(PackedPass(format.size, luma: luma, u: u, v: v)))
        case .planar(let layout) where layout.across == 2 && layout.down == 2:
            (video, pass) = (.nv12, .chroma(ChromaPass(format.size, layout)))
        case .planar(let layout) where layout.across == 2 && layout.down == 1:
            (video, pass) = (.yuyv, .packed(PackedPass(format.size, planar: layout)))
        case .planar(let layout):
            (video, pass) = (.xrgb, .full(FullChromaPass(format.size, layout, encoding)))
        case .words(let word):
            (video, pass) = (.xrgb, .words(WordPass(format.size, word, encoding)))
        case .hsv(let padding):
            (video, pass) = (.xrgb, .hsv(HuePass(format.size, padding: padding, isHueOf256: format.isHueOf256)))
        case .grey(let bits, let isBigEndian):
            (video, pass) = (.nv12, .grey(GreyPass(format.size, bits: bits, isBigEndian: isBigEndian)))
        case .jpeg:
            let decoder: MotionJPEGDecoder
            do throws(PixelsError) {
                decoder = try MotionJPEGDecoder()
            } catch {
                throw .wrongFormat(reason: "\(error)")
            }
            (video, pass) = (.xrgb, .jpeg(decoder, PixelMemory(format.size)))
        case .bayer, nil:
            way = .library
            (video, pass) = (.xrgb, .library(try LibraryPass(format)))
        }
        if video == .xrgb { encoding = YUVEncoding(encoding.matrix, .full) }
        self.way = way
        self.encoding = encoding
    }

    /// The format that needs no pass at all; XRGB only in full range.
    package static func directFormat(_ fourcc: FourCC) -> VideoFormat? {
        switch PixelLayout(fourcc) {
        case .packed422(luma: 0, u: 1, v: 3): .yuyv
        case .planar(PlanarLayout(2, 2, pairs: true)): .nv12
        case .words(let word) where word.isXRGB: .xrgb
        default: nil
        }
    }

    /// Hands the picture of `frame` to `body`, which must not keep it. Throws `wrongFormat` for a frame that is none: it is to be passed
    /// over, the one before it stays.
    package func withVideo<Result>(_ frame: CameraFrame, _ body: (VideoFrame) -> Result) throws(CameraError) -> Result {
        precondition(frame.format == format, "a frame of another format")
        return try withVideo(memory: frame.bytes(ofPlane:), body)
    }

    /// The same for a frame in other memory: `memory` tells the bytes of each memory plane.
    func withVideo<Result>(
        memory: (Int) -> UnsafeRawBufferPointer?, _ body: (VideoFrame) -> Result
    ) throws(CameraError) -> Result {
        let planes = try components(memory)
        let video: VideoFrame?
        switch pass {
        case .none:
            video = VideoFrame(self.video, size: format.size, luma: planes.luma, chroma: planes.first)
        case .chroma(let pass):
            video = pass.run(planes)
        case .packed(let pass):
            video = pass.run(planes)
        case .words(let pass):
            video = pass.run(planes)
        case .hsv(let pass):
            video = pass.run(planes)
        case .full(let pass):
            video = pass.run(planes)
        case .grey(let pass):
            video = pass.run(planes)
        case .jpeg(let decoder, let memory):
            do throws(PixelsError) {
                try decoder.decode(
                    UnsafeRawBufferPointer(start: planes.luma.base, count: planes.luma.byteCount), size: format.size, to: memory.base,
                    strideBytes: memory.strideBytes)
            } catch {
                throw .wrongFormat(reason: "\(error)")
            }
            video = memory.frame
        case .library(let pass):
            video = try pass.run(planes.luma)
        }
        guard let video else { throw .wrongFormat(reason: "a frame of \(format.fourcc) ends early") }
        return body(video)
    }

    /// Where luma and both chroma planes, or the pairs of them, lie.
    private func components(_ memory: (Int) -> UnsafeRawBufferPointer?) throws(CameraError) -> ComponentPlanes {
        guard let first = memory(0) else { throw .wrongFormat(reason: "memory that cannot be read here") }
        let stride = format.planes[0].strideBytes
        guard case .planar(let layout) = format.layout else { return ComponentPlanes(luma: Plane(first, 0, stride)) }
        let chromaRows = (format.size.height + layout.down - 1) / layout.down
        if format.planes.count > 1 {
            guard let second = memory(1) else { return ComponentPlanes(luma: Plane(first, 0, stride)) }
            let third = format.planes.count > 2 ? memory(2) : nil
            return ComponentPlanes(
                luma: Plane(first, 0, stride), first: Plane(second, 0, format.planes[1].strideBytes),
                second: third.map { Plane($0, 0, format.planes[2].strideBytes) })
        }
        let start = stride * format.size.height
        let chromaStride = stride * (layout.isPaired ? 2 : 1) / layout.across
        return ComponentPlanes(
            luma: Plane(first, 0, stride), first: Plane(first, start, chromaStride),
            second: layout.isPaired ? nil : Plane(first, start + chromaStride * chromaRows, chromaStride))
    }

    private typealias Plane = VideoFrame.Plane
}

/// The planes of a frame, luma first; for formats without planes the only one.
struct ComponentPlanes {
    let luma: VideoFrame.Plane
    var first: VideoFrame.Plane?
    var second: VideoFrame.Plane?
}

extension VideoFrame.Plane {
    /// What is left of `bytes` from `offset` on.
    fileprivate init(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ strideBytes: Int) {
        let offset = min(max(0, offset), bytes.count)
        // An empty plane is too short for whatever it is used for.
        let base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 64)!
        self.init(base: (base + offset).assumingMemoryBound(to: UInt8.self), byteCount: bytes.count - offset, strideBytes: strideBytes)
    }
}
