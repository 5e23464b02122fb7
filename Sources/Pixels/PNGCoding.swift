internal import CPNG
internal import Glibc

extension Picture {
    static func decodePNG(_ bytes: [UInt8], pixelLimit: Int, ground: Color) throws(PixelsError) -> Picture {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        // libpng keeps the pointer between the calls, so all of them happen inside one scope.
        let result: Result<Picture, PixelsError> = bytes.withUnsafeBytes { bytes in
            guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
                return .failure(.corrupt(format: "PNG", reason: message(&image)))
            }
            let size = PixelSize(width: Int(image.width), height: Int(image.height))
            guard size.width * size.height <= pixelLimit else {
                return .failure(.tooLarge(size: size, limit: pixelLimit))
            }
            image.format = yb_png_format_bgra
            do throws(PixelsError) {
                return .success(
                    try Picture(size: size) { (target, pitch) throws(PixelsError) in
                        guard png_image_finish_read(&image, nil, target, Int32(pitch * 4), nil) != 0 else {
                            throw .corrupt(format: "PNG", reason: message(&image))
                        }
                        for y in 0 ..< size.height {
                            flatten(target + y * pitch, size.width, ground)
                        }
                    })
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The picture as an 8-bit RGB PNG. Tens of milliseconds for a full-HD page.
    package func png() throws(PixelsError) -> [UInt8] {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        image.width = UInt32(size.width)
        image.height = UInt32(size.height)
        image.format = yb_png_format_rgb
        defer { png_image_free(&image) }
        var rows = [UInt8](repeating: 0, count: size.width * size.height * 3)
        var at = 0
        for y in 0 ..< size.height {
            for x in 0 ..< size.width {
                let word = base[y * pitch + x]
                rows[at] = UInt8(truncatingIfNeeded: word >> 16)
                rows[at + 1] = UInt8(truncatingIfNeeded: word >> 8)
                rows[at + 2] = UInt8(truncatingIfNeeded: word)
                at += 3
            }
        }
        // zlib's bound on incompressible data, and room for the chunks around it.
        var count = rows.count + size.height + rows.count / 1000 + 1024
        var encoded = [UInt8](repeating: 0, count: count)
        guard png_image_write_to_memory(&image, &encoded, &count, 0, rows, 0, nil) != 0 else {
            throw .encoding(format: "PNG", reason: message(&image))
        }
        encoded.removeSubrange(count...)
        return encoded
    }
}

extension Canvas {
    /// What the canvas shows, as an 8-bit RGB PNG.
    package func png() throws(PixelsError) -> [UInt8] {
        try Picture(self).png()
    }
}

private func message(_ image: inout png_image) -> String {
    withUnsafePointer(to: &image) { String(cString: yb_png_message($0)) }
}

private func flatten(_ row: UnsafeMutablePointer<UInt32>, _ count: Int, _ ground: Color) {
    for x in 0 ..< count where row[x] >> 24 != 255 {
        let alpha = UInt8(row[x] >> 24)
        row[x] = Color(row[x]).over(ground, coverage: alpha).word
    }
}
