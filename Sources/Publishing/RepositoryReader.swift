package import Content
internal import LinuxIO
internal import Trust

/// A repository's directory, read where it lies: what one of its villages shows now. Signatures and hashes are checked from the
/// repository's own first root on, so it is whole, but whose it is only a box knows that was given the root. Blocks on the disk.
package struct RepositoryReader: Sendable {
    /// Administrative codes of the villages that it holds, sorted.
    package let villages: [String]
    private let path: String
    private let indexPaths: [String: String]
    private let warningPaths: [String: String]

    /// Whether there is a repository in the directory.
    package static func isRepository(_ path: String) -> Bool { File.byteCount(path + "/timestamp.json") != nil }

    /// Throws `.foreignRepository` when a file is not what the others certify, and `.disk`.
    package init(_ path: String) throws(RepositoryError) {
        var roots: [[UInt8]] = []
        while let root = try? File.read("\(path)/\(roots.count + 1).root.json", limit: MetadataLimits.root) { roots.append(root) }
        guard !roots.isEmpty else { throw .nothingPublished(path) }
        let state = try RepositoryState(repository: path, roots: roots)
        var (indexPaths, warningPaths): ([String: String], [String: String]) = ([:], [:])
        let warned = state.villages["emergency"]?.targets ?? [:]
        for role in state.villages.keys {
            let code = role.description
            let target = UTF8Text("\(code)/index.json")
            guard let file = state.shown(target), let name = RepositoryPath.target(target, file) else { continue }
            indexPaths[code] = name
            let warning = UTF8Text("emergency/\(code).json")
            warningPaths[code] = warned[warning].flatMap { RepositoryPath.target(warning, $0) }
        }
        self.path = path
        self.indexPaths = indexPaths
        self.warningPaths = warningPaths
        villages = indexPaths.keys.sorted()
    }

    /// The index of a village; nil when it has none that can be read.
    package func index(of village: String) -> VillageIndex? {
        guard let name = indexPaths[village], let bytes = try? File.read("\(path)/\(name)", limit: MetadataLimits.targets) else {
            return nil
        }
        return try? ContentJSON.decode(VillageIndex.self, from: bytes)
    }

    /// The township's warning for a village, in force or past; nil when it has none that can be read.
    package func warning(of village: String) -> Emergency? {
        guard let name = warningPaths[village], let bytes = try? File.read("\(path)/\(name)", limit: MetadataLimits.targets) else { return nil }
        return try? ContentJSON.decode(Emergency.self, from: bytes)
    }

    /// An object's bytes, checked against its name; nil when it is not there or another one.
    package func object(_ id: ObjectID) -> [UInt8]? { RepositoryWriter(path).object(id.hex) }
}
