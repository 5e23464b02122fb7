package import LinuxIO

/// What may be said of a camera's newest picture.
package enum CameraSignal: Hashable, Sendable {
    /// The stream has begun; no picture yet.
    case waiting
    /// It shows what happens now.
    case live
    /// Pictures come, but this one is so old already.
    case late(Duration)
    /// No new picture, or the same again and again, since then.
    case frozen(since: MonotonicInstant)
    /// The device says that nothing comes in at its input.
    case noSignal(reason: String)

    /// Only then a picture may be shown without words about its age.
    package var isLive: Bool { self == .live }
}

/// Tells live pictures from old ones. Pure: frames and the present come in, nothing is asked for.
///
/// A picture is not live when the driver's count stands still, when the count runs and the content does not, when it was taken
/// too long ago, or when the driver knows of no signal; whatever of it comes first, within a second.
package struct SignalWatch: Hashable, Sendable {
    /// From then on the same picture is frozen: a picture of a second ago must not be on the screen as if it were live, and it takes a
    /// while to get there.
    package static let frozenAfter: Duration = .milliseconds(800)
    /// How long a camera may take for its first picture.
    package static let firstWithin: Duration = .seconds(2)
    /// From then on a picture is late.
    package let lateAfter: Duration

    private struct Picture: Hashable {
        var sequence: UInt32
        var taken: MonotonicInstant
        /// When this sequence first came.
        var came: MonotonicInstant
        var digest: UInt64?
        /// When this content first came.
        var changed: MonotonicInstant
    }

    private let begun: MonotonicInstant
    private var newest: Picture?
    private var silence: String?
    /// When there last was a live picture; nil when there never was.
    package private(set) var lastLive: MonotonicInstant?

    /// A stream that begins now.
    /// - Parameter interval: from frame to frame; pictures of slow cameras are older when the next one comes.
    package init(at now: MonotonicInstant, interval: Duration?) {
        begun = now
        lateAfter = max(.milliseconds(400), min(.milliseconds(700), (interval ?? .zero) * 2))
    }

    /// A frame has come. `digest` stands for its content; nil when that cannot be looked at, which then is not.
    package mutating func take(sequence: UInt32, timestamp: MonotonicInstant, digest: UInt64?, at now: MonotonicInstant) {
        guard let last = newest else {
            newest = Picture(sequence: sequence, taken: timestamp, came: now, digest: digest, changed: now)
            note(now)
            return
        }
        // The same number again is the same picture again, whatever its time says.
        guard sequence != last.sequence else { return }
        let isSame = digest != nil && digest == last.digest
        newest = Picture(sequence: sequence, taken: timestamp, came: now, digest: digest, changed: isSame ? last.changed : now)
        note(now)
    }

    /// What the driver says of its input; nil: something comes in.
    package mutating func take(silence: String?) { self.silence = silence }

    private mutating func note(_ now: MonotonicInstant) {
        if state(at: now) == .live { lastLive = now }
    }

    /// What may be said at `now`.
    package func state(at now: MonotonicInstant) -> CameraSignal {
        if let silence { return .noSignal(reason: silence) }
        guard let newest else {
            return now - begun >= SignalWatch.firstWithin ? .frozen(since: begun) : .waiting
        }
        let still = min(newest.came, newest.changed)
        if now - still >= SignalWatch.frozenAfter { return .frozen(since: still) }
        let age = now - newest.taken
        return age >= lateAfter ? .late(age) : .live
    }

    /// When `state` says something else unless a frame comes; nil: not by itself.
    package func nextChange(after now: MonotonicInstant) -> MonotonicInstant? {
        guard silence == nil else { return nil }
        guard let newest else {
            let end = begun + SignalWatch.firstWithin
            return end > now ? end : nil
        }
        return [newest.taken + lateAfter, min(newest.came, newest.changed) + SignalWatch.frozenAfter].filter { $0 > now }.min()
    }
}
