import Content

extension State {
    var top: Entry {
        get { stack[stack.count - 1] }
        set { stack[stack.count - 1] = newValue }
    }

    mutating func up() {
        if stack.count > 1 { stack.removeLast() }
        leave()
    }

    /// Home as it was left: the focus is on the tile that was open.
    mutating func goHome() {
        stack.removeLast(stack.count - 1)
        overlay = nil
        leave()
    }

    /// Opens `place` above what is open. A tile with one item opens it directly.
    mutating func push(_ place: Place, _ world: World, _ anchor: Anchor = .first) {
        var place = place
        switch place {
        case .home: return goHome()
        case .tile(let digit):
            let pages = world.newestPages(ofTile: digit)
            if pages.count == 1 { place = .page(pages[0]) }
            if stack.count == 1 { stack[0].anchor = .leading(to: .tile(digit)) }
        case .page, .part, .row, .picture, .card: break
        }
        leave()
        if let same = stack.firstIndex(where: { $0.place == place }) {
            // From row to row and back again must not pile up.
            stack.removeLast(stack.count - 1 - same)
        } else if stack.count > Self.depthLimit {
            top = Entry(place: place, anchor: anchor)
        } else {
            stack.append(Entry(place: place, anchor: anchor))
        }
    }

    /// Opens an item's page as if it had been reached from home: 返回 leads to its own tile.
    mutating func go(to id: PageID, _ world: World, _ anchor: Anchor) {
        goHome()
        stack[0].anchor = .leading(to: .tile(id.tile))
        if world.newestPages(ofTile: id.tile).count > 1 {
            stack.append(Entry(place: .tile(id.tile), anchor: .leading(to: .page(id))))
        }
        stack.append(Entry(place: .page(id), anchor: anchor))
    }

    /// What was said about the place that is left does not go along.
    private mutating func leave() { notice = nil }
}
