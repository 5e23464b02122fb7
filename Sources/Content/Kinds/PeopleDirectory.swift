/// 找人: who is in charge of what, and how to reach them. (Not `Directory`: that is a folder, in LinuxIO.)
package struct PeopleDirectory: PageBody {
    package static let kind = PageKind.directory

    package struct Person: Hashable, Sendable, Codable {
        /// Stable across editions, so that focus and links can follow the person.
        package var id: String
        /// In full: people in office are named.
        package var name: String
        package var post: String
        /// 分管: one matter each, in the file's order.
        package var duties: [String]
        /// 办公电话; never a private number.
        package var phone: String?
        /// 坐班时间, as people say it: `周一、周四 9:00—12:00`.
        package var hours: String?
        /// 组, for those who serve one group of the village.
        package var group: String?
        /// 代替人: whom to ask when this one is away.
        package var backup: String?
        /// Guides that name this person, found when publishing.
        package var guides: [GuideLink]

        package init(
            id: String, name: String, post: String, duties: [String], phone: String? = nil, hours: String? = nil, group: String? = nil,
            backup: String? = nil, guides: [GuideLink] = []
        ) {
            self.id = id
            self.name = name
            self.post = post
            self.duties = duties
            self.phone = phone
            self.hours = hours
            self.group = group
            self.backup = backup
            self.guides = guides
        }
    }

    package struct GuideLink: Hashable, Sendable, Codable {
        package var page: PageID
        package var title: String

        package init(page: PageID, title: String) {
            self.page = page
            self.title = title
        }
    }

    /// In the order of the village's own list.
    package var people: [Person]

    package init(people: [Person]) { self.people = people }

    package func person(_ id: String) -> Person? { people.first { $0.id == id } }

    /// The person of that name, when there is just one.
    package func person(named name: String) -> Person? {
        let found = people.filter { $0.name == name }
        return found.count == 1 ? found[0] : nil
    }

    /// Throws when two people share an id: focus and links would not know whom they mean.
    package func validate() throws(ContentError) {
        guard Set(people.map(\.id)).count == people.count else { throw .inconsistent("a person's id stands twice in the directory") }
    }
}

extension PageKind {
    package static let directory = PageKind(rawValue: "directory")
}
