import Pixels
import Testing

@Suite struct FrameTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let pixels: [UInt32]
        /// What the row may take at most, in words; from counting by hand.
        let words: Int
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "one pixel", pixels: [7], words: 2),
        Row(name: "flat", pixels: Array(repeating: 9, count: 1920), words: 2),
        Row(name: "three equal pixels are no run", pixels: [1, 1, 1, 2, 3], words: 6),
        Row(name: "four are", pixels: [1, 1, 1, 1, 2], words: 4),
        Row(name: "run at the end", pixels: [1, 2, 5, 5, 5, 5], words: 4),
        Row(name: "run of eight and a bit", pixels: Array(repeating: 4, count: 13) + [1], words: 4),
        Row(name: "run that ends with a block of eight", pixels: Array(repeating: 4, count: 12) + [1], words: 4),
        Row(name: "two runs side by side", pixels: Array(repeating: 4, count: 4) + Array(repeating: 5, count: 4), words: 4),
        Row(name: "all different", pixels: Array(0..<1921), words: 1922),
        Row(name: "literal, run, literal", pixels: [1, 2, 3, 3, 3, 3, 4], words: 6),
        Row(name: "pixels with the top bit are no headers", pixels: [0xFFFF_FFFF, 0x8000_0001, 0x8000_0000], words: 4),
    ])
    func aRowComesBackAndIsNotLongerThanCounted(row: Row) {
        let frame = encode([row.pixels])
        #expect(frame.decoded() == row.pixels)
        #expect(frame.byteCount <= row.words * 4 + 8 + 128)
    }

    @Test func randomPicturesComeBackWhateverTheBandsAndTheStride() {
        var random = Random(seed: 1)
        for _ in 0..<200 {
            let (width, height) = (random.number(1...70), random.number(1...20))
            let picture = random.picture(width, height)
            let stride = width + random.number(0...5)
            var padded = [UInt32](repeating: 0xDEAD, count: stride * height)
            for y in 0..<height { for x in 0..<width { padded[y * stride + x] = picture[y][x] } }
            var encoder = FrameEncoder(width: width, height: height)
            padded.withUnsafeBytes { bytes in
                while encoder.rowCount < height {
                    let count = random.number(1...(height - encoder.rowCount))
                    encoder.append(
                        rows: bytes.baseAddress! + encoder.rowCount * stride * 4, strideBytes: stride * 4,
                        rowCount: count)
                }
            }
            #expect(encoder.finish().decoded() == picture.flatMap { $0 })
        }
    }

    /// Against the formula of premultiplied alpha, top + under · (255 − alpha) / 255, in floating point.
    @Test func aRowLiesOverOtherPixels() {
        var random = Random(seed: 12)
        func premultiplied() -> UInt32 {
            switch random.number(0...3) {
            case 0: return 0
            case 1: return 0xFF00_0000 | UInt32(random.number(0...0xFF_FFFF))
            default:
                let alpha = random.number(0...255)
                return (0..<3).reduce(UInt32(alpha) << 24) { $0 | UInt32(random.number(0...alpha)) << (8 * UInt32($1)) }
            }
        }
        for _ in 0..<300 {
            let width = random.number(1...60)
            var row: [UInt32] = []
            while row.count < width {
                let pixel = premultiplied()
                row += Array(repeating: pixel, count: random.number(0...2) == 0 ? random.number(1...20) : 1)
            }
            row.removeLast(row.count - width)
            let frame = encode([row])
            let from = random.number(0...width - 1)
            let to = random.number(from + 1...width)
            let under = (from..<to).map { _ in 0xFF00_0000 | UInt32(random.number(0...0xFF_FFFF)) }
            var mixed = under
            mixed.withUnsafeMutableBufferPointer { frame.lay(row: 0, columns: from..<to, over: $0.baseAddress!) }
            for x in from..<to {
                for shift in stride(from: UInt32(0), to: 32, by: 8) {
                    func channel(_ word: UInt32) -> Double { Double(word >> shift & 255) }
                    let exact = channel(row[x]) + channel(under[x - from]) * Double(255 - row[x] >> 24) / 255
                    #expect(abs(channel(mixed[x - from]) - exact) <= 0.51)
                }
            }
            let alphas = Set(row[from..<to].map { $0 == 0 ? 0 : $0 >> 24 == 255 ? 255 : 1 })
            let cover = frame.cover(row: 0, columns: from..<to)
            #expect(cover == (alphas.contains(1) ? .mixed : alphas.contains(255) ? .cut : .clear))
            if cover != .mixed {
                var cut = under
                cut.withUnsafeMutableBufferPointer { frame.layOpaque(row: 0, columns: from..<to, over: $0.baseAddress!) }
                #expect(cut == mixed)
            }
        }
    }

    @Test func anyColumnsOfARowCanBeDecoded() {
        var random = Random(seed: 2)
        for _ in 0..<300 {
            let width = random.number(1...60)
            let row = random.picture(width, 1)[0]
            let frame = encode([row])
            let from = random.number(0...width)
            let to = random.number(from...width)
            var output = [UInt32](repeating: 0xABCD, count: width + 2)
            output.withUnsafeMutableBytes { frame.decode(row: 0, columns: from..<to, into: $0.baseAddress! + 4) }
            #expect(output == [0xABCD] + row[from..<to] + Array(repeating: 0xABCD, count: width + 1 - (to - from)))
        }
    }

    @Test func differingRowsAreExactAndTheirColumnsCover() {
        var random = Random(seed: 3)
        for _ in 0..<300 {
            let (width, height) = (random.number(1...60), random.number(1...12))
            let first = random.picture(width, height)
            let second = random.changed(first)
            var found: [Int: Range<Int>] = [:]
            encode(second).forEachDifference(from: encode(first)) { found[$0] = $1 }
            var expected: [Int: Range<Int>] = [:]
            for y in 0..<height {
                let columns = (0..<width).filter { first[y][$0] != second[y][$0] }
                if let from = columns.first, let to = columns.last { expected[y] = from..<(to + 1) }
            }
            #expect(found.keys.sorted() == expected.keys.sorted())
            for (y, columns) in expected { #expect(found[y]!.contains(columns) && found[y]!.upperBound <= width) }
            #expect(encode(second).differs(from: encode(first)) == !expected.isEmpty)
        }
    }

    @Test func columnsOfASmallChangeAreExact() {
        var random = Random(seed: 4)
        // Enough tokens on both sides of the change for it to be the smaller part.
        let row = (0..<400).map { UInt32($0 / 5) }
        for _ in 0..<300 {
            let from = random.number(0...399)
            let to = random.number(from...min(from + 20, 399))
            var other = row
            for x in from...to { other[x] = UInt32(1000 + random.number(0...1)) }
            var found: [Range<Int>] = []
            encode([other]).forEachDifference(from: encode([row])) { found.append($1) }
            #expect(found == [from..<(to + 1)])
        }
    }

    @Test func withoutAFrameOfTheSameSizeEverythingDiffers() {
        let frame = encode([[1, 2], [3, 4]])
        for other in [nil, encode([[1, 2]]), encode([[1], [3]])] {
            var rows: [Int] = []
            frame.forEachDifference(from: other) { row, columns in
                #expect(columns == 0..<2)
                rows.append(row)
            }
            #expect(rows == [0, 1])
        }
        frame.forEachDifference(from: frame) { _, _ in Issue.record("a frame differs from itself") }
    }

    @Test func equalRowsShareTheirWords() {
        let row = (0..<1000).map { UInt32($0) }
        #expect(encode([row, row, row]).byteCount - encode([row]).byteCount == 2 * 8)
    }

    private func encode(_ rows: [[UInt32]]) -> Frame {
        var encoder = FrameEncoder(width: rows[0].count, height: rows.count)
        for row in rows {
            row.withUnsafeBytes { encoder.append(rows: $0.baseAddress!, strideBytes: $0.count, rowCount: 1) }
        }
        return encoder.finish()
    }
}

/// The same numbers on every run (xorshift64).
struct Random {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return range.lowerBound + Int(state % UInt64(range.count))
    }

    /// Runs and noise of few values, so that neighbours are often equal; some rows repeat.
    mutating func picture(_ width: Int, _ height: Int) -> [[UInt32]] {
        var rows: [[UInt32]] = []
        for y in 0..<height {
            if y > 0, number(0...3) == 0 {
                rows.append(rows[y - 1])
                continue
            }
            var row: [UInt32] = []
            while row.count < width {
                let values: [UInt32] = [0, 1, 0xFFFF_FFFF, 0x8000_0004]
                row += Array(repeating: values[number(0...3)], count: number(0...2) == 0 ? number(4...30) : 1)
            }
            rows.append(Array(row.prefix(width)))
        }
        return rows
    }

    mutating func changed(_ picture: [[UInt32]]) -> [[UInt32]] {
        var picture = picture
        for _ in 0..<number(0...6) {
            let y = number(0...(picture.count - 1))
            let from = number(0...(picture[y].count - 1))
            let to = number(from...(picture[y].count - 1))
            for x in from...to { picture[y][x] = UInt32(number(0...3)) }
        }
        return picture
    }
}
