internal import Pixels

extension Drawing {
    /// One operation a line, in the order they are painted, for layout goldens: everything that decides the pixels except glyph
    /// positions, which the line's length stands for.
    package var dump: String {
        var lines = ["ground \(ground)"]
        for op in ops {
            lines.append(op.dump)
            if case .picture(let offset) = op {
                let slot = slots[offset]
                lines.append("  \(slot.object.hex.prefix(8)) \(slot.rect.dump)")
                lines += slot.missing.map { "  missing \($0.dump)" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Drawing.Op {
    var dump: String {
        switch self {
        case .fill(let rect, let paint): "fill \(rect.dump) \(paint)"
        case .shade(let rect): "shade \(rect.dump)"
        case .rounded(let rect, let radius, let paint): "rounded \(rect.dump) r\(radius) \(paint)"
        case .hole(let rect, let radius): "hole \(rect.dump) r\(radius)"
        case .frame(let rect, let radius, let width, let paint): "frame \(rect.dump) r\(radius) w\(width) \(paint)"
        case .dashed(let rect, let radius, let width, let paint): "dashed \(rect.dump) r\(radius) w\(width) \(paint)"
        case .disc(let rect, let paint): "disc \(rect.dump) \(paint)"
        case .check(let rect, let width, let paint): "check \(rect.dump) w\(width) \(paint)"
        case .arrow(let rect, let direction, let paint): "arrow \(rect.dump) \(direction) \(paint)"
        case .text(let line, let pen, let paint):
            "text \(pen.x + Int(line.shaped.start) / 64),\(pen.y) +\(line.shaped.width) "
                + "\(line.style.size)\(line.style.weight == .bold ? "b" : "") \(paint) \(line.text.debugDescription)"
        case .picture(let offset): "picture \(offset)"
        case .code(let modules, let rect): "code \(rect.dump) \(modules.side)"
        }
    }
}

extension PixelRect {
    var dump: String { "\(x),\(y) \(width)x\(height)" }
}
