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

    /// The presses that lead to the page: `2`, or `13` for the third item of tile 1; beyond nine items the tile's digit alone.
    package func number(of id: PageID) -> String {
        guard let position = position(of: id) else { return String(id.tile) }
        let items = tiles[position.tile - 1].items.count
        return items > 1 && position.item < 9 ? "\(position.tile)\(position.item + 1)" : String(position.tile)
    }
}
