package import Pages

/// Painted frames by what they show, within a budget of bytes; the least recently used go first. Not thread-safe: the loop owns it.
package struct FrameCache<Key: Hashable> {
    private var frames: [Key: (screen: Screen, used: UInt64)] = [:]
    private var clock: UInt64 = 0
    /// Bytes that the kept frames hold.
    package private(set) var byteCount = 0
    /// Bytes that they may hold; a single frame larger than this is not kept.
    package let budget: Int

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

    package mutating func insert(_ screen: Screen, for key: Key) {
        remove(key)
        guard screen.byteCount <= budget else { return }
        clock += 1
        frames[key] = (screen, clock)
        byteCount += screen.byteCount
        while byteCount > budget, let oldest = frames.min(by: { $0.value.used < $1.value.used })?.key { remove(oldest) }
    }

    package mutating func removeAll(where isStale: (Key) -> Bool) {
        for key in frames.keys where isStale(key) { remove(key) }
    }

    private mutating func remove(_ key: Key) {
        if let old = frames.removeValue(forKey: key) { byteCount -= old.screen.byteCount }
    }
}
