internal import LinuxIO
internal import Trust

/// What a repository's newest metadata says, checked against the keys it is to be continued with.
struct RepositoryState {
    /// Under which the repository stands now; nil for a new one.
    var root: RootMetadata?
    /// Under which it will stand.
    let newestRoot: RootMetadata
    var timestamp: TimestampMetadata?
    var snapshot: SnapshotMetadata?
    var targets: TargetsMetadata?
    var villages: [UTF8Text: TargetsMetadata] = [:]
    /// The files as they are, by role.
    var files: [UTF8Text: [UInt8]] = [:]

    /// The repository as `keys` are to continue it, which may have a newer root. Throws `.foreignRepository`, `.staleKeys` and `.disk`.
    init(repository: String, keys: KeyDirectory) throws(RepositoryError) {
        let roots = try keys.roots()
        var count = 0
        while let root = try? File.read("\(repository)/\(count + 1).root.json", limit: MetadataLimits.root) {
            guard count < roots.count else { throw .staleKeys(path: keys.path, version: count + 1) }
            guard root == roots[count] else {
                throw .foreignRepository(
                    file: "\(repository)/\(count + 1).root.json", .rootVersion(expected: Int64(count + 1), offered: Int64(count + 1)))
            }
            count += 1
        }
        try self.init(repository: repository, roots: Array(roots.prefix(max(1, count))), newestRoot: try keys.root())
    }

    /// Whether the keys of `role` are others under the newest root than where the repository stands.
    func hasNew(_ role: TopLevelRole) -> Bool { root.map { $0.rule(role) != newestRoot.rule(role) } ?? false }

    /// Empty for a new repository. Dates are not looked at: an expired repository is continued by signing it anew.
    /// Throws `.foreignRepository` and `.disk`.
    init(repository: String, roots: [[UInt8]], newestRoot: RootMetadata? = nil) throws(RepositoryError) {
        do throws(TrustError) {
            self.newestRoot =
                if let newestRoot { newestRoot } else {
                    try TrustedMetadata(trustedRoot: roots[roots.count - 1], now: UnixTime(seconds: .min)).root.signed
                }
        } catch {
            throw .foreignRepository(file: "\(repository)/\(roots.count).root.json", error)
        }
        guard File.byteCount(repository + "/timestamp.json") != nil else { return }
        var file = "root.json"
        do {
            var trusted = try TrustedMetadata(trustedRoot: roots[0], now: UnixTime(seconds: .min))
            for root in roots.dropFirst() { try trusted.updateRoot(root) }
            file = "timestamp.json"
            try trusted.updateTimestamp(Self.read(repository, file, limit: MetadataLimits.timestamp))
            file = try Self.name("snapshot", trusted)
            try trusted.updateSnapshot(Self.read(repository, file, limit: MetadataLimits.snapshot))
            file = try Self.name("targets", trusted)
            try trusted.updateTargets(Self.read(repository, file, limit: MetadataLimits.targets))
            for delegation in trusted.roles["targets"]!.signed.delegations {
                file = try Self.name(delegation.name, trusted)
                let bytes = try Self.read(repository, file, limit: MetadataLimits.targets)
                try trusted.updateDelegated(bytes, role: delegation.name, delegator: "targets")
            }
            root = trusted.root.signed
            timestamp = trusted.timestamp?.signed
            snapshot = trusted.snapshot?.signed
            files["snapshot"] = trusted.snapshot?.bytes
            for (role, verified) in trusted.roles {
                files[role] = verified.bytes
                if role == "targets" { targets = verified.signed } else { villages[role] = verified.signed }
            }
        } catch let error as TrustError {
            throw .foreignRepository(file: "\(repository)/\(file)", error)
        } catch let error as RepositoryError {
            throw error
        } catch {
            fatalError("an error of no known kind: \(error)")
        }
    }

    /// What boxes get at a village's path: `targets` is asked before the village's own role.
    func shown(_ path: UTF8Text) -> TargetFile? {
        targets?.targets[path] ?? villages[RepositoryPath.role(of: path)]?.targets[path]
    }

    private static func name(_ role: UTF8Text, _ trusted: TrustedMetadata) throws(TrustError) -> String {
        guard let name = trusted.fileName(of: role) else { throw .notInSnapshot(role: role) }
        return name
    }

    private static func read(_ repository: String, _ file: String, limit: Int) throws(RepositoryError) -> [UInt8] {
        try onDisk { () throws(SystemError) in try File.read("\(repository)/\(file)", limit: limit) }
    }
}
