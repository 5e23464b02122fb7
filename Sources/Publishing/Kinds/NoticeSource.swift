import Content

/// A notice, from text to blocks; pictures stay paths until they are looked up and checked.
struct NoticeSource {
    enum Block {
        case ready(Notice.Block)
        /// Relative to the village folder.
        case picture(path: String, caption: String?, line: Int)
    }

    var file: SourceFile
    var tile: Int
    var title: String
    /// The name in the file's name, for places with little room.
    var short: String
    var period: Period?
    var published: Day
    var facts: EnvelopeFacts
    var blocks: [Block]
    /// Some table had a column of names, and some of them are not in office.
    var masked = false

    /// The day and a fingerprint of the file's name without it: the address stays when the file moves or becomes another format.
    var id: PageID? { Self.id(tile: tile, published: published, file) }

    static func id(tile: Int, published: Day, _ file: SourceFile) -> PageID? {
        PageID("\(tile)/\(published.iso)-\(sha256(NameParts(file.stem).rest).prefix(6))")
    }

    /// The address of a notice that could not be read to its end.
    static func id(_ file: SourceFile, _ document: MarkdownReader, tile: Int) -> PageID? {
        if let fact = document.facts["公布日期"], case .day(let day) = DayReading(fact.value) { return id(tile: tile, published: day, file) }
        return NameParts(file.stem).day.flatMap { id(tile: tile, published: $0, file) }
    }

    /// Nil after an error.
    init?(_ file: SourceFile, _ document: MarkdownReader, tile: Int, officials: Set<String>, check: inout FileCheck) {
        let parts = NameParts(file.stem)
        let facts = EnvelopeFacts(document.facts, check: &check)
        var source = document.blocks
        var title = facts.title
        if case .heading(let level, let text)? = source.first?.content {
            if title == nil, level == 1 {
                title = check.text(text, row: source[0].line)
                source.removeFirst()
            } else if let title, check.text(text, row: source[0].line) == title {
                source.removeFirst()
            }
        }
        let name = check.text(parts.rest, column: "文件名")
        guard let shown = title ?? (name.isEmpty ? nil : name) else {
            check.error("没有标题。", "请在文件名里写上标题，如 \"2026-11-03 停水通知.md\"。")
            return nil
        }
        self.title = shown
        short = name.isEmpty ? shown : name
        period = facts.period ?? parts.period
        if let day = facts.published ?? parts.day {
            published = day
        } else {
            published = Day(daysSinceEpoch: 0)
            check.error("没有公布日期。", "请在文件名前面写上日期，如 \"2026-11-03 \(name.isEmpty ? "停水通知" : name).\(file.suffix)\"。")
        }
        if let day = facts.published, let named = parts.day, day != named {
            check.warning("文件名里的日期是\(named.chinese)，公布日期写的是\(day.chinese)。", "屏幕上用\(day.chinese)，请核对。")
        }
        self.file = file
        self.tile = tile
        self.facts = facts
        blocks = []
        var index = 0
        while index < source.count {
            let block = source[index]
            switch block.content {
            case .heading(_, let text):
                // A heading right above a table is the table's title.
                if index + 1 < source.count, case .table(let rows, let hasHead) = source[index + 1].content {
                    let title = check.text(text, row: block.line)
                    blocks.append(.ready(.table(table(rows, hasHead: hasHead, title: title, line: source[index + 1].line, officials, check: &check))))
                    index += 2
                    continue
                }
                let text = check.text(text, row: block.line)
                if !text.isEmpty { blocks.append(.ready(.heading(text))) }
            case .paragraph(let text):
                let text = check.text(text, row: block.line)
                if !text.isEmpty { blocks.append(.ready(.paragraph(text))) }
            case .table(let rows, let hasHead):
                blocks.append(.ready(.table(table(rows, hasHead: hasHead, title: nil, line: block.line, officials, check: &check))))
            case .picture(let path, let caption):
                let caption = check.text(caption, row: block.line)
                if let resolved = Self.resolve(path, from: file, line: block.line, check: &check) {
                    blocks.append(.picture(path: resolved, caption: caption.isEmpty ? nil : caption, line: block.line))
                }
            }
            index += 1
        }
        if blocks.isEmpty, !check.heldBack { check.error("文章是空的。", "请写上内容；如果不要了，请删掉这个文件。") }
        if check.heldBack { return nil }
    }

    private mutating func table(
        _ rows: [[String]], hasHead: Bool, title: String?, line: Int, _ officials: Set<String>, check: inout FileCheck
    ) -> Notice.Table {
        let names = Set((rows.first ?? []).indices.filter { Self.nameHeads.contains(SourceTable.normalised(rows[0][$0])) })
        let clean = rows.enumerated().map { offset, cells in
            cells.enumerated().map { place, cell in
                // The line of dashes below the head is a row of the text, too.
                let row = line + offset + (hasHead && offset > 0 && check.rowWord == "行" ? 1 : 0)
                guard offset > 0, names.contains(place) else { return check.text(cell, row: row) }
                let (full, shown) = check.name(cell, row: row) { NameMask.maskedList($0, keeping: officials).text }
                masked = masked || NameMask.maskedList(full, keeping: officials).masked
                return shown
            }
        }
        if let width = clean.first?.count, width > 6 {
            check.warning(row: line, "表格有\(width)列，电视上放不下。", "请减到6列以内，或者拆成两个表。")
        }
        let head = hasHead ? clean[0] : []
        return Notice.Table(
            title: title, columns: head.allSatisfy(\.isEmpty) ? [] : head,
            rows: (hasHead ? Array(clean.dropFirst()) : clean).filter { !$0.allSatisfy(\.isEmpty) })
    }

    /// Columns that hold people's names, whatever the table is about.
    private static let nameHeads: Set<String> = ["姓名", "户主", "户主姓名", "申请人", "享受人", "受益人", "家庭成员"]

    /// A picture's path inside the village folder; nil after an error.
    private static func resolve(_ raw: String, from file: SourceFile, line: Int, check: inout FileCheck) -> String? {
        let path = (raw.percentDecoded ?? raw).replacing("\\", with: "/")
        if path.contains("://") || path.hasPrefix("data:") {
            check.error(row: line, "图片在网上，不在村文件夹里。", "请把图片存进村文件夹，再写它的文件名。")
            return nil
        }
        var folders = path.hasPrefix("/") ? [] : file.folders
        var outside = path.hasPrefix("/") || path.dropFirst().first == ":"
        for part in path.split(separator: "/") {
            if part == "." { continue }
            if part == ".." {
                if folders.popLast() == nil { outside = true }
            } else {
                folders.append(String(part))
            }
        }
        guard !outside else {
            check.error(row: line, "\"\(path)\"不在村文件夹里。", "请把图片复制进村文件夹，再写它的文件名。")
            return nil
        }
        return folders.joined(separator: "/").precomposed
    }
}
