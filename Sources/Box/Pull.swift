internal import Content
internal import Fetch
internal import LinuxIO
internal import Store
internal import Trust

/// The steps of one pull, in their order.
struct Pull {
    let store: ContentStore
    let update: StoreUpdate
    let source: SyncSource
    let fetcher: Fetcher
    var trusted: TrustedMetadata

    struct Result {
        var activated: Generation?
        var objects = 0
    }

    /// How long a poll may rely on "not modified" before the root is asked for again, in seconds.
    private static let fullInterval: Int64 = 86_400

    mutating func run(progress: @escaping (SyncProgress) -> Void) throws(SyncError) -> Result {
        let shownBefore = store.current
        let poll = PollNote(update.note("poll"))
        let storedTimestamp = update.trusted("timestamp")
        let validator = storedTimestamp.flatMap { poll?.validator(for: source.url, timestamp: $0) }
        let answer = try get("timestamp.json", limit: MetadataLimits.timestamp, unless: validator)

        if answer == .notModified, let poll, !poll.isOlder(than: Self.fullInterval, at: trusted.now), isRealised() {
            // Another process may have activated what this one has not shown yet.
            return Result(activated: store.current?.number == shownBefore?.number ? nil : store.current)
        }

        try updateRoot()
        let newValidator = try updateTimestamp(stored: storedTimestamp, answer: answer) ?? validator
        try updateSnapshot()
        let result = try updateContent(progress: progress)
        let note = PollNote(
            url: source.url, validator: newValidator ?? Validator(), timestamp: trusted.timestamp!.bytes,
            checked: trusted.now)
        if note != poll { try stored { () throws(StoreError) in try update.setNote("poll", note.bytes) } }
        return result
    }

    /// Whether the current generation is what the stored metadata asks for, as far as a look at the disk can tell.
    private func isRealised() -> Bool {
        guard let current = store.current, !update.hasLosses else { return false }
        var stored = trusted
        guard let timestamp = update.trusted("timestamp"), (try? stored.updateTimestamp(timestamp)) != nil,
            let snapshot = update.trusted("snapshot"), (try? stored.updateSnapshot(snapshot, stored: true)) != nil
        else { return false }
        return Self.realises(current, stored)
    }

    private static func realises(_ generation: Generation, _ trusted: TrustedMetadata) -> Bool {
        generation.roleVersions.allSatisfy { trusted.snapshot?.signed.roles[$0.key]?.version == $0.value }
    }

    // MARK: Metadata (TUF specification 5.3 to 5.6)

    private mutating func updateRoot() throws(SyncError) {
        while true {
            let name = "\(trusted.root.signed.head.version + 1).root.json"
            let answer: Fetcher.Answer
            do {
                answer = try get(name, limit: MetadataLimits.root)
            } catch {
                // Only these say that there is no newer one; anything else could be somebody who hides it.
                if case .fetch(_, .status(404)) = error { return }
                if case .fetch(_, .status(403)) = error { return }
                throw error
            }
            guard case .file(let bytes, _) = answer else { return }
            try trust { (trusted) throws(TrustError) in try trusted.updateRoot(bytes) }
            try keep("root", bytes)
        }
    }

    /// The validator of the timestamp if one came.
    private mutating func updateTimestamp(
        stored timestamp: [UInt8]?, answer: Fetcher.Answer
    ) throws(SyncError) -> Validator? {
        if let timestamp {
            do {
                try trusted.updateTimestamp(timestamp)
            } catch .expired {
                // Still guards against rollback.
            } catch {
                try forget("timestamp")
            }
        }
        var answer = answer
        if answer == .notModified {
            if let timestamp, trusted.timestamp != nil {
                // Says so if it has expired.
                try trust { (trusted) throws(TrustError) in try trusted.updateTimestamp(timestamp) }
                return nil
            }
            // The server's copy is the one that the new root has just devalued, or ours was damaged.
            answer = try get("timestamp.json", limit: MetadataLimits.timestamp)
        }
        guard case .file(let bytes, let validator) = answer else { return nil }
        if try trust({ (trusted) throws(TrustError) in try trusted.updateTimestamp(bytes) }) {
            try keep("timestamp", bytes)
        } else if bytes != trusted.timestamp?.bytes {
            // Of the same version and yet different: ours stays, and its bytes are what later requests refer to.
            return Validator()
        }
        return validator
    }

    private mutating func updateSnapshot() throws(SyncError) {
        if let snapshot = update.trusted("snapshot") {
            do {
                try trusted.updateSnapshot(snapshot, stored: true)
                return
            } catch .expired {
            } catch .versionMismatch {
                // An older one: guards against rollback.
            } catch {
                try forget("snapshot")
            }
        }
        let bytes = try metadata("snapshot")
        try trust { (trusted) throws(TrustError) in try trusted.updateSnapshot(bytes) }
        try keep("snapshot", bytes)
    }

    /// The target at `path`, with every role on the way to it loaded.
    private mutating func target(_ path: UTF8Text) throws(SyncError) -> TargetFile {
        var search = TargetSearch(path: path)
        while true {
            switch search.step(in: trusted) {
            case .found(let target, _): return target
            case .notFound: throw .notTrusted(.targetNotFound(path: path))
            case .needs(let role, let delegator): try load(role, delegator)
            }
        }
    }

    private mutating func load(_ role: UTF8Text, _ delegator: UTF8Text) throws(SyncError) {
        func offer(_ bytes: [UInt8], _ trusted: inout TrustedMetadata) throws(TrustError) {
            if delegator == "root" {
                try trusted.updateTargets(bytes)
            } else {
                try trusted.updateDelegated(bytes, role: role, delegator: delegator)
            }
        }
        if let bytes = update.trusted(role), (try? offer(bytes, &trusted)) != nil { return }
        let bytes = try metadata(role)
        try trust { (trusted) throws(TrustError) in try offer(bytes, &trusted) }
        try keep(role, bytes)
    }

    /// Fetches the metadata file that the trusted metadata names for `role`.
    private func metadata(_ role: UTF8Text) throws(SyncError) -> [UInt8] {
        guard let name = trusted.fileName(of: role) else { throw .notTrusted(.notInSnapshot(role: role)) }
        return try file(name, limit: trusted.lengthLimit(of: role))
    }

    // MARK: Content

    private mutating func updateContent(progress: @escaping (SyncProgress) -> Void) throws(SyncError) -> Result {
        let village = store.village
        let indexPath = VillageTarget.index(village)
        let indexTarget: TargetFile
        do {
            indexTarget = try target(indexPath)
        } catch .notTrusted(.targetNotFound) {
            throw .unknownVillage(village)
        }
        if let current = store.current, !update.hasLosses, Self.realises(current, trusted) { return Result() }

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
            let bytes = try fetchTarget(path, try target(path), local: store.current?.storedSection(name))
            draft.sections[name] = bytes
            try collect(bytes, name, into: &objects)
        }
        let missing = objects.map { SectionManifest.Object(sha256: $0.key, length: $0.value) }
            .filter { update.lacks($0) }
            .sorted { $0.sha256.hex < $1.sha256.hex }
        try fetchObjects(missing, progress: progress)

        draft.metadata["root"] = trusted.root.bytes
        draft.metadata["timestamp"] = trusted.timestamp?.bytes
        draft.metadata["snapshot"] = trusted.snapshot?.bytes
        for (role, verified) in trusted.roles { draft.metadata[role] = verified.bytes }
        let before = store.current
        do {
            let generation = try update.activate(draft)
            // Another village's arrival certifies the same content anew: nothing that a reader would notice.
            let isNews = before?.storedIndex() != draft.index
            return Result(activated: isNews ? generation : nil, objects: missing.count)
        } catch .damaged(_, let detail) {
            throw .unusable(detail: detail)
        } catch {
            throw .store(error)
        }
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
        guard let hash = target.nameHash else { throw .notTrusted(.noKnownHash(role: path)) }
        guard target.length <= Int64(MetadataLimits.targets) else {
            throw .notTrusted(.tooLarge(role: path, limit: MetadataLimits.targets))
        }
        var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { UTF8Text(String(decoding: $0, as: UTF8.self)).percentEncoded }
        if trusted.root.signed.consistentSnapshot { parts[parts.count - 1] = "\(hash).\(parts[parts.count - 1])" }
        let name = "targets/" + parts.joined(separator: "/")
        let bytes: [UInt8]
        do {
            bytes = try file(name, limit: Int(clamping: target.length))
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
        for object in missing {
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

    private func fetchObject(_ object: SectionManifest.Object, progress: @escaping (Int) -> Void) throws(SyncError) {
        let name = "objects/\(object.sha256.hex)"
        let path = update.incomingPath(object.sha256)
        // A second go for what an earlier pull left, which may be of another file, and for a medium that failed once.
        var attempts = (File.byteCount(path) ?? 0) > 0 ? 2 : 1
        var failedMedium = false
        while true {
            attempts -= 1
            do {
                try fetcher.download(source.url + name, to: path, byteCount: object.length, progress: progress)
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

    // MARK: Plumbing

    private func get(
        _ name: String, limit: Int, unless validator: Validator? = nil
    ) throws(SyncError) -> Fetcher.Answer {
        do {
            return try fetcher.get(source.url + name, limit: limit, unless: validator)
        } catch {
            throw .fetch(file: name, error)
        }
    }

    private func file(_ name: String, limit: Int) throws(SyncError) -> [UInt8] {
        guard case .file(let bytes, _) = try get(name, limit: limit) else {
            throw .fetch(file: name, .invalidAnswer(detail: "not modified"))
        }
        return bytes
    }

    @discardableResult
    private mutating func trust<Value>(
        _ body: (inout TrustedMetadata) throws(TrustError) -> Value
    ) throws(SyncError) -> Value {
        do {
            return try body(&trusted)
        } catch {
            throw .notTrusted(error)
        }
    }

    private func keep(_ role: UTF8Text, _ bytes: [UInt8]) throws(SyncError) {
        try stored { () throws(StoreError) in try update.keep(role, bytes) }
    }

    private func forget(_ role: UTF8Text) throws(SyncError) {
        try stored { () throws(StoreError) in try update.forget(role) }
    }
}
