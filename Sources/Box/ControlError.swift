package import LinuxIO

/// Why the control socket did not work, at either end.
package enum ControlError: Error, Equatable, Sendable {
    /// Nobody listens: the daemon does not run, or listens elsewhere.
    case notRunning(path: String)
    /// This user may not talk to the daemon.
    case notAllowed(path: String)
    /// The directory that should hold the socket is not there.
    case noDirectory(String)
    /// Another daemon listens at this path already.
    case alreadyRunning(path: String)
    /// The daemon did not answer in time.
    case timedOut(seconds: Int)
    /// The daemon closed the connection in the middle of an answer.
    case closed
    /// What came is not what this build understands.
    case malformed(String)
    /// The daemon understood, and could not do it.
    case refused(String)
    case system(SystemError)
}

extension ControlError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notRunning(let path): "no yuanbad listens at \(path): start it, or name its socket"
        case .notAllowed(let path): "this user may not use \(path): be root or a member of the socket's group"
        case .noDirectory(let path): "\(path) is not there: create it (systemd: RuntimeDirectory=), or configure another socket"
        case .alreadyRunning(let path): "another yuanbad listens at \(path)"
        case .timedOut(let seconds): "yuanbad did not answer within \(seconds) s"
        case .closed: "yuanbad closed the connection"
        case .malformed(let what): what
        case .refused(let what): what
        case .system(let error): error.description
        }
    }
}
