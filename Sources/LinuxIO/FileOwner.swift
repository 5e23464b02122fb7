internal import CLinux

/// Doing something as whoever owns a file.
package enum FileOwner {
    /// Runs `body` as the owner of `path` where this process is root's and the owner somebody else: what it makes there is the owner's too, and not
    /// root's, which the owner could never change again. Otherwise, and where `path` is not there, just runs it. The identity is that of this
    /// thread, and only for files (setfsuid(2)). Throws `body`'s errors and `SystemError`.
    package static func acting<Result>(for path: String, _ body: () throws -> Result) throws -> Result {
        var status = stat()
        guard geteuid() == 0, stat(path, &status) == 0, status.st_uid != 0 else { return try body() }
        // Neither says whether it worked, but each returns who it was before.
        setfsgid(status.st_gid)
        defer { setfsgid(0) }
        setfsuid(status.st_uid)
        defer { setfsuid(0) }
        guard setfsuid(status.st_uid) == Int32(bitPattern: status.st_uid), setfsgid(status.st_gid) == Int32(bitPattern: status.st_gid) else {
            throw SystemError("act for the owner of \(path)", .notPermitted)
        }
        return try body()
    }
}
