internal import Navigation
internal import Pixels

extension Kit {
    /// The keys that do something here. What does not fit is left out from the end; the alarm stays.
    func hintBar(_ hints: [Hint], in area: PixelRect) -> [Drawing.Op] {
        var chosen = hints
        while total(chosen) > area.width, chosen.count > 1 {
            let last = chosen.lastIndex { hint in
                if case .colour(.red, _) = hint.cap { false } else { true }
            }
            chosen.remove(at: last ?? chosen.count - 1)
        }
        var ops: [Drawing.Op] = []
        var x = area.x
        for hint in chosen {
            let width = capWidth(hint.cap)
            ops += cap(hint.cap, in: PixelRect(x: x, y: area.y, width: width, height: area.height))
            x += width + px(12)
            let label = line(hint.text, .hint)
            ops.put(label, in: PixelRect(x: x, y: area.y, width: label.width, height: area.height), .dim)
            x += label.width + between
        }
        return ops
    }

    private var between: Int { px(34) }
    private var padding: Int { px(16) }
    /// Side of the shapes on arrow keys.
    private var shape: Int { px(30) }

    private func total(_ hints: [Hint]) -> Int {
        hints.reduce(-between) { $0 + capWidth($1.cap) + px(12) + line($1.text, .hint).width + between }
    }

    func capWidth(_ cap: Hint.Cap) -> Int {
        switch cap {
        case .text(let text): line(text, .hint).width + 2 * padding
        case .leftRight, .upDown: 2 * shape + px(14) + 2 * padding
        case .colour(_, let name): px(14) + px(10) + line(name, .hint).width + 2 * padding
        }
    }

    func cap(_ cap: Hint.Cap, in rect: PixelRect, ground: Paint = .cap) -> [Drawing.Op] {
        var ops: [Drawing.Op] = [.rounded(rect, radius: px(10), ground)]
        let inner = rect.inset(padding, 0)
        switch cap {
        case .text(let text):
            ops.put(line(text, .hint), in: inner, .centre, .ink)
        case .leftRight:
            let y = rect.midY - shape / 2
            ops.append(.arrow(PixelRect(x: inner.x, y: y, width: shape * 9 / 10, height: shape), .left, .ink))
            ops.append(.arrow(PixelRect(x: inner.maxX - shape * 9 / 10, y: y, width: shape * 9 / 10, height: shape), .right, .ink))
        case .upDown:
            let y = rect.midY - shape * 9 / 20
            ops.append(.arrow(PixelRect(x: inner.x, y: y, width: shape, height: shape * 9 / 10), .up, .ink))
            ops.append(.arrow(PixelRect(x: inner.maxX - shape, y: y, width: shape, height: shape * 9 / 10), .down, .ink))
        case .colour(let key, let name):
            let swatch = PixelRect(x: inner.x, y: rect.midY - px(20), width: px(14), height: px(40))
            ops.append(.rounded(swatch, radius: px(4), paint(of: key)))
            ops.put(line(name, .hint), in: inner, .right, .ink)
        }
        return ops
    }

    private func paint(of key: RemoteKey) -> Paint {
        switch key {
        case .red: .redKey
        case .green: .greenKey
        case .yellow: .yellowKey
        case .blue: .blueKey
        default: .ink
        }
    }
}
