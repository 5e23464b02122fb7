/// What a kind of page says besides its envelope. A kind is one file in `Kinds`, which conforms to this, and its line in `Page.kinds`; how
/// it looks is one file in `Pages/Places`.
package protocol PageBody: Hashable, Sendable, Codable {
    /// As it is written in the page's JSON and in the index.
    static var kind: PageKind { get }

    /// Throws when parts of it contradict each other, or when it is longer than the kind allows. It is asked of all that is read.
    func validate() throws(ContentError)

    /// Every picture it refers to, in order of appearance.
    var pictures: [PictureReference] { get }

    /// Every object that it cannot be shown without: the pictures, and what else lies outside of its document.
    var objects: [ObjectID] { get }

    /// 依据: the law or rule that it stands on; nil when it states none.
    var basis: String? { get }

    /// The last days on time of what is still open, earliest first; nil when it promises nothing.
    var dues: [Day]? { get }

    /// Nothing more is to come of it.
    var isFinal: Bool { get }
}

extension PageBody {
    package func validate() throws(ContentError) {}
    package var pictures: [PictureReference] { [] }
    package var objects: [ObjectID] { pictures.map(\.object) }
    package var basis: String? { nil }
    package var dues: [Day]? { nil }
    package var isFinal: Bool { false }

    fileprivate func equals(_ other: any PageBody) -> Bool { other as? Self == self }
}

extension Page: Hashable {
    package static func == (a: Page, b: Page) -> Bool {
        guard a.envelope == b.envelope, a.kind == b.kind else { return false }
        guard let body = a.body, let other = b.body else { return a.body == nil && b.body == nil }
        return body.equals(other)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(envelope)
        body?.hash(into: &hasher)
    }
}
