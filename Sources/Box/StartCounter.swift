internal import LinuxIO

/// Counts starts of the daemon that did not last, in a file that a reboot forgets (systemd's RuntimeDirectory). Whoever is killed or
/// crashes again and again finds out here, because nothing else survives him.
struct StartCounter {
    private let path: String

    /// `folder` is there already and writable; where it is not, every start is the first.
    init(folder: String) { path = folder + "/starts" }

    /// Counts this start. Returns how many before it, in a row, did not last.
    func begin() -> Int {
        let text = (try? File.read(path, limit: 20)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let before = min(max(Int(text) ?? 0, 0), 1_000_000)
        try? AtomicFile.replace(path, with: Array("\(before + 1)".utf8))
        return before
    }

    /// This start has lasted, or ends in order: the next one is the first again.
    func lasted() { try? File.remove(path) }
}
