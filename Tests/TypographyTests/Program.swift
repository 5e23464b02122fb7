import Glibc

/// Runs a program, feeds it and returns what it wrote.
enum Program {
    struct Failure: Error {
        let status: Int32
    }

    static func output(_ arguments: [String], input: String = "") throws -> String {
        // Through a file: an answer larger than a pipe's buffer would otherwise wait for a reader.
        var path = Array("/tmp/yuanba-test-XXXXXX\0".utf8CString)
        let file = mkstemp(&path)
        guard file >= 0 else { throw Failure(status: errno) }
        unlink(path)
        defer { close(file) }
        let bytes = Array(input.utf8)
        guard write(file, bytes, bytes.count) == bytes.count else { throw Failure(status: errno) }
        lseek(file, 0, SEEK_SET)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(status: errno) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, file, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, arguments[0], &actions, nil, words, nil)
        close(ends[1])
        defer { close(ends[0]) }
        guard status == 0 else { throw Failure(status: status) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(ends[0], &chunk, chunk.count)
            if count <= 0 { break }
            output.append(contentsOf: chunk.prefix(count))
        }
        var result: Int32 = 0
        waitpid(process, &result, 0)
        guard result == 0 else { throw Failure(status: result) }
        return String(decoding: output, as: UTF8.self)
    }
}
