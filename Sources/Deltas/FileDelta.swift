/// What turns one version of a file into another: pieces of the old one, and bytes that it has not.
///
/// Signed lists grow with a village and change by a line, so a box that has the former one is spared the rest. A delta is trusted for nothing:
/// what comes out is held against the hash that was signed for the new file.
///
/// The form: `YBD1`, then steps to the end. A step begins with a number n (LEB128): even, n/2 new bytes follow; odd, n/2 bytes of the old
/// file from the offset that follows (LEB128).
package enum FileDelta {
    /// Below so many bytes of the new file the headers of a request cost as much as the file: no delta is made, and none asked for.
    package static let smallestFile = 2_000

    private static let magic = Array("YBD1".utf8)
    /// Pieces are recognised by this many bytes.
    private static let block = 16

    /// A delta from `old` to `new`; nil when it would not save half.
    package static func make(from old: [UInt8], to new: [UInt8]) -> [UInt8]? {
        var places: [Key: Int] = [:]
        for place in stride(from: 0, through: old.count - block, by: block) {
            let key = Key(old, at: place)
            if places[key] == nil { places[key] = place }
        }
        var delta = magic
        var at = 0
        var literal = 0
        // Where the old file goes on after the last piece: most changes leave what is behind them as it was.
        var expected = 0
        while at + block <= new.count {
            let key = Key(new, at: at)
            let place: Int
            if expected + block <= old.count, Key(old, at: expected) == key {
                place = expected
            } else if let found = places[key] {
                place = found
            } else {
                at += 1
                expected += 1
                continue
            }
            var (start, from) = (at, place)
            while start > literal, from > 0, new[start - 1] == old[from - 1] {
                start -= 1
                from -= 1
            }
            var end = at + block
            while end < new.count, from + end - start < old.count, new[end] == old[from + end - start] { end += 1 }
            append(new[literal..<start], to: &delta)
            append(UInt64(end - start) << 1 | 1, to: &delta)
            append(UInt64(from), to: &delta)
            (at, literal, expected) = (end, end, from + end - start)
        }
        append(new[literal...], to: &delta)
        return delta.count < new.count / 2 ? delta : nil
    }

    /// What `delta` makes of `old`; nil when it is not a delta, does not fit, or makes more than `limit` bytes.
    package static func apply(_ delta: [UInt8], to old: [UInt8], limit: Int) -> [UInt8]? {
        guard delta.starts(with: magic) else { return nil }
        var new: [UInt8] = []
        var at = magic.count
        while at < delta.count {
            guard let step = number(delta, &at), let count = Int(exactly: step >> 1), count <= limit - new.count else { return nil }
            if step & 1 == 0 {
                guard count <= delta.count - at else { return nil }
                new += delta[at..<at + count]
                at += count
            } else {
                guard let offset = number(delta, &at), let from = Int(exactly: offset), from <= old.count, count <= old.count - from else { return nil }
                new += old[from..<from + count]
            }
        }
        return new
    }

    private struct Key: Hashable {
        private let (low, high): (UInt64, UInt64)

        init(_ bytes: [UInt8], at place: Int) {
            (low, high) = bytes.withUnsafeBytes { raw in
                (raw.loadUnaligned(fromByteOffset: place, as: UInt64.self), raw.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self))
            }
        }
    }

    private static func append(_ literal: ArraySlice<UInt8>, to delta: inout [UInt8]) {
        guard !literal.isEmpty else { return }
        append(UInt64(literal.count) << 1, to: &delta)
        delta += literal
    }

    private static func append(_ number: UInt64, to delta: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            delta.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        delta.append(UInt8(rest))
    }

    private static func number(_ bytes: [UInt8], _ at: inout Int) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard at < bytes.count else { return nil }
            let byte = bytes[at]
            at += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }

    /// Where a server keeps the delta between the files with these SHA-256 hashes (hexadecimal), relative to its top.
    package static func path(from old: String, to new: String) -> String { "deltas/\(old.prefix(16))-\(new.prefix(16))" }
}
