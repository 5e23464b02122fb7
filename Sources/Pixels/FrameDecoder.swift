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

    /// The same where `cover` is not `mixed`: writes the opaque pixels and reads nothing, so `target` may be write-combined.
    package func layOpaque(row y: Int, columns: Range<Int>, over target: UnsafeMutablePointer<UInt32>) {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "columns of a frame")
        guard !columns.isEmpty else { return }
        yb_frame_opaque_row(tokens(ofRow: y).baseAddress!, columns.lowerBound, columns.upperBound, target)
    }

    /// What a part of a row is over other pixels.
    package enum Cover: Sendable {
        /// Nothing of it would be seen.
        case clear
        /// Some pixels are opaque, the others clear.
        case cut
        /// Some pixels mix with what is under them.
        case mixed
    }

    package func cover(row y: Int, columns: Range<Int>) -> Cover {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "columns of a frame")
        guard !columns.isEmpty else { return .clear }
        switch yb_frame_cover(tokens(ofRow: y).baseAddress!, columns.lowerBound, columns.upperBound) {
        case yb_row_clear: return .clear
        case yb_row_cut: return .cut
        default: return .mixed
        }
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
