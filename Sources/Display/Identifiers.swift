/// Kernel object ids, each kind its own type so that none is passed for another. All unique within a card.

/// A place to plug a display in.
package struct ConnectorID: Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A scanout engine: makes one picture out of planes, in one mode.
package struct CRTCID: Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A layer of a CRTC's picture.
package struct PlaneID: Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A picture in memory that a plane can show.
struct FramebufferID: Hashable, Sendable { let rawValue: UInt32 }
/// A property of a connector, CRTC or plane; the number differs from boot to boot.
struct PropertyID: Hashable, Sendable { let rawValue: UInt32 }

/// A pixel format code (drm_fourcc.h): four characters.
package struct PixelFormat: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A code written as its characters: `PixelFormat("XR24")`.
    package init(_ code: StaticString) {
        precondition(code.utf8CodeUnitCount == 4)
        rawValue = (0..<4).reduce(0) { $0 | UInt32(code.utf8Start[$1]) << (8 * UInt32($1)) }
    }

    /// DRM_FORMAT_XRGB8888
    package static let xrgb8888 = PixelFormat("XR24")
    /// DRM_FORMAT_ARGB8888
    package static let argb8888 = PixelFormat("AR24")

    /// The four characters.
    package var description: String {
        String(decoding: (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> (8 * $0)) }, as: UTF8.self)
    }
}
