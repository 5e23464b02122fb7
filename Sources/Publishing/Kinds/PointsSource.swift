import Content

/// 积分: a quarter's changes, one a line, to the red list. Names are masked and reasons for losing points stay behind here.
enum PointsSource {
    private static let columns: [SourceTable.Column] = [
        .init("姓名", ["户主", "农户", "户名", "户主姓名"], required: true), .init("组", ["村民小组", "小组", "组别"]),
        .init("变动", ["加减分", "分值变动", "得分", "分数"], required: true), .init("原因", ["事由", "加分原因", "说明", "事项"], required: true),
        .init("日期", ["时间"]), .init("序号", ["编号"]),
    ]
    private static let keys = MatterSource.names(["基础分": ["基础", "基准分"]])

    private static let ruleColumns: [SourceTable.Column] = [
        .init("事项", ["内容", "加分事项", "项目"], required: true), .init("分值", ["加减分", "分数"], required: true), .init("序号", ["编号"]),
    ]

    static func isPoints(heads: Set<String>) -> Bool { heads.contains("变动") && heads.contains("原因") }
    static func isRules(heads: Set<String>, name: String) -> Bool { heads.contains("分值") && name.contains("积分") }

    /// 积分办法: what brings and costs points, for every quarter's page. Nil after an error.
    static func rules(_ records: [CSVReader.Record], check: inout FileCheck) -> [Points.Rule]? {
        guard let table = SourceTable(records, columns: ruleColumns, factKeys: keys, check: &check) else { return nil }
        var rules: [Points.Rule] = []
        for row in table.rows {
            let text = check.text(row["事项"], row: row.number, column: table.head("事项"))
            guard let delta = MatterSource.whole(row["分值"], units: ["分"]), delta != 0, abs(delta) <= 100, !text.isEmpty else {
                check.error(row: row.number, column: table.head("分值"), "\"\(row["分值"])\"不是分值。", "请填 +5 或 -3 这样的数。")
                continue
            }
            rules.append(.init(text: text, delta: delta))
        }
        return check.heldBack ? nil : rules
    }

    /// Nil after an error that leaves no page; the messages say why.
    static func read(_ file: SourceFile, _ records: [CSVReader.Record], tile: Int, check: inout FileCheck) -> MatterSource? {
        guard let table = SourceTable(records, columns: columns, factKeys: keys, check: &check) else { return nil }
        let facts = EnvelopeFacts(table.facts, check: &check)
        let published = MatterSource.published(facts, check: &check)
        let period = facts.period ?? NameParts(file.stem).period
        if period == nil { check.error("看不出是哪个季度。", "请在表头上面加一行，第一格写\"季度\"，第二格写 2026-Q3。") }
        var base = 100
        if let fact = table.facts["基础分"] {
            if let stated = MatterSource.whole(fact.value, units: ["分"]), (0...1_000).contains(stated) {
                base = stated
            } else {
                check.error(row: fact.row, column: "基础分", "\"\(fact.value)\"不是分数。", "请填数字，如 100。")
            }
        }
        var order: [String] = []
        var households: [String: Points.Household] = [:]
        for row in table.rows {
            let (name, shown) = check.name(row["姓名"], row: row.number, column: table.head("姓名"))
            let group = check.text(row["组"], row: row.number, column: table.head("组"))
            let reason = check.text(row["原因"], row: row.number, column: table.head("原因"))
            guard !name.isEmpty else {
                check.error(row: row.number, column: table.head("姓名"), "没有填姓名。", "请填户主的姓名，或者删掉这一行。")
                continue
            }
            guard let delta = MatterSource.whole(row["变动"], units: ["分"]), abs(delta) <= 100 else {
                check.error(row: row.number, column: table.head("变动"), "\"\(row["变动"])\"不是分数。", "请填 +5 或 -3 这样的数，一次不超过100分。")
                continue
            }
            let key = group + "\n" + name
            if households[key] == nil { order.append(key) }
            var household = households[key] ?? .init(id: "", group: group.isEmpty ? nil : group, name: shown, merits: [])
            if delta > 0 {
                if reason.isEmpty { check.error(row: row.number, column: table.head("原因"), "没有填原因。", "加分要写明为什么，如 带头修水渠3天。") }
                household.merits.append(.init(text: reason, delta: delta))
            } else {
                household.deducted += delta
            }
            households[key] = household
        }
        let gained = order.compactMap { households[$0] }.filter { $0.delta > 0 }
        if gained.count < order.count {
            check.note("\(order.count - gained.count) 户这一季没有加分，不上榜。", "扣分和扣分的原因不上电视，请上门说。")
        }
        if gained.isEmpty, !check.heldBack { check.error("没有一户加分，红榜是空的。", "请核对\"变动\"这一列。") }
        guard let published, let period, !check.heldBack, let id = id(tile: tile, period) else { return nil }
        let points = Points(base: base, households: listed(gained))
        return MatterSource(
            file: file, id: id, title: facts.title ?? "积分红榜", short: "\(period.spokenShort)积分红榜", period: period, published: published, facts: facts,
            names: .masked, detail: "\(points.households.count)户", body: points)
    }

    static func id(tile: Int, _ period: Period) -> PageID? { PageID("\(tile)/\(period.text.lowercased())-points") }

    /// In the order of the list, with ids from what is published: a hash of a full name could be guessed back.
    private static func listed(_ households: [Points.Household]) -> [Points.Household] {
        var seen: [String: Int] = [:]
        let sorted = households.enumerated().sorted { a, b in
            a.element.delta != b.element.delta ? a.element.delta > b.element.delta : a.offset < b.offset
        }
        return sorted.map { _, household in
            var household = household
            household.merits = household.merits.enumerated().sorted { a, b in
                a.element.delta != b.element.delta ? a.element.delta > b.element.delta : a.offset < b.offset
            }.map(\.element)
            let base = "h" + sha256((household.group ?? "") + "\n" + household.name).prefix(10)
            let count = seen[base, default: 0] + 1
            seen[base] = count
            household.id = count > 1 ? "\(base)-\(count)" : base
            return household
        }
    }
}
