/// Layouts of pictures that are painted as they come.
package enum VideoFormat: Hashable, Sendable, CaseIterable {
    /// One plane of Y U Y V, chroma for two pixels at a time (V4L2_PIX_FMT_YUYV, DRM_FORMAT_YUYV).
    case yuyv
    /// A plane of Y and one of U V pairs, each for two by two pixels (V4L2_PIX_FMT_NV12, DRM_FORMAT_NV12).
    case nv12
    /// One plane of B G R X, X being anything (V4L2_PIX_FMT_XBGR32, DRM_FORMAT_XRGB8888), in full range.
    case xrgb
}

/// A picture of a camera in memory that somebody else owns and keeps during the call. It is read once, in order, so it may lie in
/// uncached memory.
package struct VideoFrame {
    package struct Plane {
        package let base: UnsafePointer<UInt8>
        package let byteCount: Int
        package let strideBytes: Int

        /// `strideBytes` from one row to the next; the last row may end early.
        package init(base: UnsafePointer<UInt8>, byteCount: Int, strideBytes: Int) {
            self.base = base
            self.byteCount = byteCount
            self.strideBytes = strideBytes
        }

        /// Whether there is room for so many rows of that length.
        package func holds(rows: Int, of rowBytes: Int) -> Bool {
            let (before, overflow) = strideBytes.multipliedReportingOverflow(by: rows - 1)
            return strideBytes >= rowBytes && !overflow && byteCount >= rowBytes && before <= byteCount - rowBytes
        }
    }

    package let format: VideoFormat
    package let size: PixelSize
    let luma: Plane
    let chroma: Plane

    /// nil where the planes are too short for the size: a driver said less than it promised, or nonsense.
    /// - Parameters:
    ///   - luma: the only plane of YUYV and XRGB; that of XRGB begins at a multiple of four, and so does each row.
    ///   - chroma: the U V plane of NV12.
    package init?(_ format: VideoFormat, size: PixelSize, luma: Plane, chroma: Plane? = nil) {
        guard size.width > 0, size.height > 0, size.width <= 16384, size.height <= 16384 else { return nil }
        let pairs = (size.width + 1) / 2
        switch format {
        case .yuyv:
            guard luma.holds(rows: size.height, of: pairs * 4) else { return nil }
            self.chroma = luma
        case .nv12:
            guard let chroma, luma.holds(rows: size.height, of: size.width), chroma.holds(rows: (size.height + 1) / 2, of: pairs * 2)
            else { return nil }
            self.chroma = chroma
        case .xrgb:
            guard luma.holds(rows: size.height, of: size.width * 4), luma.strideBytes % 4 == 0, Int(bitPattern: luma.base) % 4 == 0
            else { return nil }
            self.chroma = luma
        }
        self.format = format
        self.size = size
        self.luma = luma
    }
}
