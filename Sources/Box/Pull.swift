internal import Content
internal import Fetch
internal import LinuxIO
internal import Store
internal import Trust

/// The steps of one pull, in their order.
struct Pull {
    let store: ContentStore
    let update: StoreUpdate
    var workflow: MetadataWorkflow<StoreUpdate>

    struct Result {
        var activated: Generation?
        var objects = 0
    }

    /// How long a poll may rely on "not modified" before the root is asked for again, in seconds.
    private static let fullInterval: Int64 = 86_400

    mutating func run(progress: @escaping (SyncProgress) -> Void) throws(SyncError) -> Result {
        // The generation itself is not held here: what is withdrawn with it is to go with this pull.
        let shownBefore = store.current?.number
        let now = workflow.trusted.now
        let poll = PollNote(update.note("poll"))
        let validator = update.trusted("timestamp").flatMap { poll?.validator(for: workflow.url, timestamp: $0) }
        let answer = try workflow.get("timestamp.json", limit: MetadataLimits.timestamp, unless: validator)

        if answer == .notModified, let poll, !poll.isOlder(than: Self.fullInterval, at: now), isRealised() {
            // Another process may have activated what this one has not shown yet.
            return Result(activated: store.current?.number == shownBefore ? nil : store.current)
        }

        try workflow.updateRoot()
        let newValidator = try workflow.updateTimestamp(answer) ?? validator
        try workflow.updateSnapshot()
        let result = try updateContent(progress: progress)
        let note = PollNote(
            url: workflow.url, validator: newValidator ?? Validator(), timestamp: workflow.trusted.timestamp!.bytes,
            checked: now)
        // Lost, it costs one whole poll.
        if note != poll { try stored { () throws(StoreError) in try update.setNote("poll", note.bytes, durably: false) } }
        return result
    }

    /// Whether the current generation is what the stored metadata asks for, as far as a look at the disk can tell.
    private func isRealised() -> Bool {
        guard let current = store.current, !update.hasLosses else { return false }
        var stored = workflow.trusted
        guard let timestamp = update.trusted("timestamp"), (try? stored.updateTimestamp(timestamp)) != nil,
            let snapshot = update.trusted("snapshot"), (try? stored.updateSnapshot(snapshot, stored: true)) != nil
        else { return false }
        return Self.realises(current, stored)
    }

    private static func realises(_ generation: Generation, _ trusted: TrustedMetadata) -> Bool {
        let listed = trusted.snapshot?.signed.roles
        return generation.roleVersions.allSatisfy { listed?[$0.key]?.version == $0.value }
            // One that never asked for warnings has to, as soon as there is somebody who signs them.
            && listed?["emergency"]?.version == generation.roleVersions["emergency"]
    }

    // MARK: Content

    private mutating func updateContent(progress: @escaping (SyncProgress) -> Void) throws(SyncError) -> Result {
        let village = store.village
        let indexPath = VillageTarget.index(village)
        let indexTarget: TargetFile
        do {
            indexTarget = try workflow.target(indexPath)
        } catch .notTrusted(.targetNotFound) {
            throw .unknownVillage(village)
        }
        if let current = store.current, !update.hasLosses, Self.realises(current, workflow.trusted) {
            return Result()
        }

        let indexBytes = try fetchTarget(indexPath, indexTarget, local: store.current?.storedIndex())
        let index: VillageIndex
        do {
            index = try ContentJSON.decode(VillageIndex.self, from: indexBytes)
        } catch {
            throw .unusable(detail: "index: \(error)")
        }
        var draft = StoreUpdate.Draft(index: indexBytes, sections: [:], metadata: [:])
        var objects: [ObjectID: Int] = [:]
        for name in index.sections {
            let path = VillageTarget.section(village, name)
            let bytes = try fetchTarget(path, try workflow.target(path), local: store.current?.storedSection(name))
            draft.sections[name] = bytes
            try collect(bytes, name, into: &objects)
        }
        draft.emergency = try fetchEmergency(village)
        let missing = objects.map { SectionManifest.Object(sha256: $0.key, length: $0.value) }
            .filter { update.lacks($0) }
            .sorted { $0.sha256.hex < $1.sha256.hex }
        try fetchObjects(missing, progress: progress)

        let trusted = workflow.trusted
        draft.metadata["root"] = trusted.root.bytes
        draft.metadata["timestamp"] = trusted.timestamp?.bytes
        draft.metadata["snapshot"] = trusted.snapshot?.bytes
        for (role, verified) in trusted.roles { draft.metadata[role] = verified.bytes }
        let (indexBefore, warningBefore) = (store.current?.storedIndex(), store.current?.emergency)
        do {
            let generation = try update.activate(draft)
            // Another village's arrival certifies the same content anew: nothing that a reader would notice.
            let isNews = indexBefore != draft.index || warningBefore != generation.emergency
            return Result(activated: isNews ? generation : nil, objects: missing.count)
        } catch .damaged(_, let detail) {
            throw .unusable(detail: detail)
        } catch {
            throw .store(error)
        }
    }

    /// The township's warning; nil when there is none.
    private mutating func fetchEmergency(_ village: String) throws(SyncError) -> [UInt8]? {
        let path = VillageTarget.emergency(village)
        let target: TargetFile
        do {
            target = try workflow.target(path)
        } catch .notTrusted(.targetNotFound) {
            return nil
        }
        return try fetchTarget(path, target, local: store.current?.storedEmergency())
    }

    private func collect(
        _ manifest: [UInt8], _ name: String, into objects: inout [ObjectID: Int]
    ) throws(SyncError) {
        do {
            for object in try ContentJSON.decode(SectionManifest.self, from: manifest).objects {
                guard (0...Generation.largestObject).contains(object.length) else {
                    throw ContentError.inconsistent("an object of \(object.length) bytes")
                }
                if let other = objects.updateValue(object.length, forKey: object.sha256), other != object.length {
                    throw ContentError.inconsistent("object \(object.sha256) with two lengths")
                }
            }
        } catch {
            throw .unusable(detail: "section \(name): \(error)")
        }
    }

    /// A target's bytes: `local` if it is the very file, else the server's.
    private func fetchTarget(_ path: UTF8Text, _ target: TargetFile, local: [UInt8]?) throws(SyncError) -> [UInt8] {
        if let local, (try? target.verify(local, path: path)) != nil { return local }
        if let local, let hash = target.hashes[.sha256],
            let bytes = workflow.made(from: local, byteCount: Int(clamping: min(target.length, Int64(MetadataLimits.targets))), sha256: hash),
            (try? target.verify(bytes, path: path)) != nil
        {
            return bytes
        }
        guard let fileName = workflow.fileName(path, target) else { throw .notTrusted(.noKnownHash(role: path)) }
        guard target.length <= Int64(MetadataLimits.targets) else {
            throw .notTrusted(.tooLarge(role: path, limit: MetadataLimits.targets))
        }
        let name = "targets/\(fileName)"
        let bytes: [UInt8]
        do {
            bytes = try workflow.file(name, limit: Int(clamping: target.length))
        } catch .fetch(_, .tooLarge) {
            throw .altered(file: name)
        }
        do {
            try target.verify(bytes, path: path)
        } catch {
            throw .altered(file: name)
        }
        return bytes
    }

    private func fetchObjects(
        _ missing: [SectionManifest.Object], progress: @escaping (SyncProgress) -> Void
    ) throws(SyncError) {
        guard !missing.isEmpty else { return }
        try stored { () throws(StoreError) in try update.reserve(missing) }
        var state = SyncProgress()
        state.objects = missing.count
        state.bytes = missing.reduce(0) { $0 + $1.length }
        progress(state)
        var left = missing
        if missing.count > Fetcher.connectionLimit, let server = workflow.fetcher as? Fetcher {
            left = fetchTogether(missing, server, &state, progress: progress)
        }
        for object in left {
            let done = state.bytesDone
            try fetchObject(object) { bytes in
                state.bytesDone = done + bytes
                progress(state)
            }
            state.objectsDone += 1
            state.bytesDone = done + object.length
            progress(state)
        }
    }

    /// Fetches as many of `objects` as come without trouble, several at once; returns the others, those with trouble first: fetched alone they
    /// get a second go, or say what is wrong.
    private func fetchTogether(
        _ objects: [SectionManifest.Object], _ server: Fetcher, _ state: inout SyncProgress, progress: (SyncProgress) -> Void
    ) -> [SectionManifest.Object] {
        let items = objects.map {
            Fetcher.Item(url: "\(workflow.url)objects/\($0.sha256.hex)", path: update.incomingPath($0.sha256), byteCount: $0.length)
        }
        var bytes = [Int](repeating: 0, count: items.count)
        var done: Set<Int> = []
        var troubled: [Int] = []
        func count(_ number: Int, _ present: Int) {
            state.bytesDone += present - bytes[number]
            bytes[number] = present
            progress(state)
        }
        server.download(items, progress: count) { number, failure in
            guard failure == nil, (try? update.adopt(objects[number].sha256)) == true else {
                troubled.append(number)
                return false
            }
            done.insert(number)
            state.objectsDone += 1
            count(number, objects[number].length)
            return true
        }
        let rest = objects.indices.filter { !done.contains($0) && !troubled.contains($0) }
        // What these have so far is counted again when they are fetched alone.
        for number in troubled + rest { count(number, 0) }
        return (troubled + rest).map { objects[$0] }
    }

    private func fetchObject(_ object: SectionManifest.Object, progress: @escaping (Int) -> Void) throws(SyncError) {
        let name = "objects/\(object.sha256.hex)"
        let path = update.incomingPath(object.sha256)
        // A second go for what an earlier pull left, which may be of another file, and for a medium that failed once.
        var attempts = (File.byteCount(path) ?? 0) > 0 ? 2 : 1
        var failedMedium = false
        while true {
            attempts -= 1
            do {
                try workflow.fetcher.download(
                    workflow.url + name, to: path, byteCount: object.length, progress: progress)
            } catch .disk(let error) {
                throw .store(.disk(error))
            } catch .tooLarge {
                throw .altered(file: name)
            } catch {
                throw .fetch(file: name, error)
            }
            do {
                if try update.adopt(object.sha256) { return }
                if attempts <= 0 { throw SyncError.altered(file: name) }
            } catch let error as StoreError {
                guard case .disk(let cause) = error, cause.errno == .inputOutputError, !failedMedium else {
                    throw .store(error)
                }
                failedMedium = true
            } catch {
                throw .altered(file: name)
            }
        }
    }
}
