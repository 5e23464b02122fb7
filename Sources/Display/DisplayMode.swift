package import Pixels

/// A display mode with its full timing (struct drm_mode_modeinfo).
package struct DisplayMode: Hashable, Sendable, CustomStringConvertible {
    /// One direction of the timing, in pixels or lines.
    package struct Axis: Hashable, Sendable {
        package let visible, syncStart, syncEnd, total: UInt16

        package init(visible: UInt16, syncStart: UInt16, syncEnd: UInt16, total: UInt16) {
            self.visible = visible
            self.syncStart = syncStart
            self.syncEnd = syncEnd
            self.total = total
        }
    }

    /// Pixel clock in kHz.
    package let clockKilohertz: UInt32
    package let horizontal: Axis
    package let vertical: Axis
    /// DRM_MODE_FLAG_* bits.
    package let flags: UInt32
    /// The display says that this mode suits it best (DRM_MODE_TYPE_PREFERRED).
    package let isPreferred: Bool
    let skew: UInt16
    let scan: UInt16

    package init(
        clockKilohertz: UInt32, horizontal: Axis, vertical: Axis, flags: UInt32, isPreferred: Bool = false,
        skew: UInt16 = 0, scan: UInt16 = 0
    ) {
        self.clockKilohertz = clockKilohertz
        self.horizontal = horizontal
        self.vertical = vertical
        self.flags = flags
        self.isPreferred = isPreferred
        self.skew = skew
        self.scan = scan
    }

    /// What is seen.
    package var size: PixelSize { PixelSize(width: Int(horizontal.visible), height: Int(vertical.visible)) }

    /// Every second line only in each field (DRM_MODE_FLAG_INTERLACE).
    package var isInterlaced: Bool { flags & 1 << 4 != 0 }

    /// Pictures (fields when interlaced) a second, times 1000; computed like drm_mode_vrefresh().
    package var refreshMillihertz: Int {
        var frame = Int(horizontal.total) * Int(vertical.total)
        guard frame > 0 else { return 0 }
        if flags & 1 << 5 != 0 { frame *= 2 }  // DRM_MODE_FLAG_DBLSCAN
        if scan > 1 { frame *= Int(scan) }
        let fields = isInterlaced ? 2 : 1
        return (Int(clockKilohertz) * 1_000_000 * fields + frame / 2) / frame
    }

    /// `1920x1080@60`, `1920x1080i@50`, `1280x720@59.94`
    package var description: String {
        let hundredths = (refreshMillihertz + 5) / 10
        let fraction = hundredths % 100
        let padded = fraction < 10 ? "0\(fraction)" : "\(fraction)"
        let rate = fraction == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(padded)"
        return "\(size.width)x\(size.height)\(isInterlaced ? "i" : "")@\(rate)"
    }

    /// The same timing, whoever prefers it.
    package func hasSameTiming(as other: DisplayMode) -> Bool {
        clockKilohertz == other.clockKilohertz && horizontal == other.horizontal && vertical == other.vertical
            && flags == other.flags && skew == other.skew && scan == other.scan
    }
}

extension DisplayMode {
    /// CTA-861 timings that every HDMI display takes, for displays that say nothing (VIC 16, 31, 4, 19).
    package static let standard: [DisplayMode] = [
        tv(148_500, Axis(visible: 1920, syncStart: 2008, syncEnd: 2052, total: 2200), fullHD),
        tv(148_500, Axis(visible: 1920, syncStart: 2448, syncEnd: 2492, total: 2640), fullHD),
        tv(74_250, Axis(visible: 1280, syncStart: 1390, syncEnd: 1430, total: 1650), smallHD),
        tv(74_250, Axis(visible: 1280, syncStart: 1720, syncEnd: 1760, total: 1980), smallHD),
    ]

    private static let fullHD = Axis(visible: 1080, syncStart: 1084, syncEnd: 1089, total: 1125)
    private static let smallHD = Axis(visible: 720, syncStart: 725, syncEnd: 730, total: 750)

    /// Both sync pulses positive (DRM_MODE_FLAG_PHSYNC | DRM_MODE_FLAG_PVSYNC).
    private static func tv(_ clock: UInt32, _ horizontal: Axis, _ vertical: Axis) -> DisplayMode {
        DisplayMode(clockKilohertz: clock, horizontal: horizontal, vertical: vertical, flags: 1 | 4)
    }
}
