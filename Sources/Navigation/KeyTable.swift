/// The one table of keys: which key does what, where, and what the hint bar says of it. Rows stand in the order of the hint bar.
package struct KeyRule: Sendable {
    package struct Binding: Sendable {
        package let key: RemoteKey
        package let phase: KeyPhase
        package let action: Action
        /// Whether the action also comes for each repeat while the key is held. Never for what opens, sends or chooses.
        package let repeats: Bool
    }

    package let bindings: [Binding]
    package let scopes: [Scope]
    /// Nil for keys that the hint bar never names.
    package let cap: HintCap?
    package let words: HintWords
    /// Where room is short the highest ranks are left out first; 0 is never left out.
    package let rank: Int

    init(
        _ keys: KeyValuePairs<RemoteKey, Action>, in scopes: [Scope], phase: KeyPhase = .press, repeats: Bool = false,
        cap: HintCap? = nil, _ words: HintWords = .fixed(""), rank: Int = 9
    ) {
        bindings = keys.map { Binding(key: $0.key, phase: phase, action: $0.value, repeats: repeats) }
        self.scopes = scopes
        self.cap = cap
        self.words = words
        self.rank = rank
    }
}

/// What stands on the cap of a hint.
package enum HintCap: Hashable, Sendable {
    case cap(Hint.Cap)
    /// The digits that are printed on something here, such as `1—7`.
    case digits

    static func text(_ text: String) -> HintCap { .cap(.text(text)) }
}

/// The words beside the cap. All but `fixed` depend on what the key would do now, and may be none.
package enum HintWords: Hashable, Sendable {
    case fixed(String)
    /// By what the focus opens.
    case open
    /// By the kind's own axis.
    case axis
    /// By the place's filter.
    case filter
    /// Pages while there are some on that side, else the next item.
    case turn
    case typeSize
    case television
    /// Only where ▲ would open the menu.
    case menuAbove
    /// The overlay's focused choice.
    case choice
}

package enum KeyTable {
    private static let arrows: KeyValuePairs<RemoteKey, Action> = [.up: .focus(.up), .down: .focus(.down)]
    private static let walking: KeyValuePairs<RemoteKey, Action> = [.up: .walk(.previous), .down: .walk(.next)]
    private static let sides: KeyValuePairs<RemoteKey, Action> = [.left: .focus(.left), .right: .focus(.right)]
    private static let turning: KeyValuePairs<RemoteKey, Action> = [
        .channelUp: .turn(.next), .channelDown: .turn(.previous), .pageDown: .turn(.next), .pageUp: .turn(.previous),
    ]
    private static let digits: KeyValuePairs<RemoteKey, Action> = [
        .digit1: .openDigit(1), .digit2: .openDigit(2), .digit3: .openDigit(3), .digit4: .openDigit(4), .digit5: .openDigit(5),
        .digit6: .openDigit(6), .digit7: .openDigit(7), .digit8: .openDigit(8), .digit9: .openDigit(9),
    ]

    package static let rules: [KeyRule] = [
        // Over a place.
        KeyRule(digits, in: [.home, .tile], cap: .digits, .fixed("直接按数字"), rank: 2),
        KeyRule(sides, in: [.home, .tile], repeats: true),
        KeyRule([.left: .axis(.previous), .right: .axis(.next)], in: Scope.content, repeats: true, cap: .cap(.leftRight), .axis, rank: 3),
        KeyRule([.yellow: .filter], in: [.page], cap: .cap(.colour(.yellow, "黄键")), .filter, rank: 3),
        KeyRule(turning, in: Scope.places, repeats: true, cap: .text("频道＋－"), .turn, rank: 4),
        KeyRule([.ok: .open], in: [.home, .tile] + Scope.content, cap: .text("确认"), .open, rank: 0),
        KeyRule(digits, in: Scope.content, cap: .digits, .open, rank: 7),
        KeyRule([.ok: .up], in: [.card], rank: 9),
        KeyRule([.back: .up], in: Scope.places, cap: .text("返回"), .fixed("上一级"), rank: 0),
        KeyRule([.back: .home], in: Scope.places, phase: .long),
        KeyRule([.home: .home], in: Scope.places),
        KeyRule([.tv: .television], in: [.home, .card], cap: .text("看电视"), .television, rank: 5),
        KeyRule([.tv: .television], in: [.tile] + Scope.content),
        KeyRule([.green: .typeSize], in: Scope.places, cap: .cap(.colour(.green, "绿键")), .typeSize, rank: 6),
        KeyRule([.blue: .code], in: Scope.content, cap: .cap(.colour(.blue, "蓝键")), .fixed("扫码"), rank: 5),
        KeyRule([.red: .alarm], in: Scope.places, cap: .cap(.colour(.red, "红键")), .fixed("报警"), rank: 1),
        KeyRule([.menu: .menu], in: Scope.places),
        // The hint shows the way to the menu for remotes that have arrows and 确认 only; it is the first to go.
        KeyRule(arrows, in: [.home, .tile, .card], repeats: true, cap: .text("▲"), .menuAbove, rank: 8),
        KeyRule(walking, in: Scope.content, repeats: true, cap: .text("▲"), .menuAbove, rank: 8),

        // Over the alarm dialogue. The red key does not confirm: whoever sits on the remote must not call the police.
        KeyRule([.ok: .choose], in: [.alarm], cap: .text("确认"), .choice, rank: 0),
        KeyRule([.left: .choice(.previous), .right: .choice(.next)], in: [.alarm], cap: .cap(.leftRight), .fixed("选择"), rank: 1),
        KeyRule([.up: .choice(.previous), .down: .choice(.next)], in: [.alarm]),
        KeyRule([.red: .alarm], in: [.alarm]),
        KeyRule([.back: .dismiss], in: [.alarm], cap: .text("返回"), .fixed("关闭"), rank: 0),
        KeyRule([.home: .home], in: [.alarm]),

        // Over the question whether somebody still looks at the camera.
        KeyRule([.ok: .choose], in: [.watching], cap: .text("确认"), .choice, rank: 0),
        KeyRule([.left: .choice(.previous), .right: .choice(.next)], in: [.watching], cap: .cap(.leftRight), .fixed("选择"), rank: 1),
        KeyRule([.up: .choice(.previous), .down: .choice(.next)], in: [.watching]),
        KeyRule([.back: .stopWatching], in: [.watching], cap: .text("返回"), .fixed("不看了"), rank: 0),
        KeyRule([.home: .home, .red: .alarm, .tv: .television], in: [.watching]),

        // Over a warning. 返回 folds it too: whoever wants out presses that. Live TV only after 确认 or its own key says that it was read.
        KeyRule([.ok: .fold], in: [.emergency], cap: .text("确认"), .fixed("缩成一条"), rank: 0),
        KeyRule([.back: .fold, .home: .fold, .tv: .television], in: [.emergency]),
        KeyRule([.red: .alarm], in: [.emergency], cap: .cap(.colour(.red, "红键")), .fixed("报警"), rank: 1),
        KeyRule([.green: .typeSize], in: [.emergency]),

        // Over the QR code.
        KeyRule([.back: .dismiss], in: [.code], cap: .text("返回"), .fixed("关闭"), rank: 0),
        KeyRule([.ok: .dismiss], in: [.code]),
        KeyRule([.blue: .dismiss], in: [.code], cap: .cap(.colour(.blue, "蓝键")), .fixed("关闭"), rank: 1),
        KeyRule([.home: .home, .red: .alarm, .tv: .television, .menu: .menu], in: [.code]),

        // Over the menu.
        KeyRule(
            [.up: .choice(.previous), .down: .choice(.next)], in: [.menu], repeats: true, cap: .cap(.upDown), .fixed("选择"), rank: 1),
        KeyRule([.ok: .choose], in: [.menu], cap: .text("确认"), .choice, rank: 0),
        KeyRule([.back: .dismiss], in: [.menu], cap: .text("返回"), .fixed("关闭"), rank: 0),
        KeyRule([.menu: .dismiss], in: [.menu]),
        KeyRule(
            [.home: .home, .tv: .television, .green: .typeSize, .blue: .code, .red: .alarm], in: [.menu]),

        // Over live TV all other keys belong to whatever shows it, the colour keys too.
        KeyRule([.tv: .television], in: [.television]),
    ]

    /// What a key does in a scope; nil when nothing.
    package static func binding(_ key: RemoteKey, _ phase: KeyPhase, in scope: Scope) -> KeyRule.Binding? {
        let phase = phase == .repeat ? .press : phase
        return bindings[Slot(scope: scope, key: key, phase: phase)]
    }

    private struct Slot: Hashable {
        let scope: Scope
        let key: RemoteKey
        let phase: KeyPhase
    }

    private static let bindings: [Slot: KeyRule.Binding] = {
        var slots: [Slot: KeyRule.Binding] = [:]
        for rule in rules {
            for scope in rule.scopes {
                for binding in rule.bindings {
                    let old = slots.updateValue(binding, forKey: Slot(scope: scope, key: binding.key, phase: binding.phase))
                    // A mistake in the table above; the first key press of any test finds it.
                    precondition(old == nil, "\(binding.key) has two meanings in \(scope)")
                }
            }
        }
        return slots
    }()
}
