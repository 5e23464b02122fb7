internal import Deltas
internal import Fetch
internal import Trust

/// Where a client keeps the highest metadata that it trusts, by role, as received.
protocol MetadataShelf {
    /// nil when there is none.
    func trusted(_ role: UTF8Text) -> [UInt8]?
    func keep(_ role: UTF8Text, _ bytes: [UInt8]) throws(SyncError)
    /// The current root no longer vouches for it.
    func forget(_ role: UTF8Text) throws(SyncError)
}

/// The client workflow of the TUF specification (1.0.x, section 5) over a shelf and a server: what the shelf holds is
/// offered first, so that it guards against rollback; what is fetched and accepted goes onto the shelf at once.
struct MetadataWorkflow<Shelf: MetadataShelf> {
    let shelf: Shelf
    let fetcher: any FileFetcher
    /// Ends with a slash.
    let url: String
    /// Whether the server may have deltas, as ours do; no other is asked for them.
    private let asksForDeltas: Bool
    private(set) var trusted: TrustedMetadata

    /// Starts from the root on the shelf (5.2). Throws `.anchor` when there is none and `.notTrusted`.
    init(shelf: Shelf, fetcher: any FileFetcher, url: String, asksForDeltas: Bool = false, now: UnixTime) throws(SyncError) {
        guard let root = shelf.trusted("root") else { throw .anchor(detail: "there is none") }
        self.shelf = shelf
        self.fetcher = fetcher
        self.url = url
        self.asksForDeltas = asksForDeltas
        trusted = try trusting { () throws(TrustError) in try TrustedMetadata(trustedRoot: root, now: now) }
    }

    /// 5.3: one root after the other until the server has no next one, or as many as one update may bring.
    mutating func updateRoot() throws(SyncError) {
        for _ in 0..<MetadataLimits.rootRotations {
            let name = "\(trusted.root.signed.head.version + 1).root.json"
            let answer: Fetcher.Answer
            do {
                answer = try get(name, limit: MetadataLimits.root)
            } catch {
                // Only these say that there is no newer one; anything else could be somebody who hides it.
                if case .fetch(_, .status(404)) = error { return }
                if case .fetch(_, .status(403)) = error { return }
                if case .fetch(_, .absent) = error { return }
                throw error
            }
            guard case .file(let bytes, _) = answer else { return }
            try trust { (trusted) throws(TrustError) in try trusted.updateRoot(bytes) }
            try shelf.keep("root", bytes)
        }
    }

    /// 5.4. `answer` is what the server said to a request for `timestamp.json`, if it was asked already; a file in it is
    /// held against the root that is trusted now. Returns the validator of the timestamp if one came.
    mutating func updateTimestamp(_ answer: Fetcher.Answer? = nil) throws(SyncError) -> Validator? {
        if let timestamp = shelf.trusted("timestamp"), let snapshot = shelf.trusted("snapshot"),
            trusted.hasGivenUp(snapshot: snapshot, announcedBy: timestamp)
        {
            // The timestamp first: what is left after a crash in between still shows that it has to go.
            try shelf.forget("timestamp")
            try shelf.forget("snapshot")
        }
        let stored = shelf.trusted("timestamp")
        if let stored {
            do {
                try trusted.updateTimestamp(stored)
            } catch .expired {
                // Still guards against rollback, unless it is the root that has expired, which comes up below.
            } catch {
                try shelf.forget("timestamp")
            }
        }
        if answer == .notModified, let stored, trusted.timestamp != nil {
            // Says so if it has expired.
            try trust { (trusted) throws(TrustError) in try trusted.updateTimestamp(stored) }
            return nil
        }
        // After "not modified" without a stored one that counts: a new root has devalued it, or it was damaged.
        let fresh = try answer == nil || answer == .notModified
            ? get("timestamp.json", limit: MetadataLimits.timestamp) : answer
        guard case .file(let bytes, let validator) = fresh else {
            throw .fetch(file: "timestamp.json", .invalidAnswer(detail: "not modified"))
        }
        if try trust({ (trusted) throws(TrustError) in try trusted.updateTimestamp(bytes) }) {
            try shelf.keep("timestamp", bytes)
        } else if bytes != trusted.timestamp?.bytes {
            // Of the same version and yet different: ours stays, and the validator is not that of ours.
            return Validator()
        }
        return validator
    }

    /// 5.5.
    mutating func updateSnapshot() throws(SyncError) {
        if let stored = shelf.trusted("snapshot") {
            do {
                try trusted.updateSnapshot(stored, stored: true)
                return
            } catch .expired {
            } catch .versionMismatch {
                // An older one: guards against rollback.
            } catch .outOfOrder(let detail) {
                throw .notTrusted(.outOfOrder(detail))
            } catch {
                try shelf.forget("snapshot")
            }
        }
        let bytes = try metadata("snapshot")
        try trust { (trusted) throws(TrustError) in try trusted.updateSnapshot(bytes) }
        try shelf.keep("snapshot", bytes)
    }

    /// 5.6, for one targets role: `targets` by `root`, others by the role that delegates to them.
    mutating func load(_ role: UTF8Text, delegator: UTF8Text) throws(SyncError) {
        func offer(_ bytes: [UInt8], to trusted: inout TrustedMetadata) throws(TrustError) {
            if delegator == "root" {
                try trusted.updateTargets(bytes)
            } else {
                try trusted.updateDelegated(bytes, role: role, delegator: delegator)
            }
        }
        if let stored = shelf.trusted(role), (try? offer(stored, to: &trusted)) != nil { return }
        let bytes = try metadata(role)
        try trust { (trusted) throws(TrustError) in try offer(bytes, to: &trusted) }
        try shelf.keep(role, bytes)
    }

    /// 5.6.7: the target at `path`, with every role on the way to it loaded. Throws `.targetNotFound` within
    /// `.notTrusted`.
    mutating func target(_ path: UTF8Text) throws(SyncError) -> TargetFile {
        var search = TargetSearch(path: path)
        while true {
            switch search.step(in: trusted) {
            case .found(let target, _): return target
            case .notFound: throw .notTrusted(.targetNotFound(path: path))
            case .needs(let role, let delegator): try load(role, delegator: delegator)
            }
        }
    }

    /// The name of a target below the targets' directory: its hash before its last part where snapshots are consistent
    /// (6.2). nil when it states no hash that we know.
    func fileName(_ path: UTF8Text, _ target: TargetFile) -> String? {
        guard let hash = target.nameHash else { return nil }
        var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { UTF8Text(String(decoding: $0, as: UTF8.self)).percentEncoded }
        if trusted.root.signed.consistentSnapshot { parts[parts.count - 1] = "\(hash).\(parts[parts.count - 1])" }
        return parts.joined(separator: "/")
    }

    func get(_ name: String, limit: Int, unless validator: Validator? = nil) throws(SyncError) -> Fetcher.Answer {
        do {
            return try fetcher.get(url + name, limit: limit, unless: validator)
        } catch {
            throw .fetch(file: name, error)
        }
    }

    func file(_ name: String, limit: Int) throws(SyncError) -> [UInt8] {
        guard case .file(let bytes, _) = try get(name, limit: limit) else {
            throw .fetch(file: name, .invalidAnswer(detail: "not modified"))
        }
        return bytes
    }

    /// The file of `byteCount` bytes with this hash, made from `old` with what the server says of the difference. Nil when it says nothing, or
    /// anything else: then the whole file is fetched.
    func made(from old: [UInt8], byteCount: Int, sha256: [UInt8]) -> [UInt8]? {
        guard asksForDeltas, byteCount >= FileDelta.smallestFile, !old.isEmpty else { return nil }
        let path = FileDelta.path(from: HashAlgorithm.sha256.hexHash(old), to: Hexadecimal.string(sha256))
        guard case .file(let delta, _) = try? fetcher.get(url + path, limit: byteCount / 2),
            let new = FileDelta.apply(delta, to: old, limit: byteCount), new.count == byteCount, HashAlgorithm.sha256.hash(new) == sha256
        else { return nil }
        return new
    }

    /// The metadata file that the trusted metadata names for `role`.
    private func metadata(_ role: UTF8Text) throws(SyncError) -> [UInt8] {
        guard let name = trusted.fileName(of: role) else { throw .notTrusted(.notInSnapshot(role: role)) }
        if let old = shelf.trusted(role), let announced = trusted.announced(role), let hash = announced.hashes[.sha256], let length = announced.length,
            let bytes = made(from: old, byteCount: Int(clamping: min(length, Int64(MetadataLimits.targets))), sha256: hash)
        {
            return bytes
        }
        return try file(name, limit: trusted.lengthLimit(of: role))
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
}
