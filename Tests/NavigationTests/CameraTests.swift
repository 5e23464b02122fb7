import Content
import Navigation
import Testing

@Suite struct CameraTests {
    static let page = PageID("8/cameras")!

    /// Twelve cameras, nine a page, and one other page to read.
    static func world(_ abilities: World.Abilities = .code) -> World {
        var tiles = VillageIndex.tileTitles.enumerated().map { VillageIndex.Tile(digit: $0.offset + 1, title: $0.element) }
        tiles[0].items = [.init(title: "停水通知", kind: .notice, pages: [Village.entry("1/water")])]
        tiles[7].items = [.init(title: "平安", kind: .cameras, pages: [Village.entry("8/cameras")])]
        let index = VillageIndex(
            village: .init(code: "999999", name: "青溪坝村", town: "桐林镇"), issued: Instant(iso: "2026-11-22T03:00:00Z")!, tiles: tiles,
            sections: [])
        func targets(_ numbers: Range<Int>) -> [Outline.Target] {
            numbers.enumerated().map { offset, number in
                Outline.Target(
                    identity: "camera-\(number)", opens: .row(page, row: "\(number)"), digit: offset + 1, row: offset / 3, column: offset % 3)
            }
        }
        var outlines: [OutlineKey: Outline] = [:]
        for (place, outline) in [
            (.home, Outline(pages: [(1...9).map {
                Outline.Target(identity: "tile-\($0)", opens: .tile($0), digit: $0, row: ($0 - 1) / 3, column: ($0 - 1) % 3)
            }])),
            (.page(page), Outline(pages: [targets(1..<10), targets(10..<13)])), (.page(PageID("1/water")!), Outline(pages: [[]])),
        ] as [(Place, Outline)] { outlines[OutlineKey(place: place, type: .normal)] = outline }
        for number in 1..<13 { outlines[OutlineKey(place: .row(page, row: "\(number)"), type: .normal)] = .empty }
        return World(index: index, outlines: outlines, now: Instant(iso: "2026-11-22T04:00:00Z"), abilities: abilities)
    }

    private func press(_ state: inout State, _ keys: RemoteKey..., in world: World) {
        for key in keys {
            state.handle(.key(key, .press), in: world)
            state.handle(.key(key, .release), in: world)
        }
    }

    @Test func okMakesItLargeAndThenPutsItIntoTheCorner() {
        let world = Self.world()
        var state = State()
        press(&state, .digit8, in: world)
        #expect(state.view(in: world).place == .page(Self.page))
        press(&state, .digit3, in: world)
        #expect(state.view(in: world).place == .row(Self.page, row: "3"))
        #expect(state.view(in: world).hints.contains { $0.text == "放到角上" })
        press(&state, .right, in: world)
        #expect(state.view(in: world).place == .row(Self.page, row: "4"), "◀▶ change the camera")
        press(&state, .ok, in: world)
        let corner = WatchedCamera(page: Self.page, camera: "4")
        #expect(state.view(in: world).place == .home)
        #expect(state.view(in: world).corner == corner)
        press(&state, .digit1, in: world)
        #expect(state.view(in: world).corner == corner, "over any page")
        press(&state, .home, .digit8, in: world)
        #expect(state.view(in: world).corner == nil, "the grid shows it already")
        press(&state, .back, in: world)
        #expect(state.view(in: world).corner == corner)
        press(&state, .menu, in: world)
        let line = state.view(in: world).choices.firstIndex { $0.text == "关掉小画面" }
        #expect(line != nil)
        for _ in 0..<(line ?? 0) { press(&state, .down, in: world) }
        press(&state, .ok, in: world)
        #expect(state.corner == nil)
    }

    @Test func theCornerGoesWithThePageThatAllowsIt() {
        var world = Self.world()
        var state = State()
        press(&state, .digit8, .digit1, .ok, in: world)
        #expect(state.corner != nil)
        world.index?.tiles[7].items = []
        state.handle(.worldChanged, in: world)
        #expect(state.corner == nil)
    }

    private func pass(_ state: inout State, _ seconds: ClosedRange<Int>, in world: World) {
        for second in seconds { state.handle(.tick(MonotonicSeconds(second)), in: world) }
    }

    @Test func whoPressesNothingIsAskedAndThenItCloses() {
        let world = Self.world()
        var state = State()
        press(&state, .digit8, .digit1, in: world)
        pass(&state, 1000...1179, in: world)
        #expect(state.overlay == nil)
        pass(&state, 1180...1181, in: world)
        #expect(state.overlay == .watching)
        #expect(state.view(in: world).choices.map(\.text) == ["还在看", "不看了"])
        var answered = state
        press(&answered, .ok, in: world)
        #expect(answered.overlay == nil)
        #expect(answered.view(in: world).place == .row(Self.page, row: "1"))
        pass(&state, 1182...1245, in: world)
        #expect(state.view(in: world).place == .home)
        #expect(state.overlay == nil)
    }

    @Test func aHallIsNotAsked() {
        let world = Self.world([.code, .unattended])
        var state = State()
        press(&state, .digit8, .digit1, .ok, in: world)
        pass(&state, 1000...3000, in: world)
        #expect(state.overlay == nil)
        #expect(state.corner != nil, "the river stays in its corner")
    }

    @Test func aHouseholdsCornerClosesToo() {
        let world = Self.world()
        var state = State()
        press(&state, .digit8, .digit1, .ok, in: world)
        #expect(state.awaitsTime(in: world))
        pass(&state, 1000...1250, in: world)
        #expect(state.corner == nil)
    }

    @Test func groupsComeInTurnUntilSomebodyPressesAKey() {
        let world = Self.world()
        var state = State()
        press(&state, .digit8, in: world)
        var pages: [Int] = []
        for second in 1000..<1046 {
            state.handle(.tick(MonotonicSeconds(second)), in: world)
            pages.append(state.view(in: world).page)
        }
        #expect(pages[14] == 0 && pages[15] == 1 && pages[29] == 1 && pages[30] == 0 && pages[45] == 1)
        press(&state, .right, in: world)
        pass(&state, 1046...1060, in: world)
        #expect(state.view(in: world).page == 1, "counted anew from the key")
        pass(&state, 1061...1062, in: world)
        #expect(state.view(in: world).page == 0)
    }
}
