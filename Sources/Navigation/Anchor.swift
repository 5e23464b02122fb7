import Content

/// What a place keeps in view. It is set when somebody moves and looked up in whatever outline there is then, so that the focus
/// follows the thing through new content and other type sizes, and is back where it was when they are undone.
package enum Anchor: Hashable, Sendable {
    /// The first page and its first target.
    case first
    /// The last page and its first target: where one arrives from the next item.
    case last
    /// A target by identity; page and offset stand in while there is no such target.
    case target(String, page: Int, offset: Int)
    /// The target that leads to a place, whatever its identity.
    case leading(to: Place)
    /// A page without targets, of so many.
    case page(Int, of: Int)
}

/// An anchor looked up in an outline: always a page that the outline has, and a focus where that page has targets.
package struct Spot: Hashable, Sendable {
    package var page: Int
    package var focus: Int?

    package init(page: Int, focus: Int?) {
        self.page = page
        self.focus = focus
    }
}

extension Outline {
    /// Where `anchor` is here.
    package func spot(_ anchor: Anchor) -> Spot {
        switch anchor {
        case .first: return start(of: 0)
        case .last: return start(of: pages.count - 1)
        case .page(let page, let count):
            // The same share of the text has been read, whatever the number of pages.
            return start(of: count == pages.count ? page : page * pages.count / max(count, 1))
        case .target(let identity, let page, let offset):
            let remembered = min(page, pages.count - 1)
            if let focus = pages[remembered].firstIndex(where: { $0.identity == identity }) {
                return Spot(page: remembered, focus: focus)
            }
            for (page, targets) in pages.enumerated() {
                if let focus = targets.firstIndex(where: { $0.identity == identity }) { return Spot(page: page, focus: focus) }
            }
            let targets = pages[remembered].count
            return Spot(page: remembered, focus: targets == 0 ? nil : min(offset, targets - 1))
        case .leading(let place):
            for (page, targets) in pages.enumerated() {
                if let focus = targets.firstIndex(where: { $0.leads(to: place) }) { return Spot(page: page, focus: focus) }
            }
            return start(of: 0)
        }
    }

    /// The anchor that keeps `spot`.
    package func anchor(_ spot: Spot) -> Anchor {
        guard let focus = spot.focus else { return .page(spot.page, of: pages.count) }
        return .target(pages[spot.page][focus].identity, page: spot.page, offset: focus)
    }

    /// A page from its first target.
    package func start(of page: Int) -> Spot {
        let page = min(max(page, 0), pages.count - 1)
        return Spot(page: page, focus: pages[page].isEmpty ? nil : 0)
    }

    /// What has the focus.
    package func target(at spot: Spot) -> Target? { spot.focus.map { pages[spot.page][$0] } }
}

extension Outline.Target {
    /// Whether 确认 on it comes to `place`; a tile of home may open its only page directly.
    func leads(to place: Place) -> Bool {
        if case .tile(let digit) = place, case .page(let id) = opens { return id.tile == digit }
        return opens == place
    }
}
