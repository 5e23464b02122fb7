internal import Pixels

/// What the daemon and its decoder say to each other, in one message each way. In the memory that both have stand the bytes to decode, then the
/// question about them, as JSON, and from `answerOffset` on what comes of it: pixels, row after row without gaps, or an answer as JSON.
struct DecoderRequest: Equatable {
    var byteCount: Int32
    /// 0 for a picture, which is not asked but drawn into the box `width` × `height`.
    var questionCount: Int32 = 0
    var width: Int32 = 0
    var height: Int32 = 0

    /// Where the answer begins: on a page of its own.
    var answerOffset: Int { (Int(byteCount) + Int(questionCount) + 4_095) / 4_096 * 4_096 }

    /// How much memory both need. Memory that nobody touches takes no room.
    var totalBytes: Int { answerOffset + (questionCount > 0 ? Self.answerBytes : Int(width) * Int(height) * 4) }

    /// Whether it is a request at all, and one that fits.
    var isSound: Bool {
        byteCount > 0 && (questionCount > 0 || questionCount == 0 && width > 0 && height > 0) && totalBytes <= Self.mostBytes
    }

    /// Most bytes that the decoder maps.
    static let mostBytes = 128 << 20
    /// Most bytes of an answer: the rows of a place are a hundred kilobytes.
    static let answerBytes = 4 << 20
}

struct DecoderAnswer {
    enum Outcome: Int32 {
        case decoded, unknownFormat, corrupt, tooLarge
    }

    var outcome: Int32
    /// Of the picture that stands there; of the one that is too large.
    var width: Int32 = 0
    var height: Int32 = 0
    /// Of the answer as JSON; of the reason, as text, why there is none.
    var byteCount: Int32 = 0

    init(_ outcome: Outcome, _ size: PixelSize = PixelSize(width: 0, height: 0), byteCount: Int = 0) {
        self.outcome = outcome.rawValue
        width = Int32(clamping: size.width)
        height = Int32(clamping: size.height)
        self.byteCount = Int32(clamping: byteCount)
    }
}
