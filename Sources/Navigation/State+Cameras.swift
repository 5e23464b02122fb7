package import Content

extension World {
    /// Whether the page shows cameras.
    package func isCameras(_ id: PageID) -> Bool { index?.item(of: id)?.kind == .cameras }
}

extension State {
    /// The camera that has the whole screen.
    func fullScreenCamera(_ world: World) -> WatchedCamera? {
        guard case .row(let id, let row) = place(in: world), world.isCameras(id) else { return nil }
        return WatchedCamera(page: id, camera: row)
    }

    private func showsCameras(_ world: World) -> Bool { place(in: world).pageID.map(world.isCameras) ?? false }

    /// The corner's camera, where the open place does not show cameras itself and is no picture or card.
    func visibleCorner(_ world: World) -> WatchedCamera? {
        switch place(in: world) {
        case .card, .picture: nil
        case .home, .tile, .page, .part, .row: showsCameras(world) ? nil : corner
        }
    }

    /// Whether the page turns by itself through more cameras than it shows at once.
    package func patrols(in world: World) -> Bool {
        guard overlay == nil, case .page(let id) = place(in: world), world.isCameras(id) else { return false }
        return (outline(world)?.pages.count ?? 1) > 1
    }

    /// Whether a camera is looked at.
    func isWatching(_ world: World) -> Bool { corner != nil || showsCameras(world) }

    /// From the whole screen into the corner, and home, where the other pages are; once more takes it out.
    mutating func pin(_ camera: WatchedCamera) {
        if corner == camera {
            corner = nil
        } else {
            corner = camera
            goHome()
        }
    }

    mutating func stopWatching(_ world: World) {
        overlay = nil
        corner = nil
        if showsCameras(world) { goHome() }
    }

    /// The next group of cameras, and from the last to the first.
    mutating func patrol(_ now: MonotonicSeconds, _ world: World) {
        guard patrols(in: world), let outline = outline(world) else {
            patrolSince = nil
            return
        }
        guard hasPassed(TimeOut.patrol, since: &patrolSince, now) else { return }
        patrolSince = now
        top.anchor = outline.anchor(outline.start(of: (outline.spot(top.anchor).page + 1) % outline.pages.count))
    }
}
