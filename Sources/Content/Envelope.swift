/// What every page carries and the screen shows: who says it, of when, until when, and whom to ask.
package struct Envelope: Hashable, Sendable, Codable {
    /// Who may be near the screen: public screens and homes, or the village hall only. It is not an access right.
    package enum Audience: String, Sendable, Codable { case `public`, hall }
    /// How personal names stand in the page: in full with a legal basis, masked, or none at all.
    package enum Names: String, Sendable, Codable { case full, masked, none }

    package struct Review: Hashable, Sendable, Codable {
        /// Usually 村务监督委员会.
        package var body: String
        package var date: Day?
        package init(body: String, date: Day? = nil) {
            self.body = body
            self.date = date
        }
    }

    package struct Phone: Hashable, Sendable, Codable {
        /// `监督电话`, `镇纪委`
        package var label: String
        package var number: String
        package init(label: String, number: String) {
            self.label = label
            self.number = number
        }
    }

    package var id: PageID
    package var title: String
    /// 公布单位
    package var publisher: String
    /// 所属期间
    package var period: Period?
    /// 公布日期
    package var published: Day
    /// 异议期至, that day included
    package var objectionsUntil: Day?
    /// 责任人
    package var responsible: String?
    /// 审核
    package var reviewedBy: Review?
    package var phones: [Phone]
    /// 下屏日期: the last day on the screen
    package var expires: Day?
    package var audience: Audience
    package var names: Names
    /// 更正: what was wrong, when this version corrects an earlier one.
    package var correction: String?
    /// The version that this one corrects, when it was published.
    package var former: FormerVersion?

    package init(
        id: PageID, title: String, publisher: String, period: Period? = nil, published: Day,
        objectionsUntil: Day? = nil, responsible: String? = nil, reviewedBy: Review? = nil, phones: [Phone] = [],
        expires: Day? = nil, audience: Audience = .public, names: Names = .none, correction: String? = nil,
        former: FormerVersion? = nil
    ) {
        self.id = id
        self.title = title
        self.publisher = publisher
        self.period = period
        self.published = published
        self.objectionsUntil = objectionsUntil
        self.responsible = responsible
        self.reviewedBy = reviewedBy
        self.phones = phones
        self.expires = expires
        self.audience = audience
        self.names = names
        self.correction = correction
        self.former = former
    }
}

/// A page as it stood before a correction: still in the repository, so that anybody can read what was changed.
package struct FormerVersion: Hashable, Sendable, Codable {
    /// The page's JSON.
    package var object: ObjectID
    /// Bytes.
    package var length: Int
    /// 公布日期 of that version
    package var published: Day

    package init(object: ObjectID, length: Int, published: Day) {
        self.object = object
        self.length = length
        self.published = published
    }
}

/// A picture in the repository, already scaled to the screen and without metadata.
package struct PictureReference: Hashable, Sendable, Codable {
    package var object: ObjectID
    /// Pixels.
    package var width: Int
    package var height: Int
    package var caption: String?

    package init(object: ObjectID, width: Int, height: Int, caption: String? = nil) {
        self.object = object
        self.width = width
        self.height = height
        self.caption = caption
    }
}
