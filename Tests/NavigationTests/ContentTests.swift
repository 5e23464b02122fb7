import Content
import Navigation
import Testing

/// New content comes in without disturbing a reader, and what must go goes at once.
@Suite struct ContentTests {
    static let ledger = Village.id("2/2026-10")

    /// The October books with another row in them.
    static func correct(_ village: inout Village) {
        village.inside[ledger] = .ledger(["r1", "r0", "r2", "r3"])
        village.index.tiles[1].items[0].pages[0].object = Village.object("2/2026-10", 2)
    }

    static func remove(_ id: String, from village: inout Village) {
        let id = Village.id(id)
        for tile in village.index.tiles.indices {
            for item in village.index.tiles[tile].items.indices {
                village.index.tiles[tile].items[item].pages.removeAll { $0.id == id }
            }
            village.index.tiles[tile].items.removeAll { $0.pages.isEmpty }
        }
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let keys: [RemoteKey]
        let change: @Sendable (inout Village) -> Void
        let waits: Bool
        var testDescription: String { name }
    }

    static let waiting: [Row] = [
        Row(name: "home takes it at once", keys: [], change: correct, waits: false),
        Row(name: "the open page changed: the strip asks", keys: [.digit2], change: correct, waits: true),
        Row(name: "another page changed: silently", keys: [.digit2, .left], change: correct, waits: false),
        Row(name: "a row of it is open", keys: [.digit2, .digit3], change: correct, waits: true),
        Row(name: "a row that shows the same line of a changed page", keys: [.digit2, .left, .digit1], change: correct, waits: true),
        Row(name: "a picture of it is open", keys: [.digit2, .digit3, .ok], change: correct, waits: true),
        Row(name: "a list whose items did not change", keys: [.digit1], change: correct, waits: false),
        Row(
            name: "a list that gets an item", keys: [.digit1],
            change: { $0.index.tiles[0].items.insert(.init(title: "新", kind: .notice, pages: [Village.entry("1/new")]), at: 0) },
            waits: true),
        Row(
            name: "a list, when only the inside of a page changes", keys: [.digit1],
            change: { $0.index.tiles[0].items[0].pages[0].object = Village.object("1/water", 2) }, waits: false),
        Row(name: "a withdrawal does not ask", keys: [.digit2], change: { remove("2/2026-10", from: &$0) }, waits: false),
        Row(name: "live TV's card", keys: [.digit2, .tv], change: correct, waits: false),
    ]

    @Test(arguments: waiting) func arrives(_ row: Row) {
        var viewer = Viewer()
        for key in row.keys { viewer.press(key) }
        let place = viewer.view.place
        viewer.publish(row.change)
        #expect((viewer.view.strip == .newContent) == row.waits)
        #expect(viewer.effects.contains(.takeWaitingContent) == !row.waits)
        if row.waits {
            #expect(viewer.view.place == place)
            #expect(viewer.hints.contains("确认 看新内容"))
            viewer.press(.ok)
            #expect(viewer.effects == [.takeWaitingContent])
            #expect(viewer.view.strip == nil)
            #expect(viewer.view.place == place, "taking it opens nothing else")
        }
    }

    @Test func focusFollowsTheRow() {
        var viewer = Viewer()
        viewer.press(.digit2, .down)
        viewer.publish(Self.correct)
        #expect(viewer.view.focus == 1, "what is open does not change")
        viewer.press(.ok)
        #expect(viewer.view.focus == 2, "r2 is the third row now")
        viewer.press(.ok)
        #expect(viewer.view.place == .row(Self.ledger, row: "r2"))
    }

    @Test func focusOverLargeTypeAndBack() {
        var viewer = Viewer()
        viewer.press(.digit2)
        for _ in 0..<5 { viewer.press(.down) }
        viewer.press(.green)
        #expect(viewer.view.page == 1 && viewer.view.focus == 1, "the sixth row is the second of page 2 at four rows a page")
        #expect(viewer.effects == [.typeSizeChanged(.large)])
        viewer.press(.green)
        #expect(viewer.view.page == 0 && viewer.view.focus == 5)
    }

    @Test func focusedRowGone() {
        var viewer = Viewer()
        viewer.press(.digit2)
        for _ in 0..<9 { viewer.press(.down) }
        #expect(viewer.view.page == 1 && viewer.view.focus == 2)
        viewer.publish(Self.correct)
        viewer.press(.ok)
        #expect(viewer.view.page == 0 && viewer.view.focus == 2, "the nearest offset that is left")
    }

    @Test func openRowGone() {
        var viewer = Viewer()
        viewer.press(.digit2, .digit7, .ok)
        viewer.publish(Self.correct)
        viewer.press(.ok)
        #expect(viewer.view.place == .page(Self.ledger), "r7 is no longer in the books")
        #expect(viewer.view.strip == .withdrawn)
    }

    @Test func withdrawnPage() {
        var viewer = Viewer()
        viewer.press(.digit6, .digit2, .blue)
        viewer.publish { Self.remove("6/list2", from: &$0) }
        #expect(viewer.view.place == .tile(6))
        #expect(viewer.view.strip == .withdrawn)
        #expect(viewer.view.overlay == nil, "the code led to the page that is gone")
        viewer.wait(TimeOut.question - 5)
        #expect(viewer.view.strip == .withdrawn)
        viewer.wait(10)
        #expect(viewer.view.strip == nil)
        #expect(viewer.view.place == .tile(6))
    }

    @Test func withdrawnFromUnderAPicture() {
        var viewer = Viewer()
        viewer.press(.digit2, .digit1, .ok)
        viewer.publish { Self.remove("2/2026-10", from: &$0) }
        #expect(viewer.view.place == .tile(2), "the tile's list, although one item would open directly")
        #expect(viewer.view.strip == .withdrawn)
        viewer.press(.back)
        #expect(viewer.view.place == .home && viewer.view.focus == 1 && viewer.view.strip == nil)
    }

    @Test func expiredPage() {
        var viewer = Viewer()
        viewer.press(.digit6, .digit2)
        viewer.world.now = Instant(iso: "2026-12-12T15:59:59Z")
        viewer.send(.worldChanged)
        #expect(viewer.view.place.address == "6/list2", "the last day counts whole, in village time")
        viewer.world.now = Instant(iso: "2026-12-12T16:00:00Z")
        viewer.send(.worldChanged)
        #expect(viewer.view.place == .tile(6))
        #expect(viewer.view.strip == .expired)
    }

    @Test func anAlarmIsNotDisturbed() {
        var viewer = Viewer()
        viewer.press(.digit2, .red)
        viewer.publish { Self.remove("2/2026-10", from: &$0) }
        #expect(viewer.view.overlay == .alarm(.ask))
        viewer.press(.ok, .ok)
        #expect(viewer.effects.contains(.sendAlarm))
    }

    @Test func confirmingAnAlarmTakesNoContent() {
        var viewer = Viewer()
        viewer.press(.digit2)
        viewer.publish(Self.correct)
        viewer.press(.red, .ok)
        #expect(viewer.effects.isEmpty)
        #expect(viewer.view.strip == .newContent)
    }

    @Test func goingHomeTakesWhatWaits() {
        var viewer = Viewer()
        viewer.press(.digit2)
        viewer.publish(Self.correct)
        viewer.press(.home)
        #expect(viewer.effects == [.takeWaitingContent])
    }

    @Test func cardWhileThereIsNothing() {
        var viewer = Viewer()
        viewer.press(.digit2, .digit1)
        viewer.world.index = nil
        viewer.world.card = .damaged
        viewer.send(.worldChanged)
        #expect(viewer.view.place == .card(.damaged))
        viewer.press(.back, .ok, .digit1, .down)
        #expect(viewer.view.place == .card(.damaged))
        viewer.press(.tv)
        #expect(viewer.view.place == .card(.television))
        viewer.press(.back, .red)
        #expect(viewer.view.overlay == .alarm(.ask), "an alarm needs no content")
        viewer.press(.back)
        viewer.world.index = viewer.village.index
        viewer.send(.worldChanged)
        #expect(viewer.view.place == .home)
    }

    @Test(arguments: [(2, nil), (3, Strip.old(days: 3, .offline)), (9, .old(days: 9, .offline))] as [(Int, Strip?)])
    func age(_ days: Int, _ strip: Strip?) {
        var viewer = Viewer()
        viewer.world.trouble = .offline
        viewer.world.now = viewer.village.index.issued.adding(seconds: days * 86_400)
        #expect(viewer.view.strip == strip)
        viewer.world.fresh = viewer.world.now
        #expect(viewer.view.strip == nil, "the township signed today, though the village published long ago")
        viewer.world.now = nil
        #expect(viewer.view.strip == nil, "no age without a clock")
    }
}
