/// The name of a pixel format, as V4L2 has them (V4L2_PIX_FMT_*) or DRM (DRM_FORMAT_*); the two often agree, and mean other things where
/// they do not.
package struct FourCC: Hashable, Sendable, CustomStringConvertible {
    /// The four letters, the first in the lowest byte; the top bit marks big-endian variants.
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Four ASCII letters, with `-BE` after them for a big-endian variant; fewer are filled up with spaces.
    package init(_ name: String) {
        let isBigEndian = name.hasSuffix("-BE")
        let letters = Array((isBigEndian ? name.dropLast(3) : Substring(name)).utf8.prefix(4)) + [32, 32, 32, 32]
        let value = (0 ..< 4).reduce(UInt32(0)) { $0 | UInt32(letters[$1]) << (8 * UInt32($1)) }
        rawValue = isBigEndian ? value | 1 << 31 : value
    }

    package var description: String {
        let letters = (0 ..< 4).map { UInt8(truncatingIfNeeded: rawValue >> (8 * UInt32($0))) & 0x7F }
        var name = String(decoding: letters.map { (0x20 ..< 0x7F).contains($0) ? $0 : 0x3F }, as: UTF8.self)
        while name.hasSuffix(" ") { name.removeLast() }
        return rawValue >> 31 == 1 ? "\(name)-BE" : name
    }
}
