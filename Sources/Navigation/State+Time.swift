import Content

/// Time-outs in seconds. Dialogues stay far longer than the 10 s that a slow reader needs at least.
package enum TimeOut {
    /// Pages go home.
    package static let idle = 300
    /// A question nobody answers, a menu nobody uses, a notice read by then.
    package static let question = 60
    /// A camera that nobody seems to look at is asked about.
    package static let watching = 180
    /// The next group of cameras comes by itself.
    package static let patrol = 15
    /// Without the township's word by then, an alarm counts as not delivered.
    package static let alarm = 30
    /// Keys typed ahead are forgotten: acting on them later would surprise.
    package static let pending = 3
}

extension State {
    mutating func pass(_ now: MonotonicSeconds, _ world: World, _ effects: inout [Effect]) {
        if alarmIsOut, hasPassed(TimeOut.alarm, since: &alarmSince, now) { end(alarm: .failed, &effects) }
        if !pending.isEmpty, hasPassed(TimeOut.pending, since: &pendingSince, now) {
            pending = []
            pendingSince = nil
        }
        guard !isAway else { return }
        if hasPassed(TimeOut.question, since: &quietSince, now) {
            notice = nil
            switch overlay {
            case .alarm(.ask), .alarm(.confirm), .menu: overlay = nil
            case .watching: stopWatching(world)
            case .alarm, .code, .emergency, nil: break
            }
        }
        patrol(now, world)
        if overlay == nil, isWatching(world), !world.abilities.contains(.unattended), hasPassed(TimeOut.watching, since: &quietSince, now) {
            cover(with: .watching)
        }
        // An alarm under way stays on the screen until its end is known.
        if hasPassed(TimeOut.idle, since: &quietSince, now), overlay != .alarm(.sending) {
            goHome()
            stack[0].anchor = .first
        }
    }

    /// Starts to count at the first call after `since` was cleared.
    func hasPassed(_ seconds: Int, since: inout MonotonicSeconds?, _ now: MonotonicSeconds) -> Bool {
        let start = since ?? now
        since = start
        return now.since(start) >= seconds
    }
}
