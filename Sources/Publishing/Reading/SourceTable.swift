/// A table as a clerk keeps it: key–value lines, a head, rows. The reader of a spreadsheet hands over the same thing.
struct SourceTable {
    /// One column of a kind of table.
    struct Column {
        /// As domain and messages call it.
        var name: String
        var synonyms: [String]
        var required: Bool

        init(_ name: String, _ synonyms: [String] = [], required: Bool = false) {
            self.name = name
            self.synonyms = synonyms
            self.required = required
        }
    }

    struct Fact: Equatable {
        var value: String
        var row: Int
    }

    struct Row {
        var number: Int
        fileprivate var cells: [String]
        fileprivate let places: [String: Int]

        /// The cell under a column; empty where the row or the head ends before it.
        subscript(_ column: String) -> String {
            guard let place = places[column], place < cells.count else { return "" }
            return WidthFolding.trimmed(cells[place])
        }

        /// The first cell that is not empty.
        var first: String { cells.lazy.map(WidthFolding.trimmed).first { !$0.isEmpty } ?? "" }
        var nonEmpty: [String] { cells.map(WidthFolding.trimmed).filter { !$0.isEmpty } }
    }

    /// By the key's own name.
    var facts: [String: Fact]
    var headRow: Int
    /// Column name → the head as the file writes it.
    var heads: [String: String]
    var rows: [Row]

    func has(_ column: String) -> Bool { heads[column] != nil }

    /// The head as the file has it, for messages.
    func head(_ column: String) -> String { heads[column] ?? column }

    /// Finds the head and what stands above it. Nil after an error that leaves nothing to read; the messages say why.
    init?(_ records: [CSVReader.Record], columns: [Column], factKeys: [String: String], check: inout FileCheck) {
        let names = Dictionary(
            columns.flatMap { column in ([column.name] + column.synonyms).map { (Self.normalised($0), column.name) } },
            uniquingKeysWith: { first, _ in first })
        let needed = columns.filter(\.required).map(\.name)
        var best: (index: Int, score: Int)?
        for (index, record) in records.enumerated().prefix(60) {
            let known = Set(record.cells.compactMap { names[Self.normalised($0)] })
            let score = known.count * 2 + known.intersection(needed).count
            if known.count >= 2, score > best?.score ?? 0 { best = (index, score) }
        }
        guard let best else {
            let joined = needed.joined(separator: "、")
            let wide = records.contains { record in record.cells.count == 1 && record.cells[0].contains("，") }
            check.error(
                "没有找到表头。", wide ? "列与列之间的逗号要用英文逗号。请用表格软件打开，另存为 CSV。" : "请在第一行写上：\(joined)。")
            return nil
        }
        headRow = records[best.index].row
        heads = [:]
        var places: [String: Int] = [:]
        facts = [:]
        rows = []
        var twice = false
        for (place, cell) in records[best.index].cells.enumerated() {
            let shown = WidthFolding.trimmed(cell)
            guard !shown.isEmpty else { continue }
            guard let name = names[Self.normalised(cell)] else {
                check.warning(row: headRow, column: shown, "不认识这一列，没有上屏。", "本来就不公开的话，可以不管。")
                continue
            }
            if let other = heads[name] {
                check.error(
                    row: headRow, column: shown, other == shown ? "这一列出现了两次。" : "和\"\(other)\"说的是同一件事。", "请只留一列，或者改掉其中一个的名字。")
                twice = true
                continue
            }
            if cell.contains("万元") {
                check.error(row: headRow, column: shown, "单位是万元。", "请换算成元，例如 1.2 万元写成 12000。")
            }
            heads[name] = shown
            places[name] = place
        }
        let missing = needed.filter { [heads] in heads[$0] == nil }
        for column in missing {
            check.error(row: headRow, "没有\"\(column)\"这一列。", "请在表头加上\"\(column)\"。")
        }
        if twice || !missing.isEmpty { return nil }
        facts = Self.facts(records[..<best.index], keys: factKeys, check: &check)
        let width = records[best.index].cells.count
        for record in records[(best.index + 1)...] where !record.isEmpty {
            let torn = record.cells.indices.dropLast().contains { Self.joined(record.cells[$0...]).used > 1 }
            if record.cells.count > width, torn || record.cells.dropFirst(width).contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
                check.error(row: record.row, "这一行比表头多出一格，后面的都错了位。", "如果数字里有逗号，请去掉，如 3,200 写成 3200。")
                continue
            }
            rows.append(Row(number: record.row, cells: record.cells, places: places))
        }
    }

    /// `期初,128640.52`, `期初：128640.52`, `期初,1,期末,2` in one line; a line with one cell and no known key is a title.
    private static func facts(
        _ records: ArraySlice<CSVReader.Record>, keys: [String: String], check: inout FileCheck
    ) -> [String: Fact] {
        var facts: [String: Fact] = [:]
        func keep(_ key: String, _ value: String, _ row: Int, _ check: inout FileCheck) {
            if let known = facts[key], known.value != value {
                check.error(row: row, column: key, "写了两次，内容不同。", "请只留一个。")
            }
            facts[key] = Fact(value: value, row: row)
        }
        for record in records {
            let cells = record.cells.map(WidthFolding.trimmed).filter { !$0.isEmpty }
            var index = 0
            while index < cells.count {
                let parts = cells[index].split(maxSplits: 1, whereSeparator: { $0 == "：" || $0 == ":" }).map(String.init)
                if let key = keys[normalised(cells[index])] {
                    let (value, used) = Self.joined(cells[(index + 1)...])
                    keep(key, value, record.row, &check)
                    index += 1 + used
                } else if parts.count == 2, let key = keys[normalised(parts[0])] {
                    let (value, used) = Self.joined([WidthFolding.trimmed(parts[1])] + cells[(index + 1)...])
                    keep(key, value, record.row, &check)
                    index += max(1, used)
                } else {
                    // A title above the table is no news; a pair with an unknown key is.
                    if index == 0, cells.count == 2 {
                        check.warning(row: record.row, column: cells[0], "不认识这一项，没有上屏。")
                    }
                    index += 1
                }
            }
        }
        return facts
    }

    /// The first cell, and with it those that a comma in a number without quotes has torn off: `期末,111,860.50`.
    private static func joined(_ cells: ArraySlice<String>) -> (value: String, used: Int) {
        guard var value = cells.first else { return ("", 0) }
        var used = 1
        let digits = value.drop { "￥¥".contains($0) }
        guard (1...3).contains(digits.count), digits.allSatisfy(\.isNumber) else { return (value, used) }
        for cell in cells.dropFirst() {
            let digits = cell.prefix { $0.isNumber }
            let rest = cell.dropFirst(3)
            guard digits.count == 3, rest.isEmpty || rest.first == "." || rest.first == "元" else { break }
            value += "," + cell
            used += 1
            if !rest.isEmpty { break }
        }
        return (value, used)
    }

    /// Heads and keys in one form: narrow, without spaces, colon, or a unit in brackets.
    static func normalised(_ text: String) -> String {
        var value = WidthFolding.value(text).lowercased()
        value.removeAll { $0.isWhitespace || $0 == "*" || $0 == "\u{FEFF}" }
        while let last = value.last, last == ":" { value.removeLast() }
        if let open = value.firstIndex(of: "("), value.hasSuffix(")") { value = String(value[..<open]) }
        return value
    }
}
