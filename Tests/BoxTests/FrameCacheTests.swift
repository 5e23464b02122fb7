import Box
import Pages
import Pixels
import Testing

@Suite struct FrameCacheTests {
    static func frame(_ seed: UInt32) -> Frame {
        var encoder = FrameEncoder(width: 64, height: 1)
        // No two neighbours alike: nothing to compress, so all frames have one size.
        let pixels = (0..<64).map { UInt32($0) &* 2_654_435_761 &+ seed }
        pixels.withUnsafeBytes { encoder.append(rows: $0.baseAddress!, strideBytes: 256, rowCount: 1) }
        return encoder.finish()
    }

    /// Held against the simplest model there is: a list in the order of use.
    @Test func keepsTheMostRecentlyUsedWithinItsBudget() {
        let size = Self.frame(0).byteCount
        var cache = FrameCache<Int>(budget: size * 5)
        var model: [Int] = []
        var random = SystemRandomNumberGenerator()
        for step in 0..<5_000 {
            let key = Int.random(in: 0..<12, using: &random)
            if step % 3 == 0 {
                cache.insert(Screen(frame: Self.frame(UInt32(key))), for: key)
                model.removeAll { $0 == key }
                model.append(key)
                if model.count > 5 { model.removeFirst() }
            } else {
                let found = cache.take(key) != nil
                #expect(found == model.contains(key))
                if found {
                    model.removeAll { $0 == key }
                    model.append(key)
                }
            }
            #expect(cache.byteCount == model.count * size)
            #expect(cache.count == model.count)
        }
        cache.removeAll { $0 % 2 == 0 }
        #expect(cache.count == model.filter { $0 % 2 == 1 }.count)
        #expect(cache.byteCount == cache.count * size)
    }

    @Test func doesNotKeepWhatIsLargerThanItsBudget() {
        var cache = FrameCache<Int>(budget: 100)
        cache.insert(Screen(frame: Self.frame(1)), for: 1)
        #expect(cache.take(1) == nil)
        #expect(cache.byteCount == 0)
    }

    /// The likeliest of what is painted ahead comes first and stays; only what was there before the present screen makes room.
    @Test func paintedAheadDoesNotPushOutWhatIsLikelier() {
        var cache = FrameCache<Int>(budget: Self.frame(0).byteCount * 4)
        func screen(_ key: Int) -> Screen { Screen(frame: Self.frame(UInt32(key))) }
        for key in 1...3 { cache.insert(screen(key), for: key) }
        #expect(cache.take(2) != nil)
        cache.settle()
        for key in 11...16 { cache.insertAhead(screen(key), for: key) }
        #expect(cache.keys == [2, 11, 12, 13])
        // On to the next screen: what was ahead of the former one makes room, the oldest first.
        #expect(cache.take(12) != nil)
        cache.settle()
        for key in 21...22 { cache.insertAhead(screen(key), for: key) }
        #expect(cache.keys == [12, 13, 21, 22])
    }

    /// A wide photo one key away would push out the page that was just left, and not be kept all the same.
    @Test func whatIsPaintedAheadAndDoesNotFitPushesNothingOut() {
        let size = Self.frame(0).byteCount
        var cache = FrameCache<Int>(budget: size * 2)
        for key in 1...2 { cache.insert(Screen(frame: Self.frame(UInt32(key))), for: key) }
        cache.settle()
        cache.insertAhead(Screen(frame: Self.frame(3), cover: Self.frame(4)), for: 3)
        #expect(cache.keys == [1, 2])
        cache.insertAhead(Screen(frame: Self.frame(5)), for: 5)
        #expect(cache.keys == [2, 5])
    }

    @Test func aSmallerBudgetTakesEffectAtOnce() {
        let size = Self.frame(0).byteCount
        var cache = FrameCache<Int>(budget: size * 4)
        for key in 1...4 { cache.insert(Screen(frame: Self.frame(UInt32(key))), for: key) }
        #expect(cache.take(1) != nil)
        cache.budget = size * 2
        #expect(cache.keys == [1, 4] && cache.byteCount == size * 2)
    }
}
