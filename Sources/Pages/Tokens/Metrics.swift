package import Navigation
package import Pixels
package import Typography

/// Every length of the look, on a logical canvas of 1920×1080 (1080×1920 upright) that is scaled to the mode. Text is set and
/// rasterised at device size; nothing is ever stretched.
package struct Metrics: Hashable, Sendable {
    /// Device pixels of the mode.
    package let size: PixelSize
    package let type: TypeSize
    /// Taller than wide: a hall's screen on its side.
    package let upright: Bool
    /// Device pixels per logical unit.
    package let scale: Double

    package init(size: PixelSize, type: TypeSize) {
        self.size = size
        self.type = type
        upright = size.height > size.width
        let (across, down) = upright ? (1080.0, 1920.0) : (1920.0, 1080.0)
        scale = max(0.25, min(Double(size.width) / across, Double(size.height) / down))
    }

    /// A logical length in whole device pixels.
    package func px(_ logical: Double) -> Int { Int((logical * scale).rounded()) }
    package func px(_ logical: Int) -> Int { px(Double(logical)) }

    /// A rule or frame: never thinner than two device pixels, since a TV's own scaling swallows single ones.
    package func stroke(_ logical: Int) -> Int { max(2, px(logical)) }

    package var screen: PixelRect { PixelRect(size) }

    /// Where ink may be: TVs cut off up to five per cent at each side.
    package var safe: PixelRect {
        let (dx, dy) = upright ? (px(54), px(96)) : (px(96), px(54))
        return PixelRect(x: dx, y: dy, width: size.width - 2 * dx, height: size.height - 2 * dy)
    }

    package var header: PixelRect { PixelRect(x: safe.x, y: safe.y, width: safe.width, height: px(96)) }

    package var body: PixelRect {
        let top = safe.y + px(124)
        return PixelRect(x: safe.x, y: top, width: safe.width, height: provenance.y - px(14) - top)
    }

    /// Who says it, when, and whom to ask, with a rule above: one line, upright two, because half of it would not fit into one there.
    package var provenance: PixelRect {
        let height = px(upright ? 108 : 60)
        return PixelRect(x: safe.x, y: safe.maxY - px(64) - height, width: safe.width, height: height)
    }

    package var provenanceRows: Int { upright ? 2 : 1 }

    package var hints: PixelRect { PixelRect(x: safe.x, y: safe.maxY - px(60), width: safe.width, height: px(56)) }

    /// Room of the hint bar in logical pixels, and the size of its type there: what Navigation chooses hints by.
    package var hintRoom: (width: Int, em: Int) {
        (Int(Double(hints.width) / scale), type == .large ? TextRole.hint.entry.large : TextRole.hint.entry.normal)
    }

    /// Between cards.
    package var gap: Int { px(24) }
    package var cardRadius: Int { px(18) }
    package var blockRadius: Int { px(14) }
    package var focusWidth: Int { stroke(8) }
    package var rule: Int { stroke(2) }

    /// Nothing is set smaller.
    package var floor: Int { px(36) }

    package func style(_ role: TextRole) -> TextStyle {
        let entry = role.entry
        return TextStyle(size: px(type == .large ? entry.large : entry.normal), weight: entry.weight)
    }

    /// From one baseline to the next in running text of this style.
    package func leading(_ style: TextStyle) -> Int { style.size * 3 / 2 - (type == .large ? style.size / 20 : 0) }
}

/// The type scale.
package enum TextRole: Hashable, Sendable, CaseIterable {
    /// One number or sentence that is the whole screen.
    case display
    case title
    /// Headings of cards and what a card is called.
    case heading
    case body
    case bodyBold
    case table
    case tableBold
    /// Beside the title, above a table, under a number.
    case label
    case labelBold
    case badge
    case hint
    case provenance

    /// Logical sizes for normal and large type, and the weight. 36 is the floor: 20 arc minutes at three metres on a 43″ screen.
    var entry: (normal: Int, large: Int, weight: TextStyle.Weight) {
        switch self {
        case .display: (84, 96, .bold)
        case .title: (60, 68, .bold)
        case .heading: (52, 64, .bold)
        case .body: (44, 60, .regular)
        case .bodyBold: (44, 60, .bold)
        case .table: (40, 56, .regular)
        case .tableBold: (40, 56, .bold)
        case .label: (36, 46, .regular)
        case .labelBold: (36, 46, .bold)
        case .badge: (36, 40, .bold)
        case .hint: (36, 42, .regular)
        case .provenance: (36, 42, .regular)
        }
    }
}
