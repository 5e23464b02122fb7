/// Characters that a page must not carry, whatever the fonts: they would show as boxes, turn the line around or hide something.
enum TextCleaning {
    enum Removed: String, Hashable {
        case emoji = "表情符号"
        case privateUse = "自造字"
        case direction = "看不见的方向控制符"
        case control = "看不见的控制符"
    }

    /// NFC, digits and letters narrow, white space inside a line as one ordinary space where it was tabs or line ends.
    static func clean(_ raw: String) -> (text: String, removed: Set<Removed>) {
        if raw.unicodeScalars.allSatisfy(WidthFolding.isPlain) { return (raw, []) }
        var removed = Set<Removed>()
        var scalars = String.UnicodeScalarView()
        for scalar in raw.precomposed.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0xA0, 0x2028, 0x2029, 0x202F: scalars.append(" ")
            case 0x00...0x1F, 0x7F...0x9F: removed.insert(.control)
            // Soft hyphen, zero-width space and joiners, byte order marks: nobody typed them on purpose.
            case 0xAD, 0x200B...0x200D, 0x2060...0x2064, 0xFEFF, 0xFFF9...0xFFFB: continue
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: removed.insert(.direction)
            case 0xE000...0xF8FF, 0xF0000...0x10FFFF: removed.insert(.privateUse)
            // Emoji selectors and tags; ideographic variation selectors (U+E0100…) stay, they belong to names.
            case 0xFE00...0xFE0F, 0xE0000...0xE007F: continue
            case 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF: removed.insert(.emoji)
            default:
                if scalar.value > 0x2000, scalar.properties.isEmojiPresentation || (scalar.value >= 0x1F000 && scalar.properties.isEmoji) {
                    removed.insert(.emoji)
                } else {
                    scalars.append(scalar)
                }
            }
        }
        return (WidthFolding.trimmed(WidthFolding.shown(String(scalars))), removed)
    }
}
