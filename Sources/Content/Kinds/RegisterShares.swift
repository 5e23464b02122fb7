extension Register {
    /// How many rows of one group bear one surname.
    package struct Share: Hashable, Sendable, Codable {
        /// Nil where the list has no groups.
        package var group: String?
        package var surname: String
        package var count: Int

        package init(group: String?, surname: String, count: Int) {
            self.group = group
            self.surname = surname
            self.count = count
        }
    }

    /// What the rows are filed under that have nothing written there.
    package static let unwritten = "没有写"

    /// What a row is filed under: its group, nil where the list has none. A slash would end the name of a place.
    package func group(of row: Row) -> String? { groupColumn.map { Self.filed(row.cells[$0]) } }

    package func surname(of row: Row) -> String { Self.filed(row.surname ?? "") }

    private static func filed(_ text: String) -> String {
        if text.isEmpty { return unwritten }
        return text.utf8.contains(UInt8(ascii: "/")) ? String(text.map { $0 == "/" ? "／" : $0 }) : text
    }

    /// By group and surname, in the order in which they first stand in the list.
    package var shares: [Share] {
        if let table { return table.shares }
        var places: [Share: Int] = [:]
        var shares: [Share] = []
        for row in rows {
            let share = Share(group: group(of: row), surname: surname(of: row), count: 1)
            if let place = places[share] {
                shares[place].count += 1
            } else {
                places[share] = shares.count
                shares.append(share)
            }
        }
        return shares
    }

    /// The groups with their rows; those with a number in its order, the others as they first stand in the list, which is how villages
    /// number them.
    package var groups: [(name: String, count: Int)] {
        Self.summed(shares.lazy.compactMap { share in share.group.map { ($0, share.count) } }).enumerated().sorted {
            (Self.number($0.element.name) ?? .max, $0.offset) < (Self.number($1.element.name) ?? .max, $1.offset)
        }.map(\.element)
    }

    /// The surnames of a group, of the whole list where none is said. The most frequent first: most readers find theirs on the first page.
    package func surnames(of group: String?) -> [(name: String, count: Int)] {
        let counted = Self.summed(shares.lazy.filter { group == nil || $0.group == group }.map { ($0.surname, $0.count) })
        return counted.enumerated().sorted { (-$0.element.count, $0.offset) < (-$1.element.count, $1.offset) }.map(\.element)
    }

    /// How many rows there are of a group and a surname, of all where none is said.
    package func count(group: String?, surname: String?) -> Int {
        shares.reduce(0) { sum, share in
            (group == nil || share.group == group) && (surname == nil || share.surname == surname) ? sum + share.count : sum
        }
    }

    private static func summed(_ counts: some Sequence<(String, Int)>) -> [(name: String, count: Int)] {
        var order: [String: Int] = [:]
        var summed: [(name: String, count: Int)] = []
        for (name, count) in counts {
            if let place = order[name] {
                summed[place].count += count
            } else {
                order[name] = summed.count
                summed.append((name, count))
            }
        }
        return summed
    }

    /// `三组`, `3组`, `第三组`, `十二组`
    private static func number(_ group: String) -> Int? {
        var text = Substring(group)
        if text.hasPrefix("第") { text = text.dropFirst() }
        let digits = text.prefix { $0.isNumber || "十".contains($0) }
        if let number = Int(digits) { return number }
        let values: [Character: Int] = ["一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9]
        let han = Array(digits)
        switch han.count {
        case 1: return han[0] == "十" ? 10 : values[han[0]]
        case 2 where han[0] == "十": return values[han[1]].map { 10 + $0 }
        case 2 where han[1] == "十": return values[han[0]].map { $0 * 10 }
        case 3 where han[1] == "十": return values[han[0]].flatMap { tens in values[han[2]].map { tens * 10 + $0 } }
        default: return nil
        }
    }
}
