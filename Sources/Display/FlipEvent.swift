internal import LinuxIO

/// A page flip event as the card's descriptor delivers it (struct drm_event_vblank in drm.h).
package struct FlipEvent: Equatable, Sendable {
    /// The commit's number.
    package let serial: UInt64
    package let flip: Flip

    package init(serial: UInt64, flip: Flip) {
        self.serial = serial
        self.flip = flip
    }

    /// All flip events in what one read(2) gave; other kinds are passed over. Stops at a length that cannot be.
    package static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (FlipEvent) -> Void) {
        let flipComplete: UInt32 = 2
        var offset = 0
        while offset + 8 <= bytes.count {
            let type = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
            guard length >= 8, offset + length <= bytes.count else { return }
            if type == flipComplete, length >= 32 {
                let seconds = bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt32.self)
                let microseconds = bytes.loadUnaligned(fromByteOffset: offset + 20, as: UInt32.self)
                body(
                    FlipEvent(
                        serial: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self),
                        flip: Flip(
                            sequence: bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt32.self),
                            instant: MonotonicInstant(
                                nanoseconds: Int64(seconds) * 1_000_000_000 + Int64(microseconds) * 1000))))
            }
            offset += length
        }
    }
}
