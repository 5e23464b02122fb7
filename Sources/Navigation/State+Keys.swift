import Content

extension State {
    /// Whether an action could be done at once.
    enum Outcome { case done, needsOutline }

    mutating func press(_ key: RemoteKey, _ phase: KeyPhase, _ world: World, _ effects: inout [Effect]) {
        guard phase != .release else { return }
        // Somebody is there, even if the key does nothing.
        quietSince = nil
        patrolSince = nil
        guard let binding = KeyTable.binding(key, phase, in: scope(in: world)), phase != .repeat || binding.repeats else { return }
        if !pending.isEmpty {
            // Typed ahead: the order counts. What leaves the place, and the alarm, do not wait for it.
            switch binding.action {
            case .up, .home, .alarm, .television: pending = []
            default:
                if phase == .press, pending.count < Self.pendingLimit { pending.append(key) }
                return
            }
        }
        if perform(binding.action, isRepeat: phase == .repeat, world, &effects) == .needsOutline {
            if phase == .press { pending.append(key) }
        } else {
            lastKey = binding.repeats ? key : nil
        }
    }

    /// Keys that were typed ahead, as far as outlines are known now.
    mutating func replay(_ world: World, _ effects: inout [Effect]) {
        while let key = pending.first {
            if let binding = KeyTable.binding(key, .press, in: scope(in: world)),
                perform(binding.action, isRepeat: false, world, &effects) == .needsOutline { return }
            pending.removeFirst()
            pendingSince = nil
        }
    }

    mutating func perform(_ action: Action, isRepeat: Bool, _ world: World, _ effects: inout [Effect]) -> Outcome {
        switch action {
        case .focus(let direction):
            return moveFocus(isUp: direction == .up, isRepeat, world) { $0.neighbour(of: $1, direction) }
        case .walk(let step):
            // Where ◀▶ move the focus too and there are rows, ▲▼ keep to the column.
            let sideways = ownAxis(world) == nil
            return moveFocus(isUp: step == .previous, isRepeat, world) { outline, spot in
                sideways && outline.isGrid(spot.page) && outline.hasRows(spot.page)
                    ? outline.neighbour(of: spot, step == .previous ? .up : .down) : outline.neighbour(of: spot, step)
            }
        case .turn(let step): return turn(step, isRepeat, world)
        case .axis(let step): return move(step, world)
        case .filter: return filter(world)
        case .open: return open(world, &effects)
        case .openDigit(let digit): return open(digit, world)
        case .up: up()
        case .home: goHome()
        case .television: television(world, &effects)
        case .alarm: askForAlarm()
        case .typeSize:
            type = type == .normal ? .large : .normal
            effects.append(.typeSizeChanged(type))
        case .code: if offersCode(world) { cover(with: .code) }
        case .menu: cover(with: .menu)
        case .choice(let step): choose(step, world)
        case .choose: choose(world, &effects)
        case .confirmAlarm: confirmAlarm(&effects)
        case .former:
            guard let outline = outline(world) else { return .needsOutline }
            if let former = outline.former { push(former, world) }
        case .fold: fold(world)
        case .unfold: if world.activeEmergency != nil { cover(with: .emergency) }
        case .dismiss: overlay = nil
        case .closeCorner: corner = nil
        case .stopWatching: stopWatching(world)
        }
        return .done
    }

    private mutating func moveFocus(
        isUp: Bool, _ isRepeat: Bool, _ world: World, _ neighbour: (Outline, Spot) -> Spot?
    ) -> Outcome {
        guard let outline = outline(world) else { return .needsOutline }
        if let next = neighbour(outline, outline.spot(top.anchor)) {
            top.anchor = outline.anchor(next)
        } else if isUp, !isRepeat {
            // Held ▲ stops at the top; one more press says that something above it is wanted.
            cover(with: .menu)
        }
        return .done
    }

    private mutating func turn(_ step: Step, _ isRepeat: Bool, _ world: World) -> Outcome {
        guard let outline = outline(world) else { return .needsOutline }
        let page = outline.spot(top.anchor).page + (step == .next ? 1 : -1)
        if outline.pages.indices.contains(page) {
            top.anchor = outline.anchor(outline.start(of: page))
        } else if !isRepeat {
            // A held key stops at the item's end, so that nobody runs through the whole village by accident.
            turnToNeighbour(step, world)
        }
        return .done
    }

    /// One arrives from behind at the last page: － undoes ＋.
    private mutating func turnToNeighbour(_ step: Step, _ world: World) {
        let arrival: Anchor = step == .next ? .first : .last
        switch place(in: world) {
        case .home, .card: break
        case .tile(let digit):
            guard let next = world.tile(step, from: digit) else { return }
            goHome()
            push(.tile(next), world, arrival)
        case .page(let id), .part(let id, _):
            guard let next = world.item(step, from: id) else { return }
            go(to: next, world, arrival)
        case .row, .picture: moveToSibling(step, world, arrival)
        }
    }

    private mutating func move(_ step: Step, _ world: World) -> Outcome {
        switch place(in: world) {
        case .page, .part:
            switch ownAxis(world) {
            case .periods(let id):
                if let next = world.page(step, on: id) { top = Entry(place: .page(next), anchor: .first) }
            case .stops(let axis):
                guard let next = axis.stop(step, from: top.place)?.place else { break }
                // Back on the page that opened the pane: 返回 leads on from there and not to it once more.
                if stack.count > 1, stack[stack.count - 2].place == next { stack.removeLast() } else { top = Entry(place: next, anchor: .first) }
            case nil:
                guard let outline = outline(world) else { return .needsOutline }
                let spot = outline.spot(top.anchor)
                guard outline.isGrid(spot.page) else {
                    // Nothing beside anything: on to the next of the charts, or of the pages of a text, and not out of the item.
                    let page = spot.page + (step == .next ? 1 : -1)
                    if outline.pages.indices.contains(page) { top.anchor = outline.anchor(outline.start(of: page)) }
                    break
                }
                // On from a row's end to the next row, so that ◀▶ alone go through a strip of many pages.
                let next = outline.neighbour(of: spot, step == .next ? .right : .left) ?? outline.neighbour(of: spot, step)
                if let next { top.anchor = outline.anchor(next) }
            }
        case .row, .picture: moveToSibling(step, world, .first)
        case .home, .tile, .card: break
        }
        return .done
    }

    /// What ◀▶ change on the open page besides the focus. Periods come first and are known without an outline, so that they can be
    /// run through fast.
    enum OwnAxis {
        case periods(PageID)
        case stops(Outline.Axis)
    }

    func ownAxis(_ world: World) -> OwnAxis? {
        let place = place(in: world)
        if case .page(let id) = place, world.hasPeriods(id) { return .periods(id) }
        return outline(world)?.axis.map { .stops($0) }
    }

    private mutating func filter(_ world: World) -> Outcome {
        guard let outline = outline(world) else { return .needsOutline }
        if let filter = outline.filter { push(filter.place, world) }
        return .done
    }

    /// The next row or picture in the order of the place that this one was opened from. It ends where that ends.
    private mutating func moveToSibling(_ step: Step, _ world: World, _ arrival: Anchor) {
        guard let next = sibling(step, world) else { return }
        stack[stack.count - 2].anchor = .leading(to: next)
        top = Entry(place: next, anchor: arrival)
    }

    private func sibling(_ step: Step, _ world: World) -> Place? {
        guard stack.count > 1, let parent = world.anyOutline(of: stack[stack.count - 2].place, preferred: type) else { return nil }
        let here = top.place
        let siblings = parent.pages.joined().compactMap(\.opens).filter { $0.isAlike(here) }
        guard let at = siblings.firstIndex(of: here) else { return nil }
        let there = at + (step == .next ? 1 : -1)
        return siblings.indices.contains(there) ? siblings[there] : nil
    }

    private mutating func open(_ world: World, _ effects: inout [Effect]) -> Outcome {
        if strip(in: world) == .newContent {
            effects.append(.takeWaitingContent)
            return .done
        }
        if let camera = fullScreenCamera(world) {
            pin(camera)
            return .done
        }
        guard let outline = outline(world) else { return .needsOutline }
        let spot = outline.spot(top.anchor)
        guard let target = outline.target(at: spot), let place = target.opens else { return .done }
        top.anchor = outline.anchor(spot)
        push(place, world)
        return .done
    }

    private mutating func open(_ digit: Int, _ world: World) -> Outcome {
        guard let outline = outline(world) else { return .needsOutline }
        let page = outline.spot(top.anchor).page
        guard let focus = outline.pages[page].firstIndex(where: { $0.digit == digit }) else { return .done }
        top.anchor = outline.anchor(Spot(page: page, focus: focus))
        if let place = outline.pages[page][focus].opens { push(place, world) }
        return .done
    }
}

extension World {
    /// The order of targets is the same in every type size, so an outline of another size serves as well.
    func anyOutline(of place: Place, preferred type: TypeSize) -> Outline? {
        outlines[OutlineKey(place: place, type: type)]
            ?? TypeSize.allCases.lazy.compactMap { outlines[OutlineKey(place: place, type: $0)] }.first
    }
}

extension Place {
    /// Both rows, or both pictures.
    func isAlike(_ other: Place) -> Bool {
        switch (self, other) {
        case (.row, .row), (.picture, .picture): true
        default: false
        }
    }
}
