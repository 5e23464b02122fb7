/// 大写: numbers in the characters of contracts and receipts, which no stroke turns into others. After 《正确填写票据和结算凭证的基本规定》
/// (annex of 支付结算办法).
package enum Capitals {
    private static let digits: [Character] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
    private static let places: [(value: UInt64, name: String)] = [
        (100_000_000, "亿"), (10_000, "万"), (1_000, "仟"), (100, "佰"), (10, "拾"),
    ]

    /// `叁拾陆`; of a negative number its magnitude.
    package static func number(_ value: some BinaryInteger) -> String {
        let value = UInt64(value.magnitude)
        guard let place = places.first(where: { value >= $0.value }) else { return String(digits[Int(value)]) }
        let (above, rest) = value.quotientAndRemainder(dividingBy: place.value)
        guard rest > 0 else { return number(above) + place.name }
        // A zero is said once for all that stand together; 10 7000 has none, because 仟 is there.
        return number(above) + place.name + (rest < place.value / 10 ? "零" : "") + number(rest)
    }

    /// Whether `text` says this amount: 圆 and 元, 正 and 整, with and without 人民币 and the zeros that may be left out.
    package static func says(_ text: String, _ amount: Fen) -> Bool { bare(text) == bare(amount.capitals) }

    private static func bare(_ text: String) -> String {
        let same: [Character: Character] = ["圆": "元", "正": "整", "百": "佰", "千": "仟", "十": "拾"]
        var text = String(text.filter { !$0.isWhitespace && !"零：:¥￥".contains($0) }.map { same[$0] ?? $0 })
        if text.hasPrefix("人民币") { text.removeFirst(3) }
        if text.hasSuffix("整") { text.removeLast() }
        return text
    }
}

extension Fen {
    /// `叁拾捌万伍仟元整`, `壹仟陆佰捌拾元零叁角贰分`.
    package var capitals: String {
        let magnitude = value.magnitude
        let (yuan, jiao, fen) = (magnitude / 100, magnitude / 10 % 10, magnitude % 10)
        var text = value < 0 ? "负" : ""
        if yuan > 0 || magnitude == 0 { text += Capitals.number(yuan) + "元" }
        if jiao > 0 {
            if yuan > 0, yuan % 10 == 0 { text += "零" }
            text += Capitals.number(jiao) + "角"
        } else if fen > 0, yuan > 0 {
            text += "零"
        }
        return text + (fen > 0 ? Capitals.number(fen) + "分" : jiao > 0 ? "" : "整")
    }
}
