internal import CV4L2
package import LinuxIO
internal import Synchronization

/// The buffers of one stream, with the node that fills them. It ends the stream when the last frame of it is gone, then unmaps, then
/// closes the node: a device that was unplugged is given back to the kernel no sooner.
///
/// `@unchecked Sendable`: unchangeable but for what the kernel writes into the buffers, and the kernel serialises the requests.
final class CaptureBuffers: @unchecked Sendable {
    let node: VideoNode
    /// V4L2_MEMORY_*
    let memory: UInt32
    private(set) var buffers: [CaptureBuffer] = []
    private let refused = Mutex<CameraError?>(nil)

    init(_ node: VideoNode, _ format: CaptureFormat, _ memory: CaptureMemory) throws(CameraError) {
        self.node = node
        let wanted: Int
        switch memory {
        case .mapped(let count):
            self.memory = V4L2_MEMORY_MMAP.rawValue
            wanted = count
        case .external(let count, _):
            guard format.planes.count == 1 else { throw .wrongFormat(reason: "\(format.fourcc) has memory in \(format.planes.count) parts") }
            self.memory = V4L2_MEMORY_DMABUF.rawValue
            wanted = count
        }
        var count = UInt32(wanted)
        try node.request("request buffers") { yuanba_video_request_buffers($0, node.type, self.memory, &count) }
        guard count >= 2 else { throw .failed(SystemError("request buffers of \(node.path)", .outOfMemory)) }
        for index in 0 ..< Int(count) {
            do throws(SystemError) {
                switch memory {
                case .mapped: buffers.append(try CaptureBuffer(mapping: index, of: node))
                case .external(_, let allocate):
                    buffers.append(CaptureBuffer(CaptureBuffer.ExternalMemory(try allocate(format, index)), byteCount: format.byteCount))
                }
            } catch {
                throw VideoNode.error(error, node.path)
            }
        }
    }

    deinit {
        _ = node.succeeds { yuanba_video_stream($0, node.type, 0) }
        buffers = []
    }

    /// Gives a buffer back that somebody had. Any thread. One that the driver does not take is lost to the stream, which is therefore over.
    func giveBack(_ index: Int) {
        do throws(CameraError) {
            try queue(index)
        } catch {
            refused.withLock { $0 = error }
        }
    }

    /// Why a buffer was not taken back.
    var refusal: CameraError? { refused.withLock { $0 } }

    /// Gives a buffer to the driver. Any thread.
    func queue(_ index: Int) throws(CameraError) {
        let buffer = buffers[index]
        buffer.endReading()
        try node.request("queue buffer") { (number) -> Int32 in
            buffer.withExternalDescriptor {
                yuanba_video_queue(
                    number, node.type, memory, UInt32(index), UInt32(buffer.planes.count), $0, UInt32(clamping: buffer.byteCount))
            }
        }
    }
}

/// Where frames are put.
package enum CaptureMemory {
    /// The driver's own memory, mapped here; it can be exported for a display to read from. At least so many buffers.
    case mapped(count: Int)
    /// Memory of a display, as DMABUF descriptors, one for each buffer; for formats with one memory plane. What the CPU reads of such
    /// memory may be slow.
    case external(count: Int, allocate: (CaptureFormat, Int) throws(SystemError) -> Descriptor)
}

/// One buffer: its memory as this process sees it.
final class CaptureBuffer {
    struct Plane {
        /// Nil when the memory cannot be mapped here.
        let base: UnsafeMutableRawPointer?
        let byteCount: Int
    }

    private(set) var planes: [Plane] = []
    private var mappings: [MappedPlane] = []
    private let external: ExternalMemory?
    /// Whoever has the buffer changes it: the stream while it fetches, then the frame's owner.
    private var isBeingRead = false

    final class MappedPlane {
        let mapping: Mapping
        init(_ mapping: consuming Mapping) { self.mapping = mapping }
        var plane: Plane { mapping.withBytes { Plane(base: $0.baseAddress, byteCount: $0.count) } }
    }

    /// Memory of a display. In a class of its own, because the optimizer of Swift 6.0 crashes where the initializer of a buffer takes the
    /// descriptor itself.
    final class ExternalMemory {
        private let descriptor: Descriptor
        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
        // From elsewhere through here: Swift 6.0 lends the descriptor for too long.
        func withRaw(_ body: (Int32) -> Int32) -> Int32 { descriptor.withRaw(body) }
        func duplicate() throws(SystemError) -> Descriptor { try descriptor.duplicate() }
        func mapped(byteCount: Int) -> MappedPlane? {
            do {
                return MappedPlane(try Mapping(descriptor, byteCount: byteCount, access: .read))
            } catch {
                return nil
            }
        }
    }

    init(mapping index: Int, of node: VideoNode) throws(SystemError) {
        external = nil
        var found = yuanba_video_buffer()
        try systemCall("query buffer of \(node.path)") {
            node.descriptor.withRaw { yuanba_video_query_buffer($0, node.type, UInt32(index), &found) }
        }
        let said = withUnsafeBytes(of: found.plane) {
            $0.bindMemory(to: yuanba_video_buffer_plane.self).prefix(Int(found.planes)).map { $0 }
        }
        for plane in said {
            mappings.append(
                MappedPlane(try Mapping(node.descriptor, byteCount: Int(plane.bytes), offset: UInt64(plane.map_offset), access: .read)))
        }
        planes = mappings.map(\.plane)
    }

    init(_ memory: ExternalMemory, byteCount: Int) {
        external = memory
        if let mapping = memory.mapped(byteCount: byteCount) {
            mappings = [mapping]
            planes = mappings.map(\.plane)
        } else {
            planes = [Plane(base: nil, byteCount: byteCount)]
        }
    }

    var byteCount: Int { planes.reduce(0) { $0 + $1.byteCount } }

    /// The driver has filled it, and the processor may read it until it is queued again. Memory of the driver's own it cares for itself.
    func beginReading() {
        guard let external else { return }
        isBeingRead = external.withRaw { yuanba_buffer_reading($0, 1) } == 0
    }

    func endReading() {
        guard isBeingRead, let external else { return }
        isBeingRead = false
        _ = external.withRaw { yuanba_buffer_reading($0, 0) }
    }

    /// Memory of a display once more, nil for memory of the driver's own.
    func shared() throws(SystemError) -> Descriptor? { try external?.duplicate() }

    /// -1 for memory of the driver's own.
    func withExternalDescriptor(_ body: (Int32) -> Int32) -> Int32 {
        guard let external else { return body(-1) }
        return external.withRaw(body)
    }
}
