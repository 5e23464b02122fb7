import Navigation
import Pages
import Pixels
import Synchronization
import Typography

/// Where a drawing's text really puts ink, found by painting each line alone.
struct Ink {
    struct Text {
        var op: Int
        var line: SetLine
        /// The smallest rectangle around the pixels that are not the ground.
        var rect: PixelRect
    }

    let drawing: Drawing
    let texts: [Text]

    init(_ drawing: Drawing, _ meter: InkMeter) {
        self.drawing = drawing
        texts = drawing.ops.enumerated().compactMap { offset, op in
            guard case .text(let line, let pen, _) = op else { return nil }
            let rect = meter.ink(of: line)
            return rect.isEmpty ? nil : Text(op: offset, line: line, rect: rect.offset(x: pen.x, y: pen.y))
        }
    }

    /// What is wrong with this drawing, in words; empty when nothing is.
    func faults(_ metrics: Metrics) -> [String] {
        var faults: [String] = []
        for text in texts {
            // An A leans out of its box by a pixel or two.
            if !metrics.safe.inset(-2).contains(text.rect) { faults.append("“\(text.line.text)” at \(text.rect) leaves the safe area") }
            if text.line.style.size < metrics.floor { faults.append("“\(text.line.text)” is set at \(text.line.style.size)") }
            // A card, badge or row that it touches holds it, whether it was painted before or after.
            for op in drawing.ops {
                switch op {
                case .rounded(let rect, _, _) where rect.intersects(text.rect) && !rect.contains(text.rect):
                    faults.append("“\(text.line.text)” at \(text.rect) is cut by \(rect)")
                case .frame(let rect, _, let width, _)
                where rect.intersects(text.rect) && !rect.inset(width).contains(text.rect):
                    faults.append("“\(text.line.text)” at \(text.rect) touches the frame \(rect)")
                default: break
                }
            }
            for slot in drawing.slots where slot.rect.intersects(text.rect) && !slot.rect.contains(text.rect) {
                faults.append("“\(text.line.text)” at \(text.rect) runs into a picture \(slot.rect)")
            }
        }
        for (offset, a) in texts.enumerated() {
            for b in texts[(offset + 1)...] where a.rect.intersects(b.rect) {
                faults.append("“\(a.line.text)” at \(a.rect) and “\(b.line.text)” at \(b.rect) overlap")
            }
        }
        for op in drawing.ops {
            let bounds = drawing.bounds(op)
            if case .text = op { continue }
            if !metrics.screen.contains(bounds) || bounds.x < metrics.safe.x || bounds.maxX > metrics.safe.maxX
                || bounds.y < metrics.safe.y || bounds.maxY > metrics.safe.maxY {
                if case .shade = op { continue }
                faults.append("\(op) leaves the safe area")
            }
        }
        return faults
    }
}

/// Measures ink, and remembers it: the same lines stand on many pages.
final class InkMeter: Sendable {
    private let cache: GlyphCache
    private let known = Mutex<[SetLine: PixelRect]>([:])

    init(_ cache: GlyphCache) { self.cache = cache }

    /// Relative to the pen.
    func ink(of line: SetLine) -> PixelRect {
        if let rect = known.withLock({ $0[line] }) { return rect }
        let rect = measure(line)
        known.withLock { $0[line] = rect }
        return rect
    }

    private func measure(_ line: SetLine) -> PixelRect {
        // Generous: whatever a line paints is within half an em of its box.
        let box = line.shaped.box(at: .zero).inset(-line.style.size / 2)
        let canvas = Canvas(capacity: box.size)
        canvas.show(box)
        canvas.clear(.black)
        cache.paint(line.shaped, at: .zero, .white, on: canvas)
        var (left, right, top, bottom) = (Int.max, Int.min, Int.max, Int.min)
        for y in box.y..<box.maxY {
            canvas.withRow(y) { row in
                // From both ends to the first pixel that is not black: blank rows are read once, others hardly.
                var first = 0
                while first < row.count, row[first] & 0xFF_FFFF == 0 { first += 1 }
                guard first < row.count else { return }
                var last = row.count - 1
                while row[last] & 0xFF_FFFF == 0 { last -= 1 }
                left = min(left, box.x + first)
                right = max(right, box.x + last + 1)
                top = min(top, y)
                bottom = max(bottom, y + 1)
            }
        }
        return left == .max ? .zero : PixelRect(x: left, y: top, width: right - left, height: bottom - top)
    }
}
