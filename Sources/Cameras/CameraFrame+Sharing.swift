internal import CV4L2
package import LinuxIO

extension CameraFrame {
    /// Names the stream that it is of: another one has other buffers.
    package var stream: ObjectIdentifier { ObjectIdentifier(owner) }

    /// How many buffers its stream has.
    package var bufferCount: Int { owner.buffers.count }

    /// A descriptor (DMABUF) of the memory of one of its stream's buffers, for a display to read from; any thread. Fails with EINVAL or ENOTTY
    /// where the driver cannot.
    package func export(buffer: Int, plane: Int = 0) throws(CameraError) -> Descriptor {
        var descriptor: Int32 = -1
        let node = owner.node
        try node.request("export buffer") {
            yuanba_video_export($0, node.type, UInt32(buffer), UInt32(plane), &descriptor)
        }
        return Descriptor(adopting: descriptor)
    }
}
