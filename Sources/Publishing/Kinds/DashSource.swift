import Content

/// 指标: figures and bars, from one table. A line without 项目 is a figure for itself; lines of one 指标 with 项目 are a chart's bars.
enum DashSource {
    private static let columns: [SourceTable.Column] = [
        .init("指标", ["名称", "数据"], required: true), .init("项目", ["年份", "月份", "组", "分项"]), .init("数值", ["数", "数量", "金额"], required: true),
        .init("单位", ["计量单位"], required: true), .init("备注", ["说明"]),
    ]
    private static let keys = MatterSource.names(["截至": ["截至日期", "数据截至", "统计日期"]])

    static func isDash(heads: Set<String>) -> Bool { heads.contains("指标") && heads.contains("数值") }

    /// Nil after an error that leaves no page; the messages say why.
    static func read(_ file: SourceFile, _ records: [CSVReader.Record], tile: Int, check: inout FileCheck) -> MatterSource? {
        guard let table = SourceTable(records, columns: columns, factKeys: keys, check: &check) else { return nil }
        let facts = EnvelopeFacts(table.facts, check: &check)
        let parts = NameParts(file.stem)
        let published = MatterSource.published(facts, check: &check)
        let period = facts.period ?? parts.period
        var asOf = period?.lastDay ?? published
        if let fact = table.facts["截至"] {
            switch DayReading(fact.value, year: published?.year) {
            case .empty: break
            case .day(let day): asOf = day
            case .wrong(let problem, let mend): check.error(row: fact.row, column: "截至", problem, mend)
            }
        }
        var figures: [Dash.Figure] = []
        var charts: [Dash.Chart] = []
        for row in table.rows {
            let label = check.text(row["指标"], row: row.number, column: table.head("指标"))
            let part = check.text(row["项目"], row: row.number, column: table.head("项目"))
            let unit = check.text(row["单位"], row: row.number, column: table.head("单位"))
            if label.isEmpty { check.error(row: row.number, column: table.head("指标"), "没有填指标。", "请写这个数是什么，如 集体收入。") }
            if unit.isEmpty { check.error(row: row.number, column: table.head("单位"), "没有填单位。", "请填 万元、户、人 这样的单位。") }
            guard case .amount(let value) = AmountReading(row["数值"]) else {
                check.error(row: row.number, column: table.head("数值"), "\"\(row["数值"])\"不是数字。", "请填数字，最多两位小数。")
                continue
            }
            let quantity = Quantity(hundredths: value.value)
            if part.isEmpty {
                figures.append(.init(label: label, value: quantity, unit: unit))
            } else if let at = charts.firstIndex(where: { $0.title == label }) {
                if charts[at].unit != unit {
                    check.error(row: row.number, column: table.head("单位"), "\"\(label)\"有两种单位：\(charts[at].unit)、\(unit)。", "一张图只能用一种单位。")
                }
                charts[at].bars.append(.init(label: part, value: quantity))
            } else {
                charts.append(.init(title: label, unit: unit, bars: [.init(label: part, value: quantity)]))
            }
            if !part.isEmpty, quantity < .zero { check.error(row: row.number, column: table.head("数值"), "是负数，画不成图。", "请去掉\"项目\"这一格，或者核对数字。") }
        }
        if figures.count > Dash.figureLimit {
            check.warning("单独的数字有\(figures.count)个，电视上只放前\(Dash.figureLimit)个。", "请留下最要紧的，或者填上\"项目\"画成图。")
            figures = Array(figures.prefix(Dash.figureLimit))
        }
        if figures.isEmpty, charts.isEmpty, !check.heldBack { check.error("一个数字也没有。", "请一行写一个指标。") }
        let name = check.text(parts.rest, column: "文件名")
        guard let published, let asOf, !check.heldBack,
            let id = PageID("\(tile)/" + (period.map { $0.text.lowercased() + "-" } ?? "") + "figures-\(sha256(parts.rest).prefix(6))")
        else { return nil }
        let title = facts.title ?? (name.isEmpty ? "数据" : name)
        return MatterSource(
            file: file, id: id, title: title, short: (period.map { $0.spokenShort } ?? "") + (name.isEmpty ? title : name), period: period,
            published: published, facts: facts, detail: "\(figures.count)个数，\(charts.count)张图",
            body: Dash(figures: figures, charts: charts, asOf: asOf))
    }
}
