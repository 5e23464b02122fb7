package import Pages

/// Painted frames by what they show, within a budget of bytes; the least recently used go first, and frames painted ahead never push out
/// what is nearer to the screen than they are. Not thread-safe: the loop owns it.
package struct FrameCache<Key: Hashable> {
    private var frames: [Key: (screen: Screen, used: UInt64)] = [:]
    private var clock: UInt64 = 0
    /// When what is on the screen was taken: see `settle`.
    private var settled: UInt64 = 0
    /// Bytes that the kept frames hold.
    package private(set) var byteCount = 0
    /// Bytes that they may hold; a single frame larger than this is not kept. A smaller one takes effect at once.
    package var budget: Int {
        didSet { removeOldest(fitting: 0) }
    }

    package init(budget: Int) { self.budget = budget }

    package var count: Int { frames.count }

    /// The frame for `key`, marked as used.
    package mutating func take(_ key: Key) -> Screen? {
        guard let slot = frames.index(forKey: key) else { return nil }
        clock += 1
        frames.values[slot].used = clock
        return frames.values[slot].screen
    }

    package var keys: Set<Key> { Set(frames.keys) }

    /// What was used or inserted last is on the screen now: what `insertAhead` brings from here on is one key away from it.
    package mutating func settle() { settled = clock }

    package mutating func insert(_ screen: Screen, for key: Key) {
        remove(key)
        guard screen.byteCount <= budget else { return }
        removeOldest(fitting: screen.byteCount)
        keep(screen, for: key)
    }

    /// Keeps a frame that nobody asked for yet; only frames from before `settle` make room for it. The likeliest come first, so what does not
    /// fit beside them is less likely than they are: it is dropped, and nothing goes for it.
    package mutating func insertAhead(_ screen: Screen, for key: Key) {
        remove(key)
        let nearer = frames.values.reduce(0) { $0 + ($1.used < settled ? 0 : $1.screen.byteCount) }
        guard nearer + screen.byteCount <= budget else { return }
        removeOldest(fitting: screen.byteCount)
        keep(screen, for: key)
    }

    private mutating func keep(_ screen: Screen, for key: Key) {
        clock += 1
        frames[key] = (screen, clock)
        byteCount += screen.byteCount
    }

    private mutating func removeOldest(fitting size: Int) {
        while byteCount + size > budget, let oldest = frames.min(by: { $0.value.used < $1.value.used })?.key { remove(oldest) }
    }

    package mutating func removeAll(where isStale: (Key) -> Bool) {
        for key in frames.keys where isStale(key) { remove(key) }
    }

    private mutating func remove(_ key: Key) {
        if let old = frames.removeValue(forKey: key) { byteCount -= old.screen.byteCount }
    }
}
