internal import CJPEG

/// Decodes the JPEGs of a camera, one after the other. Not Sendable: one thread at a time.
package final class MotionJPEGDecoder {
    private var decoder: tjhandle

    package init() throws(PixelsError) {
        guard let decoder = tjInitDecompress() else { throw .corrupt(format: "JPEG", reason: "no memory for the decoder") }
        self.decoder = decoder
    }

    deinit {
        tjDestroy(decoder)
    }

    /// The size in the header of one frame.
    package func size(of bytes: UnsafeRawBufferPointer) throws(PixelsError) -> PixelSize {
        var (width, height, subsampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard base != nil else { throw .corrupt(format: "JPEG", reason: "it is empty") }
        guard tjDecompressHeader3(decoder, base, UInt(bytes.count), &width, &height, &subsampling, &space) == 0 else { throw failure() }
        return PixelSize(width: Int(width), height: Int(height))
    }

    /// Decodes one frame as XRGB8888; some five milliseconds at 1920×1080. Chroma is repeated as in `VideoScaler`, not smoothed. A frame
    /// that ends early or has errors is refused as a whole, but `pixels` may have been written in part.
    /// - Parameters:
    ///   - size: what the header must say.
    ///   - strideBytes: from one row of `pixels` to the next.
    package func decode(
        _ bytes: UnsafeRawBufferPointer, size: PixelSize, to pixels: UnsafeMutablePointer<UInt32>, strideBytes: Int
    ) throws(PixelsError) {
        precondition(strideBytes >= size.width * 4, "rows overlap")
        let found = try self.size(of: bytes)
        guard found == size else {
            throw .corrupt(format: "JPEG", reason: "it is \(found.width)×\(found.height), not \(size.width)×\(size.height)")
        }
        let status = tjDecompress2(
            decoder, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(bytes.count), pixels, Int32(size.width),
            Int32(strideBytes), Int32(size.height), Int32(TJPF_BGRA.rawValue), Int32(TJFLAG_STOPONWARNING | TJFLAG_FASTUPSAMPLE))
        guard status == 0 else { throw failure() }
    }

    /// What the library says. It goes on reading the old header when one was broken off, so every frame after it would be refused as well:
    /// a new decoder takes its place.
    private func failure() -> PixelsError {
        let reason = String(cString: tjGetErrorStr2(decoder))
        if let new = tjInitDecompress() {
            tjDestroy(decoder)
            decoder = new
        }
        return .corrupt(format: "JPEG", reason: reason)
    }
}
