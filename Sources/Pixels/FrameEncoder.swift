#if canImport(Glibc)
internal import Glibc
#endif

/// Makes a `Frame` from bands of pixels, top to bottom. Costs about a memory copy of the picture (see yuanba-bench).
package struct FrameEncoder: ~Copyable {
    private let width: Int
    private let height: Int
    private var words: WordBuffer
    private var wordCount = 0
    private var rows: [Frame.EncodedRow] = []

    /// An encoder for a picture of this size in pixels; each side 1 to 16384.
    package init(width: Int, height: Int) {
        precondition((1...16384).contains(width) && (1...16384).contains(height), "size of a frame")
        self.width = width
        self.height = height
        words = WordBuffer(capacity: max(width + 1, 16 * 1024))
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
        words.resize(to: wordCount)
        return Frame(width: width, height: height, words: words, wordCount: wordCount, rows: rows)
    }

    private mutating func appendRow(_ pixels: UnsafePointer<UInt32>) {
        // A row never takes more words than one literal does, see `encode`.
        if wordCount + width + 1 > words.capacity {
            words.resize(to: max(words.capacity + words.capacity / 2, wordCount + width + 1))
        }
        let start = words.pointer + wordCount
        let count = FrameEncoder.encode(pixels, width, into: start)
        if let above = rows.last, Int(above.count) == count,
            memcmp(words.pointer + Int(above.start), start, count * 4) == 0 {
            rows.append(above)
        } else {
            rows.append(Frame.EncodedRow(start: UInt32(wordCount), count: UInt32(count)))
            wordCount += count
        }
    }

    /// Four equal pixels make a run: it takes two words and splits a literal at the price of one header, so the tokens
    /// are never longer than the row as one literal.
    private static func encode(
        _ pixels: UnsafePointer<UInt32>, _ width: Int, into output: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var written = 0
        var position = 0
        while position < width {
            let run = nextRun(pixels, from: position, to: width)
            if run > position {
                let count = run - position
                output[written] = Frame.literalFlag | UInt32(count)
                memcpy(output + written + 1, pixels + position, count * 4)
                written += count + 1
            }
            guard run < width else { break }
            let end = endOfRun(pixels, from: run, to: width)
            output[written] = UInt32(end - run)
            output[written + 1] = pixels[run]
            written += 2
            position = end
        }
        return written
    }

    /// The first position from which four pixels are equal, or `end`. Looks at the last pair first: when that differs,
    /// three positions are ruled out at once.
    private static func nextRun(_ pixels: UnsafePointer<UInt32>, from start: Int, to end: Int) -> Int {
        var i = start
        while i + 4 <= end {
            if pixels[i + 2] != pixels[i + 3] {
                i += 3
            } else if pixels[i + 1] != pixels[i + 2] {
                i += 2
            } else if pixels[i] != pixels[i + 1] {
                i += 1
            } else {
                return i
            }
        }
        return end
    }

    private static func endOfRun(_ pixels: UnsafePointer<UInt32>, from start: Int, to end: Int) -> Int {
        let value = pixels[start]
        let wide = SIMD8<UInt32>(repeating: value)
        var i = start + 4
        while i + 8 <= end {
            let difference = UnsafeRawPointer(pixels + i).loadUnaligned(as: SIMD8<UInt32>.self) ^ wide
            let halves = difference.lowHalf | difference.highHalf
            let quarters = halves.lowHalf | halves.highHalf
            if quarters[0] | quarters[1] != 0 { break }
            i += 8
        }
        while i < end, pixels[i] == value { i += 1 }
        return i
    }
}

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
