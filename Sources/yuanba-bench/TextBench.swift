internal import Glibc
internal import LinuxIO
internal import Pixels

/// The page of text.
final class TextBench: BenchGroup {
    static let allNames = ["cold", "start", "pss", "warm", "layout", "paint", "over"].map { "text.page." + $0 }
    let names = TextBench.allNames
    /// For what happens only once in a process.
    static let processCount = 9

    private let paragraphs: [String]
    private let page: String
    private let picture: String?
    private let clock: Clock
    private let text: TextPage
    private(set) var notes: [String] = []

    init(_ paragraphs: [String], page: String, picture: String?, _ clock: Clock) throws {
        self.paragraphs = paragraphs
        self.page = page
        self.picture = picture
        self.clock = clock
        text = try TextPage(on: Canvas(capacity: .fullHD))
        for index in 0 ..< 20 {
            text.layOut(paragraphs, rotation: index)
            text.paint()
        }
    }

    func measure(_ wants: (String) -> Bool) throws -> [Measurement] {
        var results: [Measurement] = []
        if ["cold", "start", "pss"].contains(where: { wants("text.page." + $0) }) {
            let runs = try (0 ..< TextBench.processCount).map { _ in try spawn() }
            for (index, (name, unit)) in [("cold", "ms"), ("start", "ms"), ("pss", "kB")].enumerated() where wants("text.page." + name) {
                results.append(Measurement("text.page." + name, unit: unit, runs.map { $0[index] }))
            }
        }
        if wants("text.page.warm") {
            results.append(
                clock.measure("text.page.warm") { index in
                    text.layOut(paragraphs, rotation: index)
                    text.paint()
                })
        }
        if wants("text.page.layout") { results.append(clock.measure("text.page.layout") { text.layOut(paragraphs, rotation: $0) }) }
        text.layOut(paragraphs)
        if wants("text.page.paint") { results.append(clock.measure("text.page.paint") { _ in text.paint() }) }
        if wants("text.page.over") { results.append(clock.measure("text.page.over") { _ in text.paint(over: nil) }) }
        text.paint()
        notes = ["\(text.lines.count) lines, \(text.inked) pixels inked"]
        if let picture { try AtomicFile.replace(picture, with: try text.canvas.png()) }
        return results
    }

    // MARK: A process of its own for what happens only once in one

    static func child(_ paragraphs: [String], _ clock: Clock) throws -> Int32 {
        // The frame is there before the clock starts, as a scanout buffer is.
        let canvas = Canvas(capacity: .fullHD)
        let start = clock.now
        let text = try TextPage(on: canvas)
        text.layOut(paragraphs)
        text.paint()
        let end = clock.now
        let exec = getenv("YUANBA_BENCH_EXEC").flatMap { Int64(String(cString: $0)) } ?? 0
        let sinceExec = clock.isProcessorTime ? end : Clock.wall - exec
        print("\(Double(end - start) / 1e6) \(Double(sinceExec) / 1e6) \(proportionalSetSize() ?? 0)")
        return 0
    }

    private func spawn() throws -> [Double] {
        setenv("YUANBA_BENCH_EXEC", String(Clock.wall), 1)
        let output = try Program.output(
            ["/proc/self/exe", "--child", "--page", page] + (clock.isProcessorTime ? ["--processor-time"] : []))
        let values = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard values.count == 3 else { throw Bench.Failure(description: "a child process failed: \(output)") }
        return values
    }
}
