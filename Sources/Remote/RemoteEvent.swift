package import LinuxIO
package import Navigation

/// A key of the remote at a moment, whatever device it came from.
package struct RemoteEvent: Hashable, Sendable {
    package var key: RemoteKey
    package var phase: KeyPhase
    /// When the kernel took the event from the hardware; for repeats made here and long presses, when they were due.
    package var time: MonotonicInstant

    package init(_ key: RemoteKey, _ phase: KeyPhase, at time: MonotonicInstant) {
        self.key = key
        self.phase = phase
        self.time = time
    }
}
