import Content

/// 进度: one project, from its table. Rows that carry an amount are its money, the others its stages.
enum BoardSource {
    private static let columns: [SourceTable.Column] = [
        .init("阶段", ["环节", "工序", "步骤", "项目"], required: true), .init("日期", ["时间", "完成日期", "计划日期"]),
        .init("完成", ["是否完成", "完成情况", "已完成"], required: true), .init("金额", ["金额(元)", "钱数"]), .init("完成比例", ["进度", "比例"]),
        .init("说明", ["备注", "内容"]), .init("凭证号", ["凭证", "凭证编号"]),
    ]

    static func isBoard(heads: Set<String>) -> Bool { heads.contains("阶段") && heads.contains("完成") }

    /// Nil after an error that leaves no page; the messages say why.
    static func read(_ file: SourceFile, _ records: [CSVReader.Record], tile: Int, check: inout FileCheck) -> MatterSource? {
        guard let table = SourceTable(records, columns: columns, factKeys: EnvelopeFacts.keys, check: &check) else { return nil }
        let facts = EnvelopeFacts(table.facts, check: &check)
        let published = MatterSource.published(facts, check: &check)
        var board = Board(stages: [])
        var capitals: [(row: Int, text: String)] = []
        for row in table.rows { take(row, table, year: published?.year, into: &board, &capitals, check: &check) }
        for (row, text) in capitals {
            guard let budget = board.budget, !Capitals.says(text, budget) else { continue }
            check.error(row: row, column: "大写", "\"\(text)\"和预算 \(budget.plain) 对不上，应当是 \(budget.capitals)。", "请核对，改对其中一个。")
        }
        if board.stages.isEmpty { check.error("一个阶段也没有。", "请一行写一个阶段，如 路基、浇筑、验收。") }
        checkMoney(board, check: &check)
        checkStages(board, published: published, check: &check)
        let folder = file.folders.count > 1 ? file.folders.last ?? "" : NameParts(file.stem).rest
        let name = check.text(folder, column: "文件夹名")
        let title = facts.title ?? name
        guard let published, !check.heldBack, let id = id(tile: tile, project: folder) else { return nil }
        return MatterSource(
            file: file, id: id, title: title, short: name, period: facts.period, published: published, facts: facts,
            detail: "\(board.stages.count)个阶段", body: board, project: folder)
    }

    /// The project's folder names it: its page stays when the title changes.
    static func id(tile: Int, project: String) -> PageID? { PageID("\(tile)/project-\(sha256(NameParts(project).rest).prefix(6))") }

    private static func take(
        _ row: SourceTable.Row, _ table: SourceTable, year: Int?, into board: inout Board, _ capitals: inout [(row: Int, text: String)],
        check: inout FileCheck
    ) {
        let name = check.text(row["阶段"], row: row.number, column: table.head("阶段"))
        guard !name.isEmpty else {
            if !row.nonEmpty.isEmpty { check.error(row: row.number, column: table.head("阶段"), "没有填阶段。", "请填阶段的名称，或者删掉这一行。") }
            return
        }
        let note = check.text(row["说明"], row: row.number, column: table.head("说明"))
        let plain = SourceTable.normalised(name)
        if ["预算大写", "合同价大写", "大写"].contains(plain) {
            capitals.append((row.number, row["金额"].isEmpty ? note : row["金额"]))
            return
        }
        let share = row["完成比例"].isEmpty && plain == "完成比例" ? (row["金额"].isEmpty ? note : row["金额"]) : row["完成比例"]
        if !share.isEmpty { percent(share, row.number, table, into: &board, check: &check) }
        if plain == "完成比例" { return }
        if ["施工", "施工单位", "承建", "承建单位", "中标单位"].contains(plain) {
            if note.isEmpty { check.warning(row: row.number, column: table.head("说明"), "没有写是哪家施工。", "请填施工单位的名称。") }
            board.contractor = note.isEmpty ? nil : note
            return
        }
        var amount: Fen?
        switch AmountReading(row["金额"]) {
        case .empty: break
        case .amount(let value): amount = value
        case .wrong(let problem, let mend): check.error(row: row.number, column: table.head("金额"), problem, mend)
        }
        if let amount, amount < .zero { check.error(row: row.number, column: table.head("金额"), "金额是负数。", "请去掉减号；退款请在说明里写明。") }
        switch plain {
        case "预算", "预算合计", "总投资", "合计": board.budget = amount ?? board.budget
        case "已付", "已付款", "累计已付", "已拨付": board.paid = amount ?? board.paid
        case "付款", "拨款", "支付": payment(row, table, amount, note, year: year, into: &board, check: &check)
        default:
            if let amount {
                board.sources.append(.init(name: sourceName(name, plain), amount: amount))
            } else if row["金额"].isEmpty {
                stage(row, table, name, note, year: year, into: &board, check: &check)
            }
        }
    }

    /// In the words of the screen: 自筹 alone does not say whose money it is.
    private static func sourceName(_ name: String, _ plain: String) -> String { plain == "自筹" ? "群众自筹" : name }

    private static func percent(_ raw: String, _ number: Int, _ table: SourceTable, into board: inout Board, check: inout FileCheck) {
        var text = WidthFolding.value(raw)
        var isShare = false
        if let last = text.last, "%％".contains(last) { text.removeLast() } else { isShare = text.contains(".") }
        var value = MatterSource.whole(text)
        // A spreadsheet keeps 72 % as 0.72.
        if isShare, let parts = Optional(text.split(separator: ".")), parts.count == 2, let whole = Int(parts[0]), whole <= 1, parts[1].count <= 2,
            let rest = Int(parts[1] + (parts[1].count == 1 ? "0" : "")) { value = whole * 100 + rest }
        guard let value, (0...100).contains(value) else {
            check.error(row: number, column: table.head("完成比例"), "\"\(raw)\"不是完成比例。", "请填 0% 到 100%，如 72%。")
            return
        }
        board.percentDone = value
    }

    private static func stage(
        _ row: SourceTable.Row, _ table: SourceTable, _ name: String, _ note: String, year: Int?, into board: inout Board, check: inout FileCheck
    ) {
        let done: Bool
        switch WidthFolding.value(row["完成"]) {
        case "是", "已完成", "完成", "√", "✓", "1": done = true
        case "否", "未完成", "没有", "", "0", "正在做", "进行中": done = false
        default:
            check.error(row: row.number, column: table.head("完成"), "\"\(row["完成"])\"看不出完成没有。", "请填 是 或 否。")
            return
        }
        board.stages.append(
            .init(name: name, done: done, date: day(row, table, year: year, check: &check), note: note.isEmpty ? nil : note))
    }

    private static func payment(
        _ row: SourceTable.Row, _ table: SourceTable, _ amount: Fen?, _ note: String, year: Int?, into board: inout Board,
        check: inout FileCheck
    ) {
        guard let amount, let day = day(row, table, year: year, check: &check) else {
            check.error(row: row.number, "付款要写日期和金额。", "请把这一行填全，如 2026-09-30、120000.00。")
            return
        }
        let voucher = check.text(row["凭证号"], row: row.number, column: table.head("凭证号"))
        board.payments.append(.init(date: day, amount: amount, summary: note.isEmpty ? "付款" : note, voucher: voucher.isEmpty ? nil : voucher))
    }

    private static func day(_ row: SourceTable.Row, _ table: SourceTable, year: Int?, check: inout FileCheck) -> Day? {
        switch DayReading(row["日期"], year: year) {
        case .empty: return nil
        case .day(let day): return day
        case .wrong(let problem, let mend):
            check.error(row: row.number, column: table.head("日期"), problem, mend)
            return nil
        }
    }

    private static func checkMoney(_ board: Board, check: inout FileCheck) {
        let sum = board.sources.reduce(Fen.zero) { $0 + $1.amount }
        if let budget = board.budget, !board.sources.isEmpty, sum != budget {
            let names = board.sources.map(\.name).joined(separator: "+")
            check.error("\(names)=\(sum.plain)，与预算 \(budget.plain) 相差 \(Fen(abs((sum - budget).value)).plain) 元。", "请核对。")
        }
        if board.budget == nil { check.warning("没有写预算。", "请加一行\"预算\"，填上金额，村民最想知道要花多少钱。") }
        if let budget = board.budget, let paid = board.paid, paid > budget {
            check.warning("已付 \(paid.plain) 超过了预算 \(budget.plain)。", "请核对；如果是增加了工程，请在说明里写明。")
        }
        let payments = board.payments.reduce(Fen.zero) { $0 + $1.amount }
        if let paid = board.paid, !board.payments.isEmpty, payments != paid {
            check.error("各笔付款加起来 \(payments.plain)，与已付 \(paid.plain) 相差 \(Fen(abs((payments - paid).value)).plain) 元。", "请核对。")
        }
    }

    private static func checkStages(_ board: Board, published: Day?, check: inout FileCheck) {
        if let open = board.stages.firstIndex(where: { !$0.done }), let later = board.stages[open...].first(where: \.done) {
            check.warning("\"\(later.name)\"写的是完成了，前面的\"\(board.stages[open].name)\"还没有完成。", "请核对\"完成\"这一列。")
        }
        if let published, let early = board.stages.first(where: { $0.done && ($0.date.map { $0 > published } ?? false) }) {
            check.warning("\"\(early.name)\"写的是完成了，日期却在公布日期以后。", "请核对日期。")
        }
        if board.percentDone == 100, let open = board.stages.first(where: { !$0.done }), open.name != "质保" {
            check.warning("完成比例是100%，\"\(open.name)\"还没有完成。", "请核对。")
        }
        if board.percentDone == nil { check.warning("没有写完成比例。", "请加一行\"完成比例\"，由责任人填，如 72%。") }
    }
}
