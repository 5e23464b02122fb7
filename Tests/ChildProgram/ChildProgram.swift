import Glibc

/// Another program, as what a result is held against. Not Foundation's Process: it waits on a run loop, which the threads of tests do not
/// run. And through files, not pipes: tests run side by side, and a server that another one starts meanwhile would hold a pipe open.
package enum ChildProgram {
    package struct Failure: Error {
        /// What waitpid(2) said, or the errno of the call that failed.
        package let status: Int32
    }

    /// Runs `arguments` (the first is a path), feeds it `input`, and returns all that it wrote to its standard output. Blocks until it ends.
    ///
    /// - Throws: `Failure` when it does not start, or ends otherwise than with status 0.
    package static func output(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let (source, sink) = (try unnamedFile(), try unnamedFile())
        defer {
            close(source)
            close(sink)
        }
        guard write(source, input, input.count) == input.count else { throw Failure(status: errno) }
        lseek(source, 0, SEEK_SET)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, source, 0)
        posix_spawn_file_actions_adddup2(&actions, sink, 1)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, arguments[0], &actions, nil, words, environ)
        guard status == 0 else { throw Failure(status: status) }
        var result: Int32 = 0
        while waitpid(process, &result, 0) < 0 && errno == EINTR {}
        guard result == 0 else { throw Failure(status: result) }
        let count = Int(lseek(sink, 0, SEEK_END))
        var output = [UInt8](repeating: 0, count: count)
        guard pread(sink, &output, count, 0) == count else { throw Failure(status: errno) }
        return output
    }

    private static func unnamedFile() throws -> Int32 {
        var path = Array("/tmp/yuanba-test-XXXXXX\0".utf8CString)
        let file = mkstemp(&path)
        guard file >= 0 else { throw Failure(status: errno) }
        unlink(path)
        return file
    }
}
