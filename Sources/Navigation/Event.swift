/// All that can happen to Navigation.
package enum Event: Hashable, Sendable {
    case key(RemoteKey, KeyPhase)
    /// Time passes. At least one a second while `State.awaitsTime`; rarer ticks make time-outs later, never earlier.
    case tick(MonotonicSeconds)
    /// Something in the world is new: content was swapped or waits, an outline became known, the day changed, a card changed.
    case worldChanged
    /// The township's receipt for the alarm came.
    case alarmDelivered
    /// The alarm could not be sent, or no receipt will come.
    case alarmFailed
    /// Live TV is over by another way than the remote (CEC, the TV itself): the screen is ours again.
    case televisionEnded
    /// The configured method of leaving for live TV did not work.
    case televisionFailed
}

/// Whole seconds on a clock that never jumps (CLOCK_MONOTONIC); the start is of no meaning.
package struct MonotonicSeconds: Hashable, Comparable, Sendable {
    package var count: Int
    package init(_ count: Int) { self.count = count }

    /// Seconds from `earlier` to this one.
    package func since(_ earlier: MonotonicSeconds) -> Int { count - earlier.count }

    package static func < (a: MonotonicSeconds, b: MonotonicSeconds) -> Bool { a.count < b.count }
}
