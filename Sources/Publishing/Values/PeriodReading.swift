import Content

/// A month, quarter or year as folders and heads name it.
enum PeriodReading {
    /// `2026-10`, `2026年10月`, `2026.10`, `202610`, `2026-Q3`, `2026年第三季度`, `2026年`, `2026`; nil for anything else.
    static func period(_ raw: String) -> Period? {
        var text = WidthFolding.value(raw).uppercased()
        text.removeAll { $0 == " " || $0 == "第" || $0 == "份" }
        guard text.count >= 4, let year = number(text.prefix(4)) ?? ChineseNumber.digitByDigit(String(text.prefix(4))),
            (1900...2999).contains(year)
        else { return nil }
        var rest = text.dropFirst(4)
        if rest.isEmpty { return .year(year) }
        if let first = rest.first, "-.年/_".contains(first) {
            rest.removeFirst()
            if rest.isEmpty { return first == "年" ? .year(year) : nil }
        } else if rest.count != 2, rest.first != "Q" {
            return nil
        }
        if rest.hasPrefix("Q") { return quarter(year, rest.dropFirst()) }
        if rest.hasSuffix("季度") || rest.hasSuffix("季") {
            return quarter(year, rest.prefix { $0 != "季" })
        }
        if rest.hasSuffix("月") { rest.removeLast() }
        guard (1...2).contains(rest.count), let month = number(rest) ?? ChineseNumber.integer(String(rest)).map(Int.init), (1...12).contains(month)
        else { return nil }
        return .month(year: year, month: month)
    }

    private static func quarter(_ year: Int, _ text: Substring) -> Period? {
        guard let quarter = number(text) ?? ChineseNumber.integer(String(text)).map(Int.init), (1...4).contains(quarter) else { return nil }
        return .quarter(year: year, quarter: quarter)
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}

extension Period {
    /// The month before or after; nil for what is not a month.
    func month(offsetBy offset: Int) -> Period? {
        guard case .month(let year, let month) = self else { return nil }
        let index = year * 12 + month - 1 + offset
        return .month(year: index / 12, month: index % 12 + 1)
    }

    /// By the days that they end on, then the longer one last.
    static func earlier(_ a: Period, _ b: Period) -> Bool {
        a.lastDay != b.lastDay ? a.lastDay < b.lastDay : a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }
}
