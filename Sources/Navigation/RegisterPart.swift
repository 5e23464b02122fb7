package import Content

/// The part of a register that a place shows: all rows, those of a group, those of a surname, a stretch of these; or the choices that lead
/// there. A place shows no more rows than a person would leaf through: a longer part is a choice of smaller ones.
package struct RegisterPart: Hashable, Sendable {
    package var group: String?
    package var surname: String?
    /// Which stretch of `stretch` rows, from 0; nil for the part as a whole.
    package var range: Int?
    /// What is chosen from, instead of rows.
    package var choice: Choice?

    package enum Choice: String, Hashable, Sendable { case groups, surnames }

    /// What a place of a part shows.
    package enum Shown: Hashable, Sendable {
        case groups, surnames
        /// So many stretches to choose from.
        case stretches(Int)
        /// Rows, by their offsets among those of the part's group and surname.
        case rows(Range<Int>)
    }

    /// Rows of one place, some 25 pages.
    package static let stretch = 200

    package init(group: String? = nil, surname: String? = nil, range: Int? = nil, choice: Choice? = nil) {
        self.group = group
        self.surname = surname
        self.range = range
        self.choice = choice
    }

    /// `groups`, `group/二组`, `group/二组/surnames`, `surname/张`, `group/二组/surname/张/range/2`; the whole register for anything else.
    package init(_ name: String?) {
        var parts = (name ?? "").split(separator: "/").map(String.init)[...]
        func take(_ key: String) -> String? {
            guard parts.first == key, parts.count >= 2 else { return nil }
            defer { parts = parts.dropFirst(2) }
            return parts[parts.startIndex + 1]
        }
        group = take("group")
        surname = take("surname")
        range = take("range").flatMap(Int.init).flatMap { (1...Register.tableLimit).contains($0) ? $0 - 1 : nil }
        choice = parts.first.flatMap(Choice.init)
    }

    /// Nil for the whole register.
    package var name: String? {
        var parts: [String] = []
        if let group { parts += ["group", group] }
        if let surname { parts += ["surname", surname] }
        if let range { parts += ["range", String(range + 1)] }
        if let choice { parts.append(choice.rawValue) }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    package func place(of id: PageID) -> Place { name.map { .part(id, $0) } ?? .page(id) }

    /// What there is to see of the part: rows where they are few enough, else what divides them best.
    package func shown(of register: Register) -> Shown {
        switch choice {
        case .groups: return .groups
        case .surnames: return .surnames
        case nil: break
        }
        let count = register.count(group: group, surname: surname)
        if let range {
            let start = range * Self.stretch
            return .rows(min(start, count)..<min(start + Self.stretch, count))
        }
        if count <= Self.stretch { return .rows(0..<count) }
        if surname == nil {
            if group == nil, register.groups.count > 1 { return .groups }
            if register.surnames(of: group).count > 1 { return .surnames }
        }
        return .stretches((count + Self.stretch - 1) / Self.stretch)
    }
}
