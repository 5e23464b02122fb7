/// A step of the arrows through a page's targets.
package enum Direction: Hashable, Sendable { case up, down, left, right }

extension Outline {
    /// The spot one arrow away. ▲▼ go on to the page before or after, so that arrows alone reach everything; ◀▶ stay in the row
    /// and stop at its ends: a press that moves nothing tells where the edge is. Nil at an edge.
    package func neighbour(of spot: Spot, _ direction: Direction) -> Spot? {
        let targets = pages[spot.page]
        guard let focus = spot.focus else { return page(beside: spot, direction, column: 0) }
        let here = targets[focus]
        let ahead = targets.indices.filter {
            switch direction {
            case .up: targets[$0].row < here.row
            case .down: targets[$0].row > here.row
            case .left: targets[$0].row == here.row && targets[$0].column < here.column
            case .right: targets[$0].row == here.row && targets[$0].column > here.column
            }
        }
        // Nearest row first, then nearest column; on a tie the one that comes first in reading order.
        let nearest = ahead.min {
            let a = (abs(targets[$0].row - here.row), abs(targets[$0].column - here.column))
            let b = (abs(targets[$1].row - here.row), abs(targets[$1].column - here.column))
            return a == b ? $0 < $1 : a < b
        }
        if let nearest { return Spot(page: spot.page, focus: nearest) }
        return page(beside: spot, direction, column: here.column)
    }

    /// The spot one step further in the order of reading, over pages' edges. Nil at the ends.
    package func neighbour(of spot: Spot, _ step: Step) -> Spot? {
        guard let focus = spot.focus else { return page(beside: spot, step == .next ? .down : .up, column: step == .next ? 0 : .max) }
        let targets = pages[spot.page]
        let order = targets.indices.sorted {
            (targets[$0].row, targets[$0].column, $0) < (targets[$1].row, targets[$1].column, $1)
        }
        guard let at = order.firstIndex(of: focus) else { return nil }
        let there = at + (step == .next ? 1 : -1)
        if order.indices.contains(there) { return Spot(page: spot.page, focus: order[there]) }
        return page(beside: spot, step == .next ? .down : .up, column: step == .next ? 0 : .max)
    }

    private func page(beside spot: Spot, _ direction: Direction, column: Int) -> Spot? {
        let page: Int
        switch direction {
        case .up: page = spot.page - 1
        case .down: page = spot.page + 1
        case .left, .right: return nil
        }
        guard pages.indices.contains(page) else { return nil }
        let targets = pages[page]
        guard let edge = direction == .up ? targets.map(\.row).max() : targets.map(\.row).min() else {
            return Spot(page: page, focus: nil)
        }
        let focus = targets.indices.filter { targets[$0].row == edge }
            .min { (targets[$0].column.distance(to: column).magnitude, $0) < (targets[$1].column.distance(to: column).magnitude, $1) }
        return Spot(page: page, focus: focus)
    }
}
