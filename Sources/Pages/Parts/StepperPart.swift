internal import Pixels

/// How far a step is.
enum StepState: Hashable {
    case done, current, ahead

    /// Words and marks say it too: a disc with a check, a ring, an empty disc.
    var paint: Paint {
        switch self {
        case .done: .greenFill
        case .current: .blueFill
        case .ahead: .line
        }
    }
}

extension Kit {
    /// The mark of a step in a square.
    func stepMark(_ state: StepState, in square: PixelRect) -> [Drawing.Op] {
        var ops: [Drawing.Op] = [.disc(square, state.paint)]
        switch state {
        case .done:
            ops.append(.check(square.inset(square.width / 4, square.height / 4), width: metrics.stroke(5), .onFill))
        case .current:
            let inset = square.width / 3
            ops.append(.disc(square.inset(inset, inset), .panel))
        case .ahead: break
        }
        return ops
    }

    /// The line from one mark to the next, up or down or across; it has the colour of what it leads to.
    func stepLine(from a: PixelRect, to b: PixelRect, _ state: StepState) -> Drawing.Op {
        let width = metrics.stroke(6)
        let paint: Paint = state == .ahead ? .line : .greenFill
        return a.x == b.x
            ? .fill(PixelRect(x: a.midX - width / 2, y: a.midY, width: width, height: b.midY - a.midY), paint)
            : .fill(PixelRect(x: a.midX, y: a.midY - width / 2, width: b.midX - a.midX, height: width), paint)
    }
}
