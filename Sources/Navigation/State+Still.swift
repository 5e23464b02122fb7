internal import Content

extension State {
    /// Somebody who came the usual way to a place and stands at a spot of it: for previews and tests. The world needs the place's
    /// outline for anything but its beginning.
    package init(at place: Place, _ spot: Spot = Spot(page: 0, focus: nil), type: TypeSize = .normal, in world: World) {
        self.init(type: type)
        let way: [Place]
        switch place {
        case .home: way = []
        case .tile, .card: way = [place]
        case .page(let id): way = Self.list(above: id, in: world) + [place]
        case .part(let id, _), .row(let id, _), .picture(let id, _): way = Self.list(above: id, in: world) + [.page(id), place]
        }
        stack += way.map { Entry(place: $0, anchor: .first) }
        if let outline = world.outlines[OutlineKey(place: place, type: type)] {
            stack[stack.count - 1].anchor = outline.anchor(spot)
        }
    }

    /// A tile with one item opens it directly.
    private static func list(above id: PageID, in world: World) -> [Place] {
        (world.index?.tile(id.tile)?.items.count ?? 0) > 1 ? [.tile(id.tile)] : []
    }
}
