internal import CLinux

extension File {
    /// Removes the name `path`; nothing happens when it is not there. What is mapped or open stays readable.
    package static func remove(_ path: String) throws(SystemError) {
        guard unlink(path) != 0, Errno.current != .noSuchFileOrDirectory else { return }
        throw SystemError("remove \(path)", .current)
    }

    /// Overwrites the regular file `path` with zeros, on the medium itself, and then removes its name; nothing happens when it is not there. Of a
    /// file that is only removed, every byte stays on the medium until something else happens to be written there. Helps where files are
    /// overwritten in place, as on ext4 and FAT; what flash memory does beneath that nobody is told. Blocks.
    package static func wipe(_ path: String) throws(SystemError) {
        guard var left = byteCount(path) else { return try remove(path) }
        let file = try Descriptor.open(path, [.writeOnly, .noFollow, .durable])
        let zeros = [UInt8](repeating: 0, count: 64 << 10)
        while left > 0 {
            try file.writeAll(left < zeros.count ? Array(zeros[..<left]) : zeros)
            left -= min(left, zeros.count)
        }
        try remove(path)
    }

    /// rename(2): `target` is replaced at once. Durable only after its directory has been synchronized.
    package static func move(_ path: String, to target: String) throws(SystemError) {
        try systemCall("rename \(path) to \(target)") { rename(path, target) }
    }

    /// Size in bytes of the regular file `path`, nil when there is none.
    package static func byteCount(_ path: String) -> Int? {
        var status = stat()
        guard lstat(path, &status) == 0, yuanba_is_regular(&status) != 0 else { return nil }
        return Int(status.st_size)
    }
}

extension Directory {
    /// Whether `path` is a directory.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && yuanba_is_directory(&status) != 0
    }

    /// Removes `path` with everything in it, without following symbolic links, with `wiping` as `File.wipe` does; nothing happens when it is not
    /// there.
    package static func removeTree(_ path: String, wiping: Bool = false) throws(SystemError) {
        let names: [String]
        do throws(SystemError) {
            names = try entries(path)
        } catch {
            switch error.errno {
            case .noSuchFileOrDirectory: return
            default: throw error
            }
        }
        for name in names {
            let child = "\(path)/\(name)"
            var status = stat()
            if lstat(child, &status) == 0, yuanba_is_directory(&status) != 0 {
                try removeTree(child, wiping: wiping)
            } else if wiping {
                try File.wipe(child)
            } else {
                try File.remove(child)
            }
        }
        try systemCall("remove directory \(path)") { rmdir(path) }
    }

    /// What unprivileged programs may still write to the file system that holds `path`, in bytes (statvfs(3)).
    package static func freeBytes(_ path: String) throws(SystemError) -> Int {
        var status = statvfs()
        try systemCall("statvfs \(path)") { statvfs(path, &status) }
        return Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}

/// Symbolic links that name the current one of several things.
package enum SymbolicLink {
    /// What `path` points to, nil when it is not a symbolic link.
    package static func target(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count - 1)
        guard count >= 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Makes `path` point to `target`, replacing it at once, and synchronizes the directory. Blocks.
    package static func replace(_ path: String, target: String) throws(SystemError) {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        try systemCall("link \(temporary)") { symlink(target, temporary) }
        do throws(SystemError) {
            try File.move(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
        try Directory.synchronize(Directory.parent(of: path))
    }
}

extension Descriptor {
    /// Reserves blocks for the first `byteCount` bytes without changing the size (fallocate(2), FALLOC_FL_KEEP_SIZE), so
    /// that writing them later cannot fail for want of space. File systems that cannot do it reserve nothing.
    package borrowing func reserve(byteCount: Int) throws(SystemError) {
        guard byteCount > 0 else { return }
        do {
            try systemCall("reserve \(byteCount) bytes") { withRaw { yuanba_reserve($0, Int64(byteCount)) } }
        } catch {
            guard error.errno == .notSupported else { throw error }
        }
    }

    /// Sets the size of the file, and the place of the next write to its end.
    package borrowing func truncate(byteCount: Int) throws(SystemError) {
        try systemCall("truncate") { withRaw { ftruncate($0, off_t(byteCount)) } }
        try systemCall("seek") { withRaw { lseek($0, off_t(byteCount), SEEK_SET) } }
    }
}
