internal import CLinux
package import LinuxIO

/// The byte stream of one evdev device as key changes. Pure.
package struct EventDecoder {
    package enum Output: Hashable {
        /// 0 up, 1 down, 2 repeated by the kernel.
        case key(code: UInt16, value: Int32, time: MonotonicInstant)
        /// The kernel's buffer ran over and events are lost: ask which keys are down.
        case resynchronize(MonotonicInstant)
    }

    /// At the start of a stream.
    package init() {}

    private var rest: [UInt8] = []
    /// Since SYN_DROPPED: what comes up to the next SYN_REPORT is a torn packet (Documentation/input/event-codes.rst).
    private var isTorn = false

    /// 24 where `long` has 64 bits, 16 where it has 32 (linux/input.h).
    package static let eventBytes = MemoryLayout<input_event>.size

    /// Calls `body` for each change in `bytes`, which may end within an event.
    package mutating func take(_ bytes: UnsafeRawBufferPointer, _ body: (Output) -> Void) {
        // The kernel gives whole events; only a stand-in (a pipe) tears them.
        guard rest.isEmpty, bytes.count.isMultiple(of: Self.eventBytes) else {
            rest += bytes
            let whole = rest.count / Self.eventBytes * Self.eventBytes
            let taken = Array(rest[..<whole])
            rest.removeFirst(whole)
            taken.withUnsafeBytes { takeWhole($0, body) }
            return
        }
        takeWhole(bytes, body)
    }

    private mutating func takeWhole(_ bytes: UnsafeRawBufferPointer, _ body: (Output) -> Void) {
        for offset in stride(from: 0, to: bytes.count, by: Self.eventBytes) {
            var event = bytes.loadUnaligned(fromByteOffset: offset, as: input_event.self)
            let time = MonotonicInstant(nanoseconds: yuanba_event_nanoseconds(&event))
            switch (Int32(event.type), Int32(event.code)) {
            case (EV_SYN, SYN_DROPPED): isTorn = true
            case (EV_SYN, SYN_REPORT) where isTorn:
                isTorn = false
                body(.resynchronize(time))
            case (EV_KEY, _) where !isTorn: body(.key(code: event.code, value: event.value, time: time))
            default: break
            }
        }
    }
}
