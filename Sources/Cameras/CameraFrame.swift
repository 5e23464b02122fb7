package import LinuxIO

/// A frame that lies in one of a stream's buffers, which is whoever has it until `release()`: the driver needs it back soon, for it has only
/// a few. Memory stays readable as long as the frame is kept, also when the device is unplugged.
package struct CameraFrame: Sendable {
    package let format: CaptureFormat
    /// Number of the buffer, from 0.
    package let buffer: Int
    /// The driver's count of frames. It may begin anew, and what is left out was lost.
    package let sequence: UInt32
    /// When it was taken, as far as the driver tells; else when it was fetched.
    package let timestamp: MonotonicInstant

    let owner: CaptureBuffers
    /// Of each memory plane.
    let usedBytes: SIMD4<UInt32>
    let dataOffsets: SIMD4<UInt32>

    /// The bytes of a memory plane; nil where the memory cannot be read here.
    package func bytes(ofPlane number: Int) -> UnsafeRawBufferPointer? {
        let plane = owner.buffers[buffer].planes[number]
        guard let base = plane.base else { return nil }
        let used = number < 4 ? min(plane.byteCount, Int(usedBytes[number])) : plane.byteCount
        let offset = number < 4 ? min(used, Int(dataOffsets[number])) : 0
        return UnsafeRawBufferPointer(start: base + offset, count: used - offset)
    }

    /// Gives the buffer back to the driver. Once for each frame, from any thread. What goes wrong is told to whoever asks for
    /// the stream's next frame.
    package func release() {
        owner.giveBack(buffer)
    }

    /// Its bytes in one number, or some of them that are spread over the picture: at most 4096 words of eight bytes. Read in order; nil where
    /// the memory cannot be read.
    package func digest(isWhole: Bool) -> UInt64? {
        // FNV-1a, 64 bits, a word at a time.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for number in format.planes.indices {
            guard let bytes = bytes(ofPlane: number) else { return nil }
            let words = bytes.count / 8
            let step = isWhole ? 1 : max(1, words / (4096 / format.planes.count)) | 1
            var word = 0
            while word < words {
                hash = (hash ^ bytes.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)) &* 0x100_0000_01B3
                word += step
            }
            hash = (hash ^ UInt64(bytes.count)) &* 0x100_0000_01B3
        }
        return hash
    }
}
