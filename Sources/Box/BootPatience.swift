package import LinuxIO

/// When a box without a network says so. Switched on, it has a picture long before it has an address, and nobody is to be alarmed each
/// morning; a process that is started later has no such excuse.
package enum BootPatience {
    /// From the process's start on.
    package static let length = Duration.seconds(30)
    private static let boot = Duration.seconds(120)

    /// Whether a network that is missing may still be on its way.
    /// - Parameter start: of the process, on the clock that counts from boot.
    package static func covers(_ now: MonotonicInstant, start: MonotonicInstant) -> Bool {
        start < MonotonicInstant(nanoseconds: 0) + boot && now < start + length
    }
}
