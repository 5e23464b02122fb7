import Content

/// The index as it counts today: what is past its last day on the screen is not there, whoever still lists it.
extension World {
    func isCurrent(_ entry: VillageIndex.Entry) -> Bool {
        guard let today = now?.day, let expires = entry.expires else { return true }
        return expires >= today
    }

    /// The pages of an item that may be shown, newest first.
    func pages(of item: VillageIndex.Item) -> [VillageIndex.Entry] { item.pages.filter(isCurrent) }

    /// The newest page of each item of a tile, in the order of its list.
    func newestPages(ofTile digit: Int) -> [PageID] {
        index?.tile(digit)?.items.compactMap { pages(of: $0).first?.id } ?? []
    }

    /// Why a page must not stay on the screen; nil when it may.
    func gone(_ id: PageID) -> Strip? {
        guard let entry = index?.entry(id) else { return .withdrawn }
        return isCurrent(entry) ? nil : .expired
    }

    /// One step along the item's own axis. Time runs from left to right: ▶ is later. Nil at its ends.
    func page(_ step: Step, on axisOf: PageID) -> PageID? {
        guard let item = index?.item(of: axisOf) else { return nil }
        let pages = pages(of: item)
        guard let here = pages.firstIndex(where: { $0.id == axisOf }) else { return nil }
        let there = step == .next ? here - 1 : here + 1
        return pages.indices.contains(there) ? pages[there].id : nil
    }

    /// Whether the item has more than one page to move along.
    func hasPeriods(_ id: PageID) -> Bool { index?.item(of: id).map { pages(of: $0).count > 1 } ?? false }

    /// The item after or before the one with `id`, through all tiles and round again, as TV channels go. Nil when there is no other.
    func item(_ step: Step, from id: PageID) -> PageID? {
        guard let index, let here = index.position(of: id) else { return nil }
        let all = (1...9).flatMap { newestPages(ofTile: $0) }
        let own = index.tiles[here.tile - 1].items[here.item].pages.map(\.id)
        guard all.count > 1, let at = all.firstIndex(where: own.contains) else { return nil }
        return all[(at + (step == .next ? 1 : all.count - 1)) % all.count]
    }

    /// The tile with something in it after or before `digit`, round again. Nil when there is no other.
    func tile(_ step: Step, from digit: Int) -> Int? {
        (1...8).lazy.map { (digit - 1 + (step == .next ? $0 : 9 - $0)) % 9 + 1 }.first { !newestPages(ofTile: $0).isEmpty }
    }
}

/// One further or one back.
package enum Step: Hashable, Sendable { case previous, next }
