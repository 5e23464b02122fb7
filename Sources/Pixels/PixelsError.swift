/// What can be wrong with a picture.
package enum PixelsError: Error, Hashable, Sendable {
    /// Neither a JPEG nor a PNG by its first bytes.
    case unknownFormat
    /// The decoder gave up; `reason` is the library's own sentence.
    case corrupt(format: String, reason: String)
    /// More pixels than the caller allows; nothing was allocated for them.
    case tooLarge(size: PixelSize, limit: Int)
    /// The encoder gave up.
    case encoding(format: String, reason: String)
}

extension PixelsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownFormat: "neither JPEG nor PNG"
        case .corrupt(let format, let reason): "\(format) does not decode: \(reason)"
        case .tooLarge(let size, let limit): "\(size.width)×\(size.height) pixels are more than the limit of \(limit)"
        case .encoding(let format, let reason): "\(format) encoder: \(reason)"
        }
    }
}
