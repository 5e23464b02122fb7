internal import Glibc
internal import LinuxIO
internal import Pixels

/// The arguments, and what is done about them.
struct Bench {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let help = """
        yuanba-bench [NAME…] [--page FILE] [--floor DIR] [--rounds N] [--picture FILE] [--specimen DIR]

        One line each: name, median, unit, spread. Without names all of them; a name also stands for those that begin with it.
          text.page.cold    fonts opened, page shaped, broken and painted for the first time in a process
          text.page.start   exec to the first frame
          text.page.pss     proportional set size with one frame
          text.page.warm    shaped, broken and painted again, paragraphs rotated, glyphs cached
          text.page.layout  of that, shaping and breaking
          text.page.paint   cleared and painted, layout kept, on a known ground
          text.page.over    the same over any background
          home notice charter ledger directory guide register roll board dash points vote cases catalogue album cameras emergency
                            a screen of each kind at 1920×1080: .warm set anew and painted into a frame, glyphs cached; .layout and
                            .paint are its parts, .focus a moved focus with the layout kept; roll is a register of 200 rows
          photo.scale       3000×2000 to 1200×800
          yuyv.1080p.full yuyv.1080p.to640x360 nv12.1080p.full nv12.1080p.to640x360
          xrgb.1080p.full xrgb.1080p.to640x360                                        a camera's picture to XRGB8888
          mjpeg.1080p.full  4:2:2, quality 80
          windows.convert   four cameras of 640×360 converted; .compose put into a page's windows, with the names over them
          memset.cached memset.memory memcpy.cached memcpy.memory     one frame of 1920×1080, the same and one of 32

          --page FILE       text of text.page (UTF-8, a paragraph a line)
          --floor DIR       also run the floor programs built in DIR, in the same run, and print what they took and the ratio
          --rounds N        measure everything N times, the floors in between (1; 5 with --floor)
          --picture FILE    write the painted text page as PNG
          --specimen DIR    only write specimen pages as PNG, to look at
          --processor-time  count the process's own processor time, for a machine that others use too
        Pin it to a core (taskset -c 1) and build with -c release. With --floor a line goes on: the floor's name, what it took, the ratio
        (median of the rounds), and the ratio of the best of each.
        """

    private var names: [String] = []
    private var page = "page.txt"
    private var floor: String?
    private var rounds: Int?
    private var picture: String?
    private var specimen: String?
    private var isChild = false
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
            case "--rounds":
                guard let count = Int(try value(argument)), count > 0 else { throw Failure(description: "--rounds needs a number") }
                rounds = count
            case "--picture": picture = try value(argument)
            case "--specimen": specimen = try value(argument)
            case "--child": isChild = true
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
        let clock = Clock(isProcessorTime: isProcessorTime)
        if isChild { return try TextBench.child(try paragraphs(), clock) }
        if let specimen {
            try Directory.create(specimen)
            try Specimen().write(to: specimen)
            return 0
        }
        let floors = try floor.map { try Floors($0, page: page) }
        let rounds = rounds ?? (floors == nil ? 1 : 5)
        for group in try groups(clock) where group.names.contains(where: wants) {
            var rows: [String: [Measurement]] = [:]
            var beside: [String: [Double]] = [:]
            for _ in 0 ..< rounds {
                for measurement in try group.measure(wants) { rows[measurement.name, default: []].append(measurement) }
                for (name, value) in try floors?.measure(group.names.filter(wants)) ?? [:] { beside[name, default: []].append(value) }
            }
            for name in group.names {
                guard let row = rows[name] else { continue }
                print(Measurement.line(row, beside: floors?.name(name), beside[name] ?? []))
            }
            for note in group.notes { print("# \(note)") }
            fflush(nil)
        }
        return 0
    }

    private func groups(_ clock: Clock) throws -> [any BenchGroup] {
        var groups: [any BenchGroup] = []
        if TextBench.allNames.contains(where: wants) {
            groups.append(try TextBench(paragraphs(), page: page, picture: picture, clock))
        }
        if PagesBench.allNames.contains(where: wants) { groups.append(try PagesBench(clock)) }
        return groups + [PhotoBench(clock), VideoBench(clock), WindowBench(clock), MemoryBench(clock)]
    }
}

/// Benchmarks that share what they work on.
protocol BenchGroup: AnyObject {
    /// In the order in which they are printed.
    var names: [String] { get }
    /// Once more everything that is wanted, and what it rests on.
    func measure(_ wants: (String) -> Bool) throws -> [Measurement]
    /// What else is to be said, after measuring.
    var notes: [String] { get }
}
