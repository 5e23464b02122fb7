internal import CLinux

/// A folder on a medium that somebody brought. Whatever stands on it, a name never leads out of it, through a symbolic link, or to
/// anything but a regular file.
package final class ForeignFolder: Sendable {
    private let path: String
    private let directory: Descriptor

    /// Opens the folder `path`, itself no symbolic link. It is held until this goes; a medium that is pulled out gives EIO or ENODEV then.
    package init(_ path: String) throws(SystemError) {
        self.path = path
        directory = try Descriptor.open(path, [.directory, .noFollow])
    }

    /// What the folder lies on, and how that is mounted (fstatfs(2)).
    package func volume() throws(SystemError) -> Volume {
        var status = yuanba_volume()
        try systemCall("statfs \(path)") { directory.withRaw { yuanba_volume_of($0, &status) } }
        return Volume(kind: Volume.Kind(magic: status.magic), flags: status.flags)
    }

    /// Opens the regular file `name`, a relative path, for reading (openat2(2) with RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS, RESOLVE_NO_MAGICLINKS and
    /// RESOLVE_NO_XDEV). Throws `noSuchFileOrDirectory`, `tooManyLinks` for a symbolic link, `crossDeviceLink` for a way out, and
    /// `invalidArgument` for what is no regular file.
    package func open(_ name: String) throws(SystemError) -> Descriptor {
        let file = Descriptor(adopting: try systemCall("open \(path)/\(name)") { directory.withRaw { yuanba_open_beneath($0, name) } })
        var status = stat()
        try systemCall("stat \(path)/\(name)") { file.withRaw { fstat($0, &status) } }
        guard yuanba_is_regular(&status) != 0 else { throw SystemError("open \(path)/\(name)", .invalidArgument) }
        return file
    }
}

/// A mounted file system.
package struct Volume: Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        case vfat
        case exfat
        /// Its magic number (statfs(2)).
        case other(UInt64)

        init(magic: UInt64) {
            self = magic == UInt64(yuanba_VFAT_MAGIC) ? .vfat : magic == UInt64(yuanba_EXFAT_MAGIC) ? .exfat : .other(magic)
        }
    }

    package let kind: Kind
    let flags: UInt64

    /// `vfat mounted with flags 0x21`
    package var description: String {
        let name =
            switch kind {
            case .vfat: "vfat"
            case .exfat: "exfat"
            case .other(let magic): "a file system 0x\(String(magic, radix: 16))"
            }
        return "\(name) mounted with flags 0x\(String(flags, radix: 16))"
    }

    /// Whether nothing on it can run, be a device, lead elsewhere, or change: ro, nodev, nosuid, noexec, nosymfollow.
    package var isInert: Bool { flags & yuanba_INERT == yuanba_INERT }
}
