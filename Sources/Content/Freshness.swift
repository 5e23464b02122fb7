extension PageKind {
    /// How many days after a period's end (or after publication, for pages without one) the next issue is due; nil when the kind has no
    /// cadence. Finance is monthly where there is much of it, ordinary matters are quarterly (村民委员会组织法 art. 30); villages close their
    /// books within the month after.
    package var cadence: Cadence? {
        switch self {
        case .ledger: Cadence(period: .monthly, graceDays: 31)
        case .board, .cases, .points: Cadence(period: .quarterly, graceDays: 31)
        default: nil
        }
    }
}

/// How often a kind must be renewed, and how long after the period the law and custom give.
package struct Cadence: Hashable, Sendable {
    package enum Rhythm: Sendable { case monthly, quarterly }
    package var period: Rhythm
    package var graceDays: Int
}

extension VillageIndex.Item {
    /// Days that the next issue of this item is late on `today`; nil when it is not, or has no cadence.
    package func daysOverdue(on today: Day) -> Int? {
        guard let cadence = kind.cadence, let newest = pages.first, newest.isFinal != true else { return nil }
        let covered = newest.period?.lastDay ?? newest.published
        let next = cadence.period == .monthly ? 31 : 92
        let late = today.days(since: covered) - next - cadence.graceDays
        return late > 0 ? late : nil
    }
}

/// What home shows of a tile: derived from the index and the day, never published, so that it cannot be stale.
package struct TileFacts: Hashable, Sendable {
    package enum Badge: Hashable, Sendable {
        /// Published within the last seven days.
        case new(Int)
        /// 公示中: objections are still heard.
        case objections
        case overdue(days: Int)
        /// Something that people asked for is not done by the day that was promised.
        case late(Int)
    }

    package var digit: Int
    package var title: String
    /// Newest item, or nil when the tile has none.
    package var newest: String?
    /// The most urgent one. Nil, too, when the clock is unknown.
    package var badge: Badge?

    package init(tile: VillageIndex.Tile, today: Day?) {
        digit = tile.digit
        title = tile.title
        let current = tile.items.filter { item in
            guard let today, let expires = item.pages.first?.expires else { return true }
            return expires >= today
        }
        let newestEntry = current.compactMap(\.pages.first).max { $0.published < $1.published }
        newest = newestEntry?.short
        guard let today else { return }
        if let days = current.compactMap({ $0.daysOverdue(on: today) }).max() {
            badge = .overdue(days: days)
            return
        }
        let late = current.flatMap { $0.pages.first?.dues ?? [] }.count { $0 < today }
        if late > 0 {
            badge = .late(late)
        } else if current.contains(where: { ($0.pages.first?.objectionsUntil).map { $0 >= today } ?? false }) {
            badge = .objections
        } else {
            let count = current.flatMap(\.pages).filter { (0...7).contains(today.days(since: $0.published)) }.count
            if count > 0 { badge = .new(count) }
        }
    }
}
