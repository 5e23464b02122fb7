internal import Glibc
internal import LinuxIO
internal import Pixels

struct Bench {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let help = """
        yuanba-bench [NAME…] [--page FILE] [--floor DIR] [--picture FILE]

        One line each: name, median, unit, spread. Without names all of them.
          text.page.cold    fonts opened, page shaped, broken and painted for the first time in a process
          text.page.warm    shaped, broken and painted again, paragraphs rotated, glyphs cached
          text.page.paint   cleared and painted, layout kept, on a known ground
          text.page.over    the same over any background
          text.page.start   exec to the first frame
          text.page.pss     proportional set size with one frame, kB
          photo.scale       3000×2000 to 1200×800
          pages             home, ledger and notice at 1920×1080: .layout everything set anew, .paint a drawing to a frame,
                            .focus a moved focus to a frame, layout kept
          memory            memset and memcpy of one frame, in and out of cache

          --page FILE       text of text.page (UTF-8, a paragraph a line)
          --floor DIR       also run the C floors built in DIR, in the same run, and print the ratio
          --picture FILE    write the painted text page as PNG
          --specimen DIR    only write specimen pages as PNG, to look at
          --processor-time  count the process's own processor time, for a machine that others use too
        Pin it to a core (taskset -c 1) and build with -c release.
        """

    private var names: [String] = []
    private var page = "page.txt"
    private var floor: String?
    private var picture: String?
    private var specimen: String?
    private var child: String?
    private var isProcessorTime = false

    init(arguments: [String]) throws {
        var rest = arguments[...]
        func value(_ option: String) throws -> String {
            guard let value = rest.popFirst() else { throw Failure(description: "\(option) needs a value") }
            return value
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "--page": page = try value(argument)
            case "--floor": floor = try value(argument)
            case "--picture": picture = try value(argument)
            case "--specimen": specimen = try value(argument)
            case "--child": child = try value(argument)
            case "--processor-time": isProcessorTime = true
            case "--help", "-h":
                print(Bench.help)
                exit(0)
            case _ where argument.hasPrefix("-"): throw Failure(description: "unknown option \(argument)\n\(Bench.help)")
            default: names.append(argument)
            }
        }
    }

    private func wants(_ name: String) -> Bool {
        names.isEmpty || names.contains { name == $0 || name.hasPrefix($0 + ".") }
    }

    private func paragraphs() throws -> [String] {
        let bytes: [UInt8]
        do {
            bytes = try File.read(page, limit: 1 << 20)
        } catch {
            throw Failure(description: "\(page): \(error); name the text with --page FILE")
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func run() throws -> Int32 {
        if let child { return try runChild(child) }
        if let specimen {
            try Directory.create(specimen)
            try Specimen().write(to: specimen)
            return 0
        }
        var results: [Measurement] = []
        func report(_ measurement: Measurement) {
            print(measurement.line)
            fflush(nil)
            results.append(measurement)
        }
        if wants("text.page") || names.contains(where: { $0.hasPrefix("text.page.") }) {
            try textPage(report)
        }
        if wants("pages") {
            try PagesBench().run({ body in Clock.time(200, processor: isProcessorTime, body) }, report)
        }
        if wants("memory") { memory(report) }
        if let floor { try compare(results, floor) }
        return 0
    }

    private func textPage(_ report: (Measurement) -> Void) throws {
        let paragraphs = try paragraphs()
        if wants("text.page.cold") || wants("text.page.start") || wants("text.page.pss") {
            let runs = try (0 ..< 15).map { _ in try spawnChild("text.page") }
            if wants("text.page.cold") { report(Measurement("text.page.cold", unit: "ms", runs.map { $0[0] })) }
            if wants("text.page.start") { report(Measurement("text.page.start", unit: "ms", runs.map { $0[1] })) }
            if wants("text.page.pss") { report(Measurement("text.page.pss", unit: "kB", runs.map { $0[2] })) }
        }
        let text = try TextPage()
        text.layOut(paragraphs)
        text.paint()
        if wants("text.page.warm") {
            for index in 0 ..< 20 { text.layOut(paragraphs, rotation: index) }
            report(
                Measurement(
                    "text.page.warm", unit: "ms",
                    Clock.time(100, processor: isProcessorTime) { index in
                        text.layOut(paragraphs, rotation: index)
                        text.paint()
                    }))
            report(Measurement("text.page.layout", unit: "ms", Clock.time(100, processor: isProcessorTime) { text.layOut(paragraphs, rotation: $0) }))
        }
        text.layOut(paragraphs)
        if wants("text.page.paint") {
            report(Measurement("text.page.paint", unit: "ms", Clock.time(100, processor: isProcessorTime) { _ in text.paint() }))
        }
        if wants("text.page.over") {
            report(Measurement("text.page.over", unit: "ms", Clock.time(100, processor: isProcessorTime) { _ in text.paint(over: nil) }))
        }
        print("# \(text.lines.count) lines, \(text.inked) pixels inked")
        if let picture {
            text.paint()
            try AtomicFile.replace(picture, with: try text.canvas.png())
        }
    }

    private func memory(_ report: (Measurement) -> Void) {
        let count = 1920 * 1080 * 4
        let (a, b) = (UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 4096), UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 4096))
        defer {
            a.deallocate()
            b.deallocate()
        }
        memset(a, 1, count)
        memset(b, 2, count)
        report(Measurement("memory.memset.cached", unit: "ms", Clock.time(100, processor: isProcessorTime) { memset(a, Int32($0), count) }))
        report(Measurement("memory.memcpy.cached", unit: "ms", Clock.time(100, processor: isProcessorTime) { _ in memcpy(a, b, count) }))
    }

    // MARK: A process of its own for what happens only once in one

    private func runChild(_ name: String) throws -> Int32 {
        let paragraphs = try paragraphs()
        let start = isProcessorTime ? Clock.processor : Clock.now
        let text = try TextPage()
        text.layOut(paragraphs)
        text.paint()
        let end = isProcessorTime ? Clock.processor : Clock.now
        let exec = getenv("YUANBA_BENCH_EXEC").flatMap { Int64(String(cString: $0)) } ?? 0
        let sinceExec = isProcessorTime ? end : end - exec
        print("\(Double(end - start) / 1e6) \(Double(sinceExec) / 1e6) \(proportionalSetSize() ?? 0)")
        return 0
    }

    private func spawnChild(_ name: String) throws -> [Double] {
        setenv("YUANBA_BENCH_EXEC", String(Clock.now), 1)
        let output = try Program.output(["/proc/self/exe", "--child", name, "--page", page] + (isProcessorTime ? ["--processor-time"] : []))
        let values = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard values.count == 3 else { throw Failure(description: "a child process failed: \(output)") }
        return values
    }

    // MARK: The floors

    private func compare(_ results: [Measurement], _ floor: String) throws {
        setenv("PEERS_PAGE", page, 1)
        func ours(_ name: String) -> Double? { results.first { $0.name == name }?.median }
        for (mode, rows) in [
            ("blit+hb", [("text.page.warm", "warm_ns"), ("text.page.paint", "warm_draw_only_ns"), ("text.page.cold", "cold_ns"),
                ("text.page.start", "start_to_frame_ns"), ("text.page.pss", "pss_kb")]),
            ("vblend+hb", [("text.page.over", "warm_draw_only_ns")]),
        ] {
            var runs: [String] = []
            for _ in 0 ..< 5 { runs.append(try Program.output([floor + "/t0", floor + "/text_ft", mode])) }
            for (name, key) in rows {
                guard let ours = ours(name) else { continue }
                let values = runs.compactMap { Bench.field(key, $0) }.sorted()
                guard !values.isEmpty else { continue }
                let value = key.hasSuffix("_ns") ? values[values.count / 2] / 1e6 : values[values.count / 2]
                print("floor \(mode) \(name)\t\(number(value))\tratio\t\(number(ours / value))")
            }
        }
    }

    private static func field(_ key: String, _ json: String) -> Double? {
        guard let range = json.firstRange(of: "\"\(key)\":") else { return nil }
        return Double(json[range.upperBound...].prefix { $0.isNumber || $0 == "-" || $0 == "." })
    }
}
