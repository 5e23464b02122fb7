import Content
import Navigation

/// Somebody with a remote before a box that lays out at once and swaps content when asked to.
struct Viewer {
    var village: Village
    /// What the township has published since; taken when Navigation says so.
    var next: Village?
    var world: World
    var state: State
    var effects: [Effect] = []
    var clock = 1000

    init(_ village: Village = Village(), abilities: World.Abilities = .code, laysOut: Bool = true) {
        self.village = village
        world = World(
            index: village.index, now: Instant(iso: "2026-11-22T11:00:00Z"), abilities: abilities)
        state = State()
        if laysOut { layOut() }
    }

    var view: View { state.view(in: world) }
    var hints: [String] { state.hints(in: world).map(\.line) }

    mutating func send(_ event: Event) {
        perform(state.handle(event, in: world))
        layOut()
    }

    mutating func press(_ keys: RemoteKey...) {
        for key in keys { send(.key(key, .press)) }
    }

    /// A second passes, so many times.
    mutating func wait(_ seconds: Int) {
        for _ in 0..<seconds {
            clock += 1
            send(.tick(MonotonicSeconds(clock)))
        }
    }

    mutating func publish(_ change: (inout Village) -> Void) {
        var new = next ?? village
        change(&new)
        next = new
        world.waiting = new.index
        send(.worldChanged)
    }

    mutating func layOut() {
        while let key = state.missingOutline(in: world) {
            world.outlines[key] = village.outline(key)
            perform(state.handle(.worldChanged, in: world))
        }
    }

    private mutating func perform(_ new: [Effect]) {
        effects += new
        guard new.contains(.takeWaitingContent), let next else { return }
        village = next
        self.next = nil
        world.index = village.index
        world.waiting = nil
        world.outlines = [:]
        perform(state.handle(.worldChanged, in: world))
    }
}

extension Hint {
    /// `确认 打开`, with the caps that are drawn as shapes spelled out.
    var line: String {
        let name =
            switch cap {
            case .text(let text): text
            case .leftRight: "◀▶"
            case .upDown: "▲▼"
            case .colour(_, let name): name
            }
        return "\(name) \(text)"
    }
}
