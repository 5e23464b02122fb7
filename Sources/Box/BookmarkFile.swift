internal import LinuxIO
internal import Navigation

/// The bookmark of this process or the one before it, in the service's runtime directory: memory that a restart of the service keeps and
/// a restart of the machine does not. It is written once a page has been on screen for a while, and taken away by whoever reads it, so that
/// a page that ends the daemon is not opened again by the next one, and the one after that.
struct BookmarkFile: Sendable {
    let path: String

    /// Beside the control socket.
    init(controlPath: String) { path = Directory.parent(of: controlPath) + "/place" }

    /// Reads the file and removes it. Blocks for a file in memory.
    func take() -> Bookmark? {
        guard let bytes = try? File.read(path, limit: 4_096) else { return nil }
        try? File.remove(path)
        return Bookmark(text: String(decoding: bytes, as: UTF8.self))
    }

    /// Nil removes it.
    func write(_ bookmark: Bookmark?) throws(SystemError) {
        guard let bookmark else { return try File.remove(path) }
        try AtomicFile.replace(path, with: Array(bookmark.text.utf8))
    }
}
