internal import CV4L2
internal import LinuxIO

/// A device that captures pictures, as `yuanba doctor` shows it.
package struct CameraDescription: Equatable, Sendable {
    package let path: String
    package let bus: String
    package let name: String
    package let driver: String
    /// Names of its inputs, in V4L2's order; a webcam has one.
    package let inputs: [String]
}

/// Finding cameras.
package enum CameraDiscovery {
    /// All cameras of this machine, by node, and the nodes that could not be looked at. Nodes that capture no pictures (output,
    /// radio, metadata of webcams) are left out. Opens each for a moment, which may block while devices wake.
    package static func cameras(in folder: String = "/dev") -> (found: [CameraDescription], refused: [CameraError]) {
        var found: [CameraDescription] = []
        var refused: [CameraError] = []
        for path in nodes(in: folder) {
            do throws(CameraError) {
                let node = try VideoNode.open(path)
                found.append(
                    CameraDescription(path: path, bus: node.bus, name: node.card, driver: node.driver, inputs: node.inputs.map(\.name)))
            } catch {
                switch error {
                case .notACamera, .absent, .gone: break
                default: refused.append(error)
                }
            }
        }
        return (found, refused)
    }

    /// All formats that a device offers at its present input.
    package static func formats(of device: CameraSettings.Device) throws(CameraError) -> [FourCC] { try open(device).formats }

    /// Opens the device. Of several nodes with one bus path the first that captures pictures is meant.
    static func open(_ device: CameraSettings.Device, in folder: String = "/dev") throws(CameraError) -> VideoNode {
        switch device {
        case .path(let path):
            return try VideoNode.open(path)
        case .bus(let bus):
            var reason = CameraError.absent(bus)
            for path in nodes(in: folder) {
                do throws(CameraError) {
                    let node = try VideoNode.open(path)
                    if node.bus == bus { return node }
                } catch {
                    switch error {
                    case .permissionDenied, .busy: reason = error
                    default: break
                    }
                }
            }
            throw reason
        }
    }

    private static func nodes(in folder: String) -> [String] {
        let names = (try? Directory.entries(folder)) ?? []
        let numbers = names.compactMap { $0.hasPrefix("video") ? Int($0.dropFirst(5)) : nil }
        return numbers.sorted().map { "\(folder)/video\($0)" }
    }
}
