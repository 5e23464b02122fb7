#if canImport(Glibc)
internal import Glibc
#endif

extension Frame {
    /// Writes columns `columns` of row `y` to `destination`, which stands for the first of them: each pixel once, in
    /// order, nothing is read back. So `destination` may be write-combined scanout memory.
    package func decode(row y: Int, columns: Range<Int>, into destination: UnsafeMutableRawPointer) {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "columns of a frame")
        var output = destination
        var x = 0
        var token = tokens(ofRow: y).baseAddress!
        while x < columns.upperBound {
            let header = token.pointee
            let isLiteral = header & Frame.literalFlag != 0
            let count = Int(header & ~Frame.literalFlag)
            let from = max(columns.lowerBound, x)
            let to = min(columns.upperBound, x + count)
            if from < to {
                if isLiteral {
                    memcpy(output, token + 1 + (from - x), (to - from) * 4)
                } else {
                    fill(output, token[1], to - from)
                }
                output += (to - from) * 4
            }
            x += count
            token += isLiteral ? count + 1 : 2
        }
    }

    /// Calls `body` for each row that is not the same in `other`, top to bottom, with the columns from the first to the
    /// last pixel that differs. All of every row when there is no other frame or it has another size. Exact.
    package func forEachDifference(from other: Frame?, _ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
        if other === self { return }
        guard let other, other.width == width, other.height == height else {
            for y in 0..<height { body(y, 0..<width) }
            return
        }
        for y in 0..<height {
            let mine = tokens(ofRow: y)
            let theirs = other.tokens(ofRow: y)
            if mine.count == theirs.count,
                memcmp(mine.baseAddress!, theirs.baseAddress!, mine.count * 4) == 0 { continue }
            if let columns = differingColumns(mine, theirs) { body(y, columns) }
        }
    }

    /// All pixels, row after row without padding; for screenshots and tests.
    package func decoded() -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: width * height) { buffer, count in
            for y in 0..<height { decode(row: y, columns: 0..<width, into: buffer.baseAddress! + y * width) }
            count = width * height
        }
    }

    /// Walks both rows in pieces over which neither token changes.
    private func differingColumns(
        _ mine: UnsafeBufferPointer<UInt32>, _ theirs: UnsafeBufferPointer<UInt32>
    ) -> Range<Int>? {
        var a = TokenReader(mine.baseAddress!)
        var b = TokenReader(theirs.baseAddress!)
        var first = -1
        var last = -1
        var x = 0
        while x < width {
            let count = min(a.left, b.left)
            if a.step | b.step == 0 {
                if a.pixels.pointee != b.pixels.pointee {
                    if first < 0 { first = x }
                    last = x + count - 1
                }
            } else if a.step & b.step == 0 || memcmp(a.pixels, b.pixels, count * 4) != 0 {
                for i in 0..<count where a.pixels[i * a.step] != b.pixels[i * b.step] {
                    if first < 0 { first = x + i }
                    last = x + i
                }
            }
            x += count
            guard x < width else { break }
            a.skip(count)
            b.skip(count)
        }
        return first < 0 ? nil : first..<(last + 1)
    }
}

/// A position in the tokens of a row: pixel i of the rest of this token is `pixels[i * step]`.
private struct TokenReader {
    var pixels: UnsafePointer<UInt32>
    var left: Int
    var step: Int

    init(_ token: UnsafePointer<UInt32>) {
        pixels = token + 1
        left = Int(token.pointee & ~Frame.literalFlag)
        step = token.pointee & Frame.literalFlag != 0 ? 1 : 0
    }

    /// Goes on by `count` pixels, at most to the start of the next token, which must exist.
    mutating func skip(_ count: Int) {
        left -= count
        pixels += count * step
        if left == 0 { self = TokenReader(step == 1 ? pixels : pixels + 1) }
    }
}

private func fill(_ destination: UnsafeMutableRawPointer, _ pixel: UInt32, _ count: Int) {
    let wide = SIMD8<UInt32>(repeating: pixel)
    var i = 0
    while i + 8 <= count {
        destination.storeBytes(of: wide, toByteOffset: i * 4, as: SIMD8<UInt32>.self)
        i += 8
    }
    while i < count {
        destination.storeBytes(of: pixel, toByteOffset: i * 4, as: UInt32.self)
        i += 1
    }
}
