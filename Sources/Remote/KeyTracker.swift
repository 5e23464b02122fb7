package import LinuxIO
package import Navigation

/// Which keys are held on which devices, and what that means: one press however many devices report it, repeats at one pace, a long
/// press once, a release always. Pure: time is passed in.
package struct KeyTracker {
    package struct Timing: Sendable {
        /// A held key of a device that does not repeat by itself, first and then.
        package var repeatDelay = Duration.milliseconds(500)
        package var repeatPeriod = Duration.milliseconds(125)
        package var long = Duration.milliseconds(900)
        /// The same key from a second device within this time is the same press: some infrared receivers show as two devices.
        package var duplicate = Duration.milliseconds(50)
        /// No finger holds longer: a release was lost.
        package var stuck = Duration.seconds(30)
    }

    /// One physical key: a device as this process numbers them, and its Linux code.
    package struct Holder: Hashable {
        package var device: Int
        package var code: UInt16

        package init(device: Int, code: UInt16) {
            self.device = device
            self.code = code
        }
    }

    private struct Held {
        /// The first is the one whose repeats count.
        var holders: [Holder]
        var pressed: MonotonicInstant
        /// Nil when the device repeats by itself.
        var nextRepeat: MonotonicInstant?
        /// Nil once it was told.
        var long: MonotonicInstant?
        var stuck: MonotonicInstant

        var nextDeadline: MonotonicInstant { min(nextRepeat ?? stuck, long ?? stuck, stuck) }
    }

    package let timing = Timing()
    /// With nothing held.
    package init() {}

    private var held: [RemoteKey: Held] = [:]
    private var lastPress: [RemoteKey: (device: Int, time: MonotonicInstant)] = [:]

    /// When `pass` has something to tell next; nil while nothing is held.
    package var nextDeadline: MonotonicInstant? { held.values.map(\.nextDeadline).min() }

    /// A key change of a device; `value` as in evdev. `repeats`: the device repeats by itself.
    package mutating func take(
        _ key: RemoteKey, _ holder: Holder, value: Int32, at time: MonotonicInstant, repeats: Bool, _ tell: (RemoteEvent) -> Void
    ) {
        switch value {
        case 0: release(key, holder, at: time, tell)
        case 1: press(key, holder, at: time, repeats: repeats, tell)
        default:
            guard var now = held[key], now.holders.first == holder else { return }
            now.stuck = time + timing.stuck
            held[key] = now
            passLong(key, at: time, tell)
            tell(RemoteEvent(key, .repeat, at: time))
        }
    }

    /// What is due by `now`: repeats, long presses, keys that nobody can still be holding.
    package mutating func pass(_ now: MonotonicInstant, _ tell: (RemoteEvent) -> Void) {
        for key in held.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            passLong(key, at: now, tell)
            guard var state = held[key] else { continue }
            if let due = state.nextRepeat, due <= now {
                tell(RemoteEvent(key, .repeat, at: due))
                // After a stall of ours one repeat is enough.
                state.nextRepeat = max(due + timing.repeatPeriod, now)
                held[key] = state
            }
            if state.stuck <= now {
                held[key] = nil
                tell(RemoteEvent(key, .release, at: now))
            }
        }
    }

    /// The device is gone: what it held is released.
    package mutating func drop(device: Int, at time: MonotonicInstant, _ tell: (RemoteEvent) -> Void) {
        synchronize(device: device, down: [:], at: time, repeats: true, tell)
    }

    /// After lost events: `down` is what the device holds now, by code.
    package mutating func synchronize(
        device: Int, down: [UInt16: RemoteKey], at time: MonotonicInstant, repeats: Bool, _ tell: (RemoteEvent) -> Void
    ) {
        for key in held.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            for holder in held[key]?.holders ?? [] where holder.device == device && down[holder.code] == nil {
                release(key, holder, at: time, tell)
            }
        }
        for (code, key) in down.sorted(by: { $0.key < $1.key }) {
            let holder = Holder(device: device, code: code)
            if held[key]?.holders.contains(holder) != true { press(key, holder, at: time, repeats: repeats, tell) }
        }
    }

    private mutating func press(
        _ key: RemoteKey, _ holder: Holder, at time: MonotonicInstant, repeats: Bool, _ tell: (RemoteEvent) -> Void
    ) {
        if var now = held[key] {
            if !now.holders.contains(holder) {
                now.holders.append(holder)
                held[key] = now
                return
            }
            // Down again without having gone up: the release was lost.
            held[key] = nil
            tell(RemoteEvent(key, .release, at: time))
        } else if let last = lastPress[key], last.device != holder.device, time - last.time < timing.duplicate {
            return
        }
        lastPress[key] = (holder.device, time)
        held[key] = Held(
            holders: [holder], pressed: time, nextRepeat: repeats ? nil : time + timing.repeatDelay, long: time + timing.long,
            stuck: time + timing.stuck)
        tell(RemoteEvent(key, .press, at: time))
    }

    private mutating func release(_ key: RemoteKey, _ holder: Holder, at time: MonotonicInstant, _ tell: (RemoteEvent) -> Void) {
        guard var now = held[key], let at = now.holders.firstIndex(of: holder) else { return }
        // A hold that was long by the kernel's own times counts, even if our timer came late.
        passLong(key, at: time, tell)
        now = held[key] ?? now
        now.holders.remove(at: at)
        held[key] = now.holders.isEmpty ? nil : now
        if now.holders.isEmpty { tell(RemoteEvent(key, .release, at: time)) }
    }

    private mutating func passLong(_ key: RemoteKey, at time: MonotonicInstant, _ tell: (RemoteEvent) -> Void) {
        guard let due = held[key]?.long, due <= time else { return }
        held[key]?.long = nil
        tell(RemoteEvent(key, .long, at: due))
    }
}
