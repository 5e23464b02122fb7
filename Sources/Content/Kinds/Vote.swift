/// 票决: what was decided, by whom, with how many votes, and what came of it. Whether it passed is computed here and never stated.
package struct Vote: PageBody {
    package static let kind = PageKind.vote

    /// Who met. The quorum differs (村民委员会组织法 art. 22 and 26).
    package enum Body: String, Sendable, Codable {
        /// 村民会议 of adults: more than half of them.
        case villagers
        /// 村民会议 of one member of each household: two thirds of the households.
        case households
        /// 村民代表会议: two thirds of the representatives.
        case representatives
    }

    /// 四议两公开: how a matter goes through the village.
    package enum Step: String, Sendable, Codable, CaseIterable { case proposed, discussed, reviewed, decided, announced, reported }

    package struct Stage: Hashable, Sendable, Codable {
        package var step: Step
        package var date: Day
        package init(step: Step, date: Day) {
            self.step = step
            self.date = date
        }
    }

    /// A part of the text under its heading: 提的是什么, 决定, 后来办得怎样.
    package struct Section: Hashable, Sendable, Codable {
        package var heading: String
        package var paragraphs: [String]
        package init(heading: String, paragraphs: [String]) {
            self.heading = heading
            self.paragraphs = paragraphs
        }
    }

    package var body: Body
    /// Which of the matters that must be voted on (art. 24).
    package var matter: String?
    /// The steps that are behind it; those without a day are not listed.
    package var stages: [Stage]
    /// 应到, 实到, 赞成, 反对, 弃权
    package var due: Int
    package var present: Int
    package var inFavour: Int
    package var against: Int
    package var abstained: Int
    package var sections: [Section]
    /// The page on which one sees what became of it.
    package var project: PageID?

    package init(
        body: Body, matter: String? = nil, stages: [Stage] = [], due: Int, present: Int, inFavour: Int, against: Int, abstained: Int,
        sections: [Section] = [], project: PageID? = nil
    ) {
        self.body = body
        self.matter = matter
        self.stages = stages
        self.due = due
        self.present = present
        self.inFavour = inFavour
        self.against = against
        self.abstained = abstained
        self.sections = sections
        self.project = project
    }

    /// The fewest that must have come.
    package var quorum: Int {
        switch body {
        case .villagers: due / 2 + 1
        case .households, .representatives: (due * 2 + 2) / 3
        }
    }

    /// More than half of those who came (art. 22 and 26).
    package var majority: Int { present / 2 + 1 }

    package var hasQuorum: Bool { present >= quorum }
    package var passed: Bool { hasQuorum && inFavour >= majority }

    package func date(of step: Step) -> Day? { stages.first { $0.step == step }?.date }

    /// Throws when the votes do not add up, or more came than could: such a page never shows as if it were right.
    package func validate() throws(ContentError) {
        guard [due, present, inFavour, against, abstained].allSatisfy({ (0...100_000).contains($0) }) else {
            throw .inconsistent("a count of votes outside 0…100000")
        }
        guard present <= due else { throw .inconsistent("\(present) came of \(due)") }
        guard inFavour + against + abstained == present else {
            throw .inconsistent("\(inFavour) + \(against) + \(abstained) votes of \(present) present")
        }
    }
}

extension PageKind {
    package static let vote = PageKind(rawValue: "vote")
}
