import Content

/// 村规民约, 自治章程 and the rules of associations: a text in numbered articles.
struct CharterSource {
    var facts: PageFacts
    var charter: Charter

    static let keys: [String: String] = {
        var keys: [String: String] = [:]
        for (key, synonyms) in [("施行日期", ["生效日期", "实施日期", "施行", "生效"]), ("备案", ["备案机关", "备案情况"])] {
            for name in [key] + synonyms { keys[SourceTable.normalised(name)] = key }
        }
        return keys
    }()

    private static let words = ["章程", "公约", "民约", "规约", "约法", "村规", "规则"]

    /// A text that is called so and has articles. A notice that quotes an article or two of a law is none.
    static func recognises(_ file: SourceFile, _ document: MarkdownReader) -> Bool {
        let name = file.stem + (document.facts["标题"]?.value ?? "")
        guard words.contains(where: name.contains) || document.facts["施行日期"] != nil else { return false }
        return document.blocks.count { block in
            switch block.content {
            case .paragraph(let text), .heading(_, let text): number(text) != nil
            default: false
            }
        } >= 2
    }

    /// Nil after an error.
    init?(_ file: SourceFile, _ document: MarkdownReader, tile: Int, savedOn saved: Day, check: inout FileCheck) {
        var envelope = EnvelopeFacts(document.facts, check: &check)
        var source = document.blocks[...]
        if case .heading(1, let text)? = source.first?.content, Self.number(text) == nil {
            if envelope.title == nil { envelope.title = check.text(text, row: source.first?.line) }
            source = source.dropFirst()
        }
        facts = PageFacts(file, tile: tile, envelope, period: nil, savedOn: saved, fallback: "村规民约", check: &check)
        charter = Charter(articles: [])
        if let fact = document.facts["施行日期"], !fact.value.isEmpty {
            switch DayReading(fact.value) {
            case .day(let day): charter.effective = day
            case .wrong(let problem, let mend): check.error(row: fact.row, column: "施行日期", problem, mend)
            case .empty: break
            }
        }
        if let fact = document.facts["备案"], !fact.value.isEmpty { charter.filed = check.text(fact.value, row: fact.row, column: "备案") }
        var chapter: String?
        var seen = Set<String>()
        for block in source {
            switch block.content {
            case .heading(_, let raw):
                let text = check.text(raw, row: block.line)
                if let number = Self.number(text) {
                    begin(number, text, chapter, block.line, &seen, &check)
                } else {
                    chapter = text
                }
            case .paragraph(let raw):
                let text = check.text(raw, row: block.line)
                if text.isEmpty { continue }
                if let number = Self.number(text) {
                    begin(number, text, chapter, block.line, &seen, &check)
                } else if charter.articles.isEmpty {
                    charter.preamble.append(text)
                } else {
                    append(text)
                }
            case .table(let rows, _):
                for row in rows {
                    let text = check.text(row.filter { !$0.isEmpty }.joined(separator: "　"), row: block.line)
                    if charter.articles.isEmpty { charter.preamble.append(text) } else { append(text) }
                }
            case .picture:
                check.warning(row: block.line, "章程里的图片还不能上屏。", "要让大家看图，请另写一篇公告。")
            }
        }
        for article in charter.articles where article.text.isEmpty {
            check.error(column: article.number, "这一条没有内容。", "请写上内容，或者删掉这一条。")
        }
        if check.heldBack { return nil }
    }

    private mutating func begin(
        _ number: String, _ text: String, _ chapter: String?, _ line: Int, _ seen: inout Set<String>, _ check: inout FileCheck
    ) {
        if !seen.insert(number).inserted { check.error(row: line, column: number, "这一条写了两次。", "请核对条文的编号。") }
        let rest = WidthFolding.trimmed(String(text.dropFirst(number.count).drop { "：:、 \u{3000}".contains($0) }))
        charter.articles.append(
            Charter.Article(id: "a" + sha256(number).prefix(8), number: number, chapter: chapter, text: rest))
    }

    private mutating func append(_ text: String) {
        let last = charter.articles.count - 1
        charter.articles[last].text += (charter.articles[last].text.isEmpty ? "" : "\n") + text
    }

    /// `第十二条` at the start of a text.
    private static func number(_ text: String) -> String? {
        guard text.hasPrefix("第"), let end = text.firstIndex(of: "条") else { return nil }
        let inside = text[text.index(after: text.startIndex)..<end]
        guard (1...6).contains(inside.count), inside.allSatisfy({ $0.isNumber || "一二三四五六七八九十百零〇 ".contains($0) }) else { return nil }
        return String(text[...end])
    }
}
