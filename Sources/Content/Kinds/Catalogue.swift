/// 课程: what can be learned, newest first: 微课, 夜校.
package struct Catalogue: PageBody {
    package static let kind = PageKind.catalogue

    package struct Lesson: Hashable, Sendable, Codable {
        package var id: String
        /// 期号: `327`.
        package var issue: String
        package var title: String
        package var minutes: Int?
        /// Where a telephone finds it: an https address.
        package var link: String?

        package init(id: String, issue: String, title: String, minutes: Int? = nil, link: String? = nil) {
            self.id = id
            self.issue = issue
            self.title = title
            self.minutes = minutes
            self.link = link
        }
    }

    package var lessons: [Lesson]

    package init(lessons: [Lesson]) { self.lessons = lessons }

    /// Throws when two lessons share an id, or a link is none that a telephone should open.
    package func validate() throws(ContentError) {
        guard Set(lessons.map(\.id)).count == lessons.count else { throw .inconsistent("a lesson's id stands twice in the catalogue") }
        for lesson in lessons {
            guard lesson.link.map({ $0.hasPrefix("https://") && $0.utf8.count <= 300 }) ?? true else {
                throw .inconsistent("the link of lesson \(lesson.id) is no https address")
            }
        }
    }
}

extension PageKind {
    package static let catalogue = PageKind(rawValue: "catalogue")
}
