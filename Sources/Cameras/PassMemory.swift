internal import Pixels

/// A picture of its own for what a pass makes, in rows of whole words. Its owner runs on one thread.
final class PassMemory {
    let base: UnsafeMutablePointer<UInt8>
    let byteCount: Int
    let strideBytes: Int

    /// The bytes are `value` at first.
    init(rows: Int, of rowBytes: Int, filledWith value: UInt8 = 0) {
        strideBytes = (rowBytes + 15) / 16 * 16
        byteCount = strideBytes * rows
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
        base = memory.initializeMemory(as: UInt8.self, repeating: value, count: byteCount)
    }

    deinit { base.deallocate() }

    func row(_ y: Int) -> UnsafeMutablePointer<UInt8> { base + y * strideBytes }

    var plane: VideoFrame.Plane { VideoFrame.Plane(base: base, byteCount: byteCount, strideBytes: strideBytes) }
}

/// The same for XRGB8888.
final class PixelMemory {
    private let size: PixelSize
    private let memory: PassMemory

    init(_ size: PixelSize) {
        self.size = size
        memory = PassMemory(rows: size.height, of: size.width * 4)
    }

    var strideBytes: Int { memory.strideBytes }
    var base: UnsafeMutablePointer<UInt32> { row(0) }
    func row(_ y: Int) -> UnsafeMutablePointer<UInt32> { UnsafeMutableRawPointer(memory.row(y)).assumingMemoryBound(to: UInt32.self) }

    var frame: VideoFrame? { VideoFrame(.xrgb, size: size, luma: memory.plane) }
}
