import Content

/// Who stands in which list, before masking: only to tell whether a mask hides anybody. Nothing of it goes to a page.
struct Roster {
    struct Person: Hashable {
        var group: String
        var name: String
        var surname: String
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
                if name.count > 1, !name.contains(where: { "*＊×".contains($0) }) {
                    people.append(Person(group: WidthFolding.value(row.cells[group]), name: name, surname: Self.surname(name)))
                }
            }
            add(file, people)
            return
        }
    }

    /// Takes in people who were read earlier.
    mutating func add(_ file: SourceFile, _ people: [Person]) {
        if !people.isEmpty { lists.append(List(file: file, people: people)) }
    }

    /// Who stands in a file, in its order.
    func people(of file: SourceFile) -> [Person] { lists.first { $0.file == file }?.people ?? [] }

    /// What is known when all lists are in.
    /// - Parameters:
    ///   - full: the files whose names go out in full.
    ///   - officials: who may be named anywhere.
    func closed(full: Set<String>, officials: Set<String>) -> ClosedRoster {
        var roster = ClosedRoster()
        for list in lists {
            roster.people[list.file] = list.people
            let isFull = full.contains(list.file.shown)
            for person in list.people {
                roster.households[.init(group: person.group, surname: nil), default: []].insert(person.name)
                roster.households[.init(group: person.group, surname: person.surname), default: []].insert(person.name)
                if isFull { roster.elsewhere[person.name] = list.file.name }
                guard person.name.count > 2, !officials.contains(person.name), roster.names.insert(person.name).inserted else { continue }
                roster.lengths.insert(person.name.unicodeScalars.count)
                if let first = person.name.unicodeScalars.first { roster.beginnings.insert(first) }
            }
        }
        return roster
    }

    private static func surname(_ name: String) -> String { String(NameMask.masked(name).prefix { $0 != "＊" }) }
}

/// All lists of a village together.
struct ClosedRoster {
    fileprivate struct Household: Hashable {
        var group: String
        /// Nil for the whole group.
        var surname: String?

        init(group: String, surname: String? = nil) {
            self.group = group
            self.surname = surname
        }
    }

    fileprivate var people: [SourceFile: [Roster.Person]] = [:]
    /// Different names of a group, of a surname in it.
    fileprivate var households: [Household: Set<String>] = [:]
    /// By name, the file where it goes out in full.
    fileprivate var elsewhere: [String: String] = [:]
    /// Of three characters and more: those of two are words too often.
    fileprivate var names = Set<String>()
    fileprivate var beginnings = Set<Unicode.Scalar>()
    fileprivate var lengths = Set<Int>()

    /// For a list that goes out masked: whom the mask does not hide, with the reason; nil when it hides everybody.
    func givenAway(in file: SourceFile) -> (problem: String, mend: String)? {
        guard let own = people[file] else { return nil }
        let known = elsewhere.isEmpty ? [] : own.filter { elsewhere[$0.name] != nil }
        if let first = known.first, let other = elsewhere[first.name] {
            return ("\(Self.named(known))在\"\(other)\"里写了全名，一对照就认得出来。", "请看那一份是不是该下屏了。")
        }
        let alone = own.filter { person in
            households[.init(group: person.group, surname: person.surname)]?.count == 1
                && (households[.init(group: person.group)]?.count ?? 0) >= Roster.knownGroup
        }
        guard !alone.isEmpty else { return nil }
        return ("\(Self.named(alone))的姓在本组只有一户，隔着＊也认得出来。", "可以不写组，或者不写姓名只写户数。")
    }

    /// Names of lists that a text spells out, masked; each once.
    func spelledOut(in text: String) -> [String] {
        guard !names.isEmpty else { return [] }
        let scalars = Array(text.unicodeScalars)
        var found: [String] = []
        var seen = Set<String>()
        for start in scalars.indices where beginnings.contains(scalars[start]) {
            for length in lengths where start + length <= scalars.count {
                var view = String.UnicodeScalarView()
                view.append(contentsOf: scalars[start..<(start + length)])
                let name = String(view)
                if names.contains(name), seen.insert(name).inserted { found.append(NameMask.masked(name)) }
            }
        }
        return found
    }

    /// Masked, as the list shows them: messages get read aloud.
    private static func named(_ people: [Roster.Person]) -> String {
        let first = people[0]
        return "\(first.group)的\(NameMask.masked(first.name))" + (people.count > 1 ? "等\(people.count)人" : "")
    }
}
