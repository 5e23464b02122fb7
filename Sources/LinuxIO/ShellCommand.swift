internal import CLinux

/// A command of the operator's own, run by sh(1) in this process's session: it sees the environment and the terminal, and its standard error is
/// ours, so that it can ask for a PIN.
package enum ShellCommand {
    package struct Answer: Equatable, Sendable {
        /// What it wrote to standard output, at most as long as was allowed.
        package let output: [UInt8]
        /// Its exit status; 128 and the signal's number when it was killed.
        package let status: Int32
    }

    /// Runs `command` with `input` as its standard input. Blocks until it has ended, however long that takes: it may wait for a person.
    /// Throws EFBIG when it writes more than `limit` bytes, after it has ended.
    package static func run(_ command: String, input: [UInt8], limit: Int) throws(SystemError) -> Answer {
        // Not a pipe: the command may end without having read it, or write before it has.
        let given = try Descriptor.memory()
        try given.writeAll(input)
        try given.rewind()
        var ends: (Int32, Int32) = (-1, -1)
        try systemCall("make a pipe") {
            withUnsafeMutableBytes(of: &ends) { pipe2($0.assumingMemoryBound(to: Int32.self).baseAddress!, O_CLOEXEC) }
        }
        let answer = Descriptor(adopting: ends.0)
        var process: pid_t = 0
        do {
            let theirs = Descriptor(adopting: ends.1)
            let error = given.withRaw { input in theirs.withRaw { yuanba_start_shell(command, input, $0, &process) } }
            guard error == 0 else { throw SystemError("start /bin/sh", Errno(rawValue: error)) }
        }
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while true {
            let outcome = piece.withUnsafeMutableBytes { buffer in Result { () throws(SystemError) in try answer.read(into: buffer) } }
            guard let count = try outcome.get(), count > 0 else { break }
            // Read to its end even so: a command that cannot write would never end.
            if output.count <= limit { output += piece[..<count] }
        }
        let status = try systemCall("wait for \(command)") { yuanba_wait_for(process) }
        guard output.count <= limit else { throw SystemError("read what \(command) writes", .fileTooLarge) }
        return Answer(output: output, status: status)
    }
}
