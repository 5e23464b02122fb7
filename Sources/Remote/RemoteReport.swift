package import LinuxIO

/// The input devices there are, for `yuanba status` and `yuanba doctor`.
package struct RemoteReport: Equatable, Sendable {
    package enum State: Hashable, Sendable {
        /// Open; so many of the remote's keys it can send.
        case ready(keys: Int)
        /// Readable, but without any key of a remote: a mouse, a power button.
        case notARemote
        /// The daemon's user may not read it; tried again when the attributes change.
        case permissionDenied
        /// Another program has it for itself or it fails otherwise.
        case failed(Errno)
        /// Was there and was pulled out.
        case gone
    }

    package struct Device: Hashable, Sendable {
        /// As the device calls itself; empty while it could not be opened.
        package var name: String
        package var path: String
        package var state: State

        package init(name: String, path: String, state: State) {
            self.name = name
            self.path = path
            self.state = state
        }
    }

    /// Sorted by path; devices that are gone come last.
    package var devices: [Device]
    /// Why there is no list at all, such as no `/dev/input`.
    package var trouble: SystemError?

    package init(devices: [Device] = [], trouble: SystemError? = nil) {
        self.devices = devices
        self.trouble = trouble
    }

    /// Whether a key press could reach us.
    package var hasRemote: Bool { devices.contains { if case .ready = $0.state { true } else { false } } }
}
