internal import Pixels

/// Coverage adjusted for how ink and ground differ, applied once when a tile is cached.
///
/// Blending happens on sRGB values, where half coverage of a light ink on a dark ground comes out darker than half the light: light
/// strokes look thinner than dark ones of the same outline. The table gives back part of it.
enum Contrast: UInt8 {
    /// Dark on light, or too close to tell: coverage as rasterised.
    case plain
    /// Light on dark.
    case light

    static func table(ink: Color, ground: Color?) -> Contrast {
        let difference = luma(ink) - (ground.map(luma) ?? (luma(ink) > 128 ? 0 : 255))
        return difference > 48 ? .light : .plain
    }

    /// ITU-R BT.601 luma, 0...255.
    private static func luma(_ color: Color) -> Int {
        (299 * Int(color.red) + 587 * Int(color.green) + 114 * Int(color.blue)) / 1000
    }

    /// What each coverage becomes; nil leaves it.
    var mapping: [UInt8]? {
        switch self {
        case .plain: nil
        case .light: Contrast.lightMapping
        }
    }

    /// Coverage that, blended on sRGB values, gives what coverage c gives when blended at an exponent of 1.4, for an ink of 0.95 on a
    /// ground of 0.1. The full exponent of 2.2 makes strokes bleed on a TV across the room; 1.4 keeps small counters open.
    private static let lightMapping: [UInt8] = (0 ... 255).map { coverage in
        let (ink, ground, exponent) = (0.95, 0.1, 1.4)
        let share = Double(coverage) / 255
        let light = (1 - share) * power(ground, exponent) + share * power(ink, exponent)
        let value = (power(light, 1 / exponent) - ground) / (ink - ground)
        return UInt8(min(max(value * 255, 0), 255).rounded())
    }
}
