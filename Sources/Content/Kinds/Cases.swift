/// 办件: what people asked for, and how far it is. 私事 are counted and never listed.
package struct Cases: PageBody {
    package static let kind = PageKind.cases

    /// 三事分流. What is private has no case.
    package enum Triage: String, Sendable, Codable { case major, minor }

    /// The loop that each case goes through.
    package enum Step: String, Sendable, Codable, CaseIterable {
        /// 上报, 交办, 办理, 办结, 评价
        case reported, assigned, acting, closed, rated
    }

    package struct Case: Hashable, Sendable, Codable {
        /// Stable across issues: the case's number, or made from its matter.
        package var id: String
        package var number: String?
        package var triage: Triage
        package var matter: String
        package var place: String?
        package var step: Step
        package var department: String?
        /// The last day on time.
        package var due: Day?
        package var result: String?

        package init(
            id: String, number: String? = nil, triage: Triage, matter: String, place: String? = nil, step: Step, department: String? = nil,
            due: Day? = nil, result: String? = nil
        ) {
            self.id = id
            self.number = number
            self.triage = triage
            self.matter = matter
            self.place = place
            self.step = step
            self.department = department
            self.due = due
            self.result = result
        }

        package var isClosed: Bool { step == .closed || step == .rated }

        /// Days past the last one on time; nil when it is on time, closed, or has no such day.
        package func daysOverdue(on today: Day) -> Int? {
            guard !isClosed, let due, today > due else { return nil }
            return today.days(since: due)
        }
    }

    package var rows: [Case]
    /// 私事
    package var privateMatters: Int
    /// 平均几天办结, in tenths of a day, as the village states it.
    package var averageTenthDays: Int?
    /// 满意率 in per cent, as the village states it.
    package var satisfied: Int?

    package init(rows: [Case], privateMatters: Int = 0, averageTenthDays: Int? = nil, satisfied: Int? = nil) {
        self.rows = rows
        self.privateMatters = privateMatters
        self.averageTenthDays = averageTenthDays
        self.satisfied = satisfied
    }

    package var received: Int { rows.count + privateMatters }
    package var closed: Int { rows.count(where: \.isClosed) }

    package func row(_ id: String) -> Case? { rows.first { $0.id == id } }

    package func validate() throws(ContentError) {
        var names = Set<String>()
        for row in rows {
            guard names.insert(row.id).inserted else { throw .inconsistent("case id \(row.id) twice") }
        }
        guard privateMatters >= 0, averageTenthDays ?? 0 >= 0, (0...100).contains(satisfied ?? 0) else {
            throw .inconsistent("a count of cases that cannot be")
        }
    }

    package var dues: [Day]? {
        let days = rows.filter { !$0.isClosed }.compactMap(\.due).sorted()
        return days.isEmpty ? nil : days
    }
}

extension PageKind {
    package static let cases = PageKind(rawValue: "cases")
}
