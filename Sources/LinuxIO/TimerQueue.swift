/// Names one timer of one loop; never used again for another.
package struct TimerID: Hashable, Sendable {
    let number: UInt64
}

/// The deadlines of a loop in a binary heap. Pure: the present is passed in.
///
/// A cancelled timer keeps its place in the heap until it comes to the top, where it is dropped without waking anyone.
struct TimerQueue<Action> {
    private var heap: [(deadline: MonotonicInstant, id: TimerID)] = []
    private var actions: [TimerID: Action] = [:]
    private var lastNumber: UInt64 = 0

    mutating func schedule(at deadline: MonotonicInstant, _ action: Action) -> TimerID {
        lastNumber += 1
        let id = TimerID(number: lastNumber)
        actions[id] = action
        heap.append((deadline, id))
        siftUp(heap.count - 1)
        return id
    }

    /// Nothing happens when the timer is over or was cancelled before.
    mutating func cancel(_ id: TimerID) { actions[id] = nil }

    /// When the next timer is due.
    mutating func nextDeadline() -> MonotonicInstant? {
        while let top = heap.first {
            if actions[top.id] != nil { return top.deadline }
            removeTop()
        }
        return nil
    }

    /// A mark that only timers scheduled before it pass, so that a timer of no length cannot keep the loop from its
    /// descriptors.
    var mark: UInt64 { lastNumber }

    /// Takes one timer that is due at `now` and older than `mark`.
    mutating func takeDue(at now: MonotonicInstant, mark: UInt64) -> Action? {
        while let deadline = nextDeadline(), deadline <= now, heap[0].id.number <= mark {
            let id = heap[0].id
            removeTop()
            return actions.removeValue(forKey: id)
        }
        return nil
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        (heap[a].deadline, heap[a].id.number) < (heap[b].deadline, heap[b].id.number)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func removeTop() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
