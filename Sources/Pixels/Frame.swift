/// A finished picture, run-length encoded: what is painted ahead, kept, compared and shown.
///
/// Immutable, so that a worker can make it and the loop can show it, and so that "which frame does this scanout buffer
/// hold" says everything about the buffer's age. A page of text and flat panels takes a few hundred kilobytes instead of
/// the 8.3 MB of its pixels at 1920×1080; a photo costs 0.05 % more than its pixels.
///
/// Each row is encoded by itself as tokens of 32-bit words: some pixels as they are, then a run of one pixel (see
/// CKernels/frames.h). The encoding of a row follows from its pixels alone, so rows are equal exactly when their words
/// are. A row that equals the one above shares its words.
package final class Frame: @unchecked Sendable {
    // Unchecked: the words are written by the encoder only, before the frame exists.

    /// Pixels in a row.
    package let width: Int
    /// Rows.
    package let height: Int
    private let words: WordBuffer
    private let wordCount: Int
    private let rows: [EncodedRow]

    /// Where the tokens of a row stand in `words`.
    struct EncodedRow {
        let start: UInt32
        let count: UInt32
    }

    init(width: Int, height: Int, words: consuming WordBuffer, wordCount: Int, rows: [EncodedRow]) {
        self.width = width
        self.height = height
        self.words = words
        self.wordCount = wordCount
        self.rows = rows
    }

    /// What the frame takes in memory, for the budget of pages kept ready.
    package var byteCount: Int { wordCount * 4 + rows.count * MemoryLayout<EncodedRow>.stride + 128 }

    func tokens(ofRow y: Int) -> UnsafeBufferPointer<UInt32> {
        let row = rows[y]
        return UnsafeBufferPointer(start: words.pointer + Int(row.start), count: Int(row.count))
    }
}
