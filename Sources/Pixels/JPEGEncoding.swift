internal import CJPEG

extension Picture {
    /// How much of the colour a JPEG keeps.
    package enum JPEGChroma: Hashable, Sendable {
        /// 4:2:0, for photos.
        case halved
        /// 4:2:2, as cameras do.
        case halvedAcross
    }

    /// The picture as a baseline JPEG without any metadata: what libjpeg-turbo makes of the same pixels, so the same bytes with
    /// the same version of it. Tens of milliseconds for a full-HD photo.
    /// - Parameter quality: 1…100 as libjpeg counts.
    package func jpeg(quality: Int, chroma: JPEGChroma = .halved) throws(PixelsError) -> [UInt8] {
        guard let encoder = tjInitCompress() else { throw .encoding(format: "JPEG", reason: "no memory for the encoder") }
        defer { tjDestroy(encoder) }
        var output: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        let status = tjCompress2(
            encoder, UnsafeRawPointer(base).assumingMemoryBound(to: UInt8.self), Int32(size.width), Int32(strideBytes), Int32(size.height),
            Int32(TJPF_BGRX.rawValue), &output, &count, Int32((chroma == .halved ? TJSAMP_420 : TJSAMP_422).rawValue),
            Int32(quality), 0)
        defer { tjFree(output) }
        guard status == 0, let output else { throw .encoding(format: "JPEG", reason: String(cString: tjGetErrorStr2(encoder))) }
        return Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }
}
