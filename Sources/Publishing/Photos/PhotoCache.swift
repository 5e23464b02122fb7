internal import Content
internal import LinuxIO
internal import Synchronization

/// Photos made fit for the screen earlier, so that a folder with one new photo costs one photo. A file counts as the same while its path, size,
/// inode and times are: nothing is published by it that the file itself would not give.
///
/// A directory of this user's: `photos/HASH` and `photos.json`. It may be deleted at any time. Blocks on the disk.
package final class PhotoCache: Sendable {
    struct Entry: Codable, Equatable {
        var object: ObjectID
        var byteCount: Int
        var width: Int
        var height: Int
    }

    private struct Index: Codable {
        /// What a photo becomes; another number makes all photos anew.
        var form = 1
        var entries: [String: Entry] = [:]
    }

    private let directory: String
    private let index: Mutex<Index>

    /// Makes the directory when it is not there. Nil when that cannot be done: then every photo is made anew.
    package init?(_ directory: String) {
        self.directory = directory
        guard (try? Directory.create(directory + "/photos", mode: 0o700)) != nil else { return nil }
        let stored = (try? File.read(directory + "/photos.json", limit: 32 << 20)).flatMap { try? ContentJSON.decode(Index.self, from: $0) }
        index = Mutex(stored?.form == Index().form ? stored ?? Index() : Index())
    }

    /// The photo of a file that has not changed since; nil when there is none.
    func photo(_ file: SourceFile, root: String) -> PublishedPhoto? {
        guard let entry = index.withLock({ $0.entries[Self.key(file, root)] }) else { return nil }
        let path = path(entry.object)
        guard File.byteCount(path) == entry.byteCount else { return nil }
        return PublishedPhoto(
            object: entry.object, width: entry.width, height: entry.height, place: .file(path: path, byteCount: entry.byteCount))
    }

    /// Takes the bytes to the disk. A file that is only seconds old may still change within the same tick of its clock and is not remembered.
    func keep(_ photo: PublishedPhoto, of file: SourceFile, root: String, now: Int64) -> PublishedPhoto {
        guard case .bytes(let bytes) = photo.place else { return photo }
        let path = path(photo.object)
        if File.byteCount(path) != bytes.count {
            guard (try? AtomicFile.replace(path, with: bytes, mode: 0o600)) != nil else { return photo }
        }
        if file.stamp.changed < (now - 2) * 1_000_000_000 {
            let entry = Entry(object: photo.object, byteCount: bytes.count, width: photo.width, height: photo.height)
            index.withLock { $0.entries[Self.key(file, root)] = entry }
        }
        var kept = photo
        kept.place = .file(path: path, byteCount: bytes.count)
        return kept
    }

    /// Forgets what this folder no longer has, and writes the index.
    func finish(_ files: some Sequence<SourceFile>, root: String) {
        let known = Set(files.map { Self.key($0, root) })
        let prefix = Self.prefix(root)
        let (bytes, used) = index.withLock { index in
            for key in index.entries.keys where key.hasPrefix(prefix) && !known.contains(key) { index.entries[key] = nil }
            return (try? ContentJSON.encode(index), Set(index.entries.values.map(\.object.hex)))
        }
        guard let bytes, (try? File.read(directory + "/photos.json", limit: bytes.count)) != bytes else { return }
        guard (try? AtomicFile.replace(directory + "/photos.json", with: bytes, mode: 0o600)) != nil else { return }
        for name in (try? Directory.entries(directory + "/photos")) ?? [] where !used.contains(name) && ObjectID(hex: name) != nil {
            // Made in this run from a file too young to be remembered: still needed until the run ends.
            guard let written = FileStamp(directory + "/photos/" + name), written.changed < WallTime.now().nanosecondsSinceEpoch - 3_600 * 1_000_000_000
            else { continue }
            try? File.remove(directory + "/photos/" + name)
        }
    }

    private func path(_ object: ObjectID) -> String { directory + "/photos/" + object.hex }

    private static func prefix(_ root: String) -> String { (File.resolved(root) ?? root) + "\n" }

    private static func key(_ file: SourceFile, _ root: String) -> String {
        prefix(root) + file.path + "\n\(file.byteCount) \(file.stamp.inode) \(file.stamp.modified) \(file.stamp.changed)"
    }
}
