package import LinuxIO

/// Why there is no picture of a camera. The first cases are what an installer can do something about.
package enum CameraError: Error, Equatable, Sendable {
    /// No such device is plugged in.
    case absent(String)
    /// The node's mode or group keeps this user out (EACCES, EPERM).
    case permissionDenied(path: String)
    /// Another program streams from it (EBUSY).
    case busy(path: String)
    /// A node that cannot stream pictures into memory.
    case notACamera(path: String, reason: String)
    /// The device is there; nothing comes in at its input.
    case noSignal(reason: String)
    /// The device sends what cannot be shown.
    case wrongFormat(reason: String)
    /// It was unplugged while it was open (ENODEV).
    case gone
    /// What comes in is of another size or kind from now on: everything is to be negotiated anew.
    case sourceChanged
    /// A request failed, EIO among others; negotiating anew may help.
    case failed(SystemError)
}

extension CameraError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .absent(let device): "no camera at \(device)"
        case .permissionDenied(let path): "\(path): no permission"
        case .busy(let path): "\(path) is used by another program"
        case .notACamera(let path, let reason): "\(path) is no camera: \(reason)"
        case .noSignal(let reason): "no signal: \(reason)"
        case .wrongFormat(let reason): "wrong format: \(reason)"
        case .gone: "unplugged"
        case .sourceChanged: "the source changed"
        case .failed(let error): "\(error)"
        }
    }
}
