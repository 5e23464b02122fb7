import Content

/// Who stands in which list, before masking: only to tell whether a mask hides anybody. Nothing of it goes to a page.
struct Roster {
    struct Person: Hashable {
        var group: String
        var name: String
    }

    private struct List {
        var file: SourceFile
        var people: [Person]
    }

    private var lists: [List] = []

    private static let nameHeads: Set<String> = ["姓名", "名字", "户主", "户主姓名", "申请人", "受益人", "领取人", "代表"]
    private static let groupHeads: Set<String> = ["组", "小组", "村民小组", "组别", "社", "所在组"]
    /// A group of which fewer households are known says nothing about how common a surname is in it.
    static let knownGroup = 20

    /// Takes in a table that has a column of names and one of groups.
    mutating func add(_ file: SourceFile, _ records: [CSVReader.Record]) {
        func place(_ heads: Set<String>, _ record: CSVReader.Record) -> Int? { record.cells.firstIndex { heads.contains(SourceTable.normalised($0)) } }
        for (index, record) in records.enumerated().prefix(30) {
            guard let name = place(Self.nameHeads, record), let group = place(Self.groupHeads, record) else { continue }
            var people: [Person] = []
            for row in records[(index + 1)...] where max(name, group) < row.cells.count {
                let raw = row.cells[name]
                let name = raw.unicodeScalars.allSatisfy(WidthFolding.isPlain) ? raw : raw.filter { !$0.isWhitespace }
                let person = Person(group: WidthFolding.value(row.cells[group]), name: name)
                if person.name.count > 1, !person.name.contains(where: { "*＊×".contains($0) }) { people.append(person) }
            }
            if !people.isEmpty { lists.append(List(file: file, people: people)) }
            return
        }
    }

    /// For a list that goes out masked: whom the mask does not hide, with the reason; nil when it hides everybody.
    /// - Parameters:
    ///   - full: the files whose names go out in full.
    func givenAway(in file: SourceFile, full: Set<String>) -> (problem: String, mend: String)? {
        guard let own = lists.first(where: { $0.file == file }) else { return nil }
        var elsewhere: [String: String] = [:]
        for list in lists where full.contains(list.file.shown) {
            for person in list.people { elsewhere[person.name] = list.file.name }
        }
        let known = own.people.filter { elsewhere[$0.name] != nil }
        if let first = known.first, let other = elsewhere[first.name] {
            return ("\(Self.named(known))在\"\(other)\"里写了全名，一对照就认得出来。", "请看那一份是不是该下屏了。")
        }
        var names: [String: Set<String>] = [:]
        var surnames: [Person: Set<String>] = [:]
        for person in lists.flatMap(\.people) {
            names[person.group, default: []].insert(person.name)
            surnames[Person(group: person.group, name: Self.surname(person.name)), default: []].insert(person.name)
        }
        let alone = own.people.filter { person in
            (names[person.group]?.count ?? 0) >= Self.knownGroup && surnames[Person(group: person.group, name: Self.surname(person.name))]?.count == 1
        }
        guard !alone.isEmpty else { return nil }
        return ("\(Self.named(alone))的姓在本组只有一户，隔着＊也认得出来。", "可以不写组，或者不写姓名只写户数。")
    }

    /// Names of lists that a text spells out, masked; each once. Names of two characters are words too often.
    func spelledOut(in text: String, except known: Set<String>) -> [String] {
        var names = Set<String>()
        var beginnings = Set<Unicode.Scalar>()
        var lengths = Set<Int>()
        for person in lists.flatMap(\.people) where person.name.count > 2 && !known.contains(person.name) {
            names.insert(person.name)
            lengths.insert(person.name.unicodeScalars.count)
            if let first = person.name.unicodeScalars.first { beginnings.insert(first) }
        }
        guard !names.isEmpty else { return [] }
        let scalars = Array(text.unicodeScalars)
        var found: [String] = []
        for start in scalars.indices where beginnings.contains(scalars[start]) {
            for length in lengths where start + length <= scalars.count {
                var name = String.UnicodeScalarView()
                name.append(contentsOf: scalars[start..<(start + length)])
                if names.remove(String(name)) != nil { found.append(NameMask.masked(String(name))) }
            }
        }
        return found
    }

    private static func surname(_ name: String) -> String { String(NameMask.masked(name).prefix { $0 != "＊" }) }

    /// Masked, as the list shows them: messages get read aloud.
    private static func named(_ people: [Person]) -> String {
        let first = people[0]
        return "\(first.group)的\(NameMask.masked(first.name))" + (people.count > 1 ? "等\(people.count)人" : "")
    }
}
