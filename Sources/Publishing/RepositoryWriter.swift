internal import Content
internal import LinuxIO
package import Trust

/// What a publishing changed.
package struct PublishOutcome: Equatable, Sendable {
    /// Files written, relative to the repository, in the order of writing.
    package var written: [String]
    /// Files taken away because nothing points to them any more.
    package var removed: [String] = []
    /// Version of the snapshot that is now current.
    package var snapshotVersion: Int64
}

/// Writes a signed repository: static files for any web server, as the TUF specification 1.0 lays them out with
/// consistent snapshots, and the objects beside them.
///
/// `root.json`, `N.root.json`, `timestamp.json`, `N.snapshot.json`, `N.targets.json`, `N.emergency.json`,
/// `N.CODE.json`, `targets/CODE/HASH.index.json`, `targets/CODE/sections/HASH.NAME.json`, `objects/HASH`.
///
/// Everything that something else points to is written before it, each file in one piece, so a box that pulls while
/// this runs sees the old or the new state, or misses a file of the old one and asks again. Files with a version or hash in their name never
/// change; those with content go when nothing points to them any more (`RepositoryPruning`). Blocks on the disk.
package struct RepositoryWriter: Sendable {
    /// The directory that the web server shows.
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// Publishes `bundles`; the other villages of the repository stay as they are. Writes only what differs: with the
    /// same bundle again nothing, or the timestamp when a day has passed. The same keys, input and `now` give the same
    /// bytes. Throws any `RepositoryError`; after one the repository is still whole.
    ///
    /// `warnings`: by village, the warning that its screens show from now on, as JSON; nil ends the one there is. Others stay.
    @discardableResult
    package func publish(
        _ bundles: [VillageBundle], warnings: [String: [UInt8]?] = [:], keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> PublishOutcome {
        try onDisk { () throws(SystemError) in try Directory.create(path) }
        let lock = try onDisk { () throws(SystemError) in
            try Descriptor.open("\(path)/.lock", [.readWrite, .create])
        }
        guard try onDisk({ () throws(SystemError) in try lock.tryLock() }) else { throw .busy(path: path) }
        // The lock is the open file: it has to outlive the last write.
        defer { withExtendedLifetime(lock) {} }

        let roots = try keys.roots()
        let state = try RepositoryState(repository: path, roots: roots)
        var writing = Writing(path: path)
        for bundle in bundles {
            try writing.objects(of: bundle)
            try writing.targets(of: bundle)
        }
        for (index, root) in roots.enumerated() { try writing.replace("\(index + 1).root.json", root) }
        try writing.replace("root.json", roots[roots.count - 1])

        var roles: [UTF8Text: RoleFile] = [:]
        var signers: [UTF8Text: Ed25519Signer] = [:]
        for bundle in bundles {
            let name = UTF8Text(bundle.code)
            let signer = try keys.villageSigner(bundle.code)
            signers[name] = signer
            roles[name] = try role(
                name, targets: bundle.signedTargets, signer: signer, state: state, now: now)
        }
        let emergency = try keys.signer("emergency")
        signers["emergency"] = emergency
        var warned = state.villages["emergency"]?.targets ?? [:]
        for (code, warning) in warnings {
            guard RepositoryPath.isVillageCode(code) else { throw .badName(code) }
            let path = UTF8Text("emergency/\(code).json")
            warned[path] = warning.map { TargetFile(of: $0) }
            if let warning { try writing.target(path, warning) }
        }
        roles["emergency"] = try role("emergency", targets: warned, signer: emergency, state: state, now: now)
        for (name, metadata) in state.villages where roles[name] == nil {
            roles[name] = RoleFile(version: metadata.head.version, bytes: state.files[name]!, isNew: false)
        }

        roles["targets"] = try topTargets(signers: signers, state: state, keys: keys, now: now)
        for (name, role) in roles.sorted(by: { $0.key < $1.key }) where role.isNew {
            try writing.replace(RepositoryPath.metadata(name, version: role.version), role.bytes)
        }

        let snapshot = try self.snapshot(roles: roles, state: state, keys: keys, now: now)
        if snapshot.isNew { try writing.replace(RepositoryPath.metadata("snapshot", version: snapshot.version), snapshot.bytes) }
        if let timestamp = try self.timestamp(snapshot: snapshot, state: state, keys: keys, now: now) {
            try writing.replace("timestamp.json", timestamp)
        }
        var current = state.villages.mapValues(\.targets)
        for bundle in bundles { current[UTF8Text(bundle.code)] = bundle.signedTargets }
        current["emergency"] = warned
        // What `targets` itself signs in a village's place points to objects, too.
        for (target, file) in state.targets?.targets ?? [:] {
            current[UTF8Text(target.description.split(separator: "/").first.map(String.init) ?? ""), default: [:]][target] = file
        }
        // What left the screens lies open to nobody; what was only replaced may still be on its way to a box.
        var isGone = false
        for bundle in bundles where !isGone { isGone = try takesPagesAway(bundle, from: state) }
        let removed = try RepositoryPruning(path: path, current: current, grace: isGone ? nil : Validity.replacedFiles, now: now).run()
        return PublishOutcome(written: writing.written, removed: removed, snapshotVersion: snapshot.version)
    }

    /// The warning that a village's screens show now, as JSON; nil when there is none. Throws as `target` does.
    package func emergency(of code: String, keys: KeyDirectory) throws(RepositoryError) -> [UInt8]? {
        let state = try RepositoryState(repository: self.path, roots: try keys.roots())
        let path = UTF8Text("emergency/\(code).json")
        guard let file = state.villages["emergency"]?.targets[path], let name = RepositoryPath.target(path, file) else { return nil }
        return try onDisk { () throws(SystemError) in try File.read("\(self.path)/\(name)", limit: Int(clamping: file.length)) }
    }

    /// The bytes of a target as the repository has it now, for a publisher that continues it; nil when there is none.
    /// `path` starts with the village's code: `999999/index.json`. Throws `.foreignRepository` and `.disk`.
    package func target(_ path: String, keys: KeyDirectory) throws(RepositoryError) -> [UInt8]? {
        let state = try RepositoryState(repository: self.path, roots: try keys.roots())
        guard let code = path.split(separator: "/").first,
            let file = state.villages[UTF8Text(String(code))]?.targets[UTF8Text(path)],
            let name = RepositoryPath.target(UTF8Text(path), file)
        else { return nil }
        return try onDisk { () throws(SystemError) in
            try File.read("\(self.path)/\(name)", limit: Int(clamping: file.length))
        }
    }

    /// The bytes of an object that the repository has; nil when it is not there or not what its name says.
    package func object(_ sha256: String) -> [UInt8]? {
        guard let bytes = try? File.read("\(path)/objects/\(sha256)", limit: 64 << 20), HashAlgorithm.sha256.hexHash(bytes) == sha256 else {
            return nil
        }
        return bytes
    }

    /// Where an object lies; nil when it is not there.
    func place(of id: ObjectID) -> ObjectSet.Place? {
        let file = "\(path)/\(RepositoryPath.object(id.hex))"
        return File.byteCount(file).map { .file(path: file, byteCount: $0) }
    }

    private struct RoleFile {
        var version: Int64
        var bytes: [UInt8]
        var isNew: Bool

        var meta: MetaFile {
            MetaFile(
                version: version, length: Int64(bytes.count),
                hashes: [.sha256: HashAlgorithm.sha256.hash(bytes)])
        }
    }

    /// Whether a page that is published now is not in the bundle any more. What cannot be read counts as one.
    private func takesPagesAway(_ bundle: VillageBundle, from state: RepositoryState) throws(RepositoryError) -> Bool {
        func pages(_ bytes: [UInt8]) -> Set<PageID>? {
            let index = try? ContentJSON.decode(VillageIndex.self, from: bytes)
            return index.map { Set($0.tiles.flatMap(\.items).flatMap(\.pages).map(\.id)) }
        }
        let path = UTF8Text("\(bundle.code)/index.json")
        guard let file = state.villages[UTF8Text(bundle.code)]?.targets[path], let name = RepositoryPath.target(path, file) else { return false }
        guard let old = try? File.read("\(self.path)/\(name)", limit: Int(clamping: file.length)), let before = pages(old),
            let after = bundle.targets.first(where: { $0.path == "index.json" }).flatMap({ pages($0.bytes) })
        else { return true }
        return !before.isSubset(of: after)
    }

    private func role(
        _ name: UTF8Text, targets: [UTF8Text: TargetFile], signer: Ed25519Signer, state: RepositoryState, now: UnixTime
    ) throws(RepositoryError) -> RoleFile {
        let old = state.villages[name]
        let key = state.targets.flatMap { targets in
            targets.delegations.first { $0.name == name }.map { $0.rule.keyIDs == [signer.publicKey.keyID] }
        }
        if let old, old.targets == targets, key == true,
            !Validity.needsRenewal(expires: old.head.expires, days: Validity.targets, now: now)
        {
            return RoleFile(version: old.head.version, bytes: state.files[name]!, isNew: false)
        }
        let version = (old?.head.version ?? 0) + 1
        let draft = MetadataDraft.targets(
            version: version, expires: now.adding(days: Validity.targets), targets: targets)
        return RoleFile(version: version, bytes: try seal(draft, signer), isNew: true)
    }

    private func topTargets(
        signers: [UTF8Text: Ed25519Signer], state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> RoleFile {
        var publicKeys = state.targets?.keys ?? [:]
        var delegations: [UTF8Text: Delegation] = [:]
        for delegation in state.targets?.delegations ?? [] { delegations[delegation.name] = delegation }
        for (name, signer) in signers {
            let key = signer.publicKey
            publicKeys[key.keyID] = key
            delegations[name] = Delegation(
                name: name, rule: RoleRule(keyIDs: [key.keyID], threshold: 1), terminating: name != "emergency",
                scope: .patterns(RepositoryPath.patterns(below: name.description)))
        }
        // The emergency role first: what it says of its own paths nobody after it can say.
        let ordered = delegations.values.sorted {
            ($0.name == "emergency" ? 0 : 1, $0.name) < ($1.name == "emergency" ? 0 : 1, $1.name)
        }
        let used = Set(ordered.flatMap(\.rule.keyIDs))
        publicKeys = publicKeys.filter { used.contains($0.key) }
        if let old = state.targets, old.delegations == ordered, old.keys == publicKeys,
            !Validity.needsRenewal(expires: old.head.expires, days: Validity.targets, now: now)
        {
            return RoleFile(version: old.head.version, bytes: state.files["targets"]!, isNew: false)
        }
        let version = (state.targets?.head.version ?? 0) + 1
        let draft = MetadataDraft.targets(
            version: version, expires: now.adding(days: Validity.targets), targets: state.targets?.targets ?? [:],
            delegations: (Array(publicKeys.values), ordered))
        return RoleFile(version: version, bytes: try seal(draft, try keys.signer("targets")), isNew: true)
    }

    private func snapshot(
        roles: [UTF8Text: RoleFile], state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> RoleFile {
        let meta = roles.mapValues(\.meta)
        if let old = state.snapshot, old.roles == meta,
            !Validity.needsRenewal(expires: old.head.expires, days: Validity.snapshot, now: now)
        {
            return RoleFile(version: old.head.version, bytes: state.files["snapshot"]!, isNew: false)
        }
        let version = (state.snapshot?.head.version ?? 0) + 1
        let draft = MetadataDraft.snapshot(version: version, expires: now.adding(days: Validity.snapshot), roles: meta)
        return RoleFile(version: version, bytes: try seal(draft, try keys.signer("snapshot")), isNew: true)
    }

    private func timestamp(
        snapshot: RoleFile, state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> [UInt8]? {
        if let old = state.timestamp, old.snapshot == snapshot.meta, let issued = old.issued,
            issued.seconds > now.seconds - Validity.timestampAge, issued <= now
        {
            return nil
        }
        let version = (state.timestamp?.head.version ?? 0) + 1
        let draft = MetadataDraft.timestamp(
            version: version, expires: now.adding(days: Validity.timestamp), issued: now, snapshot: snapshot.meta)
        // nginx makes its ETag of the second of writing and the length. A box that polls between two publishings of one
        // second would be told "not modified", so the versions of one second must differ in length.
        let padding = [UInt8](repeating: UInt8(ascii: "\n"), count: Int(version % 10))
        return try seal(draft, try keys.signer("timestamp")) + padding
    }

    private func seal(_ draft: JSONValue, _ signer: Ed25519Signer) throws(RepositoryError) -> [UInt8] {
        do {
            return try Envelope.seal(draft, signers: [signer])
        } catch {
            throw .badKey(path: path, error)
        }
    }
}

extension VillageBundle {
    /// The targets of the village's role.
    fileprivate var signedTargets: [UTF8Text: TargetFile] {
        var files: [UTF8Text: TargetFile] = [:]
        for target in targets { files["\(code)/\(target.path)"] = TargetFile(of: target.bytes) }
        return files
    }
}

/// Puts files into the repository and remembers which.
private struct Writing {
    let path: String
    var written: [String] = []

    mutating func objects(of bundle: VillageBundle) throws(RepositoryError) {
        for object in bundle.objects {
            guard Hexadecimal.bytes(object.sha256.utf8)?.count == 32 else { throw .badName(object.sha256) }
            let name = RepositoryPath.object(object.sha256)
            // An object that a crash or a bad copy cut short is written again; a whole one is not read.
            let byteCount: Int
            switch object.content {
            case .bytes(let given): byteCount = given.count
            case .file(_, let count): byteCount = count
            }
            if File.byteCount("\(path)/\(name)") == byteCount { continue }
            let bytes: [UInt8]
            switch object.content {
            case .bytes(let given): bytes = given
            case .file(let file, let count):
                bytes = try onDisk { () throws(SystemError) in try File.read(file, limit: count) }
            }
            guard HashAlgorithm.sha256.hexHash(bytes) == object.sha256 else { throw .wrongHash(object.sha256) }
            try write(name, bytes)
        }
    }

    mutating func targets(of bundle: VillageBundle) throws(RepositoryError) {
        guard RepositoryPath.isVillageCode(bundle.code) else { throw .badName(bundle.code) }
        var seen: [String: [UInt8]] = [:]
        for target in bundle.targets {
            guard RepositoryPath.isTargetPath(target.path) else { throw .badName(target.path) }
            if let other = seen.updateValue(target.bytes, forKey: target.path), other != target.bytes {
                throw .duplicatePath(target.path)
            }
            try self.target(UTF8Text("\(bundle.code)/\(target.path)"), target.bytes)
        }
    }

    mutating func target(_ path: UTF8Text, _ bytes: [UInt8]) throws(RepositoryError) {
        let name = RepositoryPath.target(path, TargetFile(of: bytes))!
        if File.byteCount("\(self.path)/\(name)") == bytes.count { return }
        try write(name, bytes)
    }

    /// Writes a metadata file unless it is there with the same bytes.
    mutating func replace(_ name: String, _ bytes: [UInt8]) throws(RepositoryError) {
        if let old = try? File.read("\(path)/\(name)", limit: bytes.count), old == bytes { return }
        try write(name, bytes)
    }

    private mutating func write(_ name: String, _ bytes: [UInt8]) throws(RepositoryError) {
        try onDisk { () throws(SystemError) in
            try Directory.create(Directory.parent(of: "\(path)/\(name)"))
            try AtomicFile.replace("\(path)/\(name)", with: bytes)
        }
        written.append(name)
    }
}
