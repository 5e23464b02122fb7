package import Content
internal import LinuxIO
package import Trust

/// One update of a store, under its lock, from one thread. Until `activate` nothing that is shown changes, and
/// `activate` changes it in one step.
///
/// Everything is synchronized before something else points to it: each object, then their directory, then the files of
/// the generation, its directories and its parent, then the link `current` and its parent. A crash at any moment leaves
/// the old or the new state whole. Blocks on the disk.
package final class StoreUpdate {
    private let store: ContentStore
    private let lock: FileLock
    private var layout: StoreLayout { store.layout }

    /// Room that is left for the metadata and for others, in bytes.
    private static let reserve = 4 << 20

    init(_ store: ContentStore) throws(StoreError) {
        self.store = store
        let path = store.layout.lock
        guard let lock = try onDisk(path, { () throws(SystemError) in try FileLock.take(path) }) else {
            throw .busy(path: store.layout.directory)
        }
        self.lock = lock
        try adoptForeignUpdate()
        try keepFloor()
        removeLeftovers()
        // What was withdrawn while it was being read goes as soon as nobody reads it, and so does what a crash kept.
        if let floor = ContentStore.floor(layout), let current = store.current,
            ContentStore.numbers(layout).contains(where: { $0 < current.number && !store.readers.open.contains($0) && isBelow(floor, $0) })
        {
            collectGarbage(wanted: [])
        }
    }

    /// Another process (`yuanba sync`) may have moved on since this one looked.
    private func adoptForeignUpdate() throws(StoreError) {
        guard let number = ContentStore.currentNumber(layout), number > store.current?.number ?? 0,
            let generation = try? Generation(
                number, village: store.village, store: layout, readers: store.readers, losses: store.losses)
        else { return }
        store.show(generation)
    }

    private func isBelow(_ floor: Instant, _ number: Int) -> Bool {
        let generation = try? Generation(number, village: store.village, store: layout, readers: store.readers, losses: store.losses)
        // One that cannot be opened is half removed, and only a whole one is worth keeping.
        return generation.map { $0.index.issued < floor } ?? true
    }

    /// What a crash left: half-made generations and new files that never got their name.
    private func removeLeftovers() {
        let current = ContentStore.currentNumber(layout) ?? 0
        for number in ContentStore.numbers(layout) where number > current {
            try? Directory.removeTree(layout.generation(number))
        }
        for directory in [layout.directory, layout.trusted] {
            for name in (try? Directory.entries(directory)) ?? [] where name.hasSuffix(".new") {
                try? File.remove("\(directory)/\(name)")
            }
        }
    }

    // MARK: Trusted metadata

    /// The highest metadata of `role` that was trusted, as received; nil when there is none.
    package func trusted(_ role: UTF8Text) -> [UInt8]? {
        try? File.read(layout.trusted(role), limit: MetadataLimits.targets)
    }

    /// Keeps `bytes` as the highest trusted metadata of `role`. The caller has verified that it is not a step back.
    package func keepTrusted(_ role: UTF8Text, _ bytes: [UInt8]) throws(StoreError) {
        guard trusted(role) != bytes else { return }
        try onDisk(layout.directory, needed: bytes.count) { () throws(SystemError) in
            try AtomicFile.replace(layout.trusted(role), with: bytes)
        }
    }

    /// Drops the metadata of `role`, which the current root no longer vouches for. Several that are dropped go in the order of the calls, after a
    /// crash too.
    package func forgetTrusted(_ role: UTF8Text) throws(StoreError) {
        try onDisk(layout.directory) { () throws(SystemError) in
            try File.remove(layout.trusted(role))
            try Directory.synchronize(layout.trusted)
        }
    }

    /// A note of the caller beside the metadata, such as the validator of the last poll; trusted for nothing.
    package func note(_ name: String) -> [UInt8]? {
        try? File.read("\(layout.trusted)/\(name)", limit: 4_096)
    }

    /// Replaces a note. Unless `durably`, a crash may bring the old one back, or bytes that are none.
    package func setNote(_ name: String, _ bytes: [UInt8], durably: Bool = true) throws(StoreError) {
        try onDisk(layout.directory, needed: bytes.count) { () throws(SystemError) in
            try AtomicFile.replace("\(layout.trusted)/\(name)", with: bytes, durably: durably)
        }
    }

    // MARK: Objects

    /// Whether reading has found objects missing or rotten since the process began.
    package var hasLosses: Bool { !store.losses.isEmpty }

    /// Whether `object` has to be fetched.
    package func lacks(_ object: SectionManifest.Object) -> Bool {
        File.byteCount(layout.object(object.sha256)) != object.length || store.losses.contains(object.sha256)
    }

    /// Reserves room for `objects` that are about to be fetched, after making some by removing garbage if it must.
    /// Throws `.diskFull` with what is needed before a single byte is fetched.
    package func reserve(_ objects: [SectionManifest.Object]) throws(StoreError) {
        let wanted = Set(objects.map(\.sha256))
        do {
            try tryReserve(objects)
        } catch {
            guard case .diskFull = error else { throw error }
            collectGarbage(wanted: wanted)
            try tryReserve(objects)
        }
    }

    private func tryReserve(_ objects: [SectionManifest.Object]) throws(StoreError) {
        let needed = objects.reduce(Self.reserve) { $0 + max(0, $1.length - (File.byteCount(layout.incoming($1.sha256)) ?? 0)) }
        let free = try onDisk(layout.directory) { () throws(SystemError) in try Directory.freeBytes(layout.directory) }
        guard needed <= free else { throw .diskFull(path: layout.directory, needed: needed, free: free) }
        for object in objects {
            try onDisk(layout.directory, needed: needed) { () throws(SystemError) in
                let file = try Descriptor.open(layout.incoming(object.sha256), [.writeOnly, .create])
                try file.reserve(byteCount: object.length)
            }
        }
    }

    /// Where an object is fetched to. An interrupted one stays there for the next update to continue.
    package func incomingPath(_ id: ObjectID) -> String { layout.incoming(id) }

    /// Takes in the object that was fetched to `incomingPath`: hashes it from its first byte, synchronizes it and gives
    /// it its name. False when the bytes are not the object; they are removed then. Throws `.disk`, also for the EIO
    /// with which a medium answers a synchronization: the file is removed then, to be fetched and written anew.
    package func adopt(_ id: ObjectID) throws(StoreError) -> Bool {
        let path = layout.incoming(id)
        let isGenuine: Bool
        do {
            isGenuine = try onDisk(layout.directory) { () throws(SystemError) in
                let file = try Descriptor.open(path)
                guard try Self.hash(file) == id.hex else { return false }
                try file.synchronize()
                return true
            }
        } catch {
            discard(id)
            throw error
        }
        guard isGenuine else {
            discard(id)
            return false
        }
        try onDisk(layout.directory) { () throws(SystemError) in
            try File.move(path, to: layout.object(id))
            try File.remove(path + ".tag")
        }
        store.losses.remove(id)
        return true
    }

    /// Takes in an object that is in memory, as `adopt` does.
    package func insert(_ id: ObjectID, _ bytes: [UInt8]) throws(StoreError) -> Bool {
        try onDisk(layout.directory, needed: bytes.count) { () throws(SystemError) in
            try Self.write(layout.incoming(id), bytes)
        }
        return try adopt(id)
    }

    private func discard(_ id: ObjectID) {
        try? File.remove(layout.incoming(id))
        try? File.remove(layout.incoming(id) + ".tag")
    }

    private static func hash(_ file: borrowing Descriptor) throws(SystemError) -> String {
        var digest = RunningDigest(.sha256)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while let count = try file.read(into: buffer), count > 0 {
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return Hexadecimal.string(digest.finish())
    }

    // MARK: Generations

    /// A new state: the files by which the village's role certified it. Its objects are in the store already.
    package struct Draft: Sendable {
        package var index: [UInt8]
        /// By name.
        package var sections: [String: [UInt8]]
        /// The township's warning, when there is one.
        package var emergency: [UInt8]?
        /// By role: root, timestamp, snapshot and every targets role that was asked.
        package var metadata: [UTF8Text: [UInt8]]

        package init(index: [UInt8], sections: [String: [UInt8]], metadata: [UTF8Text: [UInt8]]) {
            self.index = index
            self.sections = sections
            self.metadata = metadata
        }
    }

    /// Writes `draft` as a new generation, verifies it as a start of the box would, makes it current and removes what
    /// neither it nor the one before it needs. Throws `.damaged` when the new generation would not open (an index that
    /// this build cannot read), `.disk` and `.diskFull`; what was current stays so then.
    @discardableResult
    package func activate(_ draft: Draft) throws(StoreError) -> Generation {
        let number = max(ContentStore.numbers(layout).max() ?? 0, store.current?.number ?? 0) + 1
        do {
            let generation = try write(draft, number)
            try onDisk(layout.directory) { () throws(SystemError) in
                try SymbolicLink.replace(layout.current, target: "generations/\(number)")
            }
            store.show(generation)
        } catch {
            if ContentStore.currentNumber(layout) != number { try? Directory.removeTree(layout.generation(number)) }
            throw error
        }
        // Not before the switch: a crash between would leave a floor above what is current, and nothing to show.
        try keepFloor()
        collectGarbage(wanted: [])
        return store.current!
    }

    /// Keeps the floor apart from the generation, which may be damaged one day; it is never lowered.
    private func keepFloor() throws(StoreError) {
        guard let floor = store.current?.index.floor, floor > ContentStore.floor(layout) ?? Instant(secondsSinceEpoch: .min) else { return }
        try setNote(ContentStore.floorNote, Array(floor.iso.utf8))
    }

    private func write(_ draft: Draft, _ number: Int) throws(StoreError) -> Generation {
        let files = GenerationLayout(directory: layout.generation(number))
        try onDisk(layout.directory, needed: Self.reserve) { () throws(SystemError) in
            try Directory.synchronize(layout.objects)
            try Directory.create(files.sections)
            try Directory.create(files.metadata)
            try Self.write(files.index, draft.index)
            if let emergency = draft.emergency { try Self.write(files.emergency, emergency) }
            for (name, bytes) in draft.sections { try Self.write(files.section(name), bytes) }
            for (role, bytes) in draft.metadata { try Self.write(files.metadata(role), bytes) }
            for path in [files.sections, files.metadata, files.directory, layout.generations] {
                try Directory.synchronize(path)
            }
        }
        return try Generation(
            number, village: store.village, store: layout, readers: store.readers, losses: store.losses)
    }

    private static func write(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
        let file = try Descriptor.open(path, [.writeOnly, .create, .truncate])
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { buffer.deallocate() }
        buffer.copyBytes(from: bytes)
        try file.writeAll(UnsafeRawBufferPointer(buffer))
        try file.synchronize()
    }

    // MARK: Garbage

    /// Removes generations but the current one, the newest whole one before it unless that is below the floor, and those that are held in
    /// this process, and objects that none of these lists. Whatever cannot be read or removed stays for the next time.
    private func collectGarbage(wanted: Set<ObjectID>) {
        guard let current = store.current else { return }
        let held = store.readers.open.union([current.number])
        var unneeded: [Int] = []
        // What was withdrawn goes from the medium too, with all that goes at the same time: what of it is in both states stays.
        var erases = false
        var used = wanted
        var hasFormer = false
        for number in ContentStore.numbers(layout).sorted(by: >) {
            let isCandidate = number < current.number && !hasFormer
            guard held.contains(number) || isCandidate else {
                unneeded.append(number)
                continue
            }
            let generation = try? Generation(
                number, village: store.village, store: layout, readers: store.readers, losses: store.losses)
            let isWithdrawn = generation.map { $0.index.issued < ContentStore.floor(layout) ?? $0.index.issued } ?? false
            if isWithdrawn, !held.contains(number) {
                unneeded.append(number)
                erases = true
            } else if let sections = try? generation?.sections() {
                for section in sections { used.formUnion(section.objects.map(\.sha256)) }
                if isCandidate { hasFormer = true }
            } else if held.contains(number) {
                // Whoever holds it may still read its objects, which nothing lists any more: all of them stay.
                return
            } else {
                unneeded.append(number)
                // Half of one may be what a crash left of something withdrawn.
                erases = erases || ContentStore.floor(layout) != nil
            }
        }
        remove(in: layout.objects, wiping: erases) { name in ObjectID(hex: name).map { !used.contains($0) } ?? true }
        remove(in: layout.incoming) { name in
            let stem = name.hasSuffix(".tag") ? String(name.dropLast(4)) : name
            return ObjectID(hex: stem).map { !wanted.contains($0) } ?? true
        }
        // Last, and not before the objects are gone for good: what is left of them is how the next update sees that a crash came between.
        if !unneeded.isEmpty { try? Directory.synchronize(layout.objects) }
        for number in unneeded { try? Directory.removeTree(layout.generation(number), wiping: erases) }
    }

    private func remove(in directory: String, wiping: Bool = false, where condition: (String) -> Bool) {
        for name in (try? Directory.entries(directory)) ?? [] where condition(name) {
            let path = "\(directory)/\(name)"
            if wiping, (try? File.wipe(path)) != nil { continue }
            // A medium that cannot be written to any more may still forget the name.
            try? File.remove(path)
        }
    }
}
