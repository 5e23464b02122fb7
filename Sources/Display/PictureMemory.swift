internal import CDRM
package import LinuxIO
package import Pixels

/// Memory of a card for the pictures of cameras: a camera writes to it, a plane reads it, nobody copies. Cameras on USB, and displays that read
/// contiguous memory only, need it this way round; the other is `SharedPictures` of the camera's own memory. From any thread: the kernel
/// serialises the requests.
package final class PictureMemory: Sendable {
    private let card: Descriptor
    private let path: String

    init(_ card: Card) throws(SystemError) {
        self.card = try card.descriptor.duplicate()
        path = card.path
    }

    /// One picture's memory as a DMABUF (a dumb buffer). Fails with `notSupported` for formats that dumb buffers are not made for, and where the
    /// card's rows are not as long as the camera's.
    package func allocate(_ format: PixelFormat, _ size: PixelSize, strideBytes: Int, byteCount: Int) throws(SystemError) -> Descriptor {
        guard let shape = Self.shape(format, size) else { throw SystemError("\(path) as memory for \(format)", .notSupported) }
        var dumb = drm_mode_create_dumb()
        dumb.width = UInt32(size.width)
        dumb.height = UInt32(shape.rows)
        dumb.bpp = shape.bitsPerPixel
        try request("create dumb buffer", yuanba_MODE_CREATE_DUMB, &dumb)
        defer {
            var destroy = drm_mode_destroy_dumb(handle: dumb.handle)
            try? request("close dumb buffer", yuanba_MODE_DESTROY_DUMB, &destroy)
        }
        guard Int(dumb.pitch) == strideBytes, Int(dumb.size) >= byteCount else {
            throw SystemError("rows of \(dumb.pitch) bytes in \(path), of \(strideBytes) in the camera", .notSupported)
        }
        var prime = drm_prime_handle()
        prime.handle = dumb.handle
        prime.flags = yuanba_PRIME_FLAGS
        try request("export dumb buffer", yuanba_PRIME_HANDLE_TO_FD, &prime)
        return Descriptor(adopting: prime.fd)
    }

    private static func shape(_ format: PixelFormat, _ size: PixelSize) -> (bitsPerPixel: UInt32, rows: Int)? {
        switch format.description {
        case "XR24", "AR24": (32, size.height)
        case "YUYV", "UYVY": (16, size.height)
        // Luma, and below it half as many rows of pairs.
        case "NV12": (8, size.height + (size.height + 1) / 2)
        default: nil
        }
    }

    private func request<Argument>(_ name: StaticString, _ number: UInt, _ argument: inout Argument) throws(SystemError) {
        let status = withUnsafeMutablePointer(to: &argument) { pointer in card.withRaw { yuanba_drm($0, number, pointer) } }
        guard status == 0 else { throw SystemError("\(name) on \(path)", .current) }
    }
}
