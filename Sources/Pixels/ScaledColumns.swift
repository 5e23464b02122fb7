internal import CKernels

/// Which source columns each target column is made of, with the memory that scaling rows takes. One thread at a time.
final class ScaledColumns {
    let source: Int
    let target: Int
    let plan: UnsafeMutablePointer<yb_column_plan>
    /// A target row, for rectangles that are cut at the sides.
    let row: UnsafeMutablePointer<UInt32>
    private let firsts: UnsafeMutablePointer<UInt32>
    private let weights: UnsafeMutablePointer<Int16>
    private let quads: UnsafeMutablePointer<UInt16>

    init(source: Int, target: Int) {
        precondition(source > 0 && target > 0, "empty pictures have no columns")
        self.source = source
        self.target = target
        let count = (target + 15) / 16 * 16
        let groups = (ScaledSpan.widest(source, target) + 3) / 4
        let weightCount = count * groups * 16
        let quadCount = 4 * ((source + 15) / 16 * 16 + 4 * groups)
        row = .allocate(capacity: target)
        row.initialize(repeating: 0, count: target)
        firsts = .allocate(capacity: count)
        firsts.initialize(repeating: 0, count: count)
        weights = .allocate(capacity: weightCount)
        weights.initialize(repeating: 0, count: weightCount)
        quads = .allocate(capacity: quadCount)
        quads.initialize(repeating: 0, count: quadCount)
        plan = .allocate(capacity: 1)
        plan.initialize(to: yb_column_plan(target_width: target, groups: groups, first: firsts, weights: weights, quads: quads))
        for x in 0 ..< target { fill(x, groups) }
    }

    deinit {
        plan.deallocate()
        row.deallocate()
        firsts.deallocate()
        weights.deallocate()
        quads.deallocate()
    }

    private func fill(_ x: Int, _ groups: Int) {
        let span = ScaledSpan(x, source: source, target: target)
        let first = max(0, min(span.first, source - 1))
        firsts[x] = UInt32(first)
        let taps = weights + x * groups * 16
        // What is lost by rounding is passed on, so that they add up to the whole, as nearly as sixteen bits with a sign can say it.
        var (sum, dealt) = (0.0, 0)
        for pixel in span.first ... span.last {
            let tap = max(0, min(pixel, source - 1)) - first
            sum += span.share(of: pixel)
            let part = Int((sum * 32768).rounded()) - dealt
            dealt += part
            taps[tap * 4] = Int16(clamping: Int(taps[tap * 4]) + part)
        }
        for tap in 0 ..< groups * 4 {
            for channel in 1 ..< 4 { taps[tap * 4 + channel] = taps[tap * 4] }
        }
    }
}
