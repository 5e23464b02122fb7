internal import CV4L2
package import LinuxIO

extension CameraFrame {
    /// Names the stream that it is of: another one has other buffers.
    package var stream: ObjectIdentifier { ObjectIdentifier(owner) }

    /// Whether it lies in memory of a display's.
    package var isExternal: Bool { owner.memory == V4L2_MEMORY_DMABUF.rawValue }

    /// Whether the first memory plane reads the same through a descriptor of it as here: drivers were seen to export other memory, or from
    /// another place in it. True where it cannot be read that way.
    package func isSame(as descriptor: borrowing Descriptor) -> Bool {
        guard let own = bytes(ofPlane: 0), !own.isEmpty else { return true }
        let count = owner.buffers[buffer].planes[0].byteCount
        let mapping: Mapping
        do throws(SystemError) {
            mapping = try Mapping(descriptor, byteCount: count, access: .read)
        } catch {
            return true
        }
        _ = descriptor.withRaw { yuanba_buffer_reading($0, 1) }
        defer { _ = descriptor.withRaw { yuanba_buffer_reading($0, 0) } }
        return mapping.withBytes { bytes in
            let offset = min(Int(dataOffsets[0]), bytes.count)
            let other = UnsafeRawBufferPointer(rebasing: bytes[offset...])
            // Some of it, all over the picture.
            return other.count >= own.count && stride(from: 0, to: own.count, by: 61).allSatisfy { own[$0] == other[$0] }
        }
    }

    /// How many buffers its stream has.
    package var bufferCount: Int { owner.buffers.count }

    /// A descriptor (DMABUF) of the memory of one of its stream's buffers, for a display to read from; any thread. Fails with EINVAL or ENOTTY
    /// where the driver cannot.
    package func export(buffer: Int, plane: Int = 0) throws(CameraError) -> Descriptor {
        do throws(SystemError) {
            if let shared = try owner.buffers[buffer].shared() { return shared }
        } catch {
            throw .failed(error)
        }
        var descriptor: Int32 = -1
        let node = owner.node
        try node.request("export buffer") {
            yuanba_video_export($0, node.type, UInt32(buffer), UInt32(plane), &descriptor)
        }
        return Descriptor(adopting: descriptor)
    }
}
