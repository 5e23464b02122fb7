internal import Display
internal import LinuxIO

/// Counts the vertical blanks between keys and the flips that show their effect. A fixed table: no allocation on the frame path.
struct LatencyMeter {
    private struct Press {
        var tag: UInt64 = 0
        var time: MonotonicInstant
        var predicted = false
    }

    private var waiting = [Press](repeating: Press(time: MonotonicInstant(nanoseconds: 0)), count: 16)
    private(set) var counts = Status.Latency()

    /// The frame with this tag, given to the display now, answers a key pressed at `time`.
    mutating func presented(_ tag: UInt64, since time: MonotonicInstant, predicted: Bool) {
        waiting[Int(tag % 16)] = Press(tag: tag, time: time, predicted: predicted)
    }

    /// The frame is on screen since `instant`; `refresh` is the time between two vertical blanks. A key counts one when its effect is
    /// seen at the first vertical blank after it.
    mutating func shown(_ tag: UInt64, at instant: MonotonicInstant, refresh: Duration) {
        let press = waiting[Int(tag % 16)]
        guard press.tag == tag, tag != 0 else { return }
        waiting[Int(tag % 16)].tag = 0
        let elapsed = instant.nanoseconds - press.time.nanoseconds
        let period = max(1, refresh.nanoseconds)
        let vblanks = Int(max(0, elapsed + period - 1) / period)
        let slot = min(vblanks, counts.predicted.count - 1)
        if press.predicted { counts.predicted[slot] += 1 } else { counts.unpredicted[slot] += 1 }
    }
}
