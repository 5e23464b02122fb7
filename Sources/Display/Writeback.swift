internal import CDRM
internal import LinuxIO
package import Pixels

/// What a display shows, as pixels.
package struct CapturedPicture: Sendable {
    package let size: PixelSize
    /// XRGB8888, row after row.
    package let pixels: [UInt32]
}

/// Reading a CRTC's picture back through a writeback connector: what the hardware (vkms) really composed, for tests.
struct Writeback {
    let card: Card
    let topology: CardTopology
    let pipeline: Pipeline

    /// Takes one picture. Blocks for a few frames, and sets the mode (to the same one): tests only.
    func capture() throws(SystemError) -> CapturedPicture {
        guard let connector = topology.writebackConnectors.first(where: { $0.properties.writebackFramebuffer != nil }),
            let framebufferProperty = connector.properties.writebackFramebuffer,
            let fenceProperty = connector.properties.writebackFence
        else { throw SystemError("\(card.path) has no writeback connector", .notSupported) }
        let target = try DumbMemory(card, size: pipeline.mode.size, format: .xrgb8888)
        let id = connector.description.id.rawValue
        let crtc = UInt64(pipeline.crtcID.rawValue)
        var fence: Int32 = -1
        func start(_ pointer: UnsafeMutablePointer<Int32>, besideDisplay: Bool) throws(SystemError) {
            var commit = AtomicCommit()
            if !besideDisplay { pipeline.attach(to: &commit, crtc: 0) }
            commit.set(id, connector.properties.crtc, crtc)
            commit.set(id, framebufferProperty, UInt64(target.framebuffer.rawValue))
            commit.set(id, fenceProperty, UInt64(UInt(bitPattern: pointer)))
            try commit.send(to: card, [.allowModeset])
        }
        try withUnsafeMutablePointer(to: &fence) { (pointer) throws(SystemError) in
            do throws(SystemError) {
                try start(pointer, besideDisplay: true)
            } catch {
                // Kernels that check "possible clones" (6.1.140 and 6.15 on) want the writeback alone on vkms's CRTC.
                guard error.errno == .invalidArgument else { throw error }
                try start(pointer, besideDisplay: false)
            }
        }
        defer {
            var commit = AtomicCommit()
            commit.set(id, connector.properties.crtc, 0)
            pipeline.attach(to: &commit, crtc: crtc)
            try? commit.send(to: card, [.allowModeset])
        }
        guard fence >= 0 else { throw SystemError("writeback gave no fence", .notSupported) }
        guard try Descriptor(adopting: fence).waitUntilReadable(timeout: .seconds(5)) else {
            throw SystemError("writeback", .timedOut)
        }
        return CapturedPicture(size: pipeline.mode.size, pixels: Writeback.pixels(target, pipeline.mode.size))
    }

    private static func pixels(_ memory: borrowing DumbMemory, _ size: PixelSize) -> [UInt32] {
        let pitch = memory.pitchBytes
        return memory.mapping.withBytes { bytes in
            [UInt32](unsafeUninitializedCapacity: size.width * size.height) { buffer, count in
                let target = UnsafeMutableRawBufferPointer(buffer)
                for y in 0..<size.height {
                    let row = bytes[(y * pitch)..<(y * pitch + size.width * 4)]
                    UnsafeMutableRawBufferPointer(rebasing: target[(y * size.width * 4)...])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: row))
                }
                count = size.width * size.height
            }
        }
    }
}

