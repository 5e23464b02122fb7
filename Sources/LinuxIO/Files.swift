internal import CLinux

/// Whole files.
package enum File {
    /// All bytes of `path`. More than `limit` bytes give `fileTooLarge`. Blocks.
    package static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = try Descriptor.open(path)
        var status = stat()
        try systemCall("stat \(path)") { descriptor.withRaw { fstat($0, &status) } }
        guard yuanba_is_directory(&status) == 0 else { throw SystemError("read \(path)", .isADirectory) }
        guard status.st_size <= limit else { throw SystemError("read \(path)", .fileTooLarge) }
        // Files of procfs and sysfs state a size of 0 or a page: the stated size is a hint for the first read only.
        var bytes: [UInt8] = []
        var capacity = max(Int(status.st_size) + 1, 4096)
        while true {
            var failure: SystemError?
            let start = bytes.count
            let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                do throws(SystemError) {
                    count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer)) ?? 0
                } catch {
                    failure = error
                }
            }
            if let failure { throw SystemError("read \(path)", failure.errno) }
            if chunk.isEmpty { return bytes }
            if start == 0 { bytes = chunk } else { bytes += chunk }
            guard bytes.count <= limit else { throw SystemError("read \(path)", .fileTooLarge) }
            capacity = max(4096, min(bytes.count, 1 << 20))
        }
    }

    /// The text of a small file without the white space at its end, nil when it cannot be read; for sysfs attributes.
    package static func readAttribute(_ path: String) -> String? {
        guard var bytes = try? read(path, limit: 64 * 1024) else { return nil }
        while let last = bytes.last, last == 10 || last == 32 || last == 0 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension File {
    /// The path without any symbolic link in it (realpath(3)); nil when there is no such file.
    package static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// Replacing a file so that a crash at any moment leaves the old or the new content, never a mixture.
package enum AtomicFile {
    /// Writes a new file beside `path`, syncs it, renames it over `path` and syncs the directory. Blocks.
    /// After an error `path` is unchanged (unless only the last sync failed) and the new file is gone.
    /// Unless `durably`, nothing is synced: the old content may come back after a crash, or none that makes sense; for what
    /// can be had again.
    package static func replace(
        _ path: String, with bytes: [UInt8], mode: UInt32 = 0o644, durably: Bool = true
    ) throws(SystemError) {
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(SystemError) in try replace(path, with: buffer, mode: mode, durably: durably) }
        }
        try outcome.get()
    }

    /// The same for bytes that are not in an array.
    package static func replace(
        _ path: String, with bytes: UnsafeRawBufferPointer, mode: UInt32 = 0o644, durably: Bool = true
    ) throws(SystemError) {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        do throws(SystemError) {
            let file = try Descriptor.open(temporary, [.writeOnly, .create, .exclusive], mode: mode)
            try file.writeAll(bytes)
            if durably { try file.synchronize() }
            try systemCall("rename to \(path)") { rename(temporary, path) }
        } catch {
            unlink(temporary)
            throw SystemError("replace \(path)", error.errno)
        }
        if durably { try Directory.synchronize(Directory.parent(of: path)) }
    }
}

/// Directories.
package enum Directory {
    /// The names in `path`, sorted by their bytes, without `.` and `..`. Blocks.
    package static func entries(_ path: String) throws(SystemError) -> [String] {
        guard let stream = opendir(path) else { throw SystemError("list \(path)", .current) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
            let name = String(cString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self))
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Makes `path` and what is missing above it; no error when it is there.
    package static func create(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
        if mkdir(path, mode) == 0 { return }
        switch Errno.current {
        case .alreadyExists: return
        case .noSuchFileOrDirectory where parent(of: path) != path:
            try create(parent(of: path), mode: mode)
            if mkdir(path, mode) != 0, Errno.current != .alreadyExists {
                throw SystemError("make directory \(path)", .current)
            }
        case let errno: throw SystemError("make directory \(path)", errno)
        }
    }

    /// fsync(2) of the directory itself: names made, renamed and removed in it are on the medium afterwards. Blocks.
    package static func synchronize(_ path: String) throws(SystemError) {
        let descriptor = try Descriptor.open(path, [.directory])
        try descriptor.synchronize()
    }

    /// What stands before the last `/`; `.` for a bare name.
    package static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// This process.
package enum ProcessID {
    /// getpid(2)
    package static var own: Int32 { getpid() }

    /// SIGKILL to a child whose number is still its own, because nobody has waited for it.
    package static func kill(_ child: Int32) { _ = CLinux.kill(child, SIGKILL) }
}
