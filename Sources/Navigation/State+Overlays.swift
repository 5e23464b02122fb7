import Content

/// A line of an overlay and what 确认 on it does.
struct Line {
    let choice: Choice
    let action: Action

    init(_ text: String, key cap: Hint.Cap? = nil, _ action: Action) {
        choice = Choice(text, cap)
        self.action = action
    }
}

extension State {
    mutating func cover(with overlay: Overlay) {
        self.overlay = overlay
        quietSince = nil
    }

    func offersCode(_ world: World) -> Bool { world.abilities.contains(.code) && place(in: world).pageID != nil }

    /// What the overlay lets choose from. Every command that has a key of its own stands in the menu, for remotes without that key.
    func lines(in world: World) -> [Line] {
        switch overlay {
        case nil, .code, .emergency, .alarm(.sending): return []
        case .watching: return [Line("还在看", .dismiss), Line("不看了", .stopWatching)]
        case .alarm(.ask): return [Line("报警", .confirmAlarm), Line("不报警", .dismiss)]
        case .alarm(.confirm): return [Line("马上报警", .confirmAlarm), Line("不报警", .dismiss)]
        case .alarm(.delivered), .alarm(.failed): return [Line("知道了", .dismiss)]
        case .menu:
            var lines: [Line] = []
            if world.activeEmergency != nil { lines.append(Line("看预警", .unfold)) }
            if stack.count > 1 {
                lines.append(Line("上一级", key: .text("返回"), .up))
                lines.append(Line("回到主页", key: .text("主页"), .home))
            }
            if let filter = outline(world)?.filter { lines.append(Line(filter.words, key: .colour(.yellow, "黄键"), .filter)) }
            if outline(world)?.former != nil { lines.append(Line("看更正前的", .former)) }
            if corner != nil { lines.append(Line("关掉小画面", .closeCorner)) }
            lines.append(Line(typeWords, key: .colour(.green, "绿键"), .typeSize))
            if offersCode(world) { lines.append(Line("扫码", key: .colour(.blue, "蓝键"), .code)) }
            if place(in: world) != .card(.television) { lines.append(Line("看电视", key: .text("看电视"), .television)) }
            lines.append(Line("报警", key: .colour(.red, "红键"), .alarm))
            lines.append(Line("关闭菜单", .dismiss))
            return lines
        }
    }

    /// What the green key leads to.
    var typeWords: String { type == .normal ? "大字" : "正常字" }

    mutating func choose(_ step: Step, _ world: World) {
        let next = overlayFocus + (step == .next ? 1 : -1)
        if lines(in: world).indices.contains(next) { overlayFocus = next }
    }

    mutating func choose(_ world: World, _ effects: inout [Effect]) {
        let lines = lines(in: world)
        guard lines.indices.contains(overlayFocus) else { return }
        let action = lines[overlayFocus].action
        if overlay == .menu { overlay = nil }
        _ = perform(action, isRepeat: false, world, &effects)
    }

    /// The red key: a question, never the alarm itself; an alarm that is already on its way shows how far it is.
    mutating func askForAlarm() {
        switch overlay {
        case .alarm(.ask), .alarm(.confirm), .alarm(.sending): break
        default: cover(with: .alarm(alarmIsOut ? .sending : .ask))
        }
    }

    mutating func confirmAlarm(_ effects: inout [Effect]) {
        switch overlay {
        case .alarm(.ask): cover(with: .alarm(.confirm))
        case .alarm(.confirm):
            cover(with: .alarm(.sending))
            alarmIsOut = true
            alarmSince = nil
            effects.append(.sendAlarm)
        default: break
        }
    }

    /// Its end is shown whatever is open, and over live TV too: somebody waits for help. A receipt that comes late is still good
    /// news; a failure that comes after it is not believed.
    mutating func end(alarm step: AlarmStep, _ effects: inout [Effect]) {
        guard alarmIsOut || step == .delivered else { return }
        alarmIsOut = false
        alarmSince = nil
        if isAway {
            isAway = false
            effects.append(.returnFromTelevision)
        }
        cover(with: .alarm(step))
    }

    mutating func television(_ world: World, _ effects: inout [Effect]) {
        if overlay == .emergency { fold(world) }
        overlay = nil
        if isAway {
            isAway = false
            effects.append(.returnFromTelevision)
        } else if place(in: world) == .card(.television) {
            up()
        } else if world.abilities.contains(.television) {
            isAway = true
            effects.append(.leaveForTelevision)
        } else {
            push(.card(.television), world)
        }
    }
}
