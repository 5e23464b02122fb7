/// The village at a glance: nine tiles, their items and where each page is. Signed by the village role; it is all that the box
/// needs for home and for moving about, so that no page is read before it is shown.
package struct VillageIndex: Hashable, Sendable, Codable {
    package struct Village: Hashable, Sendable, Codable {
        /// Administrative code, digits only, `999999`.
        package var code: String
        package var name: String
        package var town: String
        package var households: Int?
        package var population: Int?
        /// 村务监督电话 first.
        package var phones: [Envelope.Phone]

        package init(
            code: String, name: String, town: String, households: Int? = nil, population: Int? = nil,
            phones: [Envelope.Phone] = []
        ) {
            self.code = code
            self.name = name
            self.town = town
            self.households = households
            self.population = population
            self.phones = phones
        }
    }

    package struct Tile: Hashable, Sendable, Codable {
        /// 1…9; the same digit means the same thing in every village.
        package var digit: Int
        package var title: String
        /// In the order of the list; with one item the tile opens it directly.
        package var items: [Item]

        package init(digit: Int, title: String, items: [Item] = []) {
            self.digit = digit
            self.title = title
            self.items = items
        }
    }

    /// What a villager thinks of as one thing: a notice, or the books with all their months.
    package struct Item: Hashable, Sendable, Codable {
        package var title: String
        package var kind: PageKind
        /// Newest first; ◀▶ moves along them.
        package var pages: [Entry]

        package init(title: String, kind: PageKind, pages: [Entry]) {
            self.title = title
            self.kind = kind
            self.pages = pages
        }
    }

    package struct Entry: Hashable, Sendable, Codable {
        package var id: PageID
        package var title: String
        /// What home says of it: `10月收支`, `停水通知`.
        package var short: String
        package var period: Period?
        package var published: Day
        package var objectionsUntil: Day?
        package var expires: Day?
        package var audience: Envelope.Audience
        package var object: ObjectID
        /// Bytes of the page's JSON.
        package var length: Int
        /// The last days on time of what is still open on the page, so that home can count what is late without reading it.
        package var dues: [Day]?
        /// Nothing more is to come of it, as of a project that is done: no further issue is due.
        package var isFinal: Bool?

        package init(
            id: PageID, title: String, short: String, period: Period? = nil, published: Day,
            objectionsUntil: Day? = nil, expires: Day? = nil, audience: Envelope.Audience = .public, object: ObjectID,
            length: Int, dues: [Day]? = nil, isFinal: Bool? = nil
        ) {
            self.id = id
            self.title = title
            self.short = short
            self.period = period
            self.published = published
            self.objectionsUntil = objectionsUntil
            self.expires = expires
            self.audience = audience
            self.object = object
            self.length = length
            self.dues = dues
            self.isFinal = isFinal
        }
    }

    /// The newest schema this build writes and reads.
    package static let schema = 1
    package static let tileTitles = ["村务", "财务", "党务", "办事", "找人", "名单", "项目·表决", "平安", "诉求"]

    package var schema: Int
    package var village: Village
    /// When this index was made; the screen's "content updated" and the time floor come from here.
    package var issued: Instant
    /// Nine, by digit.
    package var tiles: [Tile]
    /// Names of the section manifests, `sections/<name>.json` under the village's path, that together list every object.
    package var sections: [String]
    /// Something was withdrawn with the index of this time: what was issued before is not shown any more and not kept. Nil when nothing was.
    package var floor: Instant?
    /// Pages that were erased, sorted: publishing them again takes a decision of its own. Nil for none.
    package var erased: [PageID]?

    package init(village: Village, issued: Instant, tiles: [Tile], sections: [String]) {
        schema = Self.schema
        self.village = village
        self.issued = issued
        self.tiles = tiles
        self.sections = sections
    }

    package func validate() throws(ContentError) {
        guard schema <= Self.schema else { throw .newerSchema(found: schema, supported: Self.schema) }
        guard tiles.map(\.digit) == Array(1...9) else { throw .inconsistent("tiles are not 1…9 in order") }
        var seen = Set<PageID>()
        for tile in tiles {
            for item in tile.items {
                guard !item.pages.isEmpty else { throw .inconsistent("item \(item.title) of tile \(tile.digit) has no page") }
                for entry in item.pages {
                    guard entry.id.tile == tile.digit else { throw .inconsistent("\(entry.id) in tile \(tile.digit)") }
                    guard seen.insert(entry.id).inserted else { throw .inconsistent("\(entry.id) twice") }
                }
            }
        }
    }
}

/// The objects of one section (a tile and a period) of a village: its pages and their pictures.
package struct SectionManifest: Hashable, Sendable, Codable {
    package struct Object: Hashable, Sendable, Codable {
        package var sha256: ObjectID
        /// Bytes.
        package var length: Int
        package init(sha256: ObjectID, length: Int) {
            self.sha256 = sha256
            self.length = length
        }
    }

    package var schema: Int
    /// Sorted by hash.
    package var objects: [Object]

    package init(objects: [Object]) {
        schema = VillageIndex.schema
        self.objects = objects
    }
}
