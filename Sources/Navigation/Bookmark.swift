internal import Content

/// Where a viewer was, in a form that outlives the process: the successor of a daemon that died opens the same page at the same row.
package struct Bookmark: Hashable, Sendable {
    package var place: Place
    package var anchor: Anchor

    package init(place: Place, anchor: Anchor) {
        self.place = place
        self.anchor = anchor
    }

    /// Two lines: the place's address; then `target PAGE OFFSET IDENTITY` or `page PAGE COUNT`.
    package var text: String {
        let line: String? =
            switch anchor {
            case .target(let identity, let page, let offset): "target \(page) \(offset) \(identity)"
            case .page(let page, let count): "page \(page) \(count)"
            case .first, .last, .leading: nil
            }
        return place.address + "\n" + (line.map { $0 + "\n" } ?? "")
    }

    /// Nil for anything that `text` does not write.
    package init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, let place = Place(address: String(lines[0])) else { return nil }
        self.place = place
        let words = lines[1].split(separator: " ", maxSplits: 3)
        switch words.first {
        case "target":
            guard words.count == 4, let page = Self.count(words[1]), let offset = Self.count(words[2]) else { return nil }
            anchor = .target(String(words[3]), page: page, offset: offset)
        case "page":
            guard words.count == 3, let page = Self.count(words[1]), let count = Self.count(words[2]) else { return nil }
            anchor = .page(page, of: count)
        case nil: anchor = .first
        default: return nil
        }
    }

    private static func count(_ word: Substring) -> Int? { Int(word).flatMap { (0..<100_000).contains($0) ? $0 : nil } }
}

extension State {
    /// Nil at home and on cards, where everybody begins.
    package func bookmark(in world: World) -> Bookmark? {
        let place = place(in: world)
        switch place {
        case .home, .card: return nil
        case .tile, .page, .part, .row, .picture: return Bookmark(place: place, anchor: stack[stack.count - 1].anchor)
        }
    }

    /// Somebody who is back where the bookmark was made; nil when the content has that page no more.
    package init?(resuming bookmark: Bookmark, type: TypeSize, in world: World) {
        switch bookmark.place {
        case .home, .card: return nil
        case .tile: break
        case .page(let id), .part(let id, _), .row(let id, _), .picture(let id, _):
            guard world.index?.entry(id) != nil else { return nil }
        }
        self.init(at: bookmark.place, type: type, in: world)
        stack[stack.count - 1].anchor = bookmark.anchor
    }
}
