import Content

/// 干部分工: who is in charge of what, from table to directory.
struct DirectorySource {
    var facts: PageFacts
    var people: [PeopleDirectory.Person]

    static let columns: [SourceTable.Column] = [
        .init("姓名", ["名字", "干部姓名", "人员"], required: true),
        .init("职务", ["岗位", "职位", "身份"], required: true),
        .init("分管", ["分管工作", "职责", "工作职责", "负责工作", "管什么", "负责什么"], required: true),
        .init("办公电话", ["电话", "联系电话", "办公室电话", "值班电话"]),
        .init("坐班时间", ["值班时间", "在岗时间", "上班时间", "坐班"]),
        .init("组", ["小组", "村民小组", "联系组", "包组"]),
        .init("代替人", ["A岗", "B岗", "AB岗", "替岗", "不在时找", "代理人"]),
        .init("序号", ["编号", "号"]),
        .init("备注", ["附注"]),
    ]

    /// Nil after an error that leaves nobody; the messages say why.
    init?(_ file: SourceFile, _ records: [CSVReader.Record], tile: Int, period: Period?, savedOn saved: Day, check: inout FileCheck) {
        guard let table = SourceTable(records, columns: Self.columns, factKeys: EnvelopeFacts.keys, check: &check) else { return nil }
        let envelope = EnvelopeFacts(table.facts, check: &check)
        facts = PageFacts(file, tile: tile, envelope, period: period, savedOn: saved, fallback: "干部分工", check: &check)
        people = []
        check.rowsStandAlone = true
        var names = RowNames()
        for row in table.rows {
            func text(_ column: String) -> String? {
                let text = check.text(row[column], row: row.number, column: table.head(column))
                return text.isEmpty ? nil : text
            }
            guard let name = text("姓名") else {
                check.error(row: row.number, column: table.head("姓名"), "没有填姓名。", "请填姓名；如果这一行没有用，请删掉整行。")
                continue
            }
            let post = text("职务")
            if post == nil { check.error(row: row.number, column: table.head("职务"), "没有填职务。", "请填职务，如 二组组长。") }
            let duties = (text("分管") ?? "").split(whereSeparator: { "；;\n".contains($0) }).map { WidthFolding.trimmed(String($0)) }
                .filter { !$0.isEmpty }
            if duties.isEmpty {
                check.warning(row: row.number, column: table.head("分管"), "没有填分管什么。", "请写上，几件事用；隔开，村民好找人。")
            }
            let phone = text("办公电话")
            if phone == nil { check.warning(row: row.number, column: table.head("办公电话"), "没有填办公电话。", "请填办公电话，不要填手机号。") }
            let person = PeopleDirectory.Person(
                id: names.id("p", name), name: name, post: post ?? "", duties: duties, phone: phone, hours: text("坐班时间"),
                group: text("组"), backup: text("代替人"))
            if !check.leftOutRows.contains(row.number) { people.append(person) }
        }
        if people.isEmpty, !check.heldBack, check.leftOutRows.isEmpty { check.error("表里没有一个人。", "请填上干部的姓名、职务和分管。") }
        for person in people {
            if let backup = person.backup, !people.contains(where: { $0.name == backup }) {
                check.warning(column: person.name, "代替人\"\(backup)\"不在这张表里。", "请核对名字。")
            }
        }
        if check.heldBack { return nil }
    }

    /// The people with the guides that name them, each guide once.
    func linked(to guides: [(page: PageID, title: String, guide: Guide)]) -> PeopleDirectory {
        PeopleDirectory(
            people: people.map { person in
                var person = person
                // Of two people with one name nobody could tell whom a guide means.
                guard people.count(where: { $0.name == person.name }) == 1 else { return person }
                person.guides = guides.filter { $0.guide.contacts.contains { $0.name == person.name } }
                    .map { PeopleDirectory.GuideLink(page: $0.page, title: $0.title) }
                return person
            })
    }
}
