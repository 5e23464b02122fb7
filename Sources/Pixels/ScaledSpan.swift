internal import CKernels

/// The stretch of source pixels that one target pixel stands for, in whole numbers: its own share of them when it is one of fewer, a
/// stretch as long as a source pixel around its middle when it is one of more.
struct ScaledSpan {
    private let from: Int
    private let to: Int
    /// How long a source pixel is.
    private let unit: Int

    init(_ position: Int, source: Int, target: Int) {
        if source >= target {
            self.init(from: position * source, to: (position + 1) * source, unit: target)
        } else {
            let from = (2 * position + 1) * source - target
            self.init(from: from, to: from + 2 * target, unit: 2 * target)
        }
    }

    private init(from: Int, to: Int, unit: Int) {
        (self.from, self.to, self.unit) = (from, to, unit)
    }

    /// The same stretch in source pixels twice as long.
    var halved: ScaledSpan { ScaledSpan(from: from, to: to, unit: 2 * unit) }

    /// May be outside of the source by one, where its edge goes on.
    var first: Int { floor(from) }
    var last: Int { floor(to - 1) }

    private func floor(_ position: Int) -> Int {
        position >= 0 ? position / unit : -((unit - 1 - position) / unit)
    }

    private func overlap(_ pixel: Int) -> Int {
        min(to, (pixel + 1) * unit) - max(from, pixel * unit)
    }

    /// How much of it is this pixel, 0 to 1.
    func share(of pixel: Int) -> Double {
        Double(overlap(pixel)) / Double(to - from)
    }

    /// The most pixels that a stretch can touch.
    static func widest(_ source: Int, _ target: Int) -> Int {
        source >= target ? (source + target - 1) / target + 1 : 2
    }

    /// As runs of rows that count alike, of the `count` rows that there are.
    func rows(of count: Int) -> yb_row_span {
        var span = yb_row_span()
        func add(_ first: Int, _ count: Int, _ share: Double) {
            // The sum of more rows than 256 has more than sixteen bits; of so many every other one tells enough.
            let step = (count + 255) / 256
            let (count, share) = (count / step, share * Double(count) / Double(count / step))
            // As many bits as the sum of so many bytes leaves free.
            let shift = Int.bitWidth - 1 - (65535 / (255 * count)).leadingZeroBitCount
            let run = yb_row_run(
                first: UInt32(first), count: UInt32(count), step: UInt32(step), weight: UInt16((share * Double(1 << (23 - shift))).rounded()),
                shift: UInt16(shift))
            switch span.runs {
            case 0: span.run.0 = run
            case 1: span.run.1 = run
            default: span.run.2 = run
            }
            span.runs += 1
        }
        let (first, last) = (max(0, min(first, count - 1)), max(0, min(last, count - 1)))
        if first == last {
            add(first, 1, 1)
            return span
        }
        let whole = Double(unit) / Double(to - from)
        let isFirstWhole = overlap(self.first) == unit, isLastWhole = overlap(self.last) == unit
        let (start, end) = (isFirstWhole ? first : first + 1, isLastWhole ? last + 1 : last)
        if !isFirstWhole { add(first, 1, share(of: self.first)) }
        if end > start { add(start, end - start, whole) }
        if !isLastWhole { add(last, 1, share(of: self.last)) }
        return span
    }
}
