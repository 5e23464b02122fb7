/// When the next pull is due.
enum PullPace {
    /// The configured interval; after failures a short one that doubles up to it, so that a cable put back is noticed soon and a dead server
    /// is not hammered. `jitter` is between 0 and 1 and keeps a township's boxes apart, which lose and find their server all at once: a tenth
    /// of the interval to both sides, half of the shorter ones.
    static func delay(failures: Int, interval: Duration, jitter: Double) -> Duration {
        let spread = 2 * min(max(jitter, 0), 1) - 1
        guard failures > 0 else { return interval * (1 + 0.1 * spread) }
        return min(interval, .seconds(2 << min(failures, 12))) * (1 + 0.5 * spread)
    }
}
