internal import CLinux

/// A system call that failed: what was tried, and the error number. Other targets carry it as the payload of their own cases.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was tried, with its object: `open /dev/dri/card0`.
    package let operation: String
    /// Why it failed.
    package let errno: Errno

    /// An error made by hand, for a failure that is found without a system call.
    package init(_ operation: String, _ errno: Errno) {
        self.operation = operation
        self.errno = errno
    }

    /// `open /dev/dri/card0: Permission denied (EACCES)`
    package var description: String { "\(operation): \(errno)" }
}

/// The only place that knows EINTR: calls `body` again while it was interrupted, and turns -1 into an error.
///
/// EBADF and EFAULT are mistakes of this program and trap. Blocks as long as the call does.
@discardableResult
package func systemCall<Value: SignedInteger>(
    _ operation: @autoclosure () -> String, _ body: () -> Value
) throws(SystemError) -> Value {
    while true {
        let value = body()
        if value != -1 { return value }
        let errno = Errno.current
        switch errno {
        case .interrupted: continue
        case .badDescriptor, .badAddress: fatalError("\(operation()): \(errno)")
        default: throw SystemError(operation(), errno)
        }
    }
}
