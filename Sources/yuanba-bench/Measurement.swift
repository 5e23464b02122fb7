internal import Glibc

/// What came out of one benchmark.
struct Measurement {
    let name: String
    let unit: String
    /// Sorted.
    let samples: [Double]

    init(_ name: String, unit: String, _ samples: [Double]) {
        self.name = name
        self.unit = unit
        self.samples = samples.sorted()
    }

    var median: Double { samples.isEmpty ? .nan : samples[samples.count / 2] }

    private func quantile(_ share: Double) -> Double {
        samples.isEmpty ? .nan : samples[Int((Double(samples.count - 1) * share).rounded())]
    }

    /// One line of all rounds: name, the median of their medians, unit, the spread from the lowest 5th to the highest 95th percentile;
    /// with a floor its name, its median, the median of the rounds' ratios, and the ratio of the lowest medians.
    static func line(_ rounds: [Measurement], beside floor: String?, _ floors: [Double]) -> String {
        guard let first = rounds.first else { return "" }
        let medians = rounds.map(\.median)
        let low = rounds.map { $0.quantile(0.05) }.min() ?? .nan
        let high = rounds.map { $0.quantile(0.95) }.max() ?? .nan
        var line = "\(first.name)\t\(number(middle(medians)))\t\(first.unit)\t\(number(low))…\(number(high))"
        line += " (\(rounds.count > 1 ? "\(rounds.count)×" : "")\(first.samples.count))"
        if let floor, floors.count == rounds.count, let best = floors.min(), let ours = medians.min() {
            let ratio = middle(zip(medians, floors).map { $0 / $1 })
            line += "\t\(floor)\t\(number(middle(floors)))\t×\(number(ratio))\tbest ×\(number(ours / best))"
        }
        return line
    }

    private static func middle(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.sorted()[values.count / 2]
    }
}

/// Three significant decimals without Foundation.
func number(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let thousandths = (value.magnitude * 1000).rounded()
    let whole = Int(thousandths) / 1000
    let rest = String(Int(thousandths) % 1000)
    return "\(value < 0 ? "-" : "")\(whole)." + String(repeating: "0", count: 3 - rest.count) + rest
}

/// What time is told by.
struct Clock {
    /// Processor time of this process instead of time on the wall.
    let isProcessorTime: Bool

    /// In nanoseconds.
    var now: Int64 { Clock.read(isProcessorTime ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC) }

    /// CLOCK_MONOTONIC in nanoseconds.
    static var wall: Int64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Runs `body` `count` times after a few that do not count.
    func measure(_ name: String, _ count: Int = 100, _ body: (Int) throws -> Void) rethrows -> Measurement {
        var samples: [Double] = []
        samples.reserveCapacity(count)
        for index in -4 ..< count {
            let start = now
            try body(index + 4)
            let end = now
            if index >= 0 { samples.append(Double(end - start) / 1e6) }
        }
        return Measurement(name, unit: "ms", samples)
    }
}

/// Proportional set size of this process in kB.
func proportionalSetSize() -> Int? {
    guard let file = fopen("/proc/self/smaps_rollup", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if text.hasPrefix("Pss:") { return Int(text.split(separator: " ")[1]) }
    }
    return nil
}
