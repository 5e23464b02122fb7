package import Content
internal import LinuxIO
internal import Trust

/// What a look through a whole store found: more than a start of the box reads, because every object is hashed.
package struct StoreAudit: Sendable {
    /// Of what is shown; nil before the first update.
    package var generation: Int?
    package var issued: Instant?
    /// SHA-256 of the index, in hexadecimal: two stores with the same one show the same.
    package var index: String?
    /// Objects that the generation lists.
    package var objectCount = 0
    /// What is damaged, in English: what opening found, and objects that are missing or rotten.
    package var damages: [String] = []
    /// Version of each role's highest trusted metadata by its file's name; 0 where the file is no metadata.
    package var trusted: [String: Int64] = [:]
    /// Notes by name: the anchor's hash, the floor, the last poll, and the store's format as it was found.
    package var notes: [String: String] = [:]
    /// Files that no kept generation lists: objects on their way, and what a crash left. The next update that brings something removes them.
    package var unneeded: [String] = []

    /// Opens the store at `directory` as the daemon does and reads all of it, changing nothing but making missing directories and
    /// the note of the format. Blocks. Throws `.disk`, `.diskFull` and `.newer`.
    package init(_ directory: String, village: String) throws(StoreError) {
        let layout = StoreLayout(directory: directory)
        if let format = try? File.read(layout.format, limit: 40) { notes["format"] = String(decoding: format, as: UTF8.self) }
        // That it is one of before is no damage.
        if Directory.exists(directory) { _ = try StoreFormat.adopt(layout) }
        let store = try ContentStore(directory, village: village)
        damages = store.findings
        for name in (try? Directory.entries(layout.trusted)) ?? [] where !name.hasSuffix(".new") {
            let bytes = (try? File.read("\(layout.trusted)/\(name)", limit: MetadataLimits.targets)) ?? []
            guard name.hasSuffix(".json") else {
                notes[name] = String(decoding: bytes, as: UTF8.self)
                continue
            }
            trusted[String(name.dropLast(".json".count))] =
                (try? JSONValue(parsing: bytes))?.object?["signed"]?.object?["version"]?.integer ?? 0
        }
        var needed: Set<String> = []
        if let current = store.current {
            generation = current.number
            issued = current.index.issued
            index = current.storedIndex().map { HashAlgorithm.sha256.hexHash($0) }
            let objects = Set(try current.sections().flatMap(\.objects).map(\.sha256))
            objectCount = objects.count
            needed.formUnion(objects.map(\.hex))
            for object in objects.sorted(by: { $0.hex < $1.hex }) {
                do {
                    _ = try current.object(object)
                } catch {
                    damages.append(error.description)
                }
            }
        }
        let numbers = ContentStore.numbers(layout).filter { $0 != generation }
        for number in numbers {
            let former = try? Generation(
                number, village: village, store: layout, readers: GenerationReaders(), losses: ObjectLosses())
            guard let former, number < generation ?? 0, former.index.issued >= ContentStore.floor(layout) ?? former.index.issued,
                let sections = try? former.sections()
            else {
                unneeded.append("generations/\(number)")
                continue
            }
            needed.formUnion(sections.flatMap(\.objects).map(\.sha256.hex))
        }
        for name in (try? Directory.entries(layout.objects)) ?? [] where !needed.contains(name) { unneeded.append("objects/\(name)") }
        for name in (try? Directory.entries(layout.incoming)) ?? [] { unneeded.append("incoming/\(name)") }
        for name in (try? Directory.entries(layout.trusted)) ?? [] where name.hasSuffix(".new") { unneeded.append("tuf/\(name)") }
        for name in (try? Directory.entries(directory)) ?? [] where name.hasSuffix(".new") { unneeded.append(name) }
    }
}
