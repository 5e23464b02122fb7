import Content

extension State {
    /// After every event: nothing gone stays open, keys typed ahead find their outline, new content comes in where it disturbs nobody.
    mutating func settle(_ world: World, _ effects: inout [Effect]) {
        closeWhatIsGone(world)
        replay(world, &effects)
        raiseEmergency(world, &effects)
        // The menu may have become shorter.
        if overlayFocus > 0 { overlayFocus = min(overlayFocus, lines(in: world).count - 1) }
        if world.waiting != nil, !waitsForReader(world), !effects.contains(.takeWaitingContent) {
            effects.append(.takeWaitingContent)
        }
    }

    /// Whether the waiting content would change what is open under the reader's eyes.
    func waitsForReader(_ world: World) -> Bool {
        guard let waiting = world.waiting, let index = world.index, !isAway else { return false }
        switch place(in: world) {
        case .home, .card: return false
        case .tile(let digit): return index.tile(digit).map(\.listed) != waiting.tile(digit).map(\.listed)
        case .page(let id), .part(let id, _), .picture(let id, _):
            // Withdrawn: it goes at once, and its place is taken by the list.
            guard let new = waiting.entry(id), world.isCurrent(new) else { return false }
            return new.object != index.entry(id)?.object
        case .row(let id, _):
            // A row also shows the same line of another page of its item.
            return index.item(of: id)?.pages.contains { old in waiting.entry(old.id).map { $0.object != old.object } ?? false } ?? false
        }
    }

    /// A page that was withdrawn or is past its last day leaves at once, and everything opened from it; its tile's list says why.
    private mutating func closeWhatIsGone(_ world: World) {
        if let watched = corner, world.index == nil || world.gone(watched.page) != nil { corner = nil }
        guard world.index != nil else {
            let card = top.place == .card(.television) ? [top] : []
            if stack.count > 1 { stack = [Entry(place: .home, anchor: .first)] + card }
            pending = []
            notice = nil
            return
        }
        guard let (depth, reason) = firstGone(world) else { return }
        let place = stack[depth].place
        stack.removeLast(stack.count - depth)
        if case .page(let id) = place, top.place != .tile(id.tile) {
            stack.append(Entry(place: .tile(id.tile), anchor: .first))
        }
        notice = reason
        pending = []
        quietSince = nil
        if overlay == .code || overlay == .menu || overlay == .watching { overlay = nil }
    }

    private func firstGone(_ world: World) -> (depth: Int, reason: Strip)? {
        for depth in stack.indices.dropFirst() {
            let place = stack[depth].place
            guard let id = place.pageID else { continue }
            if let reason = world.gone(id) { return (depth, reason) }
            // A part, row or picture that its page no longer has. What a link to another page opened is not to be found in its parent.
            guard case .page = place else {
                let parent = stack[depth - 1].place
                if parent.pageID == id, let outline = world.anyOutline(of: parent, preferred: type),
                    !outline.leads(to: place) {
                    return (depth, .withdrawn)
                }
                continue
            }
        }
        return nil
    }

    /// The strip that the view shows: what happened to the reader, then what is offered, then how old all this is.
    func strip(in world: World) -> Strip? {
        // A card says it itself.
        if let stick = world.stick, world.index != nil { return .stick(stick) }
        if let notice { return notice }
        if waitsForReader(world) { return .newContent }
        guard let index = world.index, let now = world.now else { return nil }
        let days = (now.secondsSinceEpoch - (world.fresh ?? index.issued).secondsSinceEpoch) / 86_400
        return days >= Self.oldAfterDays ? .old(days: days, world.trouble) : nil
    }

    /// The township signs anew each day; after so many without it something is wrong.
    package static let oldAfterDays = 3
}

extension VillageIndex.Tile {
    /// What its list shows; the same when only the inside of a page has changed.
    var listed: [[String]] {
        items.map { item in
            [item.title, item.kind.rawValue] + item.pages.flatMap { entry in
                [entry.id.text, entry.title, entry.short, entry.published.iso, entry.objectionsUntil?.iso ?? "", entry.expires?.iso ?? ""]
            }
        }
    }
}
