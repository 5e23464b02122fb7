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

    /// One line: name, median, unit, and the spread from the 5th to the 95th percentile.
    var line: String {
        let low = samples.isEmpty ? .nan : samples[Int(Double(samples.count - 1) * 0.05)]
        let high = samples.isEmpty ? .nan : samples[Int((Double(samples.count - 1) * 0.95).rounded())]
        return "\(name)\t\(number(median))\t\(unit)\t\(number(low))…\(number(high)) (\(samples.count))"
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

enum Clock {
    /// CLOCK_MONOTONIC in nanoseconds.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Processor time of this process in nanoseconds.
    static var processor: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Runs `body` `count` times; milliseconds each, of wall time or of processor time.
    static func time(_ count: Int, processor isProcessor: Bool = false, _ body: (Int) throws -> Void) rethrows -> [Double] {
        var samples: [Double] = []
        samples.reserveCapacity(count)
        for index in 0 ..< count {
            let start = isProcessor ? processor : now
            try body(index)
            samples.append(Double((isProcessor ? processor : now) - start) / 1e6)
        }
        return samples
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
