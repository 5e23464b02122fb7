import Content
internal import LinuxIO
internal import Synchronization

/// Long lists as they were read, checked and put into chunks earlier, so that a folder with one new notice does not read 37,000 rows again.
/// What is kept is known by the file's bytes, which are read each time, and never by its times, which can be wrong.
///
/// A directory of this user's, `tables/FOLDER-BYTES/`: full names are in it as they are in the village folder, and go when the file does. It
/// may be deleted at any time. Blocks on the disk.
package final class TableCache: Sendable {
    /// A list that was read: all that the village's pages and messages need of it.
    struct Entry: Codable {
        fileprivate var title: String
        fileprivate var short: String
        fileprivate var period: Period?
        fileprivate var published: Day
        fileprivate var envelope: EnvelopeFacts
        fileprivate var register: Register
        fileprivate var names: Envelope.Names
        fileprivate var detail: String
        fileprivate var words: String?
        fileprivate var roster: String
        var messages: [CheckMessage]

        /// Where the chunks are.
        fileprivate var folder: String?

        var people: [Roster.Person] {
            roster.split(separator: "\n", omittingEmptySubsequences: true).compactMap { line in
                let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
                return parts.count == 3 ? Roster.Person(group: parts[0], name: parts[1], surname: parts[2]) : nil
            }
        }

        func draft(_ file: SourceFile, tile: Int) -> PageDraft {
            let facts = PageFacts(file, tile: tile, title: title, short: short, period: period, published: published, envelope: envelope)
            var objects = ObjectSet()
            for chunk in register.table?.chunks ?? [] {
                objects.insert(chunk.object, .file(path: "\(folder ?? "")/\(chunk.object.hex)", byteCount: chunk.length))
            }
            return PageDraft(facts: facts, body: register, names: names, detail: detail, objects: objects, words: words)
        }
    }

    /// Below that a table is read as fast as it is recalled.
    private static let leastBytes = 100_000

    private let directory: String
    /// What decides besides the files: this very program.
    private let program: String
    private let used = Mutex<Set<String>>([])

    /// Makes the directory when it is not there. Nil when that cannot be done, or when this program cannot tell itself from another version.
    package init?(_ directory: String) {
        self.directory = directory + "/tables"
        guard let path = File.resolved("/proc/self/exe"), let stamp = FileStamp(path), (try? Directory.create(self.directory, mode: 0o700)) != nil
        else { return nil }
        program = "\(stamp)"
    }

    /// The place of what is read from a file as it is now; nil for what is not worth it, or cannot be known again.
    func place(for file: SourceFile, in scan: FolderScan, tile: Int, savedOn saved: Day, coverage: GlyphCoverage) -> String? {
        guard file.byteCount >= Self.leastBytes, let files = coverage.files, let bytes = try? File.read("\(scan.root)/\(file.path)", limit: 64 << 20)
        else { return nil }
        let fonts = files.map { path in "\(path) \(FileStamp(path).map { "\($0)" } ?? "")" }
        let given = [program, file.shown, String(tile), saved.iso, objectID(bytes).hex] + fonts
        return "\(directory)/\(Self.prefix(scan.root))\(sha256(given.joined(separator: "\n")).prefix(32))"
    }

    /// What was kept at a place; nil when nothing was, or not all of it is there.
    func recall(_ place: String) -> Entry? {
        used.withLock { _ = $0.insert(place) }
        guard let bytes = try? File.read(place + "/entry.json", limit: 64 << 20), var entry = try? ContentJSON.decode(Entry.self, from: bytes),
            (try? entry.register.validate()) != nil,
            entry.register.table?.chunks.allSatisfy({ File.byteCount("\(place)/\($0.object.hex)") == $0.length }) ?? false
        else { return nil }
        entry.folder = place
        return entry
    }

    /// Keeps what was read when it is a long list.
    /// - Returns: the same, with its chunks on the disk instead of in memory; nil when it is not kept.
    func keep(_ checked: Checked<PageDraft>, people: [Roster.Person], at place: String) -> PageDraft? {
        let draft = checked.source
        guard let register = draft.body as? Register, let table = register.table,
            people.allSatisfy({ person in !person.group.utf8.contains { $0 < 0x20 } })
        else { return nil }
        let entry = Entry(
            title: draft.facts.title, short: draft.facts.short, period: draft.facts.period, published: draft.facts.published,
            envelope: draft.facts.envelope, register: register, names: draft.names, detail: draft.detail, words: draft.words,
            roster: people.map { "\($0.group)\t\($0.name)\t\($0.surname)" }.joined(separator: "\n"), messages: checked.check.messages)
        let part = place + ".part"
        do {
            try Directory.removeTree(part)
            try Directory.create(part, mode: 0o700)
            for chunk in table.chunks {
                guard let bytes = draft.objects[chunk.object] else { return nil }
                try AtomicFile.replace("\(part)/\(chunk.object.hex)", with: bytes, mode: 0o600)
            }
            try AtomicFile.replace("\(part)/entry.json", with: try ContentJSON.encode(entry), mode: 0o600)
            try Directory.removeTree(place)
            try File.move(part, to: place)
        } catch {
            return nil
        }
        var kept = entry
        kept.folder = place
        return kept.draft(draft.facts.file, tile: draft.facts.tile)
    }

    /// Forgets what this folder's files were before.
    func finish(root: String) {
        let prefix = Self.prefix(root)
        let used = used.withLock { $0 }
        for name in (try? Directory.entries(directory)) ?? [] where name.hasPrefix(prefix) && !used.contains("\(directory)/\(name)") {
            try? Directory.removeTree("\(directory)/\(name)")
        }
    }

    private static func prefix(_ root: String) -> String { sha256(File.resolved(root) ?? root).prefix(16) + "-" }
}
