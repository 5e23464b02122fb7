package import LinuxIO
package import Pixels

/// The memory that a camera fills, as a display can read it by itself (DMABUF).
package final class SharedPictures: Sendable {
    /// One buffer.
    package final class Buffer: Sendable {
        let descriptor: Descriptor
        package init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    package let format: PixelFormat
    package let size: PixelSize
    package let encoding: YUVEncoding
    /// From row to row, and where it begins in the buffer, of each colour plane.
    let planes: [(strideBytes: Int, offset: Int)]
    let buffers: [Buffer]

    /// - Parameter planes: one of packed formats, two of NV12.
    package init(
        format: PixelFormat, size: PixelSize, encoding: YUVEncoding, planes: [(strideBytes: Int, offset: Int)], buffers: [Buffer]
    ) {
        precondition((1...4).contains(planes.count), "colour planes of a framebuffer")
        self.format = format
        self.size = size
        self.encoding = encoding
        self.planes = planes
        self.buffers = buffers
    }
}
