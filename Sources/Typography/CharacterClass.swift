/// What a character does in a line.
enum CharacterClass: UInt8 {
    case han
    case opening
    case closing
    case pause
    case dash
    case ellipsis
    case middleDot
    case nonStarter
    case letter
    case digit
    case unitBefore
    case unitAfter
    case space
    case wideSpace
    case lineFeed
    case mark
    case ignored
    case symbol

    init(_ scalar: UInt32) {
        switch scalar {
        case 0x0A, 0x2028, 0x2029: self = .lineFeed
        case 0x20: self = .space
        case 0x3000: self = .wideSpace
        case 0 ... 0x1F, 0x7F ... 0x9F, 0x200B, 0x200E, 0x200F, 0x202A ... 0x202E, 0x2060 ... 0x2069, 0xFEFF: self = .ignored
        case 0x30 ... 0x39: self = .digit
        case 0x41 ... 0x5A, 0x61 ... 0x7A, 0xC0 ... 0x2AF, 0x370 ... 0x52F: self = .letter
        case 0x2018, 0x201C, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0xFF08, 0xFF3B, 0xFF5B: self = .opening
        case 0x2019, 0x201D, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0xFF09, 0xFF3D, 0xFF5D: self = .closing
        case 0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF01, 0xFF1F: self = .pause
        case 0x2014, 0x2E3A, 0x2015: self = .dash
        case 0x2026, 0x22EF: self = .ellipsis
        case 0xB7, 0x30FB, 0x2022, 0x2027: self = .middleDot
        case 0x3005, 0x30FC, 0xFF5E, 0x301C, 0xFF05, 0x2103: self = .nonStarter
        case 0x300 ... 0x36F, 0xFE00 ... 0xFE0F, 0xE0100 ... 0xE01EF, 0x200D, 0x20D0 ... 0x20FF, 0xF71 ... 0xF7E, 0xF80 ... 0xF84,
            0xF8D ... 0xFBC:
            self = .mark
        case 0x24, 0xA3, 0xA5, 0x20AC, 0xFFE5: self = .unitBefore
        case 0x25, 0xB0, 0x2030: self = .unitAfter
        case 0x2E80 ... 0x2FDF, 0x3040 ... 0x312F, 0x31A0 ... 0x4DBF, 0x4E00 ... 0x9FFF, 0xF900 ... 0xFAFF, 0xFF00 ... 0xFFEF,
            0x20000 ... 0x3FFFF:
            self = .han
        default: self = .symbol
        }
    }

    var isWide: Bool {
        switch self {
        case .han, .opening, .closing, .pause, .dash, .ellipsis, .nonStarter, .wideSpace: true
        default: false
        }
    }

    /// Latin letters, digits and what stands inside their words.
    var isNarrow: Bool {
        switch self {
        case .letter, .digit, .symbol, .unitBefore, .unitAfter: true
        default: false
        }
    }
}
