import Content
import Navigation
import Testing

@Suite struct OverlayTests {
    @Test func alarmNeedsTwoConfirmations() {
        var viewer = Viewer()
        viewer.press(.red)
        #expect(viewer.view.overlay == .alarm(.ask))
        viewer.press(.red, .red)
        #expect(viewer.view.overlay == .alarm(.ask), "the red key never confirms")
        for _ in 0..<20 { viewer.send(.key(.ok, .repeat)) }
        #expect(viewer.view.overlay == .alarm(.ask), "nor does a held 确认")
        viewer.press(.ok)
        #expect(viewer.view.overlay == .alarm(.confirm) && viewer.effects.isEmpty)
        viewer.press(.ok)
        #expect(viewer.view.overlay == .alarm(.sending) && viewer.effects == [.sendAlarm])
        viewer.press(.ok, .ok)
        #expect(viewer.effects == [.sendAlarm], "one alarm is sent once")
        viewer.send(.alarmDelivered)
        #expect(viewer.view.overlay == .alarm(.delivered))
        viewer.press(.ok)
        #expect(viewer.view.overlay == nil)
    }

    @Test(arguments: [[RemoteKey.back], [.home], [.right, .ok], [.down, .ok]], [0, 1]) func alarmIsCalledOff(_ keys: [RemoteKey], _ step: Int) {
        var viewer = Viewer()
        viewer.press(.digit2, .red)
        if step == 1 { viewer.press(.ok) }
        for key in keys { viewer.press(key) }
        #expect(viewer.view.overlay == nil)
        #expect(!viewer.effects.contains(.sendAlarm))
    }

    @Test func resultIsShownWhateverIsOpen() {
        var viewer = Viewer()
        viewer.press(.red, .ok, .ok, .back, .digit2)
        #expect(viewer.view.overlay == nil)
        viewer.press(.red)
        #expect(viewer.view.overlay == .alarm(.sending), "no second alarm while one is on its way")
        viewer.press(.back)
        viewer.send(.alarmFailed)
        #expect(viewer.view.overlay == .alarm(.failed))
        #expect(viewer.view.place.address == "2/2026-10")
        viewer.send(.alarmDelivered)
        #expect(viewer.view.overlay == .alarm(.delivered), "late is still good news")
        viewer.send(.alarmFailed)
        #expect(viewer.view.overlay == .alarm(.delivered))
    }

    @Test func resultComesOverLiveTelevision() {
        var viewer = Viewer(abilities: .television)
        viewer.press(.red, .ok, .ok, .back, .tv)
        viewer.send(.alarmFailed)
        #expect(viewer.effects == [.sendAlarm, .leaveForTelevision, .returnFromTelevision])
        #expect(viewer.view.overlay == .alarm(.failed))
    }

    @Test func silenceIsAFailure() {
        var viewer = Viewer()
        viewer.press(.red, .ok, .ok)
        viewer.wait(TimeOut.alarm)
        #expect(viewer.view.overlay == .alarm(.sending))
        viewer.wait(2)
        #expect(viewer.view.overlay == .alarm(.failed))
        viewer.wait(TimeOut.question + 10)
        #expect(viewer.view.overlay == .alarm(.failed), "请拨 110 stays")
    }

    /// Whoever reads slowly: nothing asked goes away within 10 s, whatever the moment of the key between two ticks.
    @Test(arguments: [[RemoteKey.red], [.red, .ok], [.red, .ok, .ok], [.menu], [.digit2, .blue], [.digit2, .tv]])
    func dialoguesStay(_ keys: [RemoteKey]) {
        var viewer = Viewer()
        viewer.wait(TimeOut.idle + 5)
        for key in keys { viewer.press(key) }
        let view = viewer.view
        viewer.wait(11)
        #expect(viewer.view == view)
    }

    @Test(arguments: [[RemoteKey.red], [.red, .ok], [.menu]]) func questionsEnd(_ keys: [RemoteKey]) {
        var viewer = Viewer()
        for key in keys { viewer.press(key) }
        viewer.wait(TimeOut.question + 2)
        #expect(viewer.view.overlay == nil)
        #expect(!viewer.effects.contains(.sendAlarm))
    }

    @Test func idleGoesHome() {
        var viewer = Viewer()
        viewer.press(.digit2, .digit1, .ok, .blue)
        viewer.wait(TimeOut.idle - 1)
        #expect(viewer.view.overlay == .code)
        viewer.wait(3)
        #expect(viewer.view == Viewer().view)
        #expect(!viewer.state.awaitsTime(in: viewer.world), "and then nothing runs")
    }

    @Test func anyKeyKeepsThePage() {
        var viewer = Viewer()
        viewer.press(.digit2)
        for _ in 0..<10 {
            viewer.wait(TimeOut.idle - 10)
            viewer.press(.yellow)
        }
        #expect(viewer.view.place.address == "2/2026-10", "somebody is there, even if the key does nothing")
    }

    @Test func rareTicksOnlyMakeItLater() {
        var viewer = Viewer()
        viewer.send(.tick(MonotonicSeconds(0)))
        viewer.press(.digit2)
        viewer.send(.tick(MonotonicSeconds(100_000)))
        #expect(viewer.view.place.address == "2/2026-10", "the box did not tick; nobody knows when the key was")
    }

    @Test func typedAheadIsForgotten() {
        var viewer = Viewer()
        viewer.state.handle(.key(.digit2, .press), in: viewer.world)
        viewer.state.handle(.key(.digit1, .press), in: viewer.world)
        for second in 0...TimeOut.pending { viewer.state.handle(.tick(MonotonicSeconds(second)), in: viewer.world) }
        viewer.layOut()
        #expect(viewer.view.place.address == "2/2026-10")
    }

    @Test func menuLines() {
        var viewer = Viewer()
        viewer.press(.up)
        #expect(viewer.view.overlay == .menu, "▲ over the top row: for remotes with arrows and 确认 only")
        #expect(viewer.view.choices.map(\.text) == ["大字", "看电视", "报警", "关闭菜单"])
        viewer.press(.ok)
        #expect(viewer.state.type == .large && viewer.view.overlay == nil)
        viewer.press(.digit2, .menu)
        #expect(viewer.view.choices.map(\.text) == ["上一级", "回到主页", "正常字", "扫码", "看电视", "报警", "关闭菜单"])
        viewer.press(.up, .down, .down, .down, .ok)
        #expect(viewer.view.overlay == .code)
        viewer.press(.ok)
        #expect(viewer.view.overlay == nil && viewer.view.place.address == "2/2026-10")
        viewer.press(.menu, .down, .ok)
        #expect(viewer.view.place == .home)
        viewer.press(.menu, .menu)
        #expect(viewer.view.overlay == nil)
    }

    /// Every command of the colour keys is in the menu, with the key's name beside it.
    @Test func menuNamesKeys() {
        var viewer = Viewer(abilities: [.code, .television])
        viewer.press(.digit2, .menu)
        let caps = viewer.view.choices.compactMap(\.cap)
        for cap in [Hint.Cap.colour(.red, "红键"), .colour(.green, "绿键"), .colour(.blue, "蓝键"), .text("看电视"), .text("主页"), .text("返回")] {
            #expect(caps.contains(cap))
        }
    }

    @Test func noCodeWithoutAddress() {
        var viewer = Viewer(abilities: [])
        viewer.press(.digit2, .blue)
        #expect(viewer.view.overlay == nil)
        #expect(!viewer.hints.contains("蓝键 扫码"))
        viewer.press(.menu)
        #expect(!viewer.view.choices.map(\.text).contains("扫码"))
    }
}
