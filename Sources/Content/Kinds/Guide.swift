/// 指南: how to get one thing done — whether one may, what to bring, which steps it takes, whom to ask.
package struct Guide: PageBody {
    package static let kind = PageKind.guide

    /// Who goes to the counter.
    package enum Mode: String, Sendable, Codable, CaseIterable {
        /// 直办: at the window, by oneself.
        case window
        /// 代办: the village's agent does it.
        case agent
        /// 陪办: somebody comes along.
        case accompanied
    }

    package struct Step: Hashable, Sendable, Codable {
        package var name: String
        package var who: String?
        package var place: String?
        /// As the office states it: `当天`, `10个工作日`.
        package var time: String?

        package init(name: String, who: String? = nil, place: String? = nil, time: String? = nil) {
            self.name = name
            self.who = who
            self.place = place
            self.time = time
        }
    }

    package struct Contact: Hashable, Sendable, Codable {
        package var name: String
        package var post: String?
        package var phone: String?

        package init(name: String, post: String? = nil, phone: String? = nil) {
            self.name = name
            self.post = post
            self.phone = phone
        }
    }

    /// What the text says besides, under a heading of its own.
    package struct Section: Hashable, Sendable, Codable {
        package var title: String
        package var paragraphs: [String]

        package init(title: String, paragraphs: [String]) {
            self.title = title
            self.paragraphs = paragraphs
        }
    }

    package var mode: Mode?
    /// 条件
    package var conditions: [String]
    /// 材料
    package var materials: [String]
    /// 流程
    package var steps: [Step]
    /// 找谁
    package var contacts: [Contact]
    /// 时限 of the whole: `20个工作日`.
    package var limit: String?
    /// 收费
    package var fee: String?
    /// 地点, often with its hours.
    package var place: String?
    package var phone: String?
    /// 依据
    package var basis: String?
    package var sections: [Section]

    package init(
        mode: Mode? = nil, conditions: [String] = [], materials: [String] = [], steps: [Step] = [], contacts: [Contact] = [],
        limit: String? = nil, fee: String? = nil, place: String? = nil, phone: String? = nil, basis: String? = nil,
        sections: [Section] = []
    ) {
        self.mode = mode
        self.conditions = conditions
        self.materials = materials
        self.steps = steps
        self.contacts = contacts
        self.limit = limit
        self.fee = fee
        self.place = place
        self.phone = phone
        self.basis = basis
        self.sections = sections
    }
}

extension PageKind {
    package static let guide = PageKind(rawValue: "guide")
}
