internal import CKernels

/// Turns pictures of one format and size into XRGB8888 of another size, converting and scaling in one pass. Made once for a camera and
/// its place on the screen; drawing allocates nothing. Not Sendable: one thread at a time.
///
/// Smaller, each pixel is the average over the exact area that it stands for; larger, linear between pixels; at the same size, the
/// pixel itself. A chroma value stands for all pixels that share it. The result is within 1 of the formula of `YUVEncoding` everywhere;
/// XRGB is averaged only.
package final class VideoScaler {
    package let format: VideoFormat
    package let encoding: YUVEncoding
    package let source: PixelSize
    package let target: PixelSize

    private let way: Way
    private let matrix: UnsafeMutablePointer<yb_yuv_matrix>
    private let columns: ScaledColumns

    private enum Way {
        case unscaled
        /// A third both ways, as 1080p to 640×360.
        case third
        case any
    }

    /// - Parameters:
    ///   - source: 1...16384 each way.
    ///   - target: the same.
    package init(_ format: VideoFormat, _ encoding: YUVEncoding, from source: PixelSize, to target: PixelSize) {
        precondition(source.width > 0 && source.height > 0 && source.width <= 16384 && source.height <= 16384, "source size")
        precondition(target.width > 0 && target.height > 0 && target.width <= 16384 && target.height <= 16384, "target size")
        self.format = format
        self.encoding = encoding
        self.source = source
        self.target = target
        matrix = .allocate(capacity: 1)
        matrix.initialize(to: encoding.kernelMatrix)
        columns = ScaledColumns(source: source.width, target: target.width)
        if source == target {
            way = .unscaled
        } else if format != .xrgb, source.width == 3 * target.width, source.height == 3 * target.height {
            way = .third
        } else {
            way = .any
        }
    }

    deinit {
        matrix.deallocate()
    }

    /// A target row, for rectangles that are cut at the sides.
    var row: UnsafeMutablePointer<UInt32> { columns.row }

    /// Writes row `y` of the target: `target.width` words, in order, some of them twice in a row, none read. `frame` has the format and the
    /// size that this was made for.
    package func draw(_ frame: VideoFrame, row y: Int, to pixels: UnsafeMutablePointer<UInt32>) {
        precondition(frame.format == format && frame.size == source, "a frame of another kind")
        precondition(y >= 0 && y < target.height, "row outside the target")
        let (luma, chroma) = (frame.luma, frame.chroma)
        switch (way, format) {
        case (.unscaled, .yuyv): yb_yuyv_row(pixels, luma.base + y * luma.strideBytes, target.width, matrix)
        case (.unscaled, .nv12):
            yb_nv12_row(
                pixels, luma.base + y * luma.strideBytes, chroma.base + y / 2 * chroma.strideBytes, target.width, matrix)
        case (.unscaled, .xrgb):
            let words = VideoScaler.words(luma, y)
            for x in 0 ..< target.width { pixels[x] = words[x] | 0xFF00_0000 }
        case (.third, .yuyv):
            withRows(luma, 3 * y, 3 * y + 1, 3 * y + 2) { yb_yuyv_third_row(pixels, $0, target.width, matrix) }
        case (.third, .nv12):
            withRows(luma, 3 * y, 3 * y + 1, 3 * y + 2) { luma in
                withRows(chroma, 3 * y / 2, (3 * y + 1) / 2, (3 * y + 2) / 2) { chroma in
                    yb_nv12_third_row(pixels, luma, chroma, target.width, matrix)
                }
            }
        case (_, .xrgb):
            var rows = ScaledSpan(y, source: frame.size.height, target: target.height).rows(of: frame.size.height)
            yb_picture_scaled_row(pixels, VideoScaler.words(luma, 0), luma.strideBytes / 4, frame.size.width, &rows, columns.plan)
        case (.any, _):
            var source = yb_video_frame(
                luma: luma.base, chroma: chroma.base, luma_pitch: luma.strideBytes, chroma_pitch: chroma.strideBytes,
                width: frame.size.width)
            let span = ScaledSpan(y, source: frame.size.height, target: target.height)
            var lumaRows = span.rows(of: frame.size.height)
            guard format == .nv12 else { return yb_yuyv_scaled_row(pixels, &source, &lumaRows, columns.plan, matrix) }
            var chromaRows = span.halved.rows(of: (frame.size.height + 1) / 2)
            yb_nv12_scaled_row(pixels, &source, &lumaRows, &chromaRows, columns.plan, matrix)
        }
    }

    private static func words(_ plane: VideoFrame.Plane, _ row: Int) -> UnsafePointer<UInt32> {
        UnsafeRawPointer(plane.base + row * plane.strideBytes).assumingMemoryBound(to: UInt32.self)
    }

    private func withRows(
        _ plane: VideoFrame.Plane, _ a: Int, _ b: Int, _ c: Int, _ body: (UnsafePointer<UnsafePointer<UInt8>?>) -> Void
    ) {
        let rows: (UnsafePointer<UInt8>?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?) = (
            plane.base + a * plane.strideBytes, plane.base + b * plane.strideBytes, plane.base + c * plane.strideBytes
        )
        withUnsafePointer(to: rows) { rows in
            rows.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: 3) { body($0) }
        }
    }
}

extension Canvas {
    /// A camera's picture with its upper left corner at `point`. Rows outside the clip cost nothing.
    package func draw(_ frame: VideoFrame, _ scaler: VideoScaler, at point: PixelPoint) {
        let rect = PixelRect(origin: point, size: scaler.target)
        let area = rect.intersection(clip)
        if area.isEmpty { return }
        for y in area.y ..< area.maxY {
            if area.width == rect.width {
                scaler.draw(frame, row: y - rect.y, to: address(area.x, y))
            } else {
                scaler.draw(frame, row: y - rect.y, to: scaler.row)
                address(area.x, y).update(from: scaler.row + (area.x - rect.x), count: area.width)
            }
        }
    }
}
