internal import Content
internal import Pixels

/// A word on a coloured ground: 新, 公示中, 超期 12 天. The word says it, the colour only helps.
struct Badge: Hashable {
    var text: String
    var fill: Paint

    var ink: Paint { fill == .redFill ? .onRedFill : .onFill }

    init(_ text: String, _ fill: Paint) {
        self.text = text
        self.fill = fill
    }

    init(_ facts: TileFacts.Badge) {
        switch facts {
        case .new(let count): self.init(count == 1 ? "新" : "\(count) 条新", .greenFill)
        case .objections: self.init("公示中", .blueFill)
        case .overdue(let days): self.init("超期 \(days) 天", .redFill)
        case .late(let count): self.init("超期 \(count) 件", .redFill)
        }
    }
}

extension Kit {
    /// How much room a badge takes.
    func size(of badge: Badge) -> PixelSize {
        let line = line(badge.text, .badge)
        return PixelSize(width: line.width + 2 * px(16), height: line.style.size + px(14))
    }

    /// A badge whose right side and middle are given.
    func badge(_ badge: Badge, right: Int, middle: Int) -> [Drawing.Op] {
        let size = size(of: badge)
        return self.badge(badge, left: right - size.width, middle: middle)
    }

    func badge(_ badge: Badge, left: Int, middle: Int) -> [Drawing.Op] {
        let size = size(of: badge)
        let rect = PixelRect(x: left, y: middle - size.height / 2, width: size.width, height: size.height)
        var ops: [Drawing.Op] = [.rounded(rect, radius: px(10), badge.fill)]
        ops.put(line(badge.text, .badge), in: rect, .centre, badge.ink)
        return ops
    }

    /// A number on its square.
    func block(_ text: String, _ role: TextRole, in rect: PixelRect, radius: Int, ground: Paint, ink: Paint) -> [Drawing.Op] {
        var ops: [Drawing.Op] = [.rounded(rect, radius: radius, ground)]
        ops.centre(line(text, role, within: rect.width), in: rect, ink)
        return ops
    }
}
