import Content

/// 收支: one month's books, from table to ledger.
struct LedgerSource {
    /// A row with where it came from.
    struct Row {
        var row: Int
        var entry: Ledger.Row
    }

    var file: SourceFile
    /// 2; another where a file of that tile has heads of books, as 党费收支 in 3.
    var tile: Int
    var period: Period
    /// Empty for the village's main books; `村公资金` for a second set in the same month.
    var series: String
    var facts: EnvelopeFacts
    var opening: Fen
    var closing: Fen
    var rows: [Row]
    /// Some handler or approver is not in office and was masked.
    var masked: Bool

    /// What the village's main books are called.
    static let mainTitle = "财务收支"

    /// What a file's name says besides 收支: the second set of books of a month, or nothing.
    static func series(_ name: String) -> String {
        for word in ["财务收支", "收支明细", "收支情况", "收支公开", "收支表", "收支"] where name.contains(word) {
            return WidthFolding.trimmed(name.replacing(word, with: ""))
        }
        return WidthFolding.trimmed(name)
    }

    /// `2/2026-10`; a second set of books carries a fingerprint of its name, which may be Chinese.
    static func id(_ period: Period, tile: Int, series: String) -> PageID? {
        PageID("\(tile)/\(period.text.lowercased())" + (series.isEmpty ? "" : "-" + sha256(series).prefix(6)))
    }

    /// What the books are called where their file does not say.
    static func title(tile: Int, series: String) -> String { tile == 2 && series.isEmpty ? mainTitle : series + "收支" }

    static let columns: [SourceTable.Column] = [
        .init("日期", ["时间", "记账日期", "发生日期", "收支日期"], required: true),
        .init("摘要", ["事由", "用途", "内容", "收支内容", "用在哪里", "项目", "收支项目", "说明"], required: true),
        .init("类别", ["科目", "分类", "类型", "收支类别", "会计科目"]),
        .init("收入", ["收入金额", "收入数", "收方"], required: true),
        .init("支出", ["支出金额", "支出数", "付方"], required: true),
        .init("凭证号", ["凭证", "凭证编号", "凭证号数", "票据号", "单据号"]),
        .init("经手人", ["经办人", "经手", "经办"]),
        .init("审批人", ["审批", "批准人", "签批人"]),
        .init("备注", ["附注"]),
        // Known, checked, and not shown: the screen has totals of its own.
        .init("余额", ["结余", "结存"]),
        .init("序号", ["编号", "号"]),
    ]

    static let keys: [String: String] = {
        var keys = EnvelopeFacts.keys
        for name in ["期初", "期初余额", "期初结余", "期初数", "上月结余", "上月余额", "上期结余", "上期结转", "上月结转", "月初余额"] { keys[name] = "期初" }
        for name in ["期末", "期末余额", "期末结余", "期末数", "本月结余", "本月余额", "本期结余", "月末余额", "结转下月"] { keys[name] = "期末" }
        for name in ["单位", "金额单位"] { keys[name] = "单位" }
        return keys
    }()

    private static let sumWords: Set<String> = ["合计", "总计", "本月合计", "本期合计", "收支合计", "小计", "本月累计", "累计"]

    /// Nil after an error that leaves no books; the messages say why.
    init?(
        _ file: SourceFile, _ records: [CSVReader.Record], tile: Int, period folderPeriod: Period?, series: String,
        officials: Set<String>, check: inout FileCheck
    ) {
        guard let table = SourceTable(records, columns: Self.columns, factKeys: Self.keys, check: &check) else { return nil }
        var facts = table.facts
        if let unit = facts["单位"], unit.value.contains("万") {
            check.error(row: unit.row, column: "单位", "单位是万元。", "请换算成元，例如 1.2 万元写成 12000。")
        }
        let envelope = EnvelopeFacts(facts, check: &check)
        if let stated = envelope.period, let folderPeriod, stated != folderPeriod {
            check.error(
                row: facts["所属期间"]?.row, column: "所属期间", "写的是\(stated.chinese)，文件夹是\(folderPeriod.chinese)。", "请改成一样。")
        }
        guard let period = folderPeriod ?? envelope.period else {
            check.error("看不出是哪个月的账。", "请放进以月份命名的文件夹，如 2财务/2026-10/收支.csv。")
            return nil
        }
        let (year, month) =
            switch period {
            case .month(let year, let month): (year, Optional(month))
            case .quarter(let year, _), .year(let year): (year, Int?.none)
            }
        var rows: [Row] = []
        var masked = false
        var seen: [String: Int] = [:]
        var balances: [(row: Int, count: Int, stated: Fen)] = []
        var stated: (row: Int, income: AmountReading, expense: AmountReading)?
        for row in table.rows {
            let words = row.nonEmpty.prefix(3).map(SourceTable.normalised)
            if words.contains(where: Self.sumWords.contains) {
                // 小计 and 累计 cover other rows than these; 合计 must agree.
                if words.contains(where: { $0.hasSuffix("合计") || $0 == "总计" }) {
                    stated = (row.number, AmountReading(row["收入"]), AmountReading(row["支出"]))
                }
                continue
            }
            if let key = words.lazy.compactMap({ Self.keys[$0] }).first, key == "期初" || key == "期末", row["类别"].isEmpty || row["凭证号"].isEmpty {
                let amounts = row.nonEmpty.filter { if case .amount = AmountReading($0) { true } else { false } }
                if let amount = amounts.last {
                    if let known = facts[key], AmountReading(known.value) != AmountReading(amount) {
                        check.error(row: row.number, column: key, "写了两次，内容不同。", "请只留一个。")
                    }
                    facts[key] = facts[key] ?? SourceTable.Fact(value: amount, row: row.number)
                    continue
                }
            }
            guard let entry = Self.entry(row, table, year: year, month: month, period: period, officials: officials, masked: &masked, check: &check)
            else { continue }
            var unique = entry
            let count = seen[entry.id, default: 0] + 1
            seen[entry.id] = count
            if count > 1 { unique.id += "-\(count)" }
            rows.append(Row(row: row.number, entry: unique))
            if case .amount(let balance) = AmountReading(row["余额"]) { balances.append((row.number, rows.count, balance)) }
        }
        self.file = file
        self.tile = tile
        self.period = period
        self.series = series
        self.facts = envelope
        self.rows = rows
        self.masked = masked
        let income = rows.reduce(Fen.zero) { $0 + ($1.entry.income ?? .zero) }
        let expense = rows.reduce(Fen.zero) { $0 + ($1.entry.expense ?? .zero) }
        if !table.has("类别") {
            check.warning("没有\"类别\"这一列。", "加上\"类别\"，村民看得更明白，如 公益支出、资产租金。")
        }
        opening = .zero
        closing = .zero
        guard !check.heldBack else { return nil }
        if let stated {
            for (name, reading, sum) in [("收入", stated.income, income), ("支出", stated.expense, expense)] {
                if case .amount(let amount) = reading, amount != sum {
                    check.error(
                        row: stated.row, column: name, "合计写的是 \(amount.plain)，各行加起来是 \(sum.plain)，相差 \(Fen(abs((amount - sum).value)).plain) 元。",
                        "请核对。")
                }
            }
        }
        guard let opening = Self.balance("期初", facts, suggestion: nil, check: &check),
            let closing = Self.balance("期末", facts, suggestion: opening + income - expense, check: &check)
        else { return nil }
        self.opening = opening
        self.closing = closing
        for balance in balances {
            let sum = rows.prefix(balance.count).reduce(opening) { $0 + ($1.entry.income ?? .zero) - ($1.entry.expense ?? .zero) }
            guard sum != balance.stated else { continue }
            // The first one says where to look; the rest follow from it.
            check.warning(
                row: balance.row, column: table.head("余额"), "写的是 \(balance.stated.plain)，从期初算到这一行是 \(sum.plain)。", "请核对这一行和上一行。")
            break
        }
        let computed = opening + income - expense
        if computed != closing {
            check.error(
                "期初+收入−支出=\(computed.plain)，与期末 \(closing.plain) 相差 \(Fen(abs((computed - closing).value)).plain) 元。", "请核对。")
        }
        Self.warnings(rows, expense: expense, period: period, check: &check)
        if check.heldBack { return nil }
    }

    private static func balance(
        _ key: String, _ facts: [String: SourceTable.Fact], suggestion: Fen?, check: inout FileCheck
    ) -> Fen? {
        let what = key == "期初" ? "上月底还剩多少钱" : "这个月底还剩多少钱"
        let sample = suggestion.map { " \($0.plain)（按本表算出来的，请核对）" } ?? "数字，如 128640.52"
        guard let fact = facts[key] else {
            check.error("没有\"\(key)\"（\(what)）。", "请在表头上面加一行，第一格写\"\(key)\"，第二格写\(sample)。")
            return nil
        }
        switch AmountReading(fact.value) {
        case .amount(let amount):
            return amount
        case .empty:
            check.error(row: fact.row, column: key, "没有填数字（\(what)）。", "请填\(sample)。")
        case .wrong(let problem, let mend):
            check.error(row: fact.row, column: key, problem, mend)
        }
        return nil
    }

    private static func entry(
        _ row: SourceTable.Row, _ table: SourceTable, year: Int, month: Int?, period: Period, officials: Set<String>,
        masked: inout Bool, check: inout FileCheck
    ) -> Ledger.Row? {
        let number = row.number
        var day: Day?
        switch DayReading(row["日期"], year: year, month: month) {
        case .day(let value):
            day = value
        case .empty:
            check.error(row: number, column: table.head("日期"), "没有填日期。", "请填这笔钱收支的日期，如 \(year)-\(month ?? 11)-05。")
        case .wrong(let problem, let mend):
            check.error(row: number, column: table.head("日期"), problem, mend)
        }
        let summary = check.text(row["摘要"], row: number, column: table.head("摘要"))
        if summary.isEmpty { check.error(row: number, column: table.head("摘要"), "没有填摘要。", "请写清楚钱用在哪里，或者从哪里来。") }
        var amounts: [String: Fen] = [:]
        var readable = true
        for name in ["收入", "支出"] {
            switch AmountReading(row[name]) {
            case .empty: break
            case .amount(let amount):
                if amount != .zero { amounts[name] = amount }
                if amount < .zero {
                    check.warning(row: number, column: table.head(name), "\(amount.plain)是负数。", "如果是冲账，可以留着；如果不是，请去掉负号。")
                }
            case .wrong(let problem, let mend):
                check.error(row: number, column: table.head(name), problem, mend)
                readable = false
            }
        }
        if readable, amounts.isEmpty {
            check.error(row: number, "收入和支出都没有填。", "请填其中一个；如果这一行没有用，请删掉整行。")
        } else if amounts.count == 2 {
            check.error(row: number, "收入和支出都填了。", "一行只能填一个，请分成两行。")
        }
        if let day, readable {
            let inside: Bool =
                switch period {
                case .month(let year, let month): day.year == year && day.month == month
                case .quarter(let year, let quarter): day.year == year && (day.month + 2) / 3 == quarter
                case .year(let year): day.year == year
                }
            if !inside {
                check.warning(row: number, column: table.head("日期"), "\(day.chinese)不在\(period.chinese)。", "请核对；如果是补记，请在备注里写明。")
            }
        }
        let category = check.text(row["类别"], row: number, column: table.head("类别"))
        let voucher = check.text(row["凭证号"], row: number, column: table.head("凭证号"))
        func person(_ name: String) -> String? {
            let (full, shown) = check.name(row[name], row: number, column: table.head(name)) { NameMask.maskedList($0, keeping: officials).text }
            guard !full.isEmpty else { return nil }
            masked = masked || NameMask.maskedList(full, keeping: officials).masked
            return shown
        }
        let remark = check.text(row["备注"], row: number, column: table.head("备注"))
        guard let day, !summary.isEmpty, readable, amounts.count == 1 else { return nil }
        return Ledger.Row(
            id: Self.id(voucher: voucher, category: category, summary: summary), date: day, summary: summary, category: category,
            income: amounts["收入"], expense: amounts["支出"], voucher: voucher.isEmpty ? nil : voucher, handler: person("经手人"),
            approver: person("审批人"), remark: remark.isEmpty ? nil : remark)
    }

    /// By the voucher number; without one by what the row is about, so that a corrected amount or date keeps the id.
    private static func id(voucher: String, category: String, summary: String) -> String {
        let plain = VoucherNumber.key(voucher)
        if !plain.isEmpty, plain.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }) {
            return "v" + plain
        }
        return "r" + String(sha256("\(voucher)\n\(category)\n\(summary)").prefix(10))
    }

    private static func warnings(_ rows: [Row], expense: Fen, period: Period, check: inout FileCheck) {
        let other = rows.filter { ["其他支出", "其它支出", "其他", "其它"].contains($0.entry.category) }
            .reduce(Fen.zero) { $0 + ($1.entry.expense ?? .zero) }
        if expense > .zero, other.value * 20 > expense.value {
            let tenths = other.value * 1_000 / expense.value
            check.warning(
                "\"其他支出\"占全部支出的 \(tenths / 10).\(tenths % 10)%，超过5%。", "请尽量写清楚类别，村民会问钱用到哪里去了。")
        }
        if rows.isEmpty { check.warning("表里没有一笔收支。", "如果\(period.chinese)真的没有收支，可以就这样发布。") }
    }

    /// What the same line is called in every month: 垃圾清运费（9月两次） and 垃圾清运费（8月两次） are one.
    static func line(_ row: Ledger.Row) -> String {
        var summary = ""
        var depth = 0
        for character in WidthFolding.value(row.summary) {
            if "([【（".contains(character) { depth += 1 }
            if depth == 0, !character.isNumber || "一二三四五六七八九十".contains(character), !character.isWhitespace { summary.append(character) }
            if ")]】）".contains(character) { depth = max(0, depth - 1) }
        }
        for word in dateWords {
            while let range = summary.firstRange(of: word) { summary.removeSubrange(range) }
        }
        return (row.income == nil ? "-" : "+") + row.category + "\n" + summary
    }

    private static let dateWords =
        ["十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "一", "本", "上"].map { $0 + "月" }
        + ["一", "二", "三", "四"].map { $0 + "季度" } + ["月份", "季度", "月", "年"]

    /// Each row of `now` with the matching row of the month before: the first with the first of that line, the second with the second.
    static func linked(_ now: [Ledger.Row], to before: [Ledger.Row], on page: PageID) -> [Ledger.Row] {
        var lines: [String: [String]] = [:]
        for row in before { lines[line(row), default: []].append(row.id) }
        var used: [String: Int] = [:]
        return now.map { row in
            var row = row
            let key = line(row)
            let place = used[key, default: 0]
            used[key] = place + 1
            if let ids = lines[key], place < ids.count { row.before = Ledger.RowReference(page: page, row: ids[place]) }
            return row
        }
    }
}

/// Voucher numbers as people write them on paper, in tables and in the names of photos.
enum VoucherNumber {
    /// Narrow, lower case, without 第…号 and spaces.
    static func key(_ text: String) -> String {
        var value = WidthFolding.value(text).lowercased()
        value.removeAll { $0.isWhitespace || "第号#".contains($0) }
        return value
    }

    /// `0012`, `0012-2`, `0012(1)`, `0012_发票` of photos belong to voucher 0012; so does `12`, when `known` has no 12 of its own.
    static func voucher(ofPhoto stem: String, among known: Set<String>) -> String? {
        let name = key(stem)
        if known.contains(name) { return name }
        let front = String(name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) })
        if known.contains(front) { return front }
        guard let number = Int(front) else { return nil }
        // A voucher may carry a word before its number: 12 is the photo of 付字0012.
        let same = known.filter { Int(lastDigits($0)) == number }
        return same.count == 1 ? same.first : nil
    }

    private static func lastDigits(_ text: String) -> Substring {
        var start = text.endIndex
        while start > text.startIndex {
            let before = text.index(before: start)
            guard text[before].isASCII, text[before].isNumber else { break }
            start = before
        }
        return text[start...]
    }
}
