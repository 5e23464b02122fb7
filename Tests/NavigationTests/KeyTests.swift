import Content
import Navigation
import Testing

/// Every row: keys from home, and where they lead. Places are written as addresses.
@Suite struct KeyTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let why: String
        let keys: [RemoteKey]
        let place: String
        var page = 0
        var focus: Int? = 0
        var testDescription: String { "\(name): \(why)" }

        init(_ name: String, _ why: String, _ keys: [RemoteKey], _ place: String, page: Int = 0, focus: Int? = 0) {
            self.name = name
            self.why = why
            self.keys = keys
            self.place = place
            self.page = page
            self.focus = focus
        }
    }

    static let open2: [RemoteKey] = [.digit2]
    static let rows: [Row] = [
        Row("start", "the first tile has the focus", [], "home"),
        Row("home ▶", "◀▶ move in the grid", [.right], "home", focus: 1),
        Row("home ▼", "▲▼ move in the grid", [.down], "home", focus: 3),
        Row("home ▼▶▲", "columns are kept", [.down, .right, .up], "home", focus: 1),
        Row("home ◀ at the edge", "an edge is an edge", [.left], "home"),
        Row("home ▶▶▶ at the edge", "no wrap to the next row", [.right, .right, .right], "home", focus: 2),
        Row("home ▼ at the bottom", "no wrap", [.down, .down, .down], "home", focus: 6),
        Row("home ch+", "home has one page and no neighbour", [.channelUp], "home"),
        Row("home back", "nothing is above home", [.back], "home"),
        Row("home 0", "0 does nothing", [.digit0], "home"),
        Row("home 1", "a digit acts at once", [.digit1], "tile/1"),
        Row("home ok", "opens the focus", [.ok], "tile/1"),
        Row("home 2", "a tile with one item opens it directly", open2, "2/2026-10"),
        Row("home ▶ ok", "the same by arrows", [.right, .ok], "2/2026-10"),
        Row("home 3", "an empty tile says so", [.digit3], "tile/3", focus: nil),
        Row("home 1 3", "a number is its presses", [.digit1, .digit3], "1/waste"),
        Row("home 1 9", "a digit that stands nowhere does nothing", [.digit1, .digit9], "tile/1"),
        Row("list ▼ ok", "arrows and 确认", [.digit1, .down, .ok], "1/meeting", focus: nil),
        Row("list ▶", "a list has one column", [.digit1, .right], "tile/1"),
        Row("text ▶", "nothing lies beside anything: on to the next page", [.digit1, .digit2, .right], "1/meeting", page: 1, focus: nil),
        Row("text ▶▶▶▶", "to its end, and not out of the item", [.digit1, .digit2, .right, .right, .right, .right], "1/meeting", page: 2, focus: nil),
        Row("text ▶◀◀", "and back to its beginning", [.digit1, .digit2, .right, .left, .left], "1/meeting", focus: nil),
        Row("list back", "the focus is where it was", [.digit6, .back], "home", focus: 5),
        Row("list page ch+", "discrete pages of the list", [.digit6, .channelUp], "tile/6", page: 1),
        Row("list digit on page 2", "digits name what is visible", [.digit6, .channelUp, .digit3], "6/list12", focus: nil),
        Row("list ch+ past the end", "then the next tile with something in it", [.digit1, .channelUp], "2/2026-10"),
        Row("list ch- before the start", "round again, by the same rule", [.digit1, .channelDown], "tile/6", page: 1),
        Row("list ▼ over the edge", "arrows alone reach the next page", [.digit6] + down(9), "tile/6", page: 1),
        Row("list ▲ over the edge", "and come back to the last row", [.digit6] + down(9) + [.up], "tile/6", focus: 8),
        Row("ledger ▼", "moves the focus", open2 + [.down], "2/2026-10", focus: 1),
        Row("ledger ◀", "time runs left to right: earlier", open2 + [.left], "2/2026-09"),
        Row("ledger ◀▶", "and later again", open2 + [.left, .right], "2/2026-10"),
        Row("ledger ▶ at the newest", "there is no later month", open2 + [.right], "2/2026-10"),
        Row("ledger ◀◀◀ at the oldest", "nor an earlier one", open2 + [.left, .left, .left], "2/2026-08"),
        Row("ledger page 2 ◀", "another month starts on its first page", open2 + [.channelUp, .left], "2/2026-09"),
        Row("ledger ch+", "next discrete page", open2 + [.channelUp], "2/2026-10", page: 1),
        Row("ledger page down", "the same key by another name", open2 + [.pageDown], "2/2026-10", page: 1),
        Row("ledger ch+ ch-", "and back", open2 + [.channelUp, .channelDown], "2/2026-10"),
        Row("ledger page up", "the same key by another name", open2 + [.pageDown, .pageUp], "2/2026-10"),
        Row("ledger ch+ ch+", "then the next item, over an empty tile", open2 + [.channelUp, .channelUp], "4/welfare", focus: nil),
        Row("ledger ch+ ch+ ch-", "－ undoes ＋: the last page", open2 + [.channelUp, .channelUp, .channelDown], "2/2026-10", page: 1),
        Row("ledger ch-", "the item before", open2 + [.channelDown], "1/waste"),
        Row("item ch- at the first", "round again, as channels go", [.digit1, .digit1, .channelDown], "6/list12", focus: nil),
        Row("item after ch+: back", "返回 leads to its own tile", open2 + [.channelDown, .back], "tile/1", focus: 2),
        Row("item after ch+: back back", "and home with the focus on that tile", open2 + [.channelDown, .back, .back], "home"),
        Row("single item after ch+: back", "a tile with one item has no list",
            [.digit1, .digit3, .channelUp, .back], "home", focus: 1),
        Row("older month, back", "home, on its tile", open2 + [.left, .back], "home", focus: 1),
        Row("ledger 2", "a digit opens the visible row", open2 + [.digit2], "2/2026-10/rows/r2"),
        Row("ledger page 2, 3", "the third row of this page", open2 + [.channelUp, .digit3], "2/2026-10/rows/r10"),
        Row("ledger page 2, 4", "no such row here", open2 + [.channelUp, .digit4], "2/2026-10", page: 1),
        Row("ledger ▼ ok", "确认 opens the row", open2 + [.down, .ok], "2/2026-10/rows/r2"),
        Row("row back", "the focus is on the row", open2 + [.digit3, .back], "2/2026-10", focus: 2),
        Row("row ▶", "the next row", open2 + [.digit3, .right], "2/2026-10/rows/r4"),
        Row("row ▶ back", "the focus went along", open2 + [.digit3, .right, .back], "2/2026-10", focus: 3),
        Row("row ▶ over a page", "and over the page", open2 + [.digit7, .right, .back], "2/2026-10", page: 1),
        Row("row ◀ at the first", "rows end", open2 + [.digit1, .left], "2/2026-10/rows/r1"),
        Row("row ch+", "its one page is over: the next row", open2 + [.digit1, .channelUp], "2/2026-10/rows/r2"),
        Row("row ok", "the voucher", open2 + [.digit1, .ok], picture("2/2026-10", 0), focus: nil),
        Row("voucher back", "back on the row", open2 + [.digit1, .ok, .back], "2/2026-10/rows/r1"),
        Row("row ▼ ok", "the same line last month", open2 + [.digit1, .down, .ok], "2/2026-09/rows/r1"),
        Row("last month, back", "the way it came", open2 + [.digit1, .down, .ok, .back], "2/2026-10/rows/r1", focus: 1),
        Row("text ch+", "pages without targets", [.digit4, .channelUp], "4/welfare", page: 1, focus: nil),
        Row("text ▼", "arrows turn where there is nothing to focus", [.digit4, .down], "4/welfare", page: 1, focus: nil),
        Row("text ▼▼", "but stay in the item", [.digit4, .down, .down], "4/welfare", page: 1, focus: nil),
        Row("text ok", "nothing to open", [.digit4, .ok], "4/welfare", focus: nil),
        Row("pictures in a page ▼▼", "◀▶ are the item's axis, so ▲▼ go in the order of reading",
            [.digit1, .digit3, .down, .down], "1/waste", focus: 2),
        Row("pictures in a page ▼▼▼▲", "and stop at the end", [.digit1, .digit3] + down(3) + [.up], "1/waste", focus: 1),
        Row("pictures ▶", "the next picture of the page",
            [.digit1, .digit3, .ok, .right], picture("1/waste", 1), focus: nil),
        Row("pictures ◀ at the first", "pictures end", [.digit1, .digit3, .ok, .left], picture("1/waste", 0), focus: nil),
        Row("home from depth", "主页", open2 + [.digit1, .ok, .home], "home", focus: 1),
        Row("television without a method", "a card says which key", [.tv], "card/television", focus: nil),
        Row("television twice", "a second press returns", [.tv, .tv], "home"),
        Row("television from a page", "and to where it was", open2 + [.down, .tv, .tv], "2/2026-10", focus: 1),
        Row("television card ok", "确认 understands", open2 + [.tv, .ok], "2/2026-10"),
        Row("green", "large type keeps the row", open2 + [.channelUp, .green], "2/2026-10", page: 1, focus: 3),
        Row("green twice", "and back", open2 + [.channelUp, .green, .green], "2/2026-10", page: 1),
        Row("green in text", "the same share of the text", [.digit4, .down, .green], "4/welfare", page: 2, focus: nil),
        Row("yellow", "no kind supports it yet", [.yellow], "home"),
    ]

    static func down(_ count: Int) -> [RemoteKey] { Array(repeating: .down, count: count) }
    static func picture(_ page: String, _ number: Int) -> String {
        Place.picture(Village.id(page), Village.picture(Village.id(page), number)).address
    }

    @Test(arguments: rows) func leads(_ row: Row) {
        var viewer = Viewer()
        for key in row.keys { viewer.press(key) }
        #expect(viewer.view.place.address == row.place)
        #expect(viewer.view.page == row.page)
        #expect(viewer.view.focus == row.focus)
    }

    // Outside of @Test: Swift 6.0 does not take a closure in there.
    static let ofOneKey = rows.filter { $0.keys.count <= 1 }

    /// The same keys typed before anything is laid out come to the same end.
    @Test(arguments: ofOneKey) func typedAhead(_ row: Row) {
        var viewer = Viewer(laysOut: false)
        for key in row.keys { viewer.state.handle(.key(key, .press), in: viewer.world) }
        viewer.layOut()
        #expect(viewer.view.place.address == row.place)
    }

    @Test func typedAheadOverTwoPlaces() {
        var viewer = Viewer(laysOut: false)
        for key in [RemoteKey.digit1, .digit3, .ok] { viewer.state.handle(.key(key, .press), in: viewer.world) }
        viewer.layOut()
        #expect(viewer.view.place.address == Self.picture("1/waste", 0))
    }

    @Test func backDoesNotWaitForLayout() {
        var viewer = Viewer()
        viewer.state.handle(.key(.digit1, .press), in: viewer.world)
        viewer.state.handle(.key(.digit3, .press), in: viewer.world)
        viewer.state.handle(.key(.back, .press), in: viewer.world)
        viewer.layOut()
        #expect(viewer.view.place == .home)
        #expect(viewer.state.pending.isEmpty)
    }

    @Test(arguments: RemoteKey.allCases) func heldKeysOnlyMove(_ key: RemoteKey) {
        let moving: Set<RemoteKey> = [.up, .down, .left, .right, .channelUp, .channelDown, .pageUp, .pageDown]
        for start in [[], [RemoteKey.digit2], [.digit6], [.digit2, .digit1]] as [[RemoteKey]] {
            var viewer = Viewer()
            for key in start { viewer.press(key) }
            let before = viewer.state.stack.count
            for _ in 0..<50 { viewer.send(.key(key, .repeat)) }
            #expect(viewer.state.stack.count == before, "\(key) held opens or closes nothing")
            #expect(viewer.view.overlay == nil, "\(key) held covers nothing")
            if !moving.contains(key) { #expect(viewer.state.type == .normal && viewer.effects.isEmpty) }
        }
    }

    @Test func heldDownWalksAndStops() {
        var viewer = Viewer()
        viewer.press(.digit2, .down)
        for _ in 0..<50 { viewer.send(.key(.down, .repeat)) }
        #expect(viewer.view.place.address == "2/2026-10")
        #expect(viewer.view.page == 1 && viewer.view.focus == 2)
        for _ in 0..<50 { viewer.send(.key(.up, .repeat)) }
        #expect(viewer.view.page == 0 && viewer.view.focus == 0 && viewer.view.overlay == nil)
    }

    @Test func longBackGoesHome() {
        var viewer = Viewer()
        viewer.press(.digit2, .digit1, .ok, .back)
        viewer.send(.key(.back, .long))
        #expect(viewer.view.place == .home)
    }

    @Test func releaseDoesNothing() {
        for key in RemoteKey.allCases {
            var viewer = Viewer()
            viewer.press(.digit2)
            let before = viewer.view
            viewer.send(.key(key, .release))
            #expect(viewer.view == before)
        }
    }

    @Test func televisionByMethod() {
        var viewer = Viewer(abilities: [.television, .code])
        viewer.press(.digit2, .tv)
        #expect(viewer.effects == [.leaveForTelevision])
        #expect(viewer.state.isAway)
        viewer.press(.digit1, .back, .red, .ok)
        #expect(viewer.view.place.address == "2/2026-10", "keys are the TV's now")
        viewer.press(.tv)
        #expect(viewer.effects == [.leaveForTelevision, .returnFromTelevision])
        #expect(!viewer.state.isAway)
        viewer.press(.tv)
        viewer.send(.televisionFailed)
        #expect(viewer.view.place == .card(.television), "the method failed: the card says how")
    }
}
