internal import LinuxIO

/// Why a card cannot be used (now).
enum DisplayError: Error {
    /// No device node that is asked for.
    case noCard
    /// The node's mode or group keeps this user out (EACCES).
    case permissionDenied(path: String)
    /// Another process is master.
    case busy(path: String, holder: String?)
    /// No mode setting, or not the atomic kind, or nothing to plug a display in.
    case unusable(path: String, reason: String)
    /// No connector has a display.
    case noDisplay
    /// The kernel took none of the modes, or refused memory for all of them.
    case noMode(String)
    /// A request failed.
    case refused(SystemError)

    var state: DisplayState {
        switch self {
        case .noCard: .waitingForCard
        case .permissionDenied(let path): .permissionDenied(path: path)
        case .busy(let path, let holder): .busy(path: path, holder: holder)
        case .unusable(let path, let reason): .unusable(path: path, reason: reason)
        case .noDisplay: .noDisplay
        case .noMode(let reason): .unusable(path: "the display", reason: reason)
        case .refused(let error): .unusable(path: "the card", reason: "\(error)")
        }
    }
}
