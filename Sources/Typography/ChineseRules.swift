internal import CUnicode

/// Where Chinese text departs from UAX #14, after W3C clreq ("Requirements for Chinese Text Layout", https://www.w3.org/TR/clreq/;
/// sections by their anchors), and how its punctuation takes space. Of clreq's degrees of strictness this is the Guobiao one. The
/// departures:
///
/// - “ ” ‘ ’ open and close (#prohibition_rules_for_line_start_end: opening marks do not end a line, closing ones do not start one);
///   UAX #14 takes them as ambiguous and allows no break on either side. Between two letters ’ stays an apostrophe.
/// - Connector marks (a single —, ～) and interpuncts (·) do not start a line (#prohibition_rules_for_line_start_end, basic); a
///   solidus between ideographs neither starts nor ends one (GB-style).
/// - A number keeps its unit, and 第 its number (#h-digits_and_their_prefix_and_suffix); which words are units is our own table. A
///   masked name (张＊明) holds together at the mark: ours.
/// - A typed space between an ideograph and a letter or digit is spacing, not a word space
///   (#mixed_text_composition_in_horizontal_writing_mode): rules look through it.
enum ChineseRules {
    /// Fills line class, spacing and the contextual flags.
    static func describe(_ scalar: UInt32, _ character: yb_character, fullWidth: Bool, _ info: inout CharacterInfo) {
        var line = LineClass(rawValue: character.line_class) ?? .al
        var spacing: Spacing
        switch scalar {
        case 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: spacing = .lineFeed
        case 0x20, 0xA0, 0x2002 ... 0x200A, 0x202F, 0x205F: spacing = .space
        case 0x09, 0x3000: spacing = .wideSpace
        case 0x2018, 0x201C:
            (line, spacing) = (.op, fullWidth ? .opening : .sign)
            info.flags |= CharacterInfo.isAmbiguous
        case 0x2019, 0x201D:
            (line, spacing) = (.cl, fullWidth ? .closing : .sign)
            info.flags |= CharacterInfo.isAmbiguous
        case 0x2014, 0x2015:
            spacing = .stroke
            info.flags |= CharacterInfo.isAmbiguous
        case 0x2025, 0x2026, 0x22EF, 0x2E3A: spacing = .stroke
        case 0xB7, 0x2027, 0x30FB: (line, spacing) = (.ns, fullWidth ? .middleDot : .sign)
        case 0xFF5E, 0x301C: (line, spacing) = (.ns, .wide)
        case 0xFF0A, 0x2F, 0xFF0F:
            spacing = scalar == 0x2F ? .sign : .wide
            info.flags |= CharacterInfo.isAmbiguous
        // Noto has these in the lower left or the left of their square.
        case 0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF01, 0xFF1F: spacing = fullWidth ? .pause : .sign
        default:
            switch line {
            case .op where fullWidth: spacing = .opening
            case .cl where fullWidth, .cp where fullWidth: spacing = .closing
            case .nu: spacing = .narrow
            case .po, .pr: spacing = fullWidth ? .wide : .narrow
            case .al, .hl: spacing = character.flags & CharacterFlags.letter != 0 ? .narrow : .sign
            default: spacing = character.flags & CharacterFlags.wide != 0 ? .wide : .sign
            }
            if scalar < 0x20 || (0x7F ... 0x9F).contains(scalar) || character.flags & CharacterFlags.ignorable != 0 { spacing = .hidden }
        }
        if character.flags & CharacterFlags.wide != 0, spacing == .sign { spacing = .wide }
        info.lineClass = line.rawValue
        info.spacing = spacing.rawValue
    }

    /// Settles the characters whose class depends on their neighbours. `classes` and `spacings` hold what stands in the table.
    static func settle(
        _ index: Int, _ scalars: UnsafeBufferPointer<UInt32>, _ classes: UnsafeMutableBufferPointer<UInt8>,
        _ spacings: UnsafeMutableBufferPointer<UInt8>
    ) {
        let left = index > 0 ? spacings[index - 1] : Spacing.lineFeed.rawValue
        let right = index + 1 < scalars.count ? spacings[index + 1] : Spacing.lineFeed.rawValue
        let narrow = Spacing.narrow.rawValue
        switch scalars[index] {
        case 0x2018, 0x2019:
            if left == narrow, right == narrow {
                classes[index] = LineClass.qu.rawValue
                spacings[index] = narrow
            }
        case 0x2014, 0x2015:
            let isPair = (index > 0 && scalars[index - 1] == scalars[index])
                || (index + 1 < scalars.count && scalars[index + 1] == scalars[index])
            if !isPair { classes[index] = LineClass.ns.rawValue }
        case 0xFF0A, 0x2F, 0xFF0F:
            if left == Spacing.wide.rawValue { classes[index] = LineClass.gl.rawValue }
        default: break
        }
    }

    /// The number of characters from `index` that form a unit after a number, 0 where there is none.
    static func unitLength(_ scalars: UnsafeBufferPointer<UInt32>, at index: Int) -> Int {
        for unit in longUnits where unit.count <= scalars.count - index {
            if (0 ..< unit.count).allSatisfy({ scalars[index + $0] == unit[$0] }) { return unit.count }
        }
        return units.contains(scalars[index]) ? 1 : 0
    }

    /// 第
    static let ordinal: UInt32 = 0x7B2C

    private static let units: Set<UInt32> = Set(
        "元角分年月日号时点秒人户个条件项亩里米吨斤克升瓦度页组期岁次天周名位张份处座套台辆盏口眼头只棵株根块片间层级批届场家所步样种类册本集套节课行列栏款章倍成折万亿千百十"
            .unicodeScalars.map(\.value))

    private static let longUnits: [[UInt32]] = [
        "平方公里", "平方米", "立方米", "工作日", "公里", "公斤", "公顷", "公升", "千米", "厘米", "毫米", "千克", "毫升", "千瓦", "万元", "亿元", "万人", "小时",
        "分钟", "个月", "个人", "人次", "周岁", "户次", "摄氏度",
    ].map { $0.unicodeScalars.map(\.value) }
}
