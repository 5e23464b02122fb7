extension State {
    /// Views one key press away, most likely first, each once and without the one that is shown: for painting ahead. Those of places
    /// without an outline have no focus yet; ask again when there is one. What the red key opens is among the first few: an alarm
    /// dialogue must not wait for paint.
    package func predictions(in world: World, limit: Int = 16) -> [View] {
        statesAhead(in: world, limit: limit).map { $0.view(in: world) }
    }

    /// The states whose views are predicted: painting needs the state, because its hints depend on the way back too.
    package func statesAhead(in world: World, limit: Int = 16) -> [State] {
        var views = [bareView(in: world)]
        var states: [State] = []
        for key in likelyKeys(world) where states.count < limit {
            guard let next = after(key, in: world), next.pending.isEmpty else { continue }
            let view = next.bareView(in: world)
            guard !views.contains(view) else { continue }
            views.append(view)
            states.append(next)
        }
        return states
    }

    /// The state after a fresh press; nil when the key has no meaning here.
    func after(_ key: RemoteKey, in world: World) -> State? {
        guard let binding = KeyTable.binding(key, .press, in: scope(in: world)) else { return nil }
        var next = self
        var effects: [Effect] = []
        return next.perform(binding.action, isRepeat: false, world, &effects) == .done ? next : nil
    }

    private func likelyKeys(_ world: World) -> [RemoteKey] {
        let scope = scope(in: world)
        var keys: [RemoteKey]
        switch scope {
        case .home: keys = [.ok, .down, .right, .up, .left]
        case .tile: keys = [.ok, .down, .up, .back, .channelUp, .channelDown]
        case .page: keys = [.channelUp, .right, .left, .down, .ok, .back, .up, .channelDown, .yellow]
        case .row, .picture: keys = [.back, .ok, .right, .left, .channelUp, .down, .up, .channelDown]
        case .card, .code: keys = [.back]
        case .emergency: keys = [.ok]
        case .alarm, .watching: keys = [.ok, .back, .right, .left]
        case .menu: keys = [.down, .ok, .back, .up]
        case .television: keys = [.tv]
        }
        // Whoever moved one way mostly goes on that way.
        if let lastKey { keys = [lastKey] + keys.filter { $0 != lastKey } }
        let digits = RemoteKey.allCases.filter { ($0.digit ?? 0) > 0 }
        let (near, far): (ArraySlice<RemoteKey>, ArraySlice<RemoteKey>) = (keys.prefix(4), keys.dropFirst(4))
        let rest: [RemoteKey] = digits + [.home, .green, .blue, .menu, .tv]
        return near + [.red] + far + rest
    }
}
