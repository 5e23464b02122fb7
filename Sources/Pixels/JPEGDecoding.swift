internal import CJPEG

extension Picture {
    /// Most pixels to decode unless somebody says otherwise.
    package static let pixelLimit = 40_000_000

    /// Decodes a JPEG or a PNG. Blocking; a few milliseconds per million pixels.
    /// - Parameters:
    ///   - box: where it will be shown. A JPEG is decoded at the smallest of the decoder's own sizes that still covers the
    ///     fitted picture, then scaled; a PNG is scaled. nil keeps the size. Pictures are never made larger here.
    ///   - pixelLimit: most pixels to decode, checked before memory is taken for them.
    ///   - ground: what shows through a PNG's transparent parts.
    package static func decode(
        _ bytes: [UInt8], fitting box: PixelSize? = nil, pixelLimit: Int = Picture.pixelLimit, ground: Color = .white
    ) throws(PixelsError) -> Picture {
        let picture: Picture
        if bytes.starts(with: [0xFF, 0xD8]) {
            picture = try decodeJPEG(bytes, fitting: box, pixelLimit: pixelLimit)
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            picture = try decodePNG(bytes, pixelLimit: pixelLimit, ground: ground)
        } else {
            throw .unknownFormat
        }
        guard let box else { return picture }
        let fitted = picture.fitted(into: box)
        return fitted.width < picture.size.width ? picture.scaled(to: fitted) : picture
    }

    private static func decodeJPEG(
        _ bytes: [UInt8], fitting box: PixelSize?, pixelLimit: Int
    ) throws(PixelsError) -> Picture {
        guard let decoder = tjInitDecompress() else { throw .corrupt(format: "JPEG", reason: "no memory for the decoder") }
        defer { tjDestroy(decoder) }
        var (width, height, subsampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let count = UInt(bytes.count)
        guard tjDecompressHeader3(decoder, bytes, count, &width, &height, &subsampling, &space) == 0, width > 0, height > 0 else {
            throw .corrupt(format: "JPEG", reason: String(cString: tjGetErrorStr2(decoder)))
        }
        var size = PixelSize(width: Int(width), height: Int(height))
        if let box {
            size = decoderSize(size, covering: PixelSize.fitting(size, into: box))
        }
        guard size.width * size.height <= pixelLimit else { throw .tooLarge(size: size, limit: pixelLimit) }
        return try Picture(size: size) { (target, pitch) throws(PixelsError) in
            // A picture that ends early is not shown in part. Stray bytes between markers, which some phones write, do no harm.
            for flags in [Int32(TJFLAG_STOPONWARNING), 0] {
                let status = tjDecompress2(
                    decoder, bytes, count, target, Int32(size.width), Int32(pitch * 4), Int32(size.height),
                    Int32(TJPF_BGRA.rawValue), flags)
                if status == 0 { return }
                let reason = String(cString: tjGetErrorStr2(decoder))
                if !reason.hasSuffix("extraneous bytes before marker 0xd9") || flags == 0 {
                    throw .corrupt(format: "JPEG", reason: reason)
                }
            }
        }
    }

    /// The smallest size that the decoder's inverse transform can produce directly and that is not smaller than `target`.
    private static func decoderSize(_ size: PixelSize, covering target: PixelSize) -> PixelSize {
        var best = size
        var count: Int32 = 0
        guard let factors = tjGetScalingFactors(&count) else { return size }
        for factor in UnsafeBufferPointer(start: factors, count: Int(count)) {
            let (numerator, denominator) = (Int(factor.num), Int(factor.denom))
            let width = (size.width * numerator + denominator - 1) / denominator
            let height = (size.height * numerator + denominator - 1) / denominator
            if width >= target.width, height >= target.height, width < best.width {
                best = PixelSize(width: width, height: height)
            }
        }
        return best
    }
}
