internal import CKernels
internal import Glibc

/// Makes a `Frame` from bands of pixels, top to bottom. Costs about a memory copy of the picture (see yuanba-bench).
package struct FrameEncoder: ~Copyable {
    private let width: Int
    private let height: Int
    private var words: WordBuffer
    private var wordCount = 0
    private var rows: [Frame.EncodedRow] = []

    /// An encoder for a picture of this size in pixels; each side 1 to 16384.
    package init(width: Int, height: Int) {
        precondition((1...widest).contains(width) && (1...16384).contains(height), "size of a frame")
        self.width = width
        self.height = height
        words = WordBuffer(capacity: width + 16 * 1024)
        rows.reserveCapacity(height)
    }

    /// Rows that are in.
    package var rowCount: Int { rows.count }

    /// Appends `rowCount` rows of XRGB8888 pixels (native-endian words, the X byte is kept as it is). `pixels` is read
    /// once, in order; rows are `strideBytes` apart, which may be more than 4 × width.
    package mutating func append(rows pixels: UnsafeRawPointer, strideBytes: Int, rowCount: Int) {
        precondition(rows.count + rowCount <= height, "more rows than the frame has")
        precondition(strideBytes >= width * 4 || rowCount <= 1, "stride of a band")
        for y in 0..<rowCount {
            appendRow((pixels + y * strideBytes).assumingMemoryBound(to: UInt32.self))
        }
    }

    /// The frame, when all rows are in.
    package consuming func finish() -> Frame {
        precondition(rows.count == height, "rows are missing: \(rows.count) of \(height)")
        words.resize(to: wordCount + slack)
        return Frame(width: width, height: height, words: words, wordCount: wordCount, rows: rows)
    }

    private mutating func appendRow(_ pixels: UnsafePointer<UInt32>) {
        // A row never takes more words than one literal does, see frames.c.
        if wordCount + width + 1 + slack > words.capacity {
            words.resize(to: max(words.capacity + words.capacity / 2, wordCount + width + 1 + slack))
        }
        let start = words.pointer + wordCount
        let count = yb_frame_encode_row(pixels, width, start)
        if let above = rows.last, Int(above.count) == count,
            memcmp(words.pointer + Int(above.start), start, count * 4) == 0 {
            rows.append(above)
        } else {
            rows.append(Frame.EncodedRow(start: UInt32(wordCount), count: UInt32(count)))
            wordCount += count
        }
    }
}

private let widest = Int(yb_frame_widest)
private let slack = Int(yb_frame_slack)

/// Growing memory for tokens. malloc and not UnsafeMutablePointer.allocate: realloc grows and cuts blocks of this size
/// without a copy (mremap).
struct WordBuffer: ~Copyable {
    private(set) var pointer: UnsafeMutablePointer<UInt32>
    private(set) var capacity: Int

    init(capacity: Int) {
        guard let block = malloc(capacity * 4) else { fatalError("out of memory: \(capacity * 4) bytes for a frame") }
        pointer = block.bindMemory(to: UInt32.self, capacity: capacity)
        self.capacity = capacity
    }

    deinit { free(pointer) }

    mutating func resize(to count: Int) {
        guard let block = realloc(pointer, count * 4) else { fatalError("out of memory: \(count * 4) bytes for a frame") }
        pointer = block.bindMemory(to: UInt32.self, capacity: count)
        capacity = count
    }
}
