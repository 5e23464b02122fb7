internal import Navigation
internal import Pixels
internal import Typography

extension Kit {
    var linkHeight: Int { max(px(84), metrics.leading(style(.body)) + px(12)) }

    /// A target that leads to another place: its digit on a square, a word that says why one would go there, and what is there.
    func link(
        _ text: String, label: String? = nil, as role: TextRole = .table, _ target: Outline.Target, in rect: PixelRect, on ground: Paint = .panel
    ) -> Sheet.Item {
        func draw(_ focused: Bool) -> [Drawing.Op] {
            let plain: Paint = ground == .panel ? .background : .panel
            var ops: [Drawing.Op] = [.rounded(rect, radius: metrics.blockRadius, focused ? .raised : plain)]
            let side = px(52)
            var left = rect.x + px(24)
            if let digit = target.digit {
                let square = PixelRect(x: rect.x + px(16), y: rect.midY - side / 2, width: side, height: side)
                ops += block(
                    String(digit), .labelBold, in: square, radius: px(10), ground: focused ? .panel : .raised, ink: .ink)
                left = square.maxX + px(20)
            }
            if let label {
                let line = line(label, .label, within: rect.width / 3)
                ops.put(line, in: PixelRect(x: left, y: rect.y, width: line.width, height: rect.height), .dim)
                left += line.width + px(24)
            }
            ops.put(
                line(text, role, within: rect.maxX - px(16) - left), in: PixelRect(x: left, y: rect.y, width: 0, height: rect.height), .ink)
            if focused { ops.append(focusFrame(rect, radius: metrics.blockRadius)) }
            return ops
        }
        return Sheet.Item(target: target, plain: draw(false), focused: draw(true))
    }

    /// The same in a flow of text, over its width.
    func linkSlab(_ label: String, _ title: String, _ target: Outline.Target, width: Int) -> Slab {
        var slab = Slab(height: linkHeight, spaceBefore: px(16))
        slab.sheet.items = [
            link(title, label: label, as: .body, target, in: PixelRect(x: 0, y: 0, width: width, height: linkHeight), on: .background)
        ]
        return slab
    }
}
