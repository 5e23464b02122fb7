package import Pixels

/// The colours of a theme. Text keeps 7:1 on every ground it may stand on, dim text 4.5:1 (WCAG 2.2, 1.4.6 and 1.4.3); a test
/// computes both. Hues of text are a little lighter than they would be for the panel alone, because the focus raises the ground
/// under them.
package struct Palette: Sendable {
    /// By `Paint.rawValue`.
    private let colors: [Color]

    /// Of the shade that dims a page under a dialogue, 0...255.
    package static let shadeOpacity: UInt8 = 184

    private init(_ table: [Paint: UInt32]) {
        colors = Paint.allCases.map { paint in
            guard let word = table[paint] else { preconditionFailure("no colour for \(paint)") }
            return Color(word)
        }
    }

    package subscript(paint: Paint) -> Color { colors[paint.rawValue] }

    package static func of(_ theme: Style.Theme) -> Palette {
        switch theme {
        case .dark: dark
        case .light: light
        }
    }

    /// For rooms in the evening: homes.
    package static let dark = Palette([
        .background: 0x0F1A1C, .panel: 0x17262A, .raised: 0x22383E, .cap: 0x22383E, .line: 0x35535A,
        .ink: 0xF5F1E8, .dim: 0xBBC8C6,
        .redText: 0xFFB1A8, .greenText: 0x7FD6A8, .blueText: 0x98CAF9, .violetText: 0xD0BDFA, .amberText: 0xF3BC95,
        .redFill: 0xA32118, .greenFill: 0x58C08A, .blueFill: 0x6FB1F0, .violetFill: 0xB79CF0, .tealFill: 0x5CC3C0,
        .amberFill: 0xE39A62, .onFill: 0x10181A, .onRedFill: 0xFFFFFF,
        .redKey: 0xE5574B, .greenKey: 0x58C08A, .yellowKey: 0xE8D34A, .blueKey: 0x6FB1F0,
        .sun: 0xF4B740, .letterbox: 0x080E0F, .codeLight: 0xFFFFFF, .codeDark: 0x10181A, .shade: 0x000000,
    ])

    /// For village halls by daylight.
    package static let light = Palette([
        .background: 0xEDEAE2, .panel: 0xFBFAF6, .raised: 0xDCE7E4, .cap: 0xAFC3BD, .line: 0xA9B8B5,
        .ink: 0x12201F, .dim: 0x3D4D4A,
        .redText: 0x8E1A12, .greenText: 0x0B5132, .blueText: 0x0E4379, .violetText: 0x49308A, .amberText: 0x6C390A,
        .redFill: 0xA32118, .greenFill: 0x0F5C3A, .blueFill: 0x12508F, .violetFill: 0x553AA0, .tealFill: 0x0A5A5C,
        .amberFill: 0x7A430D, .onFill: 0xFFFFFF, .onRedFill: 0xFFFFFF,
        .redKey: 0xC93A2E, .greenKey: 0x2C9A62, .yellowKey: 0xC9A800, .blueKey: 0x2F7FCC,
        .sun: 0xB36B00, .letterbox: 0xD5D1C6, .codeLight: 0xFFFFFF, .codeDark: 0x10181A, .shade: 0x000000,
    ])
}
