/// The part of Markdown that a notice needs, read so that a text typed without knowing Markdown comes out right too: a head of `键: 值`
/// lines ended by `---`, headings, paragraphs, tables with `|` or tabs, pictures. What it does not know stays text.
struct MarkdownReader {
    struct Block: Equatable {
        enum Content: Equatable {
            case heading(level: Int, String)
            case paragraph(String)
            case picture(path: String, caption: String)
            /// Cells by row; the first row is the head when `hasHead`.
            case table([[String]], hasHead: Bool)
        }

        /// The first line, from 1.
        var line: Int
        var content: Content
    }

    private(set) var facts: [String: SourceTable.Fact] = [:]
    private(set) var blocks: [Block] = []

    /// Blocks after this many are dropped with a message: 2 MB of text are no notice.
    static let blockLimit = 4_000
    /// Rows of one table; what is longer is a register and belongs into a spreadsheet.
    static let rowLimit = 300

    init(_ text: String, factKeys: [String: String], check: inout FileCheck) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        let body = readHead(lines, keys: factKeys, check: &check)
        readBody(lines, from: body, check: &check)
    }

    /// A document of a word processor, as the same thing. Rows are its paragraphs, each row of a table counted as one.
    init(_ document: WordDocument, factKeys: [String: String], check: inout FileCheck) {
        check.rowWord = "段"
        let leading = document.blocks.prefix { if case .paragraph = $0 { true } else { false } }
        var lines: [String] = []
        /// Where the text goes on after a head that ends before this line.
        var places: [Int] = []
        for (index, block) in leading.enumerated() {
            guard case .paragraph(let paragraph) = block else { continue }
            lines.append(paragraph.text)
            places.append(index)
            if paragraph.hasRuleBelow {
                lines.append("---")
                places.append(index + 1)
            }
        }
        let end = readHead(lines, keys: factKeys, check: &check)
        readBody(document.blocks, from: end < places.count ? places[end] : leading.count, check: &check)
    }

    private mutating func readBody(_ body: [WordDocument.Block], from start: Int, check: inout FileCheck) {
        var row = 1
        for (index, block) in body.enumerated() {
            switch block {
            case .paragraph(let paragraph):
                if index >= start { append(paragraph, row: row) }
                row += 1
            case .table(let rows, let hasHead):
                if index >= start { append(rows.map { $0.map(WidthFolding.trimmed) }, hasHead: hasHead, line: row, check: &check) }
                row += rows.count
            }
        }
    }

    private mutating func append(_ paragraph: WordDocument.Paragraph, row: Int) {
        let text = WidthFolding.trimmed(paragraph.text)
        guard !text.isEmpty, !Self.isRule(text) else { return }
        // A title is often a line in the middle and nothing more.
        let isTitle = blocks.isEmpty && paragraph.isCentred && text.count <= 40 && text.last.map { !"。！；，".contains($0) } ?? false
        if let level = paragraph.heading ?? (isTitle ? 1 : nil) {
            blocks.append(Block(line: row, content: .heading(level: level, text.replacing("\n", with: ""))))
            return
        }
        for line in text.split(separator: "\n") where !Self.blank(String(line)) {
            blocks.append(Block(line: row, content: .paragraph(WidthFolding.trimmed(String(line)))))
        }
    }

    // MARK: Head

    /// The index of the first line of the text.
    private mutating func readHead(_ lines: [String], keys: [String: String], check: inout FileCheck) -> Int {
        var start = 0
        while start < lines.count, Self.blank(lines[start]) { start += 1 }
        if start < lines.count, Self.isRule(lines[start]) { start += 1 }  // ---, as other programs open a head
        var end = start
        while end < lines.count, !Self.isRule(lines[end]), Self.blank(lines[end]) || Self.pair(lines[end]) != nil, end - start < 60 { end += 1 }
        let closed = end < lines.count && Self.isRule(lines[end]) && lines[start..<end].contains { !Self.blank($0) }
        guard closed else {
            // Without its end the head would be read as text, and a 下屏日期 would count for nothing.
            if start < lines.count, let pair = Self.pair(lines[start]), keys[SourceTable.normalised(pair.key)] != nil, !pair.value.isEmpty {
                check.error(
                    row: start + 1, column: pair.key, "开头的这几行和正文没有隔开。", "请在这几行后面另起一行，写三个减号（---）。")
            }
            return start > 0 && Self.isRule(lines[start - 1]) ? start - 1 : start
        }
        for index in start..<end {
            guard let pair = Self.pair(lines[index]) else { continue }
            guard let key = keys[SourceTable.normalised(pair.key)] else {
                check.warning(row: index + 1, column: pair.key, "不认识这一项，没有上屏。")
                continue
            }
            if let known = facts[key], known.value != pair.value {
                check.error(row: index + 1, column: pair.key, "写了两次，内容不同。", "请只留一个。")
            }
            facts[key] = SourceTable.Fact(value: pair.value, row: index + 1)
        }
        return end + 1
    }

    private static func pair(_ line: String) -> (key: String, value: String)? {
        guard let colon = line.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let key = WidthFolding.trimmed(String(line[..<colon]))
        guard (1...12).contains(key.count), !key.contains(where: { "#|!。，".contains($0) }) else { return nil }
        return (key, WidthFolding.trimmed(String(line[line.index(after: colon)...])))
    }

    private static func blank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

    /// Three or more -, – , — or * and nothing else.
    private static func isRule(_ line: String) -> Bool {
        let marks = line.filter { !$0.isWhitespace }
        if marks.count == 2, marks.allSatisfy({ $0 == "—" }) { return true }  // an input method turns --- into ——
        return marks.count >= 3 && (marks.allSatisfy { "-－–—".contains($0) } || marks.allSatisfy { $0 == "*" })
    }

    // MARK: Body

    private mutating func readBody(_ lines: [String], from start: Int, check: inout FileCheck) {
        var index = start
        var paragraph = ""
        var paragraphLine = 0
        func close(_ blocks: inout [Block]) {
            guard !paragraph.isEmpty else { return }
            blocks.append(Block(line: paragraphLine, content: .paragraph(paragraph)))
            paragraph = ""
        }
        while index < lines.count {
            if blocks.count >= Self.blockLimit {
                check.error(row: index + 1, "文章太长。", "请拆成几篇。")
                return
            }
            let line = WidthFolding.trimmed(lines[index])
            if line.isEmpty || Self.isRule(line) {
                close(&blocks)
                index += 1
            } else if let heading = Self.heading(line) {
                close(&blocks)
                blocks.append(Block(line: index + 1, content: .heading(level: heading.level, MarkdownInline.plain(heading.text))))
                index += 1
            } else if line.hasPrefix("|") || line.hasPrefix("｜") {
                close(&blocks)
                index = readTable(lines, from: index, check: &check)
            } else if lines[index].contains("\t"), index + 1 < lines.count, Self.tabs(lines[index]) == Self.tabs(lines[index + 1]) {
                close(&blocks)
                index = readTabbed(lines, from: index, check: &check)
            } else {
                let pieces = Self.pictures(line)
                let starts = Self.startsParagraph(line)
                for piece in pieces {
                    switch piece {
                    case .picture(let path, let caption):
                        close(&blocks)
                        blocks.append(Block(line: index + 1, content: .picture(path: path, caption: caption)))
                    case .text(let raw):
                        let text = MarkdownInline.plain(Self.item(raw))
                        if text.isEmpty { continue }
                        if paragraph.isEmpty || starts || !Self.continues(paragraph) {
                            close(&blocks)
                            paragraph = text
                            paragraphLine = index + 1
                        } else {
                            let glue = paragraph.last?.isASCII == true && text.first?.isASCII == true ? " " : ""
                            paragraph += glue + text
                        }
                    }
                }
                index += 1
            }
        }
        close(&blocks)
    }

    /// A line end inside a paragraph: editors that wrap leave long lines; a person's short line is a line of its own.
    private static func continues(_ paragraph: String) -> Bool {
        guard let last = paragraph.last, !"。！？：；!?:;…”）)』」》".contains(last) else { return false }
        let width = paragraph.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
        return width >= 56
    }

    private static func heading(_ line: String) -> (level: Int, text: String)? {
        let narrow = line.first == "＃" ? line.replacing("＃", with: "#") : line
        let level = narrow.prefix { $0 == "#" }.count
        guard (1...6).contains(level) else { return nil }
        var text = WidthFolding.trimmed(String(narrow.dropFirst(level)))
        while text.last == "#" { text.removeLast() }
        text = WidthFolding.trimmed(text)
        return text.isEmpty ? nil : (level, text)
    }

    /// 1. 2、 （一） - * at the start, or two full-width spaces: a new paragraph.
    private static func startsParagraph(_ line: String) -> Bool {
        if bullet(line) != nil { return true }
        if line.hasPrefix("（") || line.hasPrefix("(") { return true }
        let number = line.prefix { $0.isNumber }
        guard !number.isEmpty, number.count <= 3, let next = line.dropFirst(number.count).first else { return false }
        return ".．、)）".contains(next)
    }

    private static func bullet(_ line: String) -> Substring? {
        for mark in ["- ", "* ", "+ ", "• ", "· "] where line.hasPrefix(mark) { return line.dropFirst(mark.count) }
        return nil
    }

    private static func item(_ line: String) -> String {
        if let rest = bullet(line) { return "· " + WidthFolding.trimmed(String(rest)) }
        if line.hasPrefix("> ") { return String(line.dropFirst(2)) }
        return line
    }

    private enum Piece { case text(String), picture(path: String, caption: String) }

    /// `![caption](path)` wherever it stands in a line.
    private static func pictures(_ line: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = line[...]
        while let open = rest.firstRange(of: "![") {
            guard let middle = rest[open.upperBound...].firstRange(of: "]("),
                let close = rest[middle.upperBound...].firstIndex(of: ")")
            else { break }
            let before = WidthFolding.trimmed(String(rest[..<open.lowerBound]))
            if !before.isEmpty { pieces.append(.text(before)) }
            var path = WidthFolding.trimmed(String(rest[middle.upperBound..<close]))
            if let title = path.firstRange(of: " \"") { path = String(path[..<title.lowerBound]) }
            if path.hasPrefix("<"), path.hasSuffix(">") { path = String(path.dropFirst().dropLast()) }
            pieces.append(.picture(path: path, caption: WidthFolding.trimmed(String(rest[open.upperBound..<middle.lowerBound]))))
            rest = rest[rest.index(after: close)...]
        }
        let after = WidthFolding.trimmed(String(rest))
        if !after.isEmpty { pieces.append(.text(after)) }
        return pieces
    }

    // MARK: Tables

    private mutating func readTable(_ lines: [String], from start: Int, check: inout FileCheck) -> Int {
        var rows: [[String]] = []
        var hasHead = false
        var index = start
        while index < lines.count {
            let line = WidthFolding.trimmed(lines[index]).replacing("｜", with: "|")
            guard line.hasPrefix("|") else { break }
            let cells = Self.cells(line)
            if cells.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "-—:－".contains($0) } }), rows.count <= 1 {
                hasHead = rows.count == 1
            } else {
                rows.append(cells.map(MarkdownInline.plain))
            }
            index += 1
        }
        append(rows, hasHead: hasHead, line: start + 1, check: &check)
        return index
    }

    private static func cells(_ line: String) -> [String] {
        var cells: [String] = [""]
        var escaped = false
        for character in line.dropFirst() {
            if escaped {
                cells[cells.count - 1].append(character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == "|" {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        if cells.last.map({ $0.allSatisfy(\.isWhitespace) }) == true { cells.removeLast() }
        return cells.map(WidthFolding.trimmed)
    }

    private static func tabs(_ line: String) -> Int { line.count { $0 == "\t" } }

    /// Cells pasted from a spreadsheet.
    private mutating func readTabbed(_ lines: [String], from start: Int, check: inout FileCheck) -> Int {
        var rows: [[String]] = []
        var index = start
        let count = Self.tabs(lines[start])
        while index < lines.count, Self.tabs(lines[index]) == count {
            rows.append(lines[index].split(separator: "\t", omittingEmptySubsequences: false).map { MarkdownInline.plain(WidthFolding.trimmed(String($0))) })
            index += 1
        }
        append(rows, hasHead: true, line: start + 1, check: &check)
        return index
    }

    private mutating func append(_ rows: [[String]], hasHead: Bool, line: Int, check: inout FileCheck) {
        if rows.count > Self.rowLimit { check.error(row: line, "表格有\(rows.count)行，太长了。", "请做成 CSV 表格，或者拆开。") }
        let width = rows.map(\.count).max() ?? 0
        guard width > 0 else { return }
        let filled = rows.map { $0 + Array(repeating: "", count: width - $0.count) }
        blocks.append(Block(line: line, content: .table(filled, hasHead: hasHead)))
    }
}
