internal import Cameras
internal import LinuxIO

/// How a camera that is being watched is, as its thread knows it.
enum CameraCondition: Hashable, Sendable {
    case starting
    case live
    case late
    case frozen(since: MonotonicInstant)
    case noSignal
    case wrongFormat
    case absent

    init(_ state: CameraStatus.State) {
        switch state {
        case .starting, .streaming(.waiting): self = .starting
        case .streaming(.live): self = .live
        case .streaming(.late): self = .late
        case .streaming(.frozen(let since)): self = .frozen(since: since)
        case .streaming(.noSignal), .unavailable(.noSignal): self = .noSignal
        case .unavailable(.wrongFormat): self = .wrongFormat
        // Being negotiated anew, or still being closed by whoever had it before: whether that leads to a picture shows.
        case .unavailable(.sourceChanged), .unavailable(.busy): self = .starting
        case .unavailable(.absent), .unavailable(.permissionDenied), .unavailable(.notACamera), .unavailable(.gone), .unavailable(.failed):
            self = .absent
        }
    }
}
