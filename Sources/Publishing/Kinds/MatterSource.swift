import Content

/// What the folder says of a matter or of figures: a page that is ready but for what other files and photos add to it.
struct MatterSource {
    var file: SourceFile
    var id: PageID
    var title: String
    /// For places with little room.
    var short: String
    var period: Period?
    var published: Day
    var facts: EnvelopeFacts
    var names: Envelope.Names = .none
    /// How much of it there is, for the report: `6个阶段`.
    var detail: String
    var body: any PageBody
    /// The project that a vote decided on, or that a board is of: the name of its folder.
    var project: String?

    /// The day that stands above the head. Nil after an error: a page that nobody dated would never be overdue.
    static func published(_ facts: EnvelopeFacts, check: inout FileCheck) -> Day? {
        if let day = facts.published { return day }
        check.error("没有\"公布日期\"。", "请在表头上面加一行，第一格写\"公布日期\"，第二格写日期，如 2026-11-05。")
        return nil
    }

    /// A whole number with or without a sign, a unit or full-width digits: `+12`, `−3分`, `３８`. Nil for anything else.
    static func whole(_ raw: String, units: Set<Character> = []) -> Int? {
        var text = WidthFolding.value(raw).filter { $0 != "," && $0 != " " }
        while let last = text.last, units.contains(last) { text.removeLast() }
        var sign = 1
        if let first = text.first, "+-−–".contains(first) {
            sign = first == "+" ? 1 : -1
            text.removeFirst()
        }
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text).map { sign * $0 }
    }

    /// Each spelling, normalised → the name.
    static func names(_ table: KeyValuePairs<String, [String]>, with others: [String: String] = EnvelopeFacts.keys) -> [String: String] {
        var names = others
        for (name, synonyms) in table {
            for spelling in [name] + synonyms { names[SourceTable.normalised(spelling)] = name }
        }
        return names
    }
}
