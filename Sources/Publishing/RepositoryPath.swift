internal import Trust

/// The file names of a repository, relative to its top.
enum RepositoryPath {
    /// A metadata file; versioned ones never change once they are written.
    static func metadata(_ role: UTF8Text, version: Int64) -> String { "\(version).\(role.percentEncoded).json" }

    /// Where a target stands: the hash before the name (TUF specification 6.2).
    static func target(_ path: UTF8Text, _ file: TargetFile) -> String? {
        guard let hash = file.nameHash else { return nil }
        let text = path.description
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "targets/\(hash).\(text)" }
        return "targets/\(text[...slash])\(hash).\(text[text.utf8.index(after: slash)...])"
    }

    /// The role that speaks for a target: the first part of its path.
    static func role(of path: UTF8Text) -> UTF8Text {
        UTF8Text(String(decoding: path.utf8.prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self))
    }

    /// What the objects of the manifests are fetched under.
    static func object(_ hash: String) -> String { "objects/\(hash)" }

    /// Digits only: the administrative code names the role, its key and its paths.
    static func isVillageCode(_ code: String) -> Bool {
        (1...20).contains(code.utf8.count) && code.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// ASCII `[a-z0-9/._-]`, no empty part and none that starts with a dot, at most three deep.
    static func isTargetPath(_ path: String) -> Bool {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count <= depth && path.utf8.count <= 200 && parts.allSatisfy { part in
            guard let first = part.first, first != UInt8(ascii: ".") else { return false }
            return part.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                    UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        }
    }

    /// How many parts a target's path below the village may have.
    static let depth = 3

    /// Every depth is listed, because `*` does not cross `/`.
    static func patterns(below prefix: String) -> [UTF8Text] {
        (1...depth).map { UTF8Text(prefix + String(repeating: "/*", count: $0)) }
    }
}
