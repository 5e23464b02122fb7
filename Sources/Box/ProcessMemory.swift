package import LinuxIO

/// What processes take of the machine's memory.
package enum ProcessMemory {
    /// Proportional set size in bytes, from `/proc/…/smaps` (proc(5)), without what is mapped of cameras: some drivers' buffers are pages of
    /// the process and others' are not, and they are counted by their own sizes. Nil where the kernel does not offer it. Walks the page
    /// tables, so it is asked for by people and tests, never on the frame path.
    /// - Parameter process: nil for this one.
    package static func proportionalSetSize(of process: Int32? = nil) -> Int? {
        guard let file = try? Descriptor.open("/proc/\(process.map { "\($0)" } ?? "self")/smaps") else { return nil }
        var account = MappingAccount()
        return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { piece in
            while let count = try? file.read(into: piece), count > 0 { account.add(piece[..<count]) }
            return account.byteCount
        }
    }

    /// When this process was started, on the monotonic clock: field 22 of `/proc/self/stat`, in ticks since boot. Exec to first picture
    /// counts from here, not from our own first line.
    package static func start() -> MonotonicInstant? {
        guard let bytes = try? File.read("/proc/self/stat", limit: 4 << 10) else { return nil }
        // The second field is the program's name in parentheses and may hold blanks.
        let rest = bytes.suffix(from: (bytes.lastIndex(of: 0x29) ?? bytes.startIndex))
        let fields = String(decoding: rest, as: UTF8.self).split(separator: " ")
        guard fields.count > 20, let ticks = Int64(fields[20]) else { return nil }
        // USER_HZ is 100 on every architecture that Linux offers to user space here.
        return MonotonicInstant(nanoseconds: ticks * 10_000_000)
    }
}
