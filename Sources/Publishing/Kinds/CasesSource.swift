import Content

/// 办件: what people asked for. 私事 are counted and not read: neither the screen nor the repository knows more of them than their number.
enum CasesSource {
    private static let columns: [SourceTable.Column] = [
        .init("编号", ["序号", "号"]), .init("类别", ["分类", "分流", "性质"], required: true), .init("事项", ["内容", "诉求", "问题"], required: true),
        .init("地点", ["位置", "组"]), .init("环节", ["进展", "状态", "办理环节"], required: true), .init("部门", ["承办部门", "责任部门", "承办人", "责任单位"]),
        .init("期限", ["办理期限", "限办日期", "截止日期"]), .init("结果", ["办理结果", "办结情况", "反馈"]),
    ]
    private static let keys = MatterSource.names(["平均天数": ["平均办结天数", "平均用时"], "满意率": ["满意度", "评价"]])

    private static let steps: [String: Cases.Step] = [
        "上报": .reported, "受理": .reported, "登记": .reported, "交办": .assigned, "转办": .assigned, "分流": .assigned, "办理": .acting, "办理中": .acting,
        "正在办": .acting, "在办": .acting, "反馈": .closed, "办结": .closed, "已办结": .closed, "办完": .closed, "评价": .rated, "已评价": .rated,
    ]

    static func isCases(heads: Set<String>) -> Bool { heads.contains("环节") && heads.contains("事项") }

    /// Nil after an error that leaves no page; the messages say why.
    static func read(_ file: SourceFile, _ records: [CSVReader.Record], tile: Int, check: inout FileCheck) -> MatterSource? {
        guard let table = SourceTable(records, columns: columns, factKeys: keys, check: &check) else { return nil }
        let facts = EnvelopeFacts(table.facts, check: &check)
        let published = MatterSource.published(facts, check: &check)
        let period = facts.period ?? NameParts(file.stem).period
        check.rowsStandAlone = true
        var cases = Cases(rows: [])
        var seen: [String: Int] = [:]
        for row in table.rows {
            var entry: Cases.Case
            switch reading(row, table, year: published?.year, check: &check) {
            case .wrong: continue
            case .privateMatter:
                cases.privateMatters += 1
                continue
            case .open(let read): entry = read
            }
            if check.leftOutRows.contains(row.number) { continue }
            let count = seen[entry.id, default: 0] + 1
            seen[entry.id] = count
            if count > 1 {
                if entry.number != nil { check.error(row: row.number, column: table.head("编号"), "编号\"\(entry.number ?? "")\"写了两次。", "请改成不同的编号。") }
                entry.id += "-\(count)"
            }
            cases.rows.append(entry)
        }
        if let fact = table.facts["平均天数"] {
            if case .amount(let days) = AmountReading(fact.value.filter { $0 != "天" }), days >= .zero, days.value % 10 == 0 {
                cases.averageTenthDays = Int(days.value / 10)
            } else {
                check.error(row: fact.row, column: "平均天数", "\"\(fact.value)\"不是天数。", "请填数字，如 3.5。")
            }
        }
        if let fact = table.facts["满意率"] {
            if let share = MatterSource.whole(fact.value, units: ["%", "％"]), (0...100).contains(share) {
                cases.satisfied = share
            } else {
                check.error(row: fact.row, column: "满意率", "\"\(fact.value)\"不是百分数。", "请填 0% 到 100%，如 96%。")
            }
        }
        if let published { nameTheLate(cases, published, check: &check) }
        guard let published, !check.heldBack, let id = PageID("\(tile)/" + (period.map { $0.text.lowercased() + "-" } ?? "") + "cases") else { return nil }
        return MatterSource(
            file: file, id: id, title: facts.title ?? "办件公开", short: "\(period.map { $0.spokenShort } ?? "")办结 \(cases.closed) 件",
            period: period, published: published, facts: facts,
            detail: "\(cases.rows.count)件" + (cases.privateMatters > 0 ? "，私事\(cases.privateMatters)件只计数" : ""), body: cases)
    }

    private enum Reading {
        case open(Cases.Case)
        case privateMatter
        /// The messages say why.
        case wrong
    }

    private static func reading(_ row: SourceTable.Row, _ table: SourceTable, year: Int?, check: inout FileCheck) -> Reading {
        let number = row.number
        let triage: Cases.Triage
        switch WidthFolding.value(row["类别"]) {
        case "大事": triage = .major
        case "小事": triage = .minor
        case "私事":
            return .privateMatter
        default:
            check.error(row: number, column: table.head("类别"), "\"\(row["类别"])\"不是类别。", "请填 大事、小事 或 私事。")
            return .wrong
        }
        let matter = check.text(row["事项"], row: number, column: table.head("事项"))
        if matter.isEmpty { check.error(row: number, column: table.head("事项"), "没有填事项。", "请写清楚是什么事，不写是谁提的。") }
        guard let step = steps[WidthFolding.value(row["环节"])] else {
            check.error(row: number, column: table.head("环节"), "\"\(row["环节"])\"不是环节。", "请填 上报、交办、办理、办结 或 评价。")
            return .wrong
        }
        var due: Day?
        switch DayReading(row["期限"], year: year) {
        case .empty: break
        case .day(let day): due = day
        case .wrong(let problem, let mend): check.error(row: number, column: table.head("期限"), problem, mend)
        }
        func text(_ column: String, _ check: inout FileCheck) -> String? {
            let text = check.text(row[column], row: number, column: table.head(column))
            return text.isEmpty ? nil : text
        }
        let code = text("编号", &check)
        let result = text("结果", &check)
        let entry = Cases.Case(
            id: id(code, matter), number: code, triage: triage, matter: matter, place: text("地点", &check), step: step,
            department: text("部门", &check), due: due, result: result)
        if entry.isClosed, result == nil {
            check.warning(row: number, column: table.head("结果"), "办结了，没有写结果。", "请写一句办成了什么样。")
        } else if !entry.isClosed, due == nil {
            check.warning(row: number, column: table.head("期限"), "没有写期限。", "请填答应村民的日期。")
        }
        return matter.isEmpty ? .wrong : .open(entry)
    }

    private static func id(_ number: String?, _ matter: String) -> String {
        if let number, number.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }) { return "c" + number }
        return "m" + sha256(matter).prefix(10)
    }

    /// The screen will name them, so the clerk hears of it first.
    private static func nameTheLate(_ cases: Cases, _ published: Day, check: inout FileCheck) {
        let late = cases.rows.filter { $0.daysOverdue(on: published) != nil }
        guard !late.isEmpty else { return }
        let names = late.prefix(3).map(\.matter).joined(separator: "、")
        check.warning("\(late.count) 件超期没有办结：\(names)\(late.count > 3 ? "等" : "")。", "电视上会写明超期几天、哪个部门在办。")
    }
}

extension Period {
    /// `11月`, `三季度`, `2026年`: before another word.
    var spokenShort: String { chineseShort.hasPrefix("第") ? String(chineseShort.dropFirst()) : chineseShort }
}
