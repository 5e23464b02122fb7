internal import Content
internal import LinuxIO
internal import Trust

/// Takes from a repository what is no longer published. The repository can be read by everybody, and what has left the screens must not lie
/// there: a list past its last day, a page with somebody's number on it. What a newer version has replaced stays for a while, so that a box
/// in the middle of a pull gets what it was told of.
///
/// Metadata of earlier versions stays: it holds hashes and no content.
struct RepositoryPruning {
    let path: String
    /// By village, what its role signs now; the other roles with targets, too.
    let current: [UTF8Text: [UTF8Text: TargetFile]]
    /// What the newest metadata says of the metadata files.
    let metadata: [MetaFile]
    /// Seconds that a replaced file stays; nil when nothing may.
    let grace: Int64?
    let now: UnixTime

    /// The names removed. Blocks on the disk.
    func run() throws(RepositoryError) -> [String] {
        var removed: [String] = []
        var used = Set<String>()
        var folders = ["objects"]
        for (role, targets) in current {
            folders += ["targets/\(role)", "targets/\(role)/sections"]
            for (target, file) in targets {
                guard let name = RepositoryPath.target(target, file) else { continue }
                used.insert(name)
                guard target.description.contains("/sections/") else { continue }
                // Whatever cannot be read keeps everything: what is missing on the screens is noticed, what is left over is not worth that.
                guard let bytes = try? File.read("\(path)/\(name)", limit: Int(clamping: file.length)),
                    let manifest = try? ContentJSON.decode(SectionManifest.self, from: bytes)
                else { return [] }
                used.formUnion(manifest.objects.lazy.map { RepositoryPath.object($0.sha256.hex) })
            }
        }
        try removeOldDeltas(&removed)
        let known = replaced()
        var waiting: [String: Int64] = [:]
        for folder in folders.sorted() {
            var isChanged = false
            for name in (try? Directory.entries("\(path)/\(folder)")) ?? [] {
                let name = "\(folder)/\(name)"
                guard !used.contains(name), !Directory.exists("\(path)/\(name)") else { continue }
                let since = known[name] ?? now.seconds
                // A clock that was put back must not keep anything for good.
                if let grace, (0..<grace).contains(now.seconds - since) {
                    waiting[name] = since
                } else {
                    try onDisk { () throws(SystemError) in try File.remove("\(path)/\(name)") }
                    removed.append(name)
                    isChanged = true
                }
            }
            if isChanged { try onDisk { () throws(SystemError) in try Directory.synchronize("\(path)/\(folder)") } }
        }
        try remember(waiting, instead: known)
        return removed
    }

    /// Deltas to files that are not the newest any more: whoever asks for one gets the whole file.
    private func removeOldDeltas(_ removed: inout [String]) throws(RepositoryError) {
        let targets = current.values.flatMap { $0.values.compactMap(\.nameHash) }
        let newest = Set((targets + metadata.compactMap { $0.hashes[.sha256].map { Hexadecimal.string($0) } }).map { String($0.prefix(16)) })
        for name in (try? Directory.entries("\(path)/deltas")) ?? [] where !newest.contains(String(name.suffix(16))) {
            try onDisk { () throws(SystemError) in try File.remove("\(path)/deltas/\(name)") }
            removed.append("deltas/\(name)")
        }
    }

    /// Since when each file has not been pointed to. Not for the web server: only its owner may read it.
    private var record: String { "\(path)/.replaced.json" }

    private func replaced() -> [String: Int64] {
        guard let bytes = try? File.read(record, limit: 64 << 20) else { return [:] }
        return (try? ContentJSON.decode([String: Int64].self, from: bytes)) ?? [:]
    }

    private func remember(_ waiting: [String: Int64], instead known: [String: Int64]) throws(RepositoryError) {
        guard waiting != known else { return }
        guard let bytes = try? ContentJSON.encode(waiting) else { return }
        try onDisk { () throws(SystemError) in
            if waiting.isEmpty { try File.remove(record) } else { try AtomicFile.replace(record, with: bytes, mode: 0o600) }
        }
    }
}
