/// Where a page stands in the index.
package struct PagePosition: Hashable, Sendable {
    package var tile: Int
    /// Offsets into the tile's items and the item's pages.
    package var item: Int
    package var page: Int
}

extension VillageIndex {
    /// Nil when this index does not have the page (any more).
    package func position(of id: PageID) -> PagePosition? {
        guard let tile = tile(id.tile) else { return nil }
        for (item, candidate) in tile.items.enumerated() {
            if let page = candidate.pages.firstIndex(where: { $0.id == id }) {
                return PagePosition(tile: id.tile, item: item, page: page)
            }
        }
        return nil
    }

    package func tile(_ digit: Int) -> Tile? { tiles.indices.contains(digit - 1) ? tiles[digit - 1] : nil }

    package func entry(_ id: PageID) -> Entry? { position(of: id).map { tiles[$0.tile - 1].items[$0.item].pages[$0.page] } }

    package func item(of id: PageID) -> Item? { position(of: id).map { tiles[$0.tile - 1].items[$0.item] } }

    /// The presses that lead to the page: `2`, `13` for the third item of tile 1, `1+3` for its twelfth, which is the third after 频道＋.
    package func number(of id: PageID, on today: Day?) -> String {
        guard let items = tile(id.tile)?.currentItems(on: today), items.count > 1,
            let item = items.firstIndex(where: { $0.pages.contains { $0.id == id } })
        else { return String(id.tile) }
        let turns = item / Tile.itemsPerPage
        return "\(id.tile)" + String(repeating: "+", count: turns) + "\(item % Tile.itemsPerPage + 1)"
    }
}

extension VillageIndex.Tile {
    /// On a page of its list: each has a digit.
    package static let itemsPerPage = 9

    /// Items of which something is still to be shown, each with those of its pages; all of them while the day is not known.
    package func currentItems(on today: Day?) -> [VillageIndex.Item] {
        items.compactMap { item in
            var item = item
            item.pages.removeAll { entry in
                guard let today, let expires = entry.expires else { return false }
                return expires < today
            }
            return item.pages.isEmpty ? nil : item
        }
    }
}
