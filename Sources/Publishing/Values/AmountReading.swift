import Content

/// An amount as clerks type it: `3200`, `3,200.00`, `￥3200元`, full-width, accounting parentheses.
enum AmountReading: Equatable {
    case empty
    case amount(Fen)
    case wrong(problem: String, mend: String)

    /// Exact: decimal text to fen, never through binary floating point.
    init(_ raw: String) {
        let shown = WidthFolding.trimmed(raw)
        var text = WidthFolding.value(raw)
        if ["", "-", "--", "—", "——", "–", "/", "\\", "无", "元"].contains(text) {
            self = .empty
            return
        }
        var negative = false
        if text.hasPrefix("("), text.hasSuffix(")") {
            negative = true
            text = String(text.dropFirst().dropLast())
        }
        func takeSign() {
            if let first = text.first, "-−–".contains(first) {
                negative.toggle()
                text = WidthFolding.trimmed(String(text.dropFirst()))
            } else if text.first == "+" {
                text = WidthFolding.trimmed(String(text.dropFirst()))
            }
        }
        takeSign()
        for prefix in ["人民币", "RMB", "CNY", "￥", "¥"] where text.uppercased().hasPrefix(prefix) {
            text = WidthFolding.trimmed(String(text.dropFirst(prefix.count)))
            takeSign()
            break
        }
        for suffix in ["元整", "元正", "元", "圆"] where text.hasSuffix(suffix) {
            text = WidthFolding.trimmed(String(text.dropLast(suffix.count)))
            break
        }
        if let fen = Self.decimal(text) {
            self = .amount(negative ? -fen : fen)
            return
        }
        self = .wrong(problem: Self.problem(shown, text), mend: Self.mend(text))
    }

    /// Digits with or without commas every three, at most two decimals that are not zero.
    private static func decimal(_ text: String) -> Fen? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { return nil }
        let groups = parts[0].split(separator: ",", omittingEmptySubsequences: false)
        if groups.count > 1 {
            guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        }
        let whole = groups.joined()
        var fraction = parts.count == 2 ? String(parts[1]) : ""
        guard !(whole.isEmpty && fraction.isEmpty), (whole + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
        guard fraction.count <= 2, whole.drop(while: { $0 == "0" }).count <= 11 else { return nil }
        fraction += String(repeating: "0", count: 2 - fraction.count)
        guard let yuan = Int64(whole.isEmpty ? "0" : whole), let cents = Int64(fraction) else { return nil }
        return Fen(yuan * 100 + cents)
    }

    private static func problem(_ shown: String, _ text: String) -> String {
        let digits = text.utf8.filter { (0x30...0x39).contains($0) || $0 == 0x2C || $0 == 0x2E }.count
        guard digits == text.utf8.count else { return "\"\(shown)\"不是数字。" }
        let parts: [Substring] = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first else { return "\"\(shown)\"不是数字。" }
        if whole.contains(",") { return "\"\(shown)\"里的逗号位置不对，看不出是多少钱。" }
        if parts.count == 2, parts[1].count > 2 { return "\"\(shown)\"的小数超过两位，没有比分更小的钱。" }
        return whole.count > 11 ? "\"\(shown)\"太大了。" : "\"\(shown)\"不是数字。"
    }

    private static func mend(_ text: String) -> String {
        var guess = ChineseNumber.fen(text)
        if guess == nil, let last = text.last, last == "万" || last == "千" || last == "百" {
            let scale: Int64 = last == "万" ? 10_000 : last == "千" ? 1_000 : 100
            guess = decimal(WidthFolding.trimmed(String(text.dropLast()))).flatMap { $0.value < 1_000_000_000 ? Fen($0.value * scale) : nil }
        }
        guard let guess, guess.value > 0 else { return "请填数字，如 3200 或 3200.00。" }
        return guess.value % 100 == 0 ? "请填 \(guess.value / 100) 或 \(guess.plain)。" : "请填 \(guess.plain)。"
    }
}
