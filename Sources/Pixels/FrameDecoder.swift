internal import CKernels
internal import Glibc

extension Frame {
    /// Writes columns `columns` of row `y` to `destination`, which stands for the first of them and is aligned to 4 bytes:
    /// in order, nothing outside, and nothing is read back. So `destination` may be write-combined scanout memory.
    package func decode(row y: Int, columns: Range<Int>, into destination: UnsafeMutableRawPointer) {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "columns of a frame")
        guard !columns.isEmpty else { return }
        yb_frame_decode_row(
            tokens(ofRow: y).baseAddress!, columns.lowerBound, columns.upperBound,
            destination.assumingMemoryBound(to: UInt32.self))
    }

    /// Lays columns `columns` of row `y` over the pixels of `target`, which stands for the first of them: what `Canvas.cut` cleared leaves
    /// them as they are, edges mix with them.
    package func lay(row y: Int, columns: Range<Int>, over target: UnsafeMutablePointer<UInt32>) {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "columns of a frame")
        guard !columns.isEmpty else { return }
        yb_frame_over_row(tokens(ofRow: y).baseAddress!, columns.lowerBound, columns.upperBound, target)
    }

    /// Whether nothing of the frame would be seen over other pixels there. False now and then for clear ones, never true for others.
    package func isClear(row y: Int, columns: Range<Int>) -> Bool {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "columns of a frame")
        return columns.isEmpty || yb_frame_is_clear(tokens(ofRow: y).baseAddress!, columns.lowerBound, columns.upperBound)
    }

    /// Whether any pixel is another one than in `other`, or the size is.
    package func differs(from other: Frame) -> Bool {
        if other === self { return false }
        guard other.width == width, other.height == height else { return true }
        return (0..<height).contains { !hasEqualRow($0, in: other) }
    }

    /// Calls `body` for each row that is not the same in `other`, top to bottom and no others, with columns that cover all
    /// that differs: from the first to the last such pixel when a small part of the row does, else about that. All of every
    /// row when there is no other frame or it has another size.
    package func forEachDifference(from other: Frame?, _ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
        if other === self { return }
        guard let other, other.width == width, other.height == height else {
            for y in 0..<height { body(y, 0..<width) }
            return
        }
        for y in 0..<height where !hasEqualRow(y, in: other) {
            let mine = tokens(ofRow: y)
            let theirs = other.tokens(ofRow: y)
            var (from, to) = (0, 0)
            yb_frame_row_difference(
                mine.baseAddress!, mine.count, theirs.baseAddress!, theirs.count, width, &from, &to)
            body(y, from..<to)
        }
    }

    private func hasEqualRow(_ y: Int, in other: Frame) -> Bool {
        let mine = tokens(ofRow: y)
        let theirs = other.tokens(ofRow: y)
        return mine.count == theirs.count && memcmp(mine.baseAddress!, theirs.baseAddress!, mine.count * 4) == 0
    }

    /// All pixels, row after row without padding; for screenshots and tests.
    package func decoded() -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: width * height) { buffer, count in
            for y in 0..<height { decode(row: y, columns: 0..<width, into: buffer.baseAddress! + y * width) }
            count = width * height
        }
    }
}
