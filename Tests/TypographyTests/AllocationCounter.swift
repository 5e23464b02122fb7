import CAllocationCounter

/// Counts what this thread allocates.
enum AllocationCounter {
    static func count(_ body: () -> Void) -> Int {
        yb_count_allocations_begin()
        body()
        return Int(yb_count_allocations_end())
    }
}
