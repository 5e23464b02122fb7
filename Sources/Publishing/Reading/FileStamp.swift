#if canImport(Glibc)
import Glibc
#endif

/// What tells that a file is still the one that was seen before, without reading it.
package struct FileStamp: Hashable, Sendable {
    var byteCount: Int64
    var inode: UInt64
    /// Nanoseconds since the epoch.
    var modified: Int64
    /// Of the last change of any kind, which no program can set: nanoseconds since the epoch.
    var changed: Int64

    init(_ status: stat) {
        byteCount = Int64(status.st_size)
        inode = UInt64(status.st_ino)
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_ctim.tv_nsec)
    }

    /// Nil when there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
