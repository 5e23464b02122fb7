package import Pixels

/// A connector as the kernel describes it.
package struct ConnectorDescription: Equatable, Sendable {
    package let id: ConnectorID
    /// As the kernel names it: `HDMI-A-1`.
    package let name: String
    package let kind: Kind
    package let status: Status
    /// Modes in the display's order; empty when there is none.
    package let modes: [DisplayMode]
    /// What the display says about itself, as received; nil when it says nothing.
    package let edid: [UInt8]?
    /// The last modeset's link could not be kept (property link-status); cleared by a modeset.
    package let linkIsBad: Bool
    /// Bit n: CRTC number n can drive it.
    package let possibleCRTCs: UInt32
    /// What drives it now.
    package let currentCRTC: CRTCID?

    /// How likely it is what people look at, most likely first.
    package enum Kind: Int, Comparable, Sendable {
        case hdmi, displayPort, panel, dvi, virtual, vga, analog, other
        package static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
    }

    package enum Status: Sendable {
        case connected, disconnected, unknown
    }

    package init(
        id: ConnectorID, name: String, kind: Kind, status: Status, modes: [DisplayMode] = [], edid: [UInt8]? = nil,
        linkIsBad: Bool = false, possibleCRTCs: UInt32 = 1, currentCRTC: CRTCID? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.status = status
        self.modes = modes
        self.edid = edid
        self.linkIsBad = linkIsBad
        self.possibleCRTCs = possibleCRTCs
        self.currentCRTC = currentCRTC
    }
}

/// A plane as the kernel describes it.
package struct PlaneDescription: Equatable, Sendable {
    package let id: PlaneID
    package let kind: Kind
    /// Bit n: CRTC number n can show it.
    package let possibleCRTCs: UInt32
    package let formats: [PixelFormat]
    /// The CRTC that shows it now.
    package let currentCRTC: CRTCID?
    /// Those of the formats that it takes in plain rows (DRM_FORMAT_MOD_LINEAR), by IN_FORMATS; nil: the driver knows no other way.
    package let linearFormats: Set<PixelFormat>?
    /// Where in the stack it can lie (zpos); nil: the driver does not say, then the order of ids within primary, overlay, cursor counts.
    package let stacking: ClosedRange<UInt64>?
    /// What it can be told of YUV (COLOR_ENCODING, COLOR_RANGE); nil: nothing, and the driver assumes BT.601 in limited range.
    package let encodings: [YUVEncoding]?

    package enum Kind: Int, Sendable {
        case primary, overlay, cursor
    }

    package init(
        id: PlaneID, kind: Kind, possibleCRTCs: UInt32, formats: [PixelFormat], currentCRTC: CRTCID? = nil,
        linearFormats: Set<PixelFormat>? = nil, stacking: ClosedRange<UInt64>? = nil, encodings: [YUVEncoding]? = nil
    ) {
        self.id = id
        self.kind = kind
        self.possibleCRTCs = possibleCRTCs
        self.formats = formats
        self.currentCRTC = currentCRTC
        self.linearFormats = linearFormats
        self.stacking = stacking
        self.encodings = encodings
    }

    /// Whether pictures of this format in plain rows may be put on it.
    func takes(_ format: PixelFormat) -> Bool { formats.contains(format) && linearFormats?.contains(format) ?? true }
}

/// Which connector is used.
package enum ConnectorChoice {
    /// The configured one by name, else the one in use as long as it has a display, else the likeliest kind that has one.
    /// A connector that cannot tell (`unknown`: analog TV) is taken only when no other has a display, or by name.
    package static func choose(
        from connectors: [ConnectorDescription], named name: String?, current: ConnectorID?
    ) -> ConnectorDescription? {
        if let name {
            return connectors.first { $0.name == name && $0.status != .disconnected }
        }
        let connected = connectors.filter { $0.status == .connected }
        let usable = connected.isEmpty ? connectors.filter { $0.status == .unknown && !$0.modes.isEmpty } : connected
        return usable.first { $0.id == current }
            ?? usable.min { ($0.kind.rawValue, $0.id.rawValue) < ($1.kind.rawValue, $1.id.rawValue) }
    }
}

/// Which plane shows the page. What is on top of it and below: see `VideoPlanner`.
package enum PlanePlanner {
    /// Where the page goes.
    package struct Assignment: Equatable, Sendable {
        package let crtc: CRTCID
        package let plane: PlaneID
        package let format: PixelFormat
    }

    /// A CRTC that can drive `connector` with a primary plane in a format that pages are painted in. The CRTC that drives
    /// it already comes first: changing it would make the screen black for a moment.
    package static func plan(
        for connector: ConnectorDescription, crtcs: [CRTCID], planes: [PlaneDescription]
    ) -> Assignment? {
        let possible = crtcs.indices.filter { connector.possibleCRTCs & 1 << UInt32($0) != 0 }
        let ordered = possible.filter { crtcs[$0] == connector.currentCRTC }
            + possible.filter { crtcs[$0] != connector.currentCRTC }
        for index in ordered {
            let primaries = planes.filter { $0.kind == .primary && $0.possibleCRTCs & 1 << UInt32(index) != 0 }
            let current = primaries.filter { $0.currentCRTC == crtcs[index] }
            // Some hardware has one primary for several CRTCs: one that shows another CRTC's picture comes last.
            let rest = primaries.filter { $0.currentCRTC == nil } + primaries.filter {
                $0.currentCRTC != nil && $0.currentCRTC != crtcs[index]
            }
            for plane in current + rest {
                if let format = [PixelFormat.xrgb8888, .argb8888].first(where: plane.formats.contains) {
                    return Assignment(crtc: crtcs[index], plane: plane.id, format: format)
                }
            }
        }
        return nil
    }
}
