import Content

/// 课程: the lessons of a catalogue.
struct CatalogueSource {
    var facts: PageFacts
    var lessons: [Catalogue.Lesson]

    static let columns: [SourceTable.Column] = [
        .init("期号", ["期数", "期", "第几期"], required: true),
        .init("标题", ["题目", "课程", "课程名称", "名称", "内容"], required: true),
        .init("分钟", ["时长", "分钟数", "长度"]),
        .init("文件", ["链接", "网址", "地址", "视频", "视频链接"]),
        .init("备注", ["附注"]),
    ]

    /// Nil after an error that leaves no lesson; the messages say why.
    init?(_ file: SourceFile, _ records: [CSVReader.Record], tile: Int, savedOn saved: Day, check: inout FileCheck) {
        guard let table = SourceTable(records, columns: Self.columns, factKeys: EnvelopeFacts.keys, check: &check) else { return nil }
        let envelope = EnvelopeFacts(table.facts, check: &check)
        facts = PageFacts(file, tile: tile, envelope, period: nil, savedOn: saved, fallback: "课程", check: &check)
        lessons = []
        check.rowsStandAlone = true
        var seen = Set<String>()
        var files = 0
        for row in table.rows {
            let issue = check.text(row["期号"], row: row.number, column: table.head("期号"))
            let title = check.text(row["标题"], row: row.number, column: table.head("标题"))
            if title.isEmpty { check.error(row: row.number, column: table.head("标题"), "没有填标题。", "请写清楚讲什么。") }
            guard !issue.isEmpty else {
                check.error(row: row.number, column: table.head("期号"), "没有填期号。", "请填期号，如 327。")
                continue
            }
            if !seen.insert(issue).inserted {
                check.error(row: row.number, column: table.head("期号"), "第\(issue)期写了两次。", "请核对期号。")
                continue
            }
            var minutes: Int?
            var typed = WidthFolding.value(row["分钟"])
            for word in ["分钟", "分"] where typed.hasSuffix(word) { typed = WidthFolding.trimmed(String(typed.dropLast(word.count))) }
            if !typed.isEmpty {
                minutes = Int(typed)
                if minutes.map({ !(1...600).contains($0) }) ?? true {
                    check.error(row: row.number, column: table.head("分钟"), "\"\(row["分钟"])\"不是分钟数。", "请填数字，如 12。")
                }
            }
            let place = row["文件"]
            var link: String?
            if place.lowercased().hasPrefix("http") {
                link = place.filter { !$0.isWhitespace }
                if let text = link, !text.hasPrefix("https://") || text.utf8.count > 300 || !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
                    check.error(row: row.number, column: table.head("文件"), "这个网址不能用。", "请用 https:// 开头、不带汉字的网址。")
                }
            } else if !place.isEmpty {
                files += 1
            }
            if check.leftOutRows.contains(row.number) { continue }
            lessons.append(Catalogue.Lesson(id: "l" + sha256(issue).prefix(8), issue: issue, title: title, minutes: minutes, link: link))
        }
        if files > 0 {
            check.note("有\(files)课写的是视频文件，这一版还不能在电视上放。", "有网址的，请在\"文件\"里写网址，村民可以用手机扫码看。")
        }
        if lessons.isEmpty, !check.heldBack { check.error("表里没有一课。", "请填上期号和标题。") }
        // Newest first, whatever order the table has; issues that are no numbers keep the table's.
        let numbers = lessons.compactMap { Int($0.issue) }
        if numbers.count == lessons.count { lessons.sort { (Int($0.issue) ?? 0) > (Int($1.issue) ?? 0) } }
        if check.heldBack { return nil }
    }
}
