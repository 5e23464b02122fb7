internal import Content
internal import LinuxIO
internal import Synchronization
package import Trust

/// The verified content of one village on the box's disk: crash-safe, replaced as a whole, the last good state kept.
///
/// Threads: any thread may read `current` and hold the generation it gives; one thread at a time updates.
package final class ContentStore: Sendable {
    package let layout: StoreLayout
    /// The village's code.
    package let village: String
    /// What opening found damaged, in English; empty on a good day.
    package let findings: [String]

    let readers = GenerationReaders()
    let losses = ObjectLosses()
    private let shown: Mutex<Generation?>

    /// Opens the store at `directory`, making it if need be, and verifies what is current; when that is damaged, the
    /// newest generation that is whole takes its place. Reads a few small files and no object. Blocks. Throws `.disk`,
    /// `.diskFull` and `.newer`; damage is not an error but a finding.
    package init(_ directory: String, village: String) throws(StoreError) {
        let layout = StoreLayout(directory: directory)
        self.layout = layout
        try onDisk(directory) { () throws(SystemError) in try Directory.create(directory) }
        let change = try StoreFormat.adopt(layout)
        self.village = village
        try onDisk(directory) { () throws(SystemError) in
            let missing = [layout.generations, layout.objects, layout.incoming, layout.trusted].filter { !Directory.exists($0) }
            for path in missing { try Directory.create(path) }
            // Before anything points into them.
            if !missing.isEmpty { try Directory.synchronize(directory) }
        }
        var findings = change.map { [$0] } ?? []
        var found: Generation?
        let current = Self.currentNumber(layout)
        let candidates = Self.numbers(layout).filter { $0 <= current ?? 0 }.sorted(by: >)
        for number in candidates {
            do {
                let generation = try Generation(number, village: village, store: layout, readers: readers, losses: losses)
                if let floor = Self.floor(layout), generation.index.issued < floor {
                    findings.append("generation \(number) holds what was withdrawn")
                    continue
                }
                found = generation
                break
            } catch {
                findings.append(error.description)
            }
        }
        if let current, !candidates.contains(current) { findings.append("generation \(current) is gone") }
        self.findings = findings
        shown = Mutex(found)
    }

    /// What is shown now; nil before the first update. Never blocks for long.
    package var current: Generation? { shown.withLock { $0 } }

    /// When the newest accepted timestamp was signed; nil before the first update and for publishers that do not say.
    ///
    /// It is the floor under the clock: a clock that shows less is wrong. NTP and TLS never move it. Blocks for two
    /// small files, which are verified again, because a flipped bit here would stop the box from accepting anything.
    package func newestIssued() -> UnixTime? {
        guard let root = try? File.read(layout.trusted("root"), limit: MetadataLimits.root),
            let timestamp = try? File.read(layout.trusted("timestamp"), limit: MetadataLimits.timestamp),
            var trusted = try? TrustedMetadata(trustedRoot: root, now: UnixTime(seconds: .min)),
            (try? trusted.updateTimestamp(timestamp)) != nil
        else { return nil }
        return trusted.timestamp?.signed.issued
    }

    /// Begins an update; at most one at a time, in all processes. Throws `.busy` and `.disk`.
    package func beginUpdate() throws(StoreError) -> StoreUpdate {
        try StoreUpdate(self)
    }

    /// Shows `generation` from now on.
    func show(_ generation: Generation) { shown.withLock { $0 = generation } }

    /// The newest floor that an accepted index stated: nothing issued before is shown. Nil when nothing was ever withdrawn.
    static func floor(_ layout: StoreLayout) -> Instant? {
        (try? File.read("\(layout.trusted)/\(floorNote)", limit: 100)).flatMap { Instant(iso: String(decoding: $0, as: UTF8.self)) }
    }

    static let floorNote = "floor"

    /// What the link names; nil before the first update.
    static func currentNumber(_ layout: StoreLayout) -> Int? {
        guard let target = SymbolicLink.target(layout.current), target.hasPrefix("generations/") else { return nil }
        return Int(target.dropFirst("generations/".count))
    }

    /// Every generation that has a directory.
    static func numbers(_ layout: StoreLayout) -> [Int] {
        ((try? Directory.entries(layout.generations)) ?? []).compactMap { Int($0) }.filter { $0 > 0 }
    }
}
