internal import Glibc

/// What memory itself takes, to hold the others against.
final class MemoryBench: BenchGroup {
    let names = ["memset.cached", "memset.memory", "memcpy.cached", "memcpy.memory"]
    let notes: [String] = []
    private let clock: Clock
    private static let frameBytes = 1920 * 1080 * 4
    private static let frameCount = 32

    init(_ clock: Clock) {
        self.clock = clock
    }

    func measure(_ wants: (String) -> Bool) -> [Measurement] {
        let (size, count) = (MemoryBench.frameBytes, MemoryBench.frameCount)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size * count, alignment: 4096)
        defer { memory.deallocate() }
        memset(memory, 1, size * count)
        func frame(_ index: Int) -> UnsafeMutableRawPointer { memory + index % count * size }
        var results: [Measurement] = []
        if wants("memset.cached") { results.append(clock.measure("memset.cached") { memset(frame(0), Int32($0), size) }) }
        if wants("memset.memory") { results.append(clock.measure("memset.memory") { memset(frame($0), Int32($0), size) }) }
        if wants("memcpy.cached") { results.append(clock.measure("memcpy.cached") { _ in memcpy(frame(0), frame(1), size) }) }
        if wants("memcpy.memory") { results.append(clock.measure("memcpy.memory") { memcpy(frame(2 * $0), frame(2 * $0 + 1), size) }) }
        return results
    }
}
