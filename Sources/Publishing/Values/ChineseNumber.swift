import Content

/// Numbers in Chinese characters, ordinary and financial (大写): for suggesting the digits that a clerk should have typed, and for dates.
enum ChineseNumber {
    /// `三千二` → 3200 yuan, `壹万贰仟元伍角整` → 12000.50; nil when it is not such a number.
    static func fen(_ text: String) -> Fen? {
        var whole = text[...]
        for suffix in ["整", "正"] where whole.hasSuffix(suffix) { whole.removeLast() }
        var cents: Int64 = 0
        let parts = whole.split(whereSeparator: { $0 == "元" || $0 == "块" || $0 == "圆" }).map(String.init)
        guard (1...2).contains(parts.count) else { return nil }
        if parts.count == 2 {
            var digit: Int64?
            for character in parts[1] {
                switch character {
                case "角", "毛":
                    guard let value = digit else { return nil }
                    cents += value * 10
                    digit = nil
                case "分":
                    guard let value = digit else { return nil }
                    cents += value
                    digit = nil
                case "零", "〇": continue
                default:
                    guard digit == nil, let value = digits[character] else { return nil }
                    digit = value
                }
            }
            if let digit { cents += digit * 10 }  // 五块三
        }
        guard let yuan = integer(parts[0]), yuan < 1_000_000_000_000 else { return nil }
        return Fen(yuan * 100 + cents)
    }

    /// 1 → `一`, 12 → `十二`, 20 → `二十`; digits for what no list of a document counts to.
    static func counting(_ number: Int) -> String {
        let digits = Array("零一二三四五六七八九").map(String.init)
        guard (1...99).contains(number) else { return "\(number)" }
        let (tens, ones) = (number / 10, number % 10)
        return (tens > 1 ? digits[tens] : "") + (tens > 0 ? "十" : "") + (ones > 0 ? digits[ones] : "")
    }

    /// `三千二` → 3200, `二十八` → 28, `一万零五十` → 10050; nil when it is not a number.
    static func integer(_ text: String) -> Int64? {
        guard !text.isEmpty, text.count <= 24 else { return nil }
        var total: Int64 = 0, section: Int64 = 0, digit: Int64?, lastUnit: Int64 = 1, zero = false
        for character in text {
            if character == "零" || character == "〇" {
                zero = true
            } else if let value = digits[character] {
                guard digit == nil else { return nil }
                digit = value
            } else if let unit = units[character] {
                // Overflow cannot happen below 10^12 per section; longer texts were refused above.
                if unit >= 10_000 {
                    section += digit ?? 0
                    guard section > 0, section < 1_000_000 else { return nil }
                    total += section * unit
                    section = 0
                } else {
                    section += (digit ?? (unit == 10 && section == 0 ? 1 : 0)) * unit
                }
                digit = nil
                lastUnit = unit
                zero = false
            } else {
                return nil
            }
        }
        if let digit {
            // 三千二 is 3200; 三千零二 is 3002; 二十八 is 28.
            section += digit * (lastUnit >= 100 && !zero ? lastUnit / 10 : 1)
        }
        return total + section
    }

    /// `二〇二六` → 2026: digits one by one; nil otherwise.
    static func digitByDigit(_ text: String) -> Int? {
        var value = 0
        guard (1...8).contains(text.count) else { return nil }
        for character in text {
            guard let digit = character == "〇" || character == "零" ? 0 : digits[character] else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    private static let digits: [Character: Int64] = [
        "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
        "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
    ]
    private static let units: [Character: Int64] = [
        "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000, "万": 10_000, "亿": 100_000_000,
    ]
}
