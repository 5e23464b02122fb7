/// Which scanout buffers the kernel reads: one that is shown, and maybe one that takes its place at the next vertical
/// blank. At most one commit is on its way. Pure; buffers are numbers.
package struct FlipQueue: Equatable, Sendable {
    package enum Phase: Equatable, Sendable {
        /// None of ours is on screen.
        case dark
        case showing(Int)
        /// `next` was committed under this serial; until its event comes the kernel may read both.
        case flipping(shown: Int?, next: Int, serial: UInt64)
    }

    package private(set) var phase = Phase.dark
    private let bufferCount: Int
    private var lastSerial: UInt64 = 0

    /// A queue of `bufferCount` buffers (2 or 3), nothing shown.
    package init(bufferCount: Int) { self.bufferCount = bufferCount }

    /// A commit is on its way.
    package var isFlipping: Bool {
        if case .flipping = phase { true } else { false }
    }

    /// A buffer that may be written now: with two buffers there is none during a flip, with three there always is.
    package var free: Int? {
        for index in 0..<bufferCount {
            switch phase {
            case .showing(index), .flipping(index?, _, _), .flipping(_, index, _): continue
            case .dark, .showing, .flipping: return index
            }
        }
        return nil
    }

    /// What will stand on screen when all is done.
    package var newest: Int? {
        switch phase {
        case .dark: nil
        case .showing(let shown): shown
        case .flipping(_, let next, _): next
        }
    }

    /// The serial that the next commit must carry.
    package var nextSerial: UInt64 { lastSerial + 1 }

    /// `buffer` was committed under `nextSerial`.
    package mutating func committed(_ buffer: Int) {
        lastSerial += 1
        switch phase {
        case .dark: phase = .flipping(shown: nil, next: buffer, serial: lastSerial)
        case .showing(let shown): phase = .flipping(shown: shown, next: buffer, serial: lastSerial)
        case .flipping: preconditionFailure("one commit at a time")
        }
    }

    /// The kernel reports the flip of `serial`. False for the event of a flip that was given up before.
    package mutating func landed(_ serial: UInt64) -> Bool {
        guard case .flipping(_, let next, serial) = phase else { return false }
        phase = .showing(next)
        return true
    }

    /// The flip is not waited for any more, because it did not come or the display went. What is on screen is unknown:
    /// a modeset follows.
    package mutating func reset() { phase = .dark }
}
