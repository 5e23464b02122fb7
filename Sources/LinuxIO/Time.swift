internal import CLinux

extension Duration {
    /// The whole length in nanoseconds; lengths over 292 years saturate.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds > 0 ? .max : .min) : product &+ attoseconds / 1_000_000_000
    }
}

/// A point on CLOCK_MONOTONIC: does not jump when the date is set, stands still while the machine sleeps.
/// Kernel timestamps of flips, input events and captured frames are on this clock.
package struct MonotonicInstant: Hashable, Comparable, Sendable {
    /// Nanoseconds since an arbitrary start, usually the boot.
    package let nanoseconds: Int64

    /// A point taken from a kernel timestamp.
    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The present.
    package static func now() -> MonotonicInstant { MonotonicInstant(nanoseconds: readClock(CLOCK_MONOTONIC)) }

    package static func < (a: MonotonicInstant, b: MonotonicInstant) -> Bool { a.nanoseconds < b.nanoseconds }

    /// A later point; saturates.
    package static func + (instant: MonotonicInstant, duration: Duration) -> MonotonicInstant {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return MonotonicInstant(nanoseconds: overflow ? .max : sum)
    }

    /// The time from `b` to `a`.
    package static func - (a: MonotonicInstant, b: MonotonicInstant) -> Duration {
        .nanoseconds(a.nanoseconds - b.nanoseconds)
    }

    /// This point, or the next one at which CLOCK_MONOTONIC shows whole seconds.
    var roundedUpToSecond: MonotonicInstant {
        let second: Int64 = 1_000_000_000
        let over = nanoseconds % second
        return over == 0 ? self : MonotonicInstant(nanoseconds: nanoseconds - over + second)
    }
}

/// The date as the system has it (CLOCK_REALTIME); may be wrong on a box without a battery-backed clock.
package struct WallTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package let nanosecondsSinceEpoch: Int64

    /// A given date.
    package init(secondsSinceEpoch: Int64) { nanosecondsSinceEpoch = secondsSinceEpoch * 1_000_000_000 }

    private init(nanoseconds: Int64) { nanosecondsSinceEpoch = nanoseconds }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    package var secondsSinceEpoch: Int64 { nanosecondsSinceEpoch / 1_000_000_000 }

    /// The present, as the system has it.
    package static func now() -> WallTime { WallTime(nanoseconds: readClock(CLOCK_REALTIME)) }

    package static func < (a: WallTime, b: WallTime) -> Bool { a.nanosecondsSinceEpoch < b.nanosecondsSinceEpoch }
}

private func readClock(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
