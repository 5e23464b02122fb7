internal import CLinux

/// The lock of a whole file (flock(2)), held until this goes; also when the process is killed.
package struct FileLock: ~Copyable, Sendable {
    private let file: Descriptor

    /// Takes the lock of `path`, which is made when it is not there. Nil when another one holds it, in this process too. Does not wait.
    package static func take(_ path: String) throws(SystemError) -> FileLock? {
        let file = try Descriptor.open(path, [.readWrite, .create])
        do {
            try systemCall("lock \(path)") { file.withRaw { flock($0, LOCK_EX | LOCK_NB) } }
        } catch {
            if error.errno == .wouldBlock { return nil }
            throw error
        }
        return FileLock(file: file)
    }

    private init(file: consuming Descriptor) { self.file = file }

    deinit {
        // Not by close(2) alone: a child that is being started has a copy of the descriptor until it reaches exec, and the lock with it.
        _ = file.withRaw { flock($0, LOCK_UN) }
    }
}
