import Content
import Navigation
import Testing

/// Claims about every state that can be reached, tried on very many.
@Suite struct WalkTests {
    struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            // SplitMix64
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static func check(_ viewer: Viewer, _ said: String) {
        let place = viewer.state.place(in: viewer.world)
        guard let spot = viewer.state.spot(in: viewer.world) else {
            Issue.record("\(said): no outline")
            return
        }
        if case .card = place {
            #expect(spot.page == 0 && spot.focus == nil)
        } else if let outline = viewer.world.outlines[OutlineKey(place: place, type: viewer.state.type)],
            outline.pages.indices.contains(spot.page) {
            let targets = outline.pages[spot.page].count
            #expect(spot.focus.map { $0 < targets } ?? (targets == 0), "\(said)")
        } else {
            Issue.record("\(said): no page \(spot.page)")
        }
        #expect(viewer.state.stack.count <= State.depthLimit + 1 && viewer.state.stack[0].place == .home, "\(said)")
    }

    /// What is slow to make in a debug build, now and then.
    static func checkView(_ viewer: Viewer, _ said: String) {
        let view = viewer.view
        #expect(view.choices.isEmpty ? view.overlayFocus == 0 : view.choices.indices.contains(view.overlayFocus), "\(said)")
        #expect(viewer.state.predictions(in: viewer.world).allSatisfy { $0.place != view.place || $0 != view })
        leadsHome(viewer)
    }

    /// 100,000 events: keys in all phases, time, content that comes and goes, alarms that end.
    @Test(arguments: [1, 2, 3, 4]) func randomWalk(_ seed: UInt64) {
        var random = Random(state: seed)
        var viewer = Viewer(abilities: seed.isMultiple(of: 2) ? [.code, .television] : .code)
        let original = viewer.village
        var version = 1
        for number in 0..<25_000 {
            let key = RemoteKey.allCases.randomElement(using: &random)!
            switch Int.random(in: 0..<1000, using: &random) {
            case 0..<880: viewer.press(key)
            case 880..<940: viewer.send(.key(key, KeyPhase.allCases.randomElement(using: &random)!))
            case 940..<960: viewer.wait(Int.random(in: 1...70, using: &random))
            case 960..<964: viewer.wait(TimeOut.idle + 2)
            case 964..<980:
                version += 1
                let id = original.inside.keys.map(\.text).sorted().randomElement(using: &random)!
                let remove = Bool.random(using: &random)
                viewer.publish { village in
                    if remove {
                        ContentTests.remove(id, from: &village)
                    } else {
                        village = original
                        let position = village.index.position(of: Village.id(id))!
                        village.index.tiles[position.tile - 1].items[position.item].pages[position.page].object =
                            Village.object(id, version)
                        if id == "2/2026-10" { village.inside[Village.id(id)] = .ledger((1...(version % 30 + 1)).map { "r\($0 * 3)" }) }
                    }
                }
            case 980..<985: viewer.send(.alarmDelivered)
            case 985..<990: viewer.send(.alarmFailed)
            case 990..<993: viewer.send(.televisionEnded)
            case 993..<996: viewer.send(.televisionFailed)
            case 996..<998:
                viewer.world.now = Instant(iso: Bool.random(using: &random) ? "2026-12-30T00:00:00Z" : "2026-11-22T11:00:00Z")
                viewer.send(.worldChanged)
            default:
                viewer.world.index = viewer.world.index == nil ? viewer.village.index : nil
                viewer.send(.worldChanged)
            }
            Self.check(viewer, "event \(number) of walk \(seed)")
            if number.isMultiple(of: 50) { Self.checkView(viewer, "event \(number) of walk \(seed)") }
        }
    }

    /// 返回 leads home from anywhere, in no more presses than the depth and what covers it.
    static func leadsHome(_ viewer: Viewer) {
        var viewer = viewer
        if viewer.state.isAway { viewer.send(.televisionEnded) }
        for _ in 0...State.depthLimit where viewer.view.overlay != nil || viewer.state.stack.count > 1 { viewer.press(.back) }
        #expect(viewer.view.overlay == nil && viewer.state.stack.count == 1)
    }

    /// The same line of the month before, of the month before that …: 返回 still ends.
    @Test func depthIsBounded() {
        var village = Village()
        village.index.tiles[1].items[0].pages = (0..<40).map { Village.entry("2/m\(99 - $0)") }
        for page in village.index.tiles[1].items[0].pages { village.inside[page.id] = .ledger(["r1"]) }
        var viewer = Viewer(village)
        viewer.press(.digit2, .digit1)
        for _ in 0..<30 { viewer.press(.down, .ok) }
        #expect(viewer.view.place.address == "2/m69/rows/r1")
        var presses = 0
        while viewer.view.place != .home, presses < 100 {
            viewer.press(.back)
            presses += 1
        }
        #expect(presses == State.depthLimit)
    }

    /// Breadth first over what arrows and 确认 alone can do.
    @Test func arrowsAndConfirmReachEverything() {
        let arrows: [RemoteKey] = [.up, .down, .left, .right, .ok]
        let start = Viewer(abilities: [.code, .television])
        var seen: Set<View> = [start.view]
        var queue = [start]
        var effects = Set<Effect>()
        while !queue.isEmpty, seen.count < 6_000 {
            let viewer = queue.removeFirst()
            for key in arrows {
                var next = viewer
                next.effects = []
                next.press(key)
                effects.formUnion(next.effects)
                if next.state.isAway { continue }
                if seen.insert(next.view).inserted { queue.append(next) }
            }
        }
        let places = Set(seen.map(\.place))
        for tile in start.village.index.tiles {
            for entry in tile.items.flatMap(\.pages) { #expect(places.contains(.page(entry.id)), "\(entry.id)") }
        }
        for row in 1...10 { #expect(places.contains(.row(ContentTests.ledger, row: "r\(row)"))) }
        for number in 0..<3 {
            let waste = Village.id("1/waste")
            #expect(places.contains(.picture(waste, Village.picture(waste, number))))
        }
        #expect(seen.contains { $0.place == .page(Village.id("1/meeting")) && $0.page == 2 })
        #expect(seen.contains { $0.overlay == .code })
        #expect(effects.isSuperset(of: [.sendAlarm, .leaveForTelevision, .typeSizeChanged(.large), .typeSizeChanged(.normal)]))
        // 返回 and 主页 are in the menu.
        #expect(seen.contains { $0.overlay == .menu && $0.choices.map(\.text).starts(with: ["上一级", "回到主页"]) })
    }

    /// Unless bounded out, the view behind each key stands among the predictions.
    @Test func predictionsCoverKeys() {
        var random = Random(state: 7)
        var viewer = Viewer()
        for _ in 0..<400 {
            viewer.press(RemoteKey.allCases.randomElement(using: &random)!)
            guard !viewer.state.isAway else { continue }
            let all = viewer.state.predictions(in: viewer.world, limit: 100)
            let first = viewer.state.predictions(in: viewer.world)
            #expect(first == Array(all.prefix(16)))
            #expect(Set(all).count == all.count && !all.contains(viewer.view))
            for key in RemoteKey.allCases {
                var next = viewer
                // What is one key away before its layout is known: the focus is not.
                next.state.handle(.key(key, .press), in: next.world)
                let view = next.state.view(in: next.world)
                #expect(view == viewer.view || all.contains(view), "\(key) in \(viewer.view.place)")
            }
        }
    }

    @Test func predictionsAreLikelyFirst() {
        var viewer = Viewer()
        viewer.press(.digit2, .channelUp)
        var first = viewer.state.predictions(in: viewer.world, limit: 1)
        #expect(first.first?.place.address == "4/welfare", "who turns pages turns on")
        viewer.press(.channelDown, .down)
        first = viewer.state.predictions(in: viewer.world, limit: 1)
        #expect(first.first?.place == .page(ContentTests.ledger) && first.first?.focus == 2)
        #expect(viewer.state.predictions(in: viewer.world).prefix(6).contains { $0.overlay == .alarm(.ask) })
    }
}
