internal import Pixels

/// What the daemon and its decoder say to each other, in one message each way. The bytes to decode stand at the beginning of the memory that
/// both have, the pixels at `pixelOffset`, row after row without gaps.
struct DecoderRequest: Equatable {
    var byteCount: Int32
    var width: Int32
    var height: Int32

    /// Where the pixels begin: on a page of their own.
    var pixelOffset: Int { (Int(byteCount) + 4_095) / 4_096 * 4_096 }

    /// How much memory both need.
    var totalBytes: Int { pixelOffset + Int(width) * Int(height) * 4 }

    /// Most bytes that the decoder maps.
    static let mostBytes = 128 << 20
}

struct DecoderAnswer {
    enum Outcome: Int32 {
        case decoded, unknownFormat, corrupt, tooLarge
    }

    var outcome: Int32
    /// Of the picture that stands there; of the one that is too large.
    var width: Int32 = 0
    var height: Int32 = 0

    init(_ outcome: Outcome, _ size: PixelSize = PixelSize(width: 0, height: 0)) {
        self.outcome = outcome.rawValue
        width = Int32(clamping: size.width)
        height = Int32(clamping: size.height)
    }
}
