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
/// `N.CODE.json`, `targets/CODE/HASH.index.json`, `targets/CODE/sections/HASH.NAME.json`, `objects/HASH`; and for boxes that have the former
/// version of a list, `deltas/OLD-NEW` (`FileDelta`), which nobody signs.
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
        let lock = try lock()
        // It has to outlive the last write.
        defer { withExtendedLifetime(lock) {} }
        let state = try RepositoryState(repository: path, keys: keys)
        var change = Change(bundles: bundles)
        for bundle in bundles {
            let name = UTF8Text(bundle.code)
            let signer = try keys.villageSigner(bundle.code)
            change.holders[name] = signer.publicKey
            change.targets[name] = bundle.signedTargets
            change.overrides[name] = [:]
            change.roles[name] = try role(name, targets: bundle.signedTargets, signer: signer, state: state, now: now)
            let index = bundle.targets.first { $0.path == "index.json" }?.bytes
            if try takesPagesAway(bundle.code, index: index, from: state) { change.takesPagesAway = true }
        }
        try warn(warnings, &change, state: state, keys: keys, now: now)
        return try commit(change, state: state, keys: keys, now: now)
    }

    /// Releases what villages have signed elsewhere, with the online keys: `snapshot` and `timestamp`, and `targets` where a village's key is
    /// new. What a parcel says is held against its signature and against what boxes would refuse; one that fails is left out, with the
    /// reason. With no parcel it renews what is due, which is to be done daily. Throws as `publish` does.
    package func release(
        _ parcels: [Parcel], keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> (outcome: PublishOutcome, refused: [RepositoryError]) {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        let state = try RepositoryState(repository: path, keys: keys)
        var change = Change()
        var refused: [RepositoryError] = []
        for parcel in parcels {
            do throws(RepositoryError) {
                let checked = try check(parcel, state: state, keys: keys, now: now)
                let name = UTF8Text(parcel.code)
                change.parcels.append(parcel)
                change.holders[name] = checked.key
                change.targets[name] = parcel.metadata.targets
                change.overrides[name] = [:]
                change.roles[name] = RoleFile(version: parcel.version, bytes: parcel.bytes, isNew: parcel.bytes != state.files[name])
                if try takesPagesAway(parcel.code, index: checked.index, from: state) { change.takesPagesAway = true }
            } catch .disk(let error) {
                throw .disk(error)
            } catch {
                refused.append(error)
            }
        }
        // A repository with nothing in it would only look like one.
        guard state.timestamp != nil || !change.roles.isEmpty else { return (PublishOutcome(written: [], snapshotVersion: 0), refused) }
        try warn([:], &change, state: state, keys: keys, now: now)
        return (try commit(change, state: state, keys: keys, now: now), refused)
    }

    /// Shows `bundle` in the place of what a village has signed, with the `targets` key, for a township that holds no key of the village and
    /// has to take a page off now. It holds until the village's next release, which is refused while it does not know of the withdrawal.
    /// Throws `.unknownVillage`, and as `publish` does.
    package func takeDown(_ bundle: VillageBundle, keys: KeyDirectory, now: UnixTime) throws(RepositoryError) -> PublishOutcome {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        let state = try RepositoryState(repository: path, keys: keys)
        let name = UTF8Text(bundle.code)
        guard state.villages[name] != nil else { throw .unknownVillage(code: bundle.code) }
        var change = Change(bundles: [bundle], takesPagesAway: true)
        change.overrides[name] = bundle.signedTargets
        try warn([:], &change, state: state, keys: keys, now: now)
        return try commit(change, state: state, keys: keys, now: now)
    }

    /// What one run changes below the root.
    private struct Change {
        var bundles: [VillageBundle] = []
        var parcels: [Parcel] = []
        var warnings: [UTF8Text: [UInt8]] = [:]
        var roles: [UTF8Text: RoleFile] = [:]
        /// Whose key signs each of them.
        var holders: [UTF8Text: PublicKey] = [:]
        /// What each of them lists.
        var targets: [UTF8Text: [UTF8Text: TargetFile]] = [:]
        /// What `targets` itself lists in a village's place from now on; nothing ends what it lists.
        var overrides: [UTF8Text: [UTF8Text: TargetFile]] = [:]
        var takesPagesAway = false

        /// What `targets` lists, of what it has listed so far.
        func topTargets(_ before: [UTF8Text: TargetFile]) -> [UTF8Text: TargetFile] {
            var after = before.filter { overrides[RepositoryPath.role(of: $0.key)] == nil }
            for files in overrides.values { after.merge(files) { $1 } }
            return after
        }
    }

    private func lock() throws(RepositoryError) -> FileLock {
        try onDisk { () throws(SystemError) in try Directory.create(path) }
        guard let lock = try onDisk({ () throws(SystemError) in try FileLock.take("\(path)/.lock") }) else { throw .busy(path: path) }
        return lock
    }

    /// The emergency role with `warnings`; one whose key is elsewhere stays as it is while nothing has to be signed.
    private func warn(
        _ warnings: [String: [UInt8]?], _ change: inout Change, state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) {
        var warned = state.villages["emergency"]?.targets ?? [:]
        for (code, warning) in warnings {
            guard RepositoryPath.isVillageCode(code) else { throw .badName(code) }
            let path = UTF8Text("emergency/\(code).json")
            warned[path] = warning.map { TargetFile(of: $0) }
            change.warnings[path] = warning
        }
        change.targets["emergency"] = warned
        guard !warnings.isEmpty || state.villages["emergency"] == nil || keys.has("emergency") else { return }
        let signer = try keys.signer("emergency")
        change.holders["emergency"] = signer.publicKey
        change.roles["emergency"] = try role("emergency", targets: warned, signer: signer, state: state, now: now)
    }

    /// Signs what follows from `change`, and only when all of that is done writes it, what is pointed to before what points: a key that is
    /// not there leaves nothing behind that anybody could read.
    private func commit(
        _ change: Change, state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> PublishOutcome {
        var roles = change.roles
        for (name, metadata) in state.villages where roles[name] == nil {
            roles[name] = RoleFile(version: metadata.head.version, bytes: state.files[name]!, isNew: false)
        }
        roles["targets"] = try topTargets(change, state: state, keys: keys, now: now)
        let snapshot = try self.snapshot(roles: roles, state: state, keys: keys, now: now)
        let timestamp = try self.timestamp(snapshot: snapshot, state: state, keys: keys, now: now)

        var writing = Writing(path: path)
        for bundle in change.bundles {
            try writing.objects(of: bundle)
            try writing.targets(of: bundle)
        }
        for parcel in change.parcels { try writing.files(of: parcel) }
        for (path, warning) in change.warnings.sorted(by: { $0.key < $1.key }) { try writing.target(path, warning) }
        for (name, role) in roles.sorted(by: { $0.key < $1.key }) where role.isNew { try writing.delta(from: state.files[name], to: role.bytes) }
        if snapshot.isNew { try writing.delta(from: state.files["snapshot"], to: snapshot.bytes) }
        for (name, targets) in change.targets.sorted(by: { $0.key < $1.key }) {
            for (target, file) in targets.sorted(by: { $0.key < $1.key }) { try writing.delta(from: state.villages[name]?.targets[target], to: file, of: target) }
        }
        for (name, role) in roles.sorted(by: { $0.key < $1.key }) where role.isNew {
            try writing.replace(RepositoryPath.metadata(name, version: role.version), role.bytes)
        }
        if snapshot.isNew { try writing.replace(RepositoryPath.metadata("snapshot", version: snapshot.version), snapshot.bytes) }
        // Root and timestamp together and last: a box that asks between the two finds keys that do not fit and comes again.
        let roots = try keys.roots()
        for (index, root) in roots.enumerated() { try writing.replace("\(index + 1).root.json", root) }
        try writing.replace("root.json", roots[roots.count - 1])
        if let timestamp { try writing.replace("timestamp.json", timestamp) }

        var current = state.villages.mapValues(\.targets)
        for (name, targets) in change.targets { current[name] = targets }
        let ended = state.villages.keys.filter { keys.isRemoved($0.description) }
        for name in ended { current[name] = [:] }
        // Where `targets` signs in a village's place, nobody is shown what the village had signed.
        let overrides = Dictionary(grouping: change.topTargets(state.targets?.targets ?? [:]), by: { RepositoryPath.role(of: $0.key) })
        for (name, files) in overrides { current[name] = Dictionary(uniqueKeysWithValues: files.map { ($0.key, $0.value) }) }
        // What left the screens lies open to nobody; what was only replaced may still be on its way to a box.
        let removed = try RepositoryPruning(
            path: path, current: current, metadata: roles.values.map(\.meta) + [snapshot.meta],
            grace: change.takesPagesAway || !ended.isEmpty ? nil : Validity.replacedFiles, now: now
        ).run()
        return PublishOutcome(written: writing.written, removed: removed, snapshotVersion: snapshot.version)
    }

    /// The warning that a village's screens show now, as JSON; nil when there is none. Throws as `target` does.
    package func emergency(of code: String, keys: KeyDirectory) throws(RepositoryError) -> [UInt8]? {
        let state = try RepositoryState(repository: self.path, keys: keys)
        let path = UTF8Text("emergency/\(code).json")
        guard let file = state.villages["emergency"]?.targets[path], let name = RepositoryPath.target(path, file) else { return nil }
        return try onDisk { () throws(SystemError) in try File.read("\(self.path)/\(name)", limit: Int(clamping: file.length)) }
    }

    /// The bytes of a target as the repository has it now, for a publisher that continues it; nil when there is none.
    /// `path` starts with the village's code: `999999/index.json`. Throws `.foreignRepository` and `.disk`.
    package func target(_ path: String, keys: KeyDirectory) throws(RepositoryError) -> [UInt8]? {
        let state = try RepositoryState(repository: self.path, keys: keys)
        guard let file = state.shown(UTF8Text(path)), let name = RepositoryPath.target(UTF8Text(path), file) else { return nil }
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

    struct RoleFile {
        var version: Int64
        var bytes: [UInt8]
        var isNew: Bool

        var meta: MetaFile {
            MetaFile(
                version: version, length: Int64(bytes.count),
                hashes: [.sha256: HashAlgorithm.sha256.hash(bytes)])
        }
    }

    /// Whether a page that is published now is not in the new index any more. What cannot be read counts as one.
    private func takesPagesAway(_ code: String, index: [UInt8]?, from state: RepositoryState) throws(RepositoryError) -> Bool {
        func pages(_ bytes: [UInt8]) -> Set<PageID>? {
            let index = try? ContentJSON.decode(VillageIndex.self, from: bytes)
            return index.map { Set($0.tiles.flatMap(\.items).flatMap(\.pages).map(\.id)) }
        }
        let path = UTF8Text("\(code)/index.json")
        guard let file = state.shown(path), let name = RepositoryPath.target(path, file) else { return false }
        guard let old = try? File.read("\(self.path)/\(name)", limit: Int(clamping: file.length)), let before = pages(old),
            let after = index.flatMap({ pages($0) })
        else { return true }
        return !before.isSubset(of: after)
    }

    private func role(
        _ name: UTF8Text, targets: [UTF8Text: TargetFile], signer: any Signer, state: RepositoryState, now: UnixTime
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
        let version = try next(old?.head.version, name, restarts: state.hasNew(.snapshot))
        let draft = MetadataDraft.targets(
            version: version, expires: now.adding(days: Validity.targets), targets: targets)
        return RoleFile(version: version, bytes: try seal(draft, signer), isNew: true)
    }

    private func topTargets(
        _ change: Change, state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> RoleFile {
        var publicKeys = state.targets?.keys ?? [:]
        var delegations: [UTF8Text: Delegation] = [:]
        for delegation in state.targets?.delegations ?? [] where !keys.isRemoved(delegation.name.description) {
            delegations[delegation.name] = delegation
        }
        for (name, key) in change.holders {
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
        let targets = change.topTargets(state.targets?.targets ?? [:])
        if let old = state.targets, old.targets == targets, old.delegations == ordered, old.keys == publicKeys, !state.hasNew(.targets),
            // Online there may be no key for it; then whoever holds it is told by `keys status`.
            !Validity.needsRenewal(expires: old.head.expires, days: Validity.targets, now: now) || !keys.has("targets")
        {
            return RoleFile(version: old.head.version, bytes: state.files["targets"]!, isNew: false)
        }
        let version = try next(state.targets?.head.version, "targets", restarts: state.hasNew(.snapshot))
        let draft = MetadataDraft.targets(
            version: version, expires: now.adding(days: Validity.targets), targets: targets,
            delegations: (Array(publicKeys.values), ordered))
        return RoleFile(version: version, bytes: try seal(draft, try keys.signer(.targets, in: state.newestRoot)), isNew: true)
    }

    private func snapshot(
        roles: [UTF8Text: RoleFile], state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> RoleFile {
        // A role that is delegated to no more stays listed: boxes refuse a snapshot that has lost one (5.5.5).
        let meta = (state.snapshot?.roles ?? [:]).merging(roles.mapValues(\.meta)) { $1 }
        if let old = state.snapshot, old.roles == meta, !state.hasNew(.snapshot),
            !Validity.needsRenewal(expires: old.head.expires, days: Validity.snapshot, now: now)
        {
            return RoleFile(version: old.head.version, bytes: state.files["snapshot"]!, isNew: false)
        }
        let version = try next(state.snapshot?.head.version, "snapshot", restarts: state.hasNew(.snapshot))
        let draft = MetadataDraft.snapshot(version: version, expires: now.adding(days: Validity.snapshot), roles: meta)
        return RoleFile(version: version, bytes: try seal(draft, try keys.signer(.snapshot, in: state.newestRoot)), isNew: true)
    }

    private func timestamp(
        snapshot: RoleFile, state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> [UInt8]? {
        if let old = state.timestamp, old.snapshot == snapshot.meta, let issued = old.issued, !state.hasNew(.timestamp),
            issued.seconds > now.seconds - Validity.timestampAge, issued <= now
        {
            return nil
        }
        let version = try next(state.timestamp?.head.version, "timestamp", restarts: state.hasNew(.timestamp))
        let draft = MetadataDraft.timestamp(
            version: version, expires: now.adding(days: Validity.timestamp), issued: now, snapshot: snapshot.meta)
        // nginx makes its ETag of the second of writing and the length. A box that polls between two publishings of one
        // second would be told "not modified", so the versions of one second must differ in length, whatever the digits of the snapshot's length
        // or a signature of another kind add or take.
        let sealed = try seal(draft, try keys.signer(.timestamp, in: state.newestRoot))
        let padding = (16 - sealed.count % 16) % 16 + Int(version % 10)
        return sealed + [UInt8](repeating: UInt8(ascii: "\n"), count: padding)
    }

    /// The version after `old`. `restarts`: the key that lets boxes forget the old one is new, so that a number which a thief has pushed up
    /// can be left behind.
    private func next(_ old: Int64?, _ role: UTF8Text, restarts: Bool) throws(RepositoryError) -> Int64 {
        guard let old else { return 1 }
        if old < Validity.lastVersion { return old + 1 }
        guard restarts else { throw .versionsUsedUp(role: role.description) }
        return 1
    }

    private func seal(_ draft: JSONValue, _ signer: any Signer) throws(RepositoryError) -> [UInt8] {
        do {
            return try Envelope.seal(draft, signers: [signer])
        } catch {
            throw .badKey(path: path, error)
        }
    }
}

extension VillageBundle {
    /// The targets of the village's role.
    var signedTargets: [UTF8Text: TargetFile] {
        var files: [UTF8Text: TargetFile] = [:]
        for target in targets { files["\(code)/\(target.path)"] = TargetFile(of: target.bytes) }
        return files
    }
}
