internal import CLinux

/// An error number of the kernel or libc (errno(3)), with an English name.
package struct Errno: RawRepresentable, Error, Hashable, Sendable {
    /// The C value.
    package let rawValue: Int32
    /// Wraps the C value as it is.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// `errno` of the calling thread.
    package static var current: Errno { Errno(rawValue: yuanba_errno()) }
}

extension Errno {
    /// EPERM
    package static let notPermitted = Errno(rawValue: EPERM)
    /// ENOENT
    package static let noSuchFileOrDirectory = Errno(rawValue: ENOENT)
    /// EINTR
    package static let interrupted = Errno(rawValue: EINTR)
    /// EIO
    package static let inputOutputError = Errno(rawValue: EIO)
    /// ENXIO
    package static let noSuchDeviceOrAddress = Errno(rawValue: ENXIO)
    /// EBADF
    package static let badDescriptor = Errno(rawValue: EBADF)
    /// EAGAIN
    package static let wouldBlock = Errno(rawValue: EAGAIN)
    /// ENOMEM
    package static let outOfMemory = Errno(rawValue: ENOMEM)
    /// EACCES
    package static let permissionDenied = Errno(rawValue: EACCES)
    /// EFAULT
    package static let badAddress = Errno(rawValue: EFAULT)
    /// EBUSY
    package static let busy = Errno(rawValue: EBUSY)
    /// EEXIST
    package static let alreadyExists = Errno(rawValue: EEXIST)
    /// ENODEV
    package static let noSuchDevice = Errno(rawValue: ENODEV)
    /// ENOTDIR
    package static let notADirectory = Errno(rawValue: ENOTDIR)
    /// EISDIR
    package static let isADirectory = Errno(rawValue: EISDIR)
    /// EINVAL
    package static let invalidArgument = Errno(rawValue: EINVAL)
    /// ENOTTY
    package static let notSupportedByDevice = Errno(rawValue: ENOTTY)
    /// EFBIG: also what reading a file over its stated limit gives.
    package static let fileTooLarge = Errno(rawValue: EFBIG)
    /// ENOSPC
    package static let noSpaceLeft = Errno(rawValue: ENOSPC)
    /// EROFS
    package static let readOnlyFileSystem = Errno(rawValue: EROFS)
    /// EPIPE
    package static let brokenPipe = Errno(rawValue: EPIPE)
    /// ERANGE
    package static let outOfRange = Errno(rawValue: ERANGE)
    /// ENAMETOOLONG
    package static let nameTooLong = Errno(rawValue: ENAMETOOLONG)
    /// ELOOP: also a symbolic link where none is followed.
    package static let tooManyLinks = Errno(rawValue: ELOOP)
    /// EXDEV: also a name that leads out of its folder.
    package static let crossDeviceLink = Errno(rawValue: EXDEV)
    /// ENOTEMPTY
    package static let directoryNotEmpty = Errno(rawValue: ENOTEMPTY)
    /// EOPNOTSUPP
    package static let notSupported = Errno(rawValue: EOPNOTSUPP)
    /// EADDRINUSE
    package static let addressInUse = Errno(rawValue: EADDRINUSE)
    /// ENOBUFS
    package static let noBufferSpace = Errno(rawValue: ENOBUFS)
    /// ETIMEDOUT
    package static let timedOut = Errno(rawValue: ETIMEDOUT)
    /// ECONNREFUSED
    package static let connectionRefused = Errno(rawValue: ECONNREFUSED)
    /// ECONNRESET
    package static let connectionReset = Errno(rawValue: ECONNRESET)
    /// EDQUOT
    package static let quotaExceeded = Errno(rawValue: EDQUOT)
    /// ENOLINK: a video input without a signal.
    package static let linkSevered = Errno(rawValue: ENOLINK)
    /// ENOLCK: a video input that does not lock on its signal.
    package static let noLocks = Errno(rawValue: ENOLCK)
    /// ENODATA: a request that the chosen video input does not have.
    package static let noData = Errno(rawValue: ENODATA)
}

extension Errno: CustomStringConvertible {
    /// libc's English sentence and the C name: `No such file or directory (ENOENT)`.
    package var description: String {
        let text = strerrordesc_np(rawValue).map { String(cString: $0) } ?? "unknown error"
        let name = strerrorname_np(rawValue).map { String(cString: $0) } ?? "\(rawValue)"
        return "\(text) (\(name))"
    }
}
