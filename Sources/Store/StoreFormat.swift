internal import LinuxIO

/// The version of how things stand in a store's directory, in its file `format`: a number, on two lines, because one flipped bit must not read
/// as a later version.
///
/// What an earlier version wrote is read, and from then on is a store of this version. What a later one wrote is left as it is: it could
/// only be misread here, and an update would ruin it for the software that understands it.
enum StoreFormat {
    /// What this build writes. The Debian package is refused over a store of a later one (board/debian/package.py reads this line).
    static let current = 1

    /// Brings the store to this version. Returns what there is to say of it, in English; nil when nothing had to be done. Blocks.
    /// Throws `.newer`, before anything was written.
    ///
    /// A note that cannot be read or written keeps no picture away: all that the store holds is verified when it is read, so the note is
    /// taken for ours, and the next opening tries again.
    static func adopt(_ layout: StoreLayout) throws(StoreError) -> String? {
        let found: Int
        do {
            let lines = String(decoding: try File.read(layout.format, limit: 40), as: UTF8.self).split(separator: "\n")
            // Before there was a note, the first version had the same files.
            found = lines.count == 2 && lines[0] == lines[1] ? Int(lines[0]) ?? 0 : 0
        } catch {
            found = error.errno == .noSuchFileOrDirectory ? 0 : current
        }
        guard found <= current else { throw .newer(format: found, supported: current) }
        guard found < current else { return nil }
        let isNew = ContentStore.currentNumber(layout) == nil
        do {
            try AtomicFile.replace(layout.format, with: Array("\(current)\n\(current)\n".utf8))
            return isNew ? nil : "the store of format \(found) is one of format \(current) now"
        } catch {
            return "the store stays one of format \(found): \(error)"
        }
    }
}
