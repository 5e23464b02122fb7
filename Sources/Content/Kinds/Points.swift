/// 积分: the households that did something for all in one quarter. The red list only: who lost points, and for what, is between the
/// household and its group.
package struct Points: PageBody {
    package static let kind = PageKind.points

    /// What brings or costs points.
    package struct Rule: Hashable, Sendable, Codable {
        package var text: String
        package var delta: Int
        package init(text: String, delta: Int) {
            self.text = text
            self.delta = delta
        }
    }

    package struct Household: Hashable, Sendable, Codable {
        /// Stable within the series, made from what is published.
        package var id: String
        /// 组
        package var group: String?
        /// Masked when it was published.
        package var name: String
        /// What brought points, most first. Each is above 0.
        package var merits: [Rule]
        /// What was taken off, as one number at or below 0, without its reasons.
        package var deducted: Int

        package init(id: String, group: String? = nil, name: String, merits: [Rule], deducted: Int = 0) {
            self.id = id
            self.group = group
            self.name = name
            self.merits = merits
            self.deducted = deducted
        }

        package var delta: Int { merits.reduce(deducted) { $0 + $1.delta } }
    }

    /// What everybody has at the quarter's beginning.
    package var base: Int
    package var rules: [Rule]
    /// Most points first.
    package var households: [Household]

    package init(base: Int = 100, rules: [Rule] = [], households: [Household]) {
        self.base = base
        self.rules = rules
        self.households = households
    }

    package func total(_ household: Household) -> Int { base + household.delta }

    package func household(_ id: String) -> Household? { households.first { $0.id == id } }

    /// By position; equal totals share a rank, and the next one counts those before it.
    package var ranks: [Int] {
        var ranks: [Int] = []
        for (offset, household) in households.enumerated() {
            let isTie = offset > 0 && households[offset - 1].delta == household.delta
            ranks.append(isTie ? ranks[offset - 1] : offset + 1)
        }
        return ranks
    }

    /// Throws for anything but a red list in its order.
    package func validate() throws(ContentError) {
        var names = Set<String>()
        for household in households {
            guard names.insert(household.id).inserted else { throw .inconsistent("household id \(household.id) twice") }
            guard household.delta > 0 else { throw .inconsistent("household \(household.id) without gained points") }
            guard household.deducted <= 0, household.merits.allSatisfy({ $0.delta > 0 }) else {
                throw .inconsistent("household \(household.id) shows what it lost points for")
            }
        }
        guard zip(households, households.dropFirst()).allSatisfy({ $0.delta >= $1.delta }) else {
            throw .inconsistent("the red list is not in its order")
        }
    }
}

extension PageKind {
    package static let points = PageKind(rawValue: "points")
}
