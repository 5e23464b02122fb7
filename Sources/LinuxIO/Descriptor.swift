internal import CLinux

/// An owned file descriptor: closed exactly once, when its owner goes.
package struct Descriptor: ~Copyable, Sendable {
    private let raw: Int32

    /// Takes over a descriptor that a C call just returned. It must be open and owned by nobody else.
    package init(adopting raw: Int32) {
        precondition(raw >= 0, "not a descriptor")
        self.raw = raw
    }

    deinit {
        // The result is ignored on purpose: after close(2) the number is gone whatever it says, EINTR included, and
        // whoever needs to know that data arrived calls `synchronize()`.
        _ = close(raw)
    }

    /// The number, for a C call inside `body`. It must not be kept.
    package borrowing func withRaw<Result: ~Copyable, Failure: Error>(
        _ body: (Int32) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(raw)
    }

    /// Gives the number away, open; for handing it to a C library that closes it.
    package consuming func release() -> Int32 {
        let raw = self.raw
        discard self
        return raw
    }

    /// A second descriptor for the same open file (F_DUPFD_CLOEXEC).
    package borrowing func duplicate() throws(SystemError) -> Descriptor {
        let raw = self.raw
        return Descriptor(adopting: try systemCall("duplicate descriptor") { yuanba_duplicate(raw) })
    }
}

/// How a file is opened. O_CLOEXEC is always added.
package struct OpenOptions: OptionSet, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    /// O_WRONLY
    package static let writeOnly = OpenOptions(rawValue: O_WRONLY)
    /// O_RDWR
    package static let readWrite = OpenOptions(rawValue: O_RDWR)
    /// O_CREAT
    package static let create = OpenOptions(rawValue: O_CREAT)
    /// O_EXCL: with `create`, fails when the file is there.
    package static let exclusive = OpenOptions(rawValue: O_EXCL)
    /// O_TRUNC
    package static let truncate = OpenOptions(rawValue: O_TRUNC)
    /// O_DSYNC: each write is on the medium when it returns.
    package static let durable = OpenOptions(rawValue: O_DSYNC)
    /// O_APPEND
    package static let append = OpenOptions(rawValue: O_APPEND)
    /// O_NONBLOCK
    package static let nonBlocking = OpenOptions(rawValue: O_NONBLOCK)
    /// O_DIRECTORY
    package static let directory = OpenOptions(rawValue: O_DIRECTORY)
    /// O_NOFOLLOW
    package static let noFollow = OpenOptions(rawValue: O_NOFOLLOW)
    /// O_NOCTTY: for terminals that must not become ours.
    package static let noControllingTerminal = OpenOptions(rawValue: O_NOCTTY)
}

extension Descriptor {
    /// Opens `path` (open(2)); read-only unless `options` say otherwise. `mode` counts for created files only.
    package static func open(
        _ path: String, _ options: OpenOptions = [], mode: UInt32 = 0o644
    ) throws(SystemError) -> Descriptor {
        Descriptor(adopting: try systemCall("open \(path)") {
            yuanba_open(path, options.rawValue | O_CLOEXEC, mode)
        })
    }

    /// The two ends of a pipe, both non-blocking; for tests and for waking a thread that polls.
    package static func withPipe<Result, Failure: Error>(
        _ body: (consuming Descriptor, consuming Descriptor) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var ends: (Int32, Int32) = (-1, -1)
        let status = withUnsafeMutableBytes(of: &ends) {
            pipe2($0.assumingMemoryBound(to: Int32.self).baseAddress!, O_CLOEXEC | O_NONBLOCK)
        }
        precondition(status == 0, "pipe2: \(Errno.current)")
        return try body(Descriptor(adopting: ends.0), Descriptor(adopting: ends.1))
    }

    /// Reads once into `buffer` (read(2)). Returns the number of bytes, 0 at the end of a file, nil when a
    /// non-blocking descriptor has nothing now.
    package borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
        let raw = self.raw
        do {
            return try systemCall("read") { CLinux.read(raw, buffer.baseAddress, buffer.count) }
        } catch {
            if error.errno == .wouldBlock { return nil }
            throw error
        }
    }

    /// Writes once (write(2)). Returns how many bytes were taken, nil when a non-blocking descriptor takes none now.
    package borrowing func write(_ buffer: UnsafeRawBufferPointer) throws(SystemError) -> Int? {
        let raw = self.raw
        do {
            return try systemCall("write") { CLinux.write(raw, buffer.baseAddress, buffer.count) }
        } catch {
            if error.errno == .wouldBlock { return nil }
            throw error
        }
    }

    /// Writes everything; for blocking descriptors (files). A non-blocking one that is full gives EAGAIN.
    package borrowing func writeAll(_ buffer: UnsafeRawBufferPointer) throws(SystemError) {
        var rest = buffer
        while !rest.isEmpty {
            guard let taken = try write(rest) else { throw SystemError("write", .wouldBlock) }
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
    }

    /// The same for an array.
    package borrowing func writeAll(_ bytes: [UInt8]) throws(SystemError) {
        let raw = self.raw
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(SystemError) in
                var rest = buffer
                while !rest.isEmpty {
                    let taken = try systemCall("write") { CLinux.write(raw, rest.baseAddress, rest.count) }
                    rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
                }
            }
        }
        try outcome.get()
    }

    /// fsync(2): returns when the data is on the medium. After EIO the file must be written anew.
    package borrowing func synchronize() throws(SystemError) {
        let raw = self.raw
        try systemCall("fsync") { fsync(raw) }
    }

    /// Waits until something can be read, or `timeout` is over (poll(2)). False after the timeout. Blocks.
    package borrowing func waitUntilReadable(timeout: Duration?) throws(SystemError) -> Bool {
        let raw = self.raw
        // EINTR starts the wait anew: callers use this in tools and worker threads, where signals are blocked.
        let milliseconds = timeout.map { Int32(clamping: ($0.nanoseconds + 999_999) / 1_000_000) } ?? -1
        return try systemCall("poll") {
            var entry = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
            return poll(&entry, 1, milliseconds)
        } > 0
    }
}
