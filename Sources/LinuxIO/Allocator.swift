internal import CLinux

/// The C library's heap (mallopt(3)).
package enum Allocator {
    /// For a small resident program with few threads: two arenas instead of eight per core, and free memory at the top given back above
    /// `trimBytes`. Call it before the first thread starts.
    package static func keepSmall(trimBytes: Int32 = 1 << 20) {
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_TRIM_THRESHOLD, trimBytes)
    }
}
