package import Content
package import LinuxIO

/// The log of who looked through which camera and when, which the law asks for: one line of JSON per event, appended and never changed.
///
///     {"at":"2026-11-26T01:02:03Z","box":"0417","camera":"2","what":"begin","view":7}
///     {"at":"2026-11-26T01:02:33Z","what":"mark","view":7}
///     {"at":"2026-11-26T01:04:00Z","what":"end","view":7}
///
/// A viewing begins when its line is on the medium; only then may a picture be shown. Marks say that it still goes on, so that the end of
/// one that a power cut or a SIGKILL ended is known within the time between two marks: the next start writes it (`"cut":true`).
/// One process and one thread writes it. Blocks on the disk.
package final class ViewingLog {
    /// One viewing, as the log has it.
    package struct Viewing: Hashable, Sendable {
        package var number: Int
        package var camera: String
        package var box: String
        package var from: Instant
        /// The end, or the last sign of it while it goes on.
        package var to: Instant
        package var hasEnded: Bool
        /// Nobody wrote the end when it was: it is that of the last mark.
        package var wasCut: Bool
    }

    private struct Line: Codable {
        enum What: String, Codable { case begin, mark, end }
        var at: String
        var what: What
        var view: Int
        var box: String?
        var camera: String?
        var cut: Bool?
    }

    private let file: Descriptor
    private var lastNumber: Int
    /// Lines that were no event of this log when it was opened: what a crash tore.
    package let tornLines: Int

    /// Opens or makes the log, ends what the process before left open, and begins a new line after a torn one.
    package init(path: String) throws(SystemError) {
        let known: [UInt8]
        do throws(SystemError) {
            known = try File.read(path, limit: Self.sizeLimit)
        } catch {
            guard error.errno == .noSuchFileOrDirectory else { throw error }
            known = []
        }
        let (viewings, torn) = Self.read(known)
        let file = try Descriptor.open(path, [.writeOnly, .create, .append], mode: 0o640)
        if known.isEmpty { try Directory.synchronize(Directory.parent(of: path)) }
        lastNumber = viewings.last?.number ?? 0
        tornLines = torn
        var mend: [UInt8] = known.last ?? 0x0A == 0x0A ? [] : [0x0A]
        for viewing in viewings where !viewing.hasEnded {
            mend += Self.bytes(Line(at: viewing.to.iso, what: .end, view: viewing.number, cut: true))
        }
        if !mend.isEmpty {
            try file.writeAll(mend)
            try file.synchronize()
        }
        self.file = file
    }

    /// A year of viewings of a busy hall is a tenth of it; a larger file is none of ours.
    private static let sizeLimit = 64 << 20

    /// A viewing begins; its number. On the medium when this returns.
    package func begin(camera: String, box: String, at now: Instant) throws(SystemError) -> Int {
        lastNumber += 1
        try append(Line(at: now.iso, what: .begin, view: lastNumber, box: box, camera: camera))
        return lastNumber
    }

    /// It still goes on.
    package func mark(_ number: Int, at now: Instant) throws(SystemError) { try append(Line(at: now.iso, what: .mark, view: number)) }

    package func end(_ number: Int, at now: Instant) throws(SystemError) { try append(Line(at: now.iso, what: .end, view: number)) }

    private func append(_ line: Line) throws(SystemError) {
        try file.writeAll(Self.bytes(line))
        try file.synchronize()
    }

    private static func bytes(_ line: Line) -> [UInt8] {
        guard let json = try? ContentJSON.encode(line) else { preconditionFailure("a line of text and numbers is JSON") }
        return json + [0x0A]
    }

    /// What a log says, by number, and how many of its lines are none.
    package static func read(_ bytes: [UInt8]) -> (viewings: [Viewing], torn: Int) {
        var viewings: [Viewing] = []
        var offsets: [Int: Int] = [:]
        var torn = 0
        for text in bytes.split(separator: 0x0A) {
            guard let line = try? ContentJSON.decode(Line.self, from: text), let at = Instant(iso: line.at) else {
                torn += 1
                continue
            }
            switch (line.what, offsets[line.view]) {
            case (.begin, nil):
                guard let camera = line.camera, let box = line.box else {
                    torn += 1
                    continue
                }
                offsets[line.view] = viewings.count
                viewings.append(
                    Viewing(number: line.view, camera: camera, box: box, from: at, to: at, hasEnded: false, wasCut: false))
            case (.mark, let offset?): viewings[offset].to = at
            case (.end, let offset?):
                viewings[offset].to = at
                viewings[offset].hasEnded = true
                viewings[offset].wasCut = line.cut == true
            case (.begin, _?), (.mark, nil), (.end, nil): torn += 1
            }
        }
        return (viewings, torn)
    }
}
