import Content

/// 名单, 公示 and other lists: whatever columns the table has, names masked.
struct RegisterSource {
    var facts: PageFacts
    var register: Register
    /// Of a long list the chunks that its rows are in.
    var chunks = ObjectSet()
    /// Of a long list each different cell once, to be looked through for what should not be there.
    var words: String?
    var names: Envelope.Names

    static let keys: [String: String] = {
        var keys = EnvelopeFacts.keys
        for name in ["姓名显示", "名字显示", "姓名公开"] { keys[name] = "姓名显示" }
        return keys
    }()

    /// Heads under which stand the names of persons.
    private static let personal: Set<String> = [
        "姓名", "名字", "户主", "户主姓名", "户主名", "申请人", "申请人姓名", "受益人", "领取人", "保障对象", "救助对象", "代表", "代表姓名", "家庭成员", "农户",
    ]
    /// Heads under which a person or a firm may stand.
    private static let parties: Set<String> = ["承租方", "承租人", "承包方", "承包人", "租户", "使用人", "经营者"]
    private static let groups: Set<String> = ["组", "小组", "村民小组", "组别", "社", "所在组", "片区", "网格"]
    private static let classes: Set<String> = ["类型", "类别", "种类", "分类", "性质"]
    private static let numbering: Set<String> = ["序号", "编号", "号", "no", "no."]
    /// Columns that must not be disclosed whatever stands in them, with what they are called in the message.
    private static let forbidden = ["身份证", "证件号", "银行", "卡号", "账号", "手机", "门牌", "住址", "病", "诊断", "出生"]

    private enum Role { case person, party, group, plain, dropped }

    /// Nil after an error; the messages say why.
    init?(_ file: SourceFile, _ records: [CSVReader.Record], tile: Int, period: Period?, savedOn saved: Day, check: inout FileCheck) {
        guard let head = Self.head(records) else {
            check.error("没有找到表头。", "请在第一行写上列名，如 姓名、组、备注。")
            return nil
        }
        let titles = records[head].cells.map(WidthFolding.trimmed).filter { !$0.isEmpty }
        guard let table = SourceTable(
            records, columns: titles.map { SourceTable.Column($0) }, factKeys: Self.keys, check: &check)
        else { return nil }
        let envelope = EnvelopeFacts(table.facts, check: &check)
        facts = PageFacts(file, tile: tile, envelope, period: period, savedOn: saved, fallback: "名单", check: &check)
        register = Register(columns: [], rows: [])
        names = .none
        if let basis = table.facts["依据"], !basis.value.isEmpty { register.basis = check.text(basis.value, row: basis.row, column: "依据") }

        var roles: [Role] = []
        for title in titles {
            let name = SourceTable.normalised(title)
            if let word = Self.forbidden.first(where: name.contains) {
                check.error(
                    row: table.headRow, column: title, "公开内容不能有\(word == "病" ? "病情" : word)。", "请删除这一列，再重新发布。")
                roles.append(.dropped)
            } else if Self.numbering.contains(name) {
                roles.append(.dropped)
            } else if Self.personal.contains(name) {
                roles.append(.person)
            } else if Self.parties.contains(name) {
                roles.append(.party)
            } else {
                roles.append(Self.groups.contains(name) ? .group : .plain)
            }
        }
        let shown = titles.indices.filter { roles[$0] != .dropped }
        if shown.count > Register.columnLimit {
            check.error(row: table.headRow, "有\(shown.count)列，太多了。", "最多\(Register.columnLimit)列，请删掉用不到的。")
            return nil
        }
        let keepsNames = showsFullNames(table.facts["姓名显示"], hasNames: roles.contains(.person), &check)
        if roles.contains(.person), facts.envelope.expires == nil {
            check.error("没有\"下屏日期\"。", "名单必须填写公示截止日期。请在表头上面加一行，第一格写\"下屏日期\"，第二格写日期。")
        }
        if check.heldBack { return nil }

        var cells: [(number: Int, cells: [String])] = []
        var surnames: [String?] = []
        check.rowsStandAlone = true
        for row in table.rows where !["合计", "总计", "小计"].contains(SourceTable.normalised(row.first)) {
            var surname: String?
            let line = shown.map { column -> String in
                let title = titles[column]
                if roles[column] == .person, !keepsNames {
                    let name = check.name(row[title], row: row.number, column: title) { NameMask.maskedList($0).text }
                    if surname == nil, !name.full.isEmpty { surname = Self.surname(name.shown) }
                    if name.shown.contains("＊") { names = .masked }
                    return name.shown
                }
                let text = check.text(row[title], row: row.number, column: title)
                switch roles[column] {
                case .person:
                    if surname == nil, !text.isEmpty { surname = Self.surname(NameMask.maskedList(text).text) }
                    return text
                case .party:
                    guard Self.isPerson(text) else { return text }
                    names = .masked
                    return NameMask.maskedList(text).text
                default: return text
                }
            }
            if line.allSatisfy(\.isEmpty) || check.leftOutRows.contains(row.number) { continue }
            cells.append((row.number, line))
            surnames.append(surname)
        }
        if keepsNames { names = .full }
        guard cells.count <= Register.tableLimit else {
            check.error("有\(cells.count)行，太长了。", "最多\(Register.tableLimit)行，请拆成几个文件，如一个组一个。")
            return nil
        }
        if cells.isEmpty, check.leftOutRows.isEmpty { check.warning("名单上没有人。", "如果真的没有，可以就这样发布。") }
        var columns: [Register.Column] = []
        for (place, column) in shown.enumerated() {
            let (kind, values) =
                roles[column] == .person || roles[column] == .party
                ? (roles[column] == .person ? Register.Column.Kind.name : .text, cells.map { $0.cells[place] })
                : Self.written(cells.map { $0.cells[place] }, under: titles[column], plain: roles[column] == .group)
            for (index, value) in values.enumerated() { cells[index].cells[place] = value }
            columns.append(Register.Column(titles[column], kind))
        }
        var ids = RowNames()
        register.columns = columns
        register.rows = zip(cells, surnames).map { Register.Row(id: ids.id("r", $0.cells.joined(separator: "\n")), cells: $0.cells, surname: $1) }
        register.groupColumn = shown.firstIndex { roles[$0] == .group } ?? Self.classColumn(columns, register.rows)
        if check.heldBack { return nil }
        if register.rows.count > Register.inlineLimit { words = Set(register.rows.lazy.flatMap(\.cells)).sorted().joined(separator: "\n") }
        do {
            chunks = try register.divide()
        } catch {
            check.error("名单太长，没有做成能上屏的样子（\(error)）。", "请拆成几个文件，如一个组一个；还不行，请联系镇上。")
            return nil
        }
    }

    /// The first row with at least two heads, one of which lists have, or else the widest of the first rows.
    private static func head(_ records: [CSVReader.Record]) -> Int? {
        let known = personal.union(parties).union(groups).union(classes).union(["备注", "名称", "面积", "位置", "租金", "金额"])
        let first = records.enumerated().prefix(30)
        func filled(_ record: CSVReader.Record) -> Int { record.cells.count { !WidthFolding.trimmed($0).isEmpty } }
        if let found = first.first(where: { _, record in
            filled(record) >= 2 && record.cells.contains { known.contains(SourceTable.normalised($0)) } && keys[SourceTable.normalised(record.cells[0])] == nil
        }) {
            return found.offset
        }
        return first.filter { filled($0.element) >= 3 }.max { (filled($0.element), -$0.offset) < (filled($1.element), -$1.offset) }?.offset
    }

    /// Full names only where a statute wants them, in a dated window: both must be stated.
    private func showsFullNames(_ fact: SourceTable.Fact?, hasNames: Bool, _ check: inout FileCheck) -> Bool {
        guard hasNames, let fact, !fact.value.isEmpty else { return false }
        switch WidthFolding.value(fact.value) {
        case "全名", "完整", "不隐去": break
        case "隐名", "隐去", "部分", "默认": return false
        default:
            check.error(row: fact.row, column: "姓名显示", "\"\(fact.value)\"看不懂。", "请填 全名 或 隐名。")
            return false
        }
        if register.basis == nil {
            check.error(row: fact.row, column: "姓名显示", "写全名要有法律依据。", "请在表头上面加一行，第一格写\"依据\"，第二格写法规的名字；没有依据，请填 隐名。")
            return false
        }
        return true
    }

    /// What is left of a masked name before the mark.
    private static func surname(_ masked: String) -> String? {
        let first = masked.prefix { $0 != "、" }
        let front = first.prefix { $0 != "＊" && $0 != "*" }
        return front.isEmpty ? nil : String(front.count == first.count ? front.prefix(1) : front)
    }

    /// Whether a lessee is a person: a short text that is neither a body's name nor a word for nobody.
    private static func isPerson(_ text: String) -> Bool {
        let name = text.filter { !$0.isWhitespace }
        guard (2...4).contains(name.count), name.unicodeScalars.allSatisfy({ $0.value >= 0x3400 }) else { return false }
        return !["闲置", "空置", "自用", "自营", "集体", "本村", "村民", "没有", "待租", "公用"].contains { name.contains($0) }
            && !"社司厂店场户会校站所部组队行院库".contains(name.last ?? " ")
    }

    /// Cells as the screen writes them, and what the column holds. Numbers get their commas, amounts two decimals, days their words.
    private static func written(_ cells: [String], under title: String, plain: Bool) -> (Register.Column.Kind, [String]) {
        // A list of thousands of rows has few different amounts and days, and one cell that is neither ends the search.
        let different = Set(cells).subtracting([""])
        guard !plain, !different.isEmpty else { return (.text, cells) }
        func each(_ write: (String) -> String?) -> [String]? {
            var written: [String: String] = ["": ""]
            for text in different {
                guard let result = write(text) else { return nil }
                written[text] = result
            }
            return cells.map { written[$0] ?? $0 }
        }
        let days = each { text in
            guard text.contains(where: { "-./年".contains($0) }), case .day(let day) = DayReading(text) else { return nil }
            return day.chinese
        }
        if let days { return (.text, days) }
        guard !SourceTable.normalised(title).hasSuffix("年") else { return (.text, cells) }
        var hasFen = false
        let amounts = each { text in
            guard case .amount(let amount) = AmountReading(text) else { return nil }
            if amount.value % 100 != 0 { hasFen = true }
            return amount.grouped
        }
        guard let amounts else { return (.text, cells) }
        let isMoney = hasFen || ["额", "钱", "元", "补", "租金", "工资", "费"].contains { title.contains($0) }
        return (.number, isMoney ? amounts : amounts.map { String($0.dropLast(3)) })
    }

    /// A column of few different words to filter by, where there are no groups.
    private static func classColumn(_ columns: [Register.Column], _ rows: [Register.Row]) -> Int? {
        columns.indices.first { column in
            guard classes.contains(SourceTable.normalised(columns[column].title)) else { return false }
            return (2...9).contains(Set(rows.map { $0.cells[column] }).count)
        }
    }
}
