import Content
import Navigation
import Testing

/// A warning takes the screen, is folded by 确认, and stays as a banner to its end.
@Suite struct EmergencyTests {
    static func flood(_ revision: Int = 1, id: String = "flood") -> Emergency {
        Emergency(
            id: id, revision: revision, level: .red, kind: "山洪", issuer: "桐林镇人民政府", issued: Instant(iso: "2026-11-22T10:50:00Z")!,
            until: Instant(iso: "2026-11-22T11:30:00Z")!, headline: ["六组、七组", "立即转移"], details: [])
    }

    static func warned(_ keys: RemoteKey...) -> Viewer {
        var viewer = Viewer(abilities: [.code, .television])
        for key in keys { viewer.press(key) }
        viewer.world.emergency = flood()
        viewer.send(.worldChanged)
        return viewer
    }

    @Test(arguments: [[RemoteKey](), [.digit2], [.digit2, .digit3], [.menu], [.digit2, .blue]]) func comesOverWhateverIsOpen(_ keys: [RemoteKey]) {
        var viewer = Viewer()
        for key in keys { viewer.press(key) }
        let place = viewer.view.place
        viewer.world.emergency = Self.flood()
        viewer.send(.worldChanged)
        #expect(viewer.view.overlay == .emergency && viewer.view.emergency == Self.flood())
        #expect(viewer.hints == ["确认 缩成一条", "红键 报警"])
        viewer.press(.ok)
        #expect(viewer.view.overlay == nil && viewer.view.place == place, "the reader is where he was")
        #expect(viewer.view.emergency == Self.flood(), "the banner stays")
    }

    @Test func onlyReadingFoldsIt() {
        var viewer = Self.warned(.digit2)
        viewer.press(.digit1, .channelUp, .left, .up, .down, .menu, .blue)
        #expect(viewer.view.overlay == .emergency)
        viewer.wait(TimeOut.idle + 10)
        #expect(viewer.view.overlay == .emergency, "nobody was there to read it")
        viewer.press(.back)
        #expect(viewer.view.overlay == nil)
        viewer.wait(TimeOut.idle + 10)
        #expect(viewer.view.overlay == nil && viewer.view.emergency != nil, "once folded it stays folded")
    }

    @Test func anUpdateOpensAgain() {
        var viewer = Self.warned()
        viewer.press(.ok)
        viewer.send(.worldChanged)
        #expect(viewer.view.overlay == nil, "the same one is no update")
        viewer.world.emergency = Self.flood(2)
        viewer.send(.worldChanged)
        #expect(viewer.view.overlay == .emergency)
        viewer.press(.ok)
        viewer.world.emergency = Self.flood(1, id: "fire")
        viewer.send(.worldChanged)
        #expect(viewer.view.overlay == .emergency, "another one is another one")
    }

    @Test func itEnds() {
        var viewer = Self.warned()
        viewer.world.now = Instant(iso: "2026-11-22T11:29:59Z")
        viewer.send(.worldChanged)
        #expect(viewer.view.overlay == .emergency)
        viewer.world.now = Instant(iso: "2026-11-22T11:30:00Z")
        viewer.send(.worldChanged)
        #expect(viewer.view.overlay == nil && viewer.view.emergency == nil)
    }

    @Test func withoutAClockItGoesOn() {
        var viewer = Self.warned()
        viewer.world.now = nil
        viewer.send(.worldChanged)
        #expect(viewer.view.overlay == .emergency)
        viewer.press(.ok)
        #expect(viewer.view.overlay == nil && viewer.view.emergency != nil)
    }

    @Test func theAlarmStaysInHand() {
        var viewer = Viewer()
        viewer.press(.red, .ok)
        viewer.world.emergency = Self.flood()
        viewer.send(.worldChanged)
        #expect(viewer.view.overlay == .alarm(.confirm))
        viewer.press(.back)
        #expect(viewer.view.overlay == .emergency)
        viewer.press(.red)
        #expect(viewer.view.overlay == .alarm(.ask), "help can be called from the warning")
    }

    @Test func itComesOverLiveTelevisionOnce() {
        var viewer = Viewer(abilities: .television)
        viewer.press(.tv)
        viewer.world.emergency = Self.flood()
        viewer.send(.worldChanged)
        #expect(viewer.effects == [.leaveForTelevision, .returnFromTelevision])
        viewer.press(.tv)
        #expect(viewer.effects.last == .leaveForTelevision, "whoever has read it may go back")
        viewer.send(.worldChanged)
        #expect(viewer.effects.count == 3)
    }

    @Test func theMenuOpensItAgain() {
        var viewer = Self.warned()
        viewer.press(.ok, .menu)
        #expect(viewer.view.choices.first?.text == "看预警")
        viewer.press(.ok)
        #expect(viewer.view.overlay == .emergency)
        viewer.press(.ok)
        #expect(viewer.view.overlay == nil)
    }

    @Test func aStillWarningWakesNobody() {
        let viewer = Self.warned()
        #expect(!viewer.state.awaitsTime(in: viewer.world))
    }
}
