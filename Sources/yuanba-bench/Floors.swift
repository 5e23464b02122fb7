internal import Glibc
internal import LinuxIO

/// Programs that do as little as the work allows, and what they are held against: built elsewhere, run beside ours. Each writes a JSON
/// object a line with its `peer` or `case` and nanoseconds; those of the page read its text's place from PEERS_PAGE.
final class Floors {
    private struct Floor {
        let label: String
        let program: [String]
        /// What stands in the line that counts.
        let marks: [String]
        let field: String
    }

    private let directory: String

    private static let tiles = ["t0", "text_ft", "blit+hb"]
    private static let blends = ["t0", "text_ft", "vblend+hb"]

    private static let floors: [String: Floor] = [
        "text.page.cold": Floor(label: "C, tiles copied", program: tiles, marks: [], field: "cold_ns"),
        "text.page.start": Floor(label: "C, tiles copied", program: tiles, marks: [], field: "start_to_frame_ns"),
        "text.page.pss": Floor(label: "C, tiles copied", program: tiles, marks: [], field: "pss_kb"),
        "text.page.warm": Floor(label: "C, tiles copied", program: tiles, marks: [], field: "warm_ns"),
        "text.page.paint": Floor(label: "C, tiles copied", program: tiles, marks: [], field: "warm_draw_only_ns"),
        "text.page.over": Floor(label: "C, SIMD blend", program: blends, marks: [], field: "warm_draw_only_ns"),
        "yuyv.1080p.full": Floor(label: "libyuv", program: ["conv_libyuv"], marks: ["yuyv_1080_to_xrgb_1080"], field: "ns"),
        "nv12.1080p.full": Floor(label: "libyuv", program: ["conv_libyuv"], marks: ["nv12_1080_to_xrgb_1080"], field: "ns"),
        "yuyv.1080p.to640x360": Floor(
            label: "traffic", program: ["conv_floor"], marks: ["yuyv_1080_to_xrgb_360", "read-all"], field: "ns"),
        "nv12.1080p.to640x360": Floor(
            label: "traffic", program: ["conv_floor"], marks: ["nv12_1080_to_xrgb_360", "read-all"], field: "ns"),
        "mjpeg.1080p.full": Floor(label: "libyuv", program: ["conv_libyuv"], marks: ["mjpeg_1080_to_xrgb_1080"], field: "ns"),
        "memset.cached": Floor(label: "C", program: ["membw"], marks: ["memset", "same"], field: "ns"),
        "memset.memory": Floor(label: "C", program: ["membw"], marks: ["memset", "rotating"], field: "ns"),
        "memcpy.cached": Floor(label: "C", program: ["membw"], marks: ["memcpy", "same"], field: "ns"),
        "memcpy.memory": Floor(label: "C", program: ["membw"], marks: ["memcpy", "rotating"], field: "ns"),
    ]

    init(_ directory: String, page: String) throws {
        guard access(directory + "/t0", X_OK) == 0 else { throw Bench.Failure(description: "no floor programs in \(directory)") }
        self.directory = directory
        setenv("PEERS_PAGE", page, 1)
    }

    func name(_ benchmark: String) -> String? { Floors.floors[benchmark]?.label }

    /// Runs each program that these benchmarks need once; milliseconds or kilobytes.
    func measure(_ names: [String]) throws -> [String: Double] {
        var outputs: [[String]: [String]] = [:]
        var values: [String: Double] = [:]
        for name in names {
            guard let floor = Floors.floors[name] else { continue }
            if outputs[floor.program] == nil {
                // The first word is a path, so is a program that another one starts.
                let arguments = floor.program.map { access(directory + "/" + $0, X_OK) == 0 ? directory + "/" + $0 : $0 }
                // What happens once in a process needs several of them, as ours does.
                let count = floor.program == Floors.tiles ? TextBench.processCount : 1
                outputs[floor.program] = try (0 ..< count).map { _ in try Program.output(arguments) }
            }
            let found = (outputs[floor.program] ?? []).compactMap { output -> Double? in
                let line = output.split(separator: "\n").first { line in floor.marks.allSatisfy { line.contains($0) } }
                return line.flatMap { Floors.field(floor.field, $0) }
            }.sorted()
            guard !found.isEmpty else { continue }
            let value = found[found.count / 2]
            values[name] = floor.field.hasSuffix("ns") ? value / 1e6 : value
        }
        return values
    }

    private static func field(_ key: String, _ json: Substring) -> Double? {
        guard let range = json.firstRange(of: "\"\(key)\":") else { return nil }
        return Double(json[range.upperBound...].prefix { $0.isNumber || $0 == "-" || $0 == "." })
    }
}
