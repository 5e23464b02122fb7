import Content
import Navigation
import Testing

/// Parts of a page: panes on an axis of their own, grids of cards, filters with their choices.
@Suite struct PartTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let keys: [RemoteKey]
        let address: String
        let focus: String?
        var testDescription: String { name }

        init(_ name: String, _ keys: [RemoteKey], _ address: String, focus: String?) {
            self.name = name
            self.keys = keys
            self.address = address
            self.focus = focus
        }
    }

    static let rows: [Row] = [
        Row("▶ changes the pane", [.digit5, .digit2, .right], "5/guide/parts/材料", focus: nil),
        Row("▶▶ goes to the last one, and stays there", [.digit5, .digit2, .right, .right, .right], "5/guide/parts/找谁", focus: nil),
        Row("◀ comes back to the page itself", [.digit5, .digit2, .right, .left], "5/guide", focus: "材料"),
        Row("◀ at the first pane does nothing", [.digit5, .digit2, .left], "5/guide", focus: "材料"),
        Row("返回 from a pane that ◀▶ led to is one level up", [.digit5, .digit2, .right, .back], "tile/5", focus: "5/guide"),
        Row("返回 from a pane that 确认 opened is the page", [.digit5, .digit2, .down, .ok, .back], "5/guide", focus: "找谁"),
        Row("◀ from an opened pane is back on the page, and 返回 leaves it", [.digit5, .digit2, .ok, .left, .back], "tile/5", focus: "5/guide"),
        Row("◀▶ go on from an opened pane", [.digit5, .digit2, .ok, .right], "5/guide/parts/找谁", focus: nil),
        Row("频道＋ pages through a pane, then leaves the item", [.digit5, .digit2, .right, .channelUp, .channelUp], "6/list1", focus: nil),
        Row("▶ in a grid is the card beside", [.digit5, .digit1, .right], "5/people", focus: "p1"),
        Row("▶ goes on to the next row", [.digit5, .digit1, .right, .right, .right], "5/people", focus: "p3"),
        Row("▶ goes on to the next page", [.digit5, .digit1, .digit6, .back, .right], "5/people", focus: "p6"),
        Row("◀ goes back over the page's edge", [.digit5, .digit1, .channelUp, .left], "5/people", focus: "p5"),
        Row("▼ in a grid is the card below", [.digit5, .digit1, .right, .down], "5/people", focus: "p4"),
        Row("黄键 opens the choices", [.digit5, .digit1, .yellow], "5/people/parts/groups", focus: "g0"),
        Row("a choice opens what it filters", [.digit5, .digit1, .yellow, .digit2], "5/people/parts/group-1", focus: "p1"),
        Row("返回 leads back through the choices", [.digit5, .digit1, .yellow, .digit2, .back, .back], "5/people", focus: "p0"),
        Row("a row opened from a part comes back to it", [.digit5, .digit1, .yellow, .digit2, .digit2, .back], "5/people/parts/group-1", focus: "p3"),
        Row("rows opened from a part have its neighbours", [.digit5, .digit1, .yellow, .digit2, .ok, .right], "5/people/rows/p3", focus: "voucher"),
        Row("黄键 without a filter does nothing", [.digit2, .yellow], "2/2026-10", focus: "r1"),
        Row("the menu filters too", [.digit5, .digit1, .menu, .down, .down, .ok], "5/people/parts/groups", focus: "g0"),
    ]

    @Test(arguments: rows) func leads(_ row: Row) {
        var viewer = Viewer()
        for key in row.keys { viewer.press(key) }
        let place = viewer.state.place(in: viewer.world)
        #expect(place.address == row.address)
        let outline = viewer.world.outlines[OutlineKey(place: place, type: viewer.state.type)]
        let target = viewer.view.focus.flatMap { outline?.pages[viewer.view.page][$0] }
        #expect(target?.identity == row.focus)
        #expect(Place(address: row.address) == place)
    }

    struct HintRow: Sendable {
        let keys: [RemoteKey]
        let hint: String
    }

    @Test(arguments: [
        HintRow(keys: [.digit5, .digit2], hint: "◀▶ 换一栏"), HintRow(keys: [.digit5, .digit2, .ok], hint: "◀▶ 换一栏"),
        HintRow(keys: [.digit5, .digit1], hint: "黄键 按组看"), HintRow(keys: [.digit5, .digit1], hint: "确认 看这个人"),
    ]) func hints(_ row: HintRow) {
        var viewer = Viewer()
        for key in row.keys { viewer.press(key) }
        #expect(viewer.hints.contains(row.hint), "\(viewer.hints)")
    }

    @Test func aFilterIsInTheMenu() {
        var viewer = Viewer()
        viewer.press(.digit5, .digit1, .menu)
        #expect(viewer.view.choices.map(\.text).contains("按组看"))
        viewer.press(.back, .home, .digit2, .menu)
        #expect(!viewer.view.choices.map(\.text).contains("按组看"))
    }

    /// A group that new content no longer has closes with a word about it; one that is still there stays open.
    @Test func aPartThatIsGoneCloses() {
        var viewer = Viewer()
        viewer.press(.digit5, .digit1, .yellow, .digit2)
        let id = Village.id("5/people")
        viewer.publish { village in
            village.inside[id] = .cards(8, groups: 1)
            village.index.tiles[4].items[0].pages[0].object = Village.object("5/people", 2)
        }
        #expect(viewer.view.strip == .newContent)
        viewer.press(.ok)
        #expect(viewer.state.place(in: viewer.world) == .part(id, "groups"))
        #expect(viewer.view.strip == .withdrawn)
    }
}
