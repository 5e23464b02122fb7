import Content

/// A day as clerks type it: `2026-11-05`, `2026.11.5`, `2026年11月5日`, `11月5日`, `20261105`, or a spreadsheet's serial number.
enum DayReading: Equatable {
    case empty
    case day(Day)
    case wrong(problem: String, mend: String)

    /// `year` and `month` come from the folder or the head, for days written without them.
    init(_ raw: String, year: Int? = nil, month: Int? = nil) {
        let shown = WidthFolding.trimmed(raw)
        var text = WidthFolding.value(raw)
        if ["", "-", "—", "——", "/", "无"].contains(text) {
            self = .empty
            return
        }
        text = Self.withoutClockAndWeekday(text)
        let sample = "请填 2026-11-05 或 11月5日。"
        guard let numbers = Self.numbers(text) else {
            self = .wrong(problem: "\"\(shown)\"不是日期。", mend: sample)
            return
        }
        func made(_ year: Int, _ month: Int, _ day: Int) -> DayReading {
            Day(year: year, month: month, day: day).map(DayReading.day)
                ?? .wrong(problem: "\"\(shown)\"没有这一天。", mend: "请改成日历上有的日期，如 2026-11-05。")
        }
        switch numbers.values.count {
        case 3 where numbers.widths[0] == 4:
            self = made(numbers.values[0], numbers.values[1], numbers.values[2])
        case 3 where numbers.widths[2] == 4:
            self = .wrong(problem: "\"\(shown)\"看不出哪个是月、哪个是日。", mend: "请把年写在前面，如 2026-11-05。")
        case 3 where numbers.widths[0] == 2:
            let full = "20\(text.prefix(2))"
            self = .wrong(problem: "\"\(shown)\"的年份只有两位。", mend: "请写全，如 \(full)-\(numbers.values[1])-\(numbers.values[2])。")
        case 2 where numbers.widths[0] == 5 && numbers.form == .dots:
            self = Self.serial(numbers.values[0], shown)
        case 2 where numbers.widths[0] == 4:
            self = .wrong(problem: "\"\(shown)\"没有写几日。", mend: "请写全，如 \(numbers.values[0])-\(numbers.values[1])-05。")
        case 2 where numbers.form == .dots && numbers.widths[1] == 1 && numbers.values[1] <= 3:
            // A spreadsheet turns 10.20 into the number 10.2.
            let (month, day) = (numbers.values[0], numbers.values[1])
            self = .wrong(
                problem: "\"\(shown)\"看不出是\(month)月\(day)日还是\(month)月\(day)0日。",
                mend: "请填 \(month)月\(day)日 或 \(month)月\(day)0日。")
        case 2:
            guard let year else {
                self = .wrong(problem: "\"\(shown)\"没有写哪一年。", mend: "请写全，如 2026-\(numbers.values[0])-\(numbers.values[1])。")
                return
            }
            self = made(year, numbers.values[0], numbers.values[1])
        case 1 where numbers.widths[0] == 8 && numbers.form == .none:
            let value = numbers.values[0]
            self = made(value / 10_000, value / 100 % 100, value % 100)
        case 1 where numbers.widths[0] == 5 && numbers.form == .none:
            self = Self.serial(numbers.values[0], shown)
        case 1 where numbers.form == .words && numbers.widths[0] <= 2 && (text.hasSuffix("日") || text.hasSuffix("号")):
            guard let year, let month else {
                self = .wrong(problem: "\"\(shown)\"没有写哪年哪月。", mend: "请写全，如 2026-11-05。")
                return
            }
            self = made(year, month, numbers.values[0])
        default:
            self = .wrong(problem: "\"\(shown)\"不是日期。", mend: sample)
        }
    }

    /// Days since 1899-12-30 (ECMA-376 part 1, 18.17.4.1, the 1900 system after its wrong leap day): 46331 is 2026-11-05.
    private static func serial(_ value: Int, _ shown: String) -> DayReading {
        guard (20_000...73_050).contains(value) else {
            return .wrong(problem: "\"\(shown)\"不是日期。", mend: "请填 2026-11-05 或 11月5日。")
        }
        return .day(Day(daysSinceEpoch: value - 25_569))
    }

    private enum Form { case none, dots, dashes, words }

    private static func numbers(_ text: String) -> (values: [Int], widths: [Int], form: Form)? {
        var form = Form.none
        var parts: [String] = [""]
        for character in text {
            let next: Form?
            switch character {
            case "年", "月", "日", "号": next = .words
            case ".", "．", "。": next = .dots
            case "-", "/", "−", "–", "—": next = .dashes
            case " ": next = nil
            default:
                parts[parts.count - 1].append(character)
                continue
            }
            guard let next else { continue }
            form = next == .words || form == .none ? next : form
            if !parts[parts.count - 1].isEmpty { parts.append("") } else if next != .words { return nil }
        }
        if parts.last == "" { parts.removeLast() }
        guard (1...3).contains(parts.count) else { return nil }
        var values: [Int] = []
        var widths: [Int] = []
        for (index, part) in parts.enumerated() {
            if part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), part.count <= 8, let value = Int(part) {
                values.append(value)
                widths.append(part.count)
            } else if form == .words, index == 0, part.count == 4, let year = ChineseNumber.digitByDigit(part) {
                values.append(year)
                widths.append(4)
            } else if form == .words, let value = ChineseNumber.integer(part), value <= 31 {
                values.append(Int(value))
                widths.append(2)
            } else {
                return nil
            }
        }
        return (values, widths, form)
    }

    private static func withoutClockAndWeekday(_ text: String) -> String {
        var kept = text
        if let open = kept.firstIndex(where: { $0 == "(" }), kept.hasSuffix(")") { kept = String(kept[..<open]) }
        for word in ["星期", "周"] {
            if let range = kept.firstRange(of: word) { kept = String(kept[..<range.lowerBound]) }
        }
        if let colon = kept.firstIndex(of: ":") {
            // 2026-11-05 10:30, 2026-11-05T10:30:00
            let head = kept[..<colon]
            if let gap = head.lastIndex(where: { $0 == " " || $0 == "T" }) { kept = String(head[..<gap]) }
        }
        return WidthFolding.trimmed(kept)
    }
}
