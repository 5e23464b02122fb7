internal import Glibc

enum Program {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a program to its end and returns what it wrote to standard output.
    static func output(_ arguments: [String]) throws -> String {
        var pipe: [Int32] = [0, 0]
        guard Glibc.pipe(&pipe) == 0 else { throw Failure(description: "pipe: errno \(errno)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
        posix_spawn_file_actions_addclose(&actions, pipe[0])
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, arguments[0], &actions, nil, words, environ)
        close(pipe[1])
        defer { close(pipe[0]) }
        guard status == 0 else { throw Failure(description: "\(arguments[0]): errno \(status)") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(pipe[0], &chunk, chunk.count)
            if count <= 0 { break }
            bytes.append(contentsOf: chunk.prefix(count))
        }
        var result: Int32 = 0
        waitpid(process, &result, 0)
        guard result == 0 else { throw Failure(description: "\(arguments.joined(separator: " ")) ended with status \(result)") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
