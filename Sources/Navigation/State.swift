import Content

/// Where the viewer is, and the whole of what keys change. Pure: no clock, no I/O; the world is given to every call.
package struct State: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var place: Place
        package var anchor: Anchor
    }

    /// The way from home to the open place; 返回 takes the last one off. Never empty, and home is the first.
    package internal(set) var stack: [Entry]
    package internal(set) var type: TypeSize
    package internal(set) var overlay: Overlay? {
        // A focus left over from a closed menu would make another view of the same pixels.
        didSet { if overlay != oldValue { overlayFocus = 0 } }
    }
    package internal(set) var overlayFocus = 0
    /// Keys that wait for the outline of a place that was only just opened.
    package internal(set) var pending: [RemoteKey] = []
    /// Live TV has the screen.
    package internal(set) var isAway = false

    /// The camera that stays in the corner of the pages.
    package internal(set) var corner: WatchedCamera?

    /// The warning that was read and folded: an update of it, or another one, opens again.
    var folded: FoldedEmergency?
    /// Why the page that was open is no longer.
    var notice: Strip?
    /// An alarm is on its way and its end not yet known, whether or not the dialogue is open.
    var alarmIsOut = false
    /// First tick after the last key, alarm, notice: what time-outs count from. Counting from a tick and not from the key itself can
    /// only make them later.
    var quietSince: MonotonicSeconds?
    var alarmSince: MonotonicSeconds?
    var pendingSince: MonotonicSeconds?
    /// Since when the present group of cameras has been on the screen.
    var patrolSince: MonotonicSeconds?
    /// The key that moved last; pressed again more often than any other.
    var lastKey: RemoteKey?

    /// 返回 presses that lead home from anywhere, at most. At that depth what is opened takes the place of what opened it.
    package static let depthLimit = 8
    /// Keys typed ahead of an outline, at most; later ones are dropped.
    package static let pendingLimit = 8

    package init(type: TypeSize = .normal) {
        stack = [Entry(place: .home, anchor: .first)]
        self.type = type
    }

    /// Takes one event and answers what the daemon has to do, in this order.
    @discardableResult
    package mutating func handle(_ event: Event, in world: World) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .key(let key, let phase): press(key, phase, world, &effects)
        case .tick(let now): pass(now, world, &effects)
        case .worldChanged: break
        case .alarmDelivered: end(alarm: .delivered, &effects)
        case .alarmFailed: end(alarm: .failed, &effects)
        case .televisionEnded: isAway = false
        case .televisionFailed:
            isAway = false
            if place(in: world) != .card(.television) { push(.card(.television), world) }
        }
        settle(world, &effects)
        return effects
    }

    /// What the screen shows. With the place's outline in the world, page and focus are always valid for it; without, the focus is nil:
    /// lay the place out, put its outline into the world and send `.worldChanged`.
    package func view(in world: World) -> View {
        var view = bareView(in: world)
        view.hints = hints(in: world)
        return view
    }

    /// The view without its hints, which are found by comparing such views.
    func bareView(in world: World) -> View {
        let spot = spot(in: world) ?? Spot(page: 0, focus: nil)
        return View(
            place: place(in: world), page: spot.page, focus: spot.focus, type: type, overlay: overlay, overlayFocus: overlayFocus,
            choices: lines(in: world).map(\.choice), strip: strip(in: world), emergency: world.activeEmergency,
            corner: visibleCorner(world))
    }

    /// The next outline to lay out and put into the world, followed by `.worldChanged`; nil when all that is needed is there. First that
    /// of the open place, without which it has no focus; then those of the pages and rows it was opened from, without which nobody
    /// would know that new content no longer has it.
    package func missingOutline(in world: World) -> OutlineKey? {
        if outline(world) == nil { return OutlineKey(place: place(in: world), type: type) }
        let parents = stack.dropLast().reversed().lazy.map(\.place).filter { $0.pageID != nil }
        return parents.first { world.anyOutline(of: $0, preferred: type) == nil }.map { OutlineKey(place: $0, type: type) }
    }

    /// Whether some time-out is running, so that ticks are needed.
    package func awaitsTime(in world: World) -> Bool {
        overlay != nil && overlay != .emergency || alarmIsOut || !pending.isEmpty || notice != nil || corner != nil || stack.count > 1 || stack[0].anchor != .first
    }

    /// Where the viewer is: a card of the world's while there is nothing of the village's.
    package func place(in world: World) -> Place {
        let top = stack[stack.count - 1].place
        if world.index != nil { return top }
        if case .card = top { return top }
        return .card(world.card)
    }

    /// Page and focus of the open place; nil while its outline is not known.
    package func spot(in world: World) -> Spot? { outline(world)?.spot(stack[stack.count - 1].anchor) }

    /// What the key table goes by.
    package func scope(in world: World) -> Scope {
        if isAway { return .television }
        switch overlay {
        case .alarm: return .alarm
        case .code: return .code
        case .menu: return .menu
        case .emergency: return .emergency
        case .watching: return .watching
        case nil: break
        }
        switch place(in: world) {
        case .home: return .home
        case .tile: return .tile
        case .page, .part: return .page
        case .row: return .row
        case .picture: return .picture
        case .card: return .card
        }
    }

    /// Cards have nothing to focus and need no layout to know it.
    func outline(_ world: World) -> Outline? {
        let place = place(in: world)
        if case .card = place { return .empty }
        return world.outlines[OutlineKey(place: place, type: type)]
    }
}
