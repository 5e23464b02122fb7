import Content
import Testing

@Suite struct TileFactsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var why: String
        var today: String?
        var badge: TileFacts.Badge?
        var newest: String?
        var testDescription: String { why }
    }

    static func item(_ kind: PageKind, period: String? = nil, published: String, objections: String? = nil, expires: String? = nil)
        throws -> VillageIndex.Item
    {
        let object = try #require(ObjectID(hex: String(repeating: "a", count: 64)))
        let entry = VillageIndex.Entry(
            id: try #require(PageID("2/x")), title: "收支", short: "10月收支", period: period.flatMap { Period($0) },
            published: try #require(Day(iso: published)), objectionsUntil: objections.flatMap { Day(iso: $0) },
            expires: expires.flatMap { Day(iso: $0) }, object: object, length: 1)
        return VillageIndex.Item(title: "收支", kind: kind, pages: [entry])
    }

    static let ledger = [
        Row(why: "published today", today: "2026-11-05", badge: .new(1), newest: "10月收支"),
        Row(why: "a week later it is still new", today: "2026-11-12", badge: .new(1), newest: "10月收支"),
        Row(why: "then it is not", today: "2026-11-13", badge: nil, newest: "10月收支"),
        Row(why: "before it was published (clock behind): no claim", today: "2026-11-04", badge: nil, newest: "10月收支"),
        Row(why: "November is not due yet", today: "2027-01-01", badge: nil, newest: "10月收支"),
        Row(why: "one day late", today: "2027-01-02", badge: .overdue(days: 1), newest: "10月收支"),
        Row(why: "unknown clock: no claim about time", today: nil, badge: nil, newest: "10月收支"),
    ]

    @Test(arguments: ledger) func books(row: Row) throws {
        let tile = VillageIndex.Tile(
            digit: 2, title: "财务", items: [try Self.item(.ledger, period: "2026-10", published: "2026-11-05")])
        let facts = TileFacts(tile: tile, today: row.today.flatMap { Day(iso: $0) })
        #expect(facts.badge == row.badge)
        #expect(facts.newest == row.newest)
    }

    @Test func objectionsAndExpiry() throws {
        let item = try Self.item(.notice, published: "2026-10-01", objections: "2026-11-20", expires: "2026-12-12")
        let tile = VillageIndex.Tile(digit: 2, title: "名单", items: [item])
        #expect(TileFacts(tile: tile, today: Day(iso: "2026-11-20")).badge == .objections)
        #expect(TileFacts(tile: tile, today: Day(iso: "2026-11-21")).badge == nil)
        #expect(TileFacts(tile: tile, today: Day(iso: "2026-12-12")).newest == "10月收支")
        #expect(TileFacts(tile: tile, today: Day(iso: "2026-12-13")).newest == nil)
    }

    /// The presses that lead to a page are its number, in the list as it stands today.
    @Test func numbers() throws {
        var items: [VillageIndex.Item] = []
        for number in 1...21 {
            var item = try Self.item(.notice, published: "2026-10-01", expires: number == 2 ? "2026-10-31" : nil)
            item.pages[0].id = try #require(PageID("1/n\(number)"))
            items.append(item)
        }
        var index = VillageIndex(
            village: .init(code: "999999", name: "青溪坝村", town: "桐林镇"), issued: Instant(secondsSinceEpoch: 0),
            tiles: [VillageIndex.Tile(digit: 1, title: "村务", items: items)], sections: [])
        func number(_ id: String, _ today: String?) throws -> String { index.number(of: try #require(PageID(id)), on: today.flatMap { Day(iso: $0) }) }
        #expect(try number("1/n3", "2026-10-15") == "13")
        #expect(try number("1/n9", "2026-10-15") == "19")
        #expect(try number("1/n10", "2026-10-15") == "1+1", "tile 1, 频道＋, 1")
        #expect(try number("1/n21", "2026-10-15") == "1++3")
        #expect(try number("1/n3", "2026-11-15") == "12", "what has left the screen is not counted")
        #expect(try number("1/n10", "2026-11-15") == "19")
        #expect(try number("1/gone", "2026-11-15") == "1")
        index.tiles[0].items.removeLast(20)
        #expect(try number("1/n1", nil) == "1", "a tile with one item opens it at once")
    }

    /// Home counts what people wait for too long without reading the page.
    @Test func lateCases() throws {
        var item = try Self.item(PageKind(rawValue: "cases"), period: "2026-11", published: "2026-11-20")
        item.pages[0].dues = [try #require(Day(iso: "2026-11-15")), try #require(Day(iso: "2026-11-25"))]
        let tile = VillageIndex.Tile(digit: 9, title: "诉求", items: [item])
        func badge(_ day: String) -> TileFacts.Badge? { TileFacts(tile: tile, today: Day(iso: day)).badge }
        #expect(badge("2026-11-15") == nil || badge("2026-11-15") == .new(1), "the last day is on time")
        #expect(badge("2026-11-22") == .late(1))
        #expect(badge("2026-11-26") == .late(2))
        #expect(TileFacts(tile: tile, today: nil).badge == nil)
    }

    /// A project that is done owes nobody an issue; one that goes on does after a quarter and a month.
    @Test func projectsEnd() throws {
        var item = try Self.item(PageKind(rawValue: "board"), published: "2026-01-10")
        #expect(item.daysOverdue(on: try #require(Day(iso: "2026-05-13"))) == nil)
        #expect(item.daysOverdue(on: try #require(Day(iso: "2026-05-14"))) == 1)
        item.pages[0].isFinal = true
        #expect(item.daysOverdue(on: try #require(Day(iso: "2027-05-14"))) == nil)
    }
}
