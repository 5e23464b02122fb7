package import LinuxIO

/// What is known of a camera now.
package struct CameraStatus: Equatable, Sendable {
    package enum State: Equatable, Sendable {
        /// Being opened.
        case starting
        /// It streams.
        case streaming(CameraSignal)
        /// It does not, and why; it is tried again all the time.
        case unavailable(CameraError)
    }

    package var state: State = .starting
    /// What it delivers, or delivered last.
    package var format: CaptureFormat?
    /// When its picture was last live; nil when it never was.
    package var lastLive: MonotonicInstant?
    /// Of all its streams together.
    package var counters = CameraStream.Counters()
    /// How often it was opened successfully.
    package var openings = 0
    /// Memory of its buffers, which no process's own count shows; 0 while it does not stream.
    package var bufferBytes = 0
    /// Whether these are memory of a display.
    package var isExternal = false
}

/// How long to wait before a device is opened again: longer and longer while it fails, and not at all after what is no failure. Pure.
struct ReopenDelay: Hashable {
    static let shortest: Duration = .milliseconds(250)
    static let longest: Duration = .seconds(4)

    private var next = ReopenDelay.shortest

    /// A picture came: whatever fails now has nothing to do with what failed before.
    mutating func reset() { next = ReopenDelay.shortest }

    mutating func after(_ error: CameraError) -> Duration {
        // The device is well; only what it sends is to be asked for anew.
        if error == .sourceChanged, next == ReopenDelay.shortest { return .zero }
        defer { next = min(next * 2, ReopenDelay.longest) }
        return next
    }
}
