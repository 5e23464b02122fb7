package import Cameras
package import Pixels

/// Which device a camera of the content is on this box, as the installer wrote it: `camera.2 = usb-0000:00:14.0-2 input 1 rate 10`, and what
/// of its picture nobody may see: `mask.2 = 0,0 300,0 300,250 0,250; 700,500 1000,500 1000,1000`.
package struct CameraSetting: Hashable, Sendable {
    package var device: CameraSettings.Device
    package var input: InputSettings?
    /// Pictures a second; nil for 25. Fewer where several cameras share one USB bus.
    package var framesPerSecond: Int?
    /// See `PrivacyMask`.
    package var masks: [[PrivacyMask.Corner]] = []

    /// Nil for what is none.
    package init?(parsing text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard let first = words.first, let device = CameraSettings.Device(parsing: first) else { return nil }
        self.device = device
        for index in stride(from: 1, to: words.count, by: 2) {
            guard index + 1 < words.count, let number = Int(words[index + 1]) else { return nil }
            switch words[index] {
            case "input" where (0..<64).contains(number): input = InputSettings(index: number)
            case "rate" where (1...60).contains(number): framesPerSecond = number
            default: return nil
            }
        }
    }

    /// Polygons of at least three corners in thousandths of the picture; nil for what are none.
    package static func masks(parsing text: String) -> [[PrivacyMask.Corner]]? {
        var polygons: [[PrivacyMask.Corner]] = []
        for part in text.split(separator: ";") {
            var corners: [PrivacyMask.Corner] = []
            for word in part.split(separator: " ") {
                let numbers = word.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
                guard numbers.count == 2, let x = numbers[0], let y = numbers[1], (0...1000).contains(x), (0...1000).contains(y) else {
                    return nil
                }
                corners.append(.init(x: x, y: y))
            }
            guard corners.count >= 3 else { return nil }
            polygons.append(corners)
        }
        return polygons.isEmpty ? nil : polygons
    }
}
