internal import CLinux

/// Doing something as whoever owns a file.
package enum FileOwner {
    /// Runs `body` as the owner of `path` where this process is root's and the owner somebody else: what it makes there is the owner's too, and not
    /// root's, which the owner could never change again. Otherwise, and where `path` is not there, just runs it. The identity is that of all
    /// threads (seteuid(3)), so it is for programs that do one thing. Throws `body`'s errors and `SystemError`.
    package static func acting<Result>(for path: String, _ body: () throws -> Result) throws -> Result {
        var status = stat()
        guard geteuid() == 0, stat(path, &status) == 0, status.st_uid != 0 else { return try body() }
        try systemCall("act for the group of \(path)") { setegid(status.st_gid) }
        defer { _ = setegid(0) }
        try systemCall("act for the owner of \(path)") { seteuid(status.st_uid) }
        // Back to root first: nobody else may change the group.
        defer { _ = seteuid(0) }
        return try body()
    }
}
