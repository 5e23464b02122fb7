internal import CLinux
package import LinuxIO
import Navigation

/// One open evdev device (`/dev/input/event*`).
package final class InputDevice {
    package let identity: DeviceIdentity
    /// EV_KEY codes that the device can send.
    let codes: Set<UInt16>
    /// EV_REP: the kernel repeats held keys.
    let repeats: Bool
    let descriptor: Descriptor

    /// For stand-ins; `descriptor` is non-blocking and gives `struct input_event`s.
    package init(adopting descriptor: consuming Descriptor, identity: DeviceIdentity, codes: Set<UInt16>, repeats: Bool) {
        self.descriptor = descriptor
        self.identity = identity
        self.codes = codes
        self.repeats = repeats
    }

    /// Opens a device without blocking and asks what it is; its event times are on CLOCK_MONOTONIC from then on. Fails with EACCES
    /// before udev has set the node's group, with ENOTTY when it is no evdev device, with ENODEV when it was pulled out meanwhile.
    package static func open(_ path: String) throws(SystemError) -> InputDevice {
        let descriptor = try Descriptor.open(path, .nonBlocking)
        let types = try bits(descriptor, of: 0, path)
        let codes = types.contains(UInt16(EV_KEY)) ? try bits(descriptor, of: UInt32(EV_KEY), path) : []
        var id = input_id()
        try systemCall("EVIOCGID \(path)") { descriptor.withRaw { yuanba_evdev_id($0, &id) } }
        // The only failure is an unknown clock, and CLOCK_MONOTONIC is known since Linux 3.4.
        try systemCall("EVIOCSCLOCKID \(path)") { descriptor.withRaw { yuanba_evdev_use_monotonic($0) } }
        let name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer -> String in
            buffer.initialize(repeating: 0)
            // A device without a name gives ENOENT.
            let count = descriptor.withRaw { yuanba_evdev_name($0, buffer.baseAddress!, 255) }
            return count > 0 ? String(cString: buffer.baseAddress!) : ""
        }
        return InputDevice(
            adopting: descriptor, identity: DeviceIdentity(name: name, vendor: id.vendor, product: id.product), codes: codes,
            repeats: types.contains(UInt16(EV_REP)))
    }

    /// As `Descriptor.read(into:)`: whole events.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? { try descriptor.read(into: buffer) }

    /// Whether the node at `path` is still this device.
    func isNode(at path: String) -> Bool { descriptor.withRaw { yuanba_is_same_node($0, path) } != 0 }

    /// Codes that are down now (EVIOCGKEY); empty when the device cannot say.
    func codesDown() -> Set<UInt16> {
        (try? Self.bitmap("EVIOCGKEY") { bytes in
            descriptor.withRaw { yuanba_evdev_keys_down($0, bytes.baseAddress, UInt32(bytes.count)) }
        }) ?? []
    }

    /// With `grab`, no other program and no console gets its events (EVIOCGRAB). EBUSY when another program has grabbed it.
    func setGrabbed(_ grab: Bool) throws(SystemError) {
        try systemCall("EVIOCGRAB \(identity.name)") { descriptor.withRaw { yuanba_evdev_grab($0, grab ? 1 : 0) } }
    }

    private static func bits(_ descriptor: borrowing Descriptor, of type: UInt32, _ path: String) throws(SystemError) -> Set<UInt16> {
        let raw = descriptor.withRaw { $0 }
        return try bitmap("EVIOCGBIT \(path)") { yuanba_evdev_codes(raw, type, $0.baseAddress, UInt32($0.count)) }
    }

    private static func bitmap(
        _ operation: String, _ fill: (UnsafeMutableRawBufferPointer) -> Int32
    ) throws(SystemError) -> Set<UInt16> {
        var bytes = [UInt8](repeating: 0, count: Int(KEY_CNT) / 8)
        try systemCall(operation) { bytes.withUnsafeMutableBytes { fill($0) } }
        var set = Set<UInt16>()
        for (index, byte) in bytes.enumerated() {
            for bit in 0..<8 where byte & (1 << UInt8(bit)) != 0 { set.insert(UInt16(index * 8 + bit)) }
        }
        return set
    }
}
