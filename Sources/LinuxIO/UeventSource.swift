internal import CLinux

/// A kernel event about a device (kobject_uevent(9)): the first line and the variables.
package struct Uevent: Hashable, Sendable {
    /// `add`, `remove`, `change`, `bind` …
    package let action: String
    /// Path below `/sys`.
    package let devicePath: String
    /// All `KEY=value` pairs.
    package let variables: [String: String]

    /// SUBSYSTEM: `drm`, `input`, `video4linux` …
    package var subsystem: String { variables["SUBSYSTEM"] ?? "" }
    /// DEVNAME: path below `/dev`, when there is a node.
    package var deviceName: String? { variables["DEVNAME"] }

    /// Parses `action@path\0KEY=value\0…`; nil when it is something else (udev's own format starts with `libudev`).
    package init?(parsing bytes: UnsafeRawBufferPointer) {
        let parts = bytes.split(separator: 0)
        guard let head = parts.first, let at = head.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        var variables: [String: String] = [:]
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            variables[String(decoding: part[..<equals], as: UTF8.self)] =
                String(decoding: part[(equals + 1)...], as: UTF8.self)
        }
        action = String(decoding: head[..<at], as: UTF8.self)
        devicePath = String(decoding: head[(at + 1)...], as: UTF8.self)
        self.variables = variables
    }
}

/// The kernel's own device events (NETLINK_KOBJECT_UEVENT); needs no udev and no privileges. They come before udev has
/// set a new node's group: whoever then gets EACCES watches the directory with `DirectoryWatch`.
package final class UeventSource {
    private let descriptor: Descriptor

    /// Listens from now on.
    package init() throws(SystemError) {
        descriptor = Descriptor(adopting: try systemCall("listen for uevents") { yuanba_open_uevents() })
    }

    /// Delivers each event to `handler` on the loop. `lost` is called when the kernel had to drop events (ENOBUFS):
    /// look at everything again.
    package func attach(
        to loop: EventLoop, lost: @escaping () -> Void, _ handler: @escaping (Uevent) -> Void
    ) throws(SystemError) -> EventLoop.Registration {
        try loop.add(descriptor, .readable) { [unowned self] _ in readAll(lost, handler) }
    }

    private func readAll(_ lost: () -> Void, _ handler: (Uevent) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 8) { buffer in
            while true {
                let count = descriptor.withRaw { yuanba_receive_netlink($0, buffer.baseAddress, buffer.count) }
                if count < 0 {
                    if Errno.current == .noBufferSpace { lost() }
                    return
                }
                if let event = Uevent(parsing: UnsafeRawBufferPointer(rebasing: buffer[..<count])) { handler(event) }
            }
        }
    }
}
