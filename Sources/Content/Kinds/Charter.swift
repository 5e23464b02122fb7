/// 章程: rules that the village gave itself — 村规民约, 自治章程, the rules of an association — article by article.
package struct Charter: PageBody {
    package static let kind = PageKind.charter

    package struct Article: Hashable, Sendable, Codable {
        /// Stable while the articles keep their numbers.
        package var id: String
        /// As it is written: `第一条`.
        package var number: String
        /// The heading above it, `第二章 邻里`, where the charter has chapters.
        package var chapter: String?
        package var text: String

        package init(id: String, number: String, chapter: String? = nil, text: String) {
            self.id = id
            self.number = number
            self.chapter = chapter
            self.text = text
        }
    }

    /// Paragraphs before the first article.
    package var preamble: [String]
    package var articles: [Article]
    /// 施行日期
    package var effective: Day?
    /// 备案: with whom and when it was filed.
    package var filed: String?

    package init(preamble: [String] = [], articles: [Article], effective: Day? = nil, filed: String? = nil) {
        self.preamble = preamble
        self.articles = articles
        self.effective = effective
        self.filed = filed
    }

    /// Throws when two articles share an id.
    package func validate() throws(ContentError) {
        guard Set(articles.map(\.id)).count == articles.count else { throw .inconsistent("an article's id stands twice in the charter") }
    }
}

extension PageKind {
    package static let charter = PageKind(rawValue: "charter")
}
