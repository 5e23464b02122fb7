internal import LinuxIO

/// A file that is being fetched, possibly in several goes, with the tag by which its server recognises it.
final class PartialFile {
    private let path: String
    private let file: Descriptor
    /// Bytes in the file.
    private(set) var byteCount: Int
    /// The strong validator of what is in the file; nil when nothing can be continued.
    private(set) var tag: String?

    private var tagPath: String { path + ".tag" }

    /// Opens or makes the file; what cannot be continued to `byteCount` bytes is dropped.
    init(_ path: String, byteCount wanted: Int) throws(SystemError) {
        self.path = path
        file = try Descriptor.open(path, [.writeOnly, .create, .append, .noFollow])
        let present = File.byteCount(path) ?? 0
        let tagBytes = try? File.read(path + ".tag", limit: 1_024)
        let continues = present > 0 && present < wanted && tagBytes?.isEmpty == false
        byteCount = continues ? present : 0
        tag = continues ? tagBytes.map { String(decoding: $0, as: UTF8.self) } : nil
        // Cutting a file, even to the size it has, gives up the blocks that were reserved for it.
        if present != byteCount { try file.truncate(byteCount: byteCount) }
    }

    /// Begins the file anew; `tag` is kept for a later call, if there is one.
    func restart(tag: String?) -> FetchError? {
        do throws(SystemError) {
            // The old tag goes before the old bytes: a tag must never vouch for bytes of another file.
            try File.remove(tagPath)
            if byteCount > 0 { try file.truncate(byteCount: 0) }
            byteCount = 0
            self.tag = tag
            guard let tag else { return nil }
            let tagFile = try Descriptor.open(tagPath, [.writeOnly, .create, .truncate])
            let outcome = Array(tag.utf8).withUnsafeBytes { bytes in
                Result { () throws(SystemError) in try tagFile.writeAll(bytes) }
            }
            try outcome.get()
            return nil
        } catch {
            return .disk(error)
        }
    }

    func append(_ piece: UnsafeRawBufferPointer, limit: Int) -> FetchError? {
        guard byteCount + piece.count <= limit else { return .tooLarge(limit: limit) }
        do {
            try file.writeAll(piece)
        } catch {
            return .disk(error)
        }
        byteCount += piece.count
        return nil
    }
}
