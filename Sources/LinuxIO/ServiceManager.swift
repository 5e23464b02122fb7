internal import CLinux

/// systemd's notification protocol (sd_notify(3)), spoken over its datagram socket without libsystemd.
/// Without a service manager every call does nothing.
package struct ServiceManager: Sendable {
    private let socketPath: String?
    /// How often the manager wants to hear `alive()` at the latest (WatchdogSec=); callers use half of it.
    package let watchdogInterval: Duration?

    /// A manager that listens at `socketPath` (a path, or `@` and an abstract name).
    package init(socketPath: String?, watchdogInterval: Duration? = nil) {
        self.socketPath = socketPath
        self.watchdogInterval = watchdogInterval
    }

    /// The manager that this process was started by: NOTIFY_SOCKET, WATCHDOG_USEC. For the start of a program.
    package static func ofThisProcess() -> ServiceManager {
        let forUs = environment("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
        let interval = environment("WATCHDOG_USEC").flatMap { Int64($0) }.map { Duration.microseconds($0) }
        return ServiceManager(socketPath: environment("NOTIFY_SOCKET"), watchdogInterval: forUs ? interval : nil)
    }

    /// Whether this process was started by a manager that listens.
    package var isPresent: Bool { socketPath != nil }

    /// READY=1
    package func ready() { send("READY=1") }
    /// STATUS=…: one line for `systemctl status`.
    package func status(_ text: String) { send("STATUS=\(text)") }
    /// WATCHDOG=1
    package func alive() { send("WATCHDOG=1") }
    /// STOPPING=1
    package func stopping() { send("STOPPING=1") }

    /// Leaves a copy of `descriptor` with the manager (FDSTORE=1), who hands it to the next start of this service.
    /// FDPOLL=0: it is kept even when it hangs up. False when there is no manager, or it could not be sent; whether
    /// the manager keeps it depends on FileDescriptorStoreMax=.
    @discardableResult
    package func store(_ descriptor: borrowing Descriptor, name: String) -> Bool {
        descriptor.withRaw { send("FDSTORE=1\nFDNAME=\(name)\nFDPOLL=0", passing: $0) }
    }

    /// Makes the manager forget stored descriptors of this name (FDSTOREREMOVE=1).
    package func removeStored(name: String) { send("FDSTOREREMOVE=1\nFDNAME=\(name)") }

    @discardableResult
    private func send(_ text: String, passing descriptor: Int32 = -1) -> Bool {
        guard let socketPath, let socket = try? UnixSocket.make(yuanba_SOCK_DGRAM | yuanba_SOCK_NONBLOCK) else {
            return false
        }
        var address = sockaddr_un()
        var length = socklen_t()
        guard yuanba_unix_address(socketPath, &address, &length) == 0 else { return false }
        var text = text
        return text.withUTF8 { bytes in
            socket.withRaw { yuanba_send_datagram($0, &address, length, bytes.baseAddress, bytes.count, descriptor) }
        } >= 0
    }
}

/// Descriptors that the service manager passed at exec: sockets and the fd store (sd_listen_fds_with_names(3)).
package final class InheritedDescriptors {
    private var byName: [(name: String, raw: Int32)]

    /// Takes over what LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES announce. Once, at the start of a program.
    package static func ofThisProcess() -> InheritedDescriptors {
        guard environment("LISTEN_PID") == "\(getpid())",
            let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), count > 0
        else { return InheritedDescriptors([]) }
        let names = (environment("LISTEN_FDNAMES") ?? "").split(separator: ":", omittingEmptySubsequences: false)
        unsetenv("LISTEN_PID")
        return InheritedDescriptors(
            (0..<count).compactMap { index in
                // A number that is not open is a lie of the environment, not of this program.
                guard yuanba_set_cloexec(3 + index) == 0 else { return nil }
                return (index < names.count ? String(names[Int(index)]) : "unknown", 3 + index)
            })
    }

    private init(_ descriptors: [(name: String, raw: Int32)]) { byName = descriptors }

    deinit { for entry in byName { close(entry.raw) } }

    /// The names that are left.
    package var names: [String] { byName.map(\.name) }

    /// Hands out the first descriptor of this name; nil when there is none (left).
    package func take(named name: String) -> Descriptor? {
        guard let index = byName.firstIndex(where: { $0.name == name }) else { return nil }
        return Descriptor(adopting: byName.remove(at: index).raw)
    }
}

private func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
