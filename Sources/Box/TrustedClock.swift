package import Content
internal import LinuxIO

/// The time as far as it can be believed. A set-top box has often no battery: its clock may say 1970 until the network tells it better.
package struct TrustedClock: Sendable {
    /// No earlier than this, whatever the clock says: the build's date or a signed `issued`, whichever is later.
    package private(set) var floor: Instant

    package init(floor: Instant = Build.date) { self.floor = max(floor, Build.date) }

    /// Signed metadata says that it was made then. NTP, RTC and TLS never raise the floor: they are not signed.
    package mutating func raise(to issued: Instant) { floor = max(floor, issued) }

    /// The time to judge expiry by.
    package var now: Instant { max(floor, Self.system) }

    /// The time to show; nil while the clock is known to be wrong, then no date and no time is drawn.
    package var shown: Instant? { shown(system: Self.system) }

    /// The same for what the system's clock says. Ten years without a signature are no age of content but a broken clock: every root has run
    /// out by then three times over, and "overdue by 26268 days" would be said of a village that has done nothing wrong.
    package func shown(system: Instant) -> Instant? {
        system >= floor && system.secondsSinceEpoch - floor.secondsSinceEpoch < Self.longestSilence ? system : nil
    }

    private static let longestSilence = 3_652 * 86_400

    private static var system: Instant {
        Instant(secondsSinceEpoch: Int(WallTime.now().nanosecondsSinceEpoch / 1_000_000_000))
    }
}

extension Build {
    /// No clock can honestly say that it is earlier than this.
    package static let date = Instant(iso: "2026-11-01T00:00:00Z") ?? Instant(secondsSinceEpoch: 0)
}
