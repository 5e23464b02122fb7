internal import Content
internal import LinuxIO
internal import Trust

/// Takes from a repository what is no longer published. The repository can be read by everybody, and what has left the screens must not lie
/// there: a list past its last day, a page with somebody's number on it. A box that is fetching just then asks again and finds the new state.
///
/// Metadata of earlier versions stays: it holds hashes and no content.
struct RepositoryPruning {
    let path: String
    /// By village, what its role signs now; the other roles with targets, too.
    let current: [UTF8Text: [UTF8Text: TargetFile]]

    /// The names removed. Blocks on the disk.
    func run() throws(RepositoryError) -> [String] {
        var removed: [String] = []
        var used = Set<String>()
        for (role, targets) in current {
            var names = Set<String>()
            for (target, file) in targets {
                guard let name = RepositoryPath.target(target, file) else { continue }
                names.insert(name)
                guard target.description.contains("/sections/") else { continue }
                // Whatever cannot be read keeps everything: what is missing on the screens is noticed, what is left over is not worth that.
                guard let bytes = try? File.read("\(path)/\(name)", limit: Int(clamping: file.length)),
                    let manifest = try? ContentJSON.decode(SectionManifest.self, from: bytes)
                else { return removed }
                used.formUnion(manifest.objects.map(\.sha256.hex))
            }
            for folder in ["targets/\(role)", "targets/\(role)/sections"] {
                try remove(in: folder, &removed) { names.contains("\(folder)/\($0)") || Directory.exists("\(path)/\(folder)/\($0)") }
            }
        }
        try remove(in: "objects", &removed, unless: used.contains)
        return removed
    }

    private func remove(in folder: String, _ removed: inout [String], unless isUsed: (String) -> Bool) throws(RepositoryError) {
        guard let names = try? Directory.entries("\(path)/\(folder)") else { return }
        let old = names.filter { !isUsed($0) }
        for name in old {
            try onDisk { () throws(SystemError) in try File.remove("\(path)/\(folder)/\(name)") }
            removed.append("\(folder)/\(name)")
        }
        if !old.isEmpty { try onDisk { () throws(SystemError) in try Directory.synchronize("\(path)/\(folder)") } }
    }
}
