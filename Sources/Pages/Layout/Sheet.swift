internal import Navigation
internal import Pixels

/// One discrete page of a place while it is put together, and when it is done: what stands still, and what can have the focus.
struct Sheet {
    /// A target with both of its looks. Each look is complete: ground, text, and for the focused one its frame.
    struct Item {
        var target: Outline.Target
        var plain: [Drawing.Op]
        var focused: [Drawing.Op]
        /// What stands elsewhere on the page while this target has the focus, and under a dialogue too: the text of an article beside
        /// the list of articles, the large photo above its strip.
        var beside: [Drawing.Op] = []
    }

    /// Painted before the items.
    var ops: [Drawing.Op] = []
    var items: [Item] = []
    /// Pictures of `ops` and `items`, by offset.
    var slots: [Drawing.Slot] = []
    var windows: [Drawing.Window] = []
    var watched: [Drawing.Watched] = []

    /// Adds another sheet's content, moved.
    mutating func add(_ other: Sheet, x: Int, y: Int) {
        let first = slots.count
        func placed(_ op: Drawing.Op) -> Drawing.Op {
            if case .picture(let slot) = op { .picture(first + slot) } else { op.moved(x: x, y: y) }
        }
        slots += other.slots.map { slot in
            Drawing.Slot(
                object: slot.object, rect: slot.rect.offset(x: x, y: y), missing: slot.missing.map { $0.moved(x: x, y: y) })
        }
        windows += other.windows.map { window in
            Drawing.Window(
                camera: window.camera, rect: window.rect.offset(x: x, y: y),
                clock: window.clock.map { PixelPoint(x: $0.x + x, y: $0.y + y) })
        }
        watched += other.watched
        ops += other.ops.map(placed)
        items += other.items.map {
            Item(
                target: $0.target, plain: $0.plain.map(placed), focused: $0.focused.map(placed), beside: $0.beside.map(placed))
        }
    }

    /// Adds a target whose two looks `draw` makes; it is called with false and with true.
    mutating func add(_ target: Outline.Target, beside: [Drawing.Op] = [], _ draw: (_ focused: Bool) -> [Drawing.Op]) {
        items.append(Item(target: target, plain: draw(false), focused: draw(true), beside: beside))
    }
}

/// Where a line stands between the left and right side of its rectangle.
enum HorizontalPlace { case left, centre, right }

extension [Drawing.Op] {
    /// A line in the middle of a rectangle's height, on a baseline that depends on the size alone, so that Han, Latin and digits in
    /// neighbouring cells share it. 0.38 em is half the height of an ideograph's square in Noto Sans CJK and of its digits.
    mutating func put(_ line: SetLine, in rect: PixelRect, _ place: HorizontalPlace, _ paint: Paint) {
        put(line, in: rect, place, baseline: rect.y + rect.height / 2 + line.style.size * 38 / 100, paint)
    }

    /// As above, on a given baseline.
    mutating func put(
        _ line: SetLine, in rect: PixelRect, _ place: HorizontalPlace, baseline: Int, _ paint: Paint
    ) {
        let x =
            switch place {
            case .left: rect.x
            case .centre: rect.x + (rect.width - line.width) / 2
            case .right: rect.maxX - line.width
            }
        append(.text(line, PixelPoint(x: x, y: baseline), paint))
    }

    /// At the left side.
    mutating func put(_ line: SetLine, in rect: PixelRect, _ paint: Paint) { put(line, in: rect, .left, paint) }

    mutating func put(_ line: SetLine, in rect: PixelRect, baseline: Int, _ paint: Paint) {
        put(line, in: rect, .left, baseline: baseline, paint)
    }

    /// A line whose own ink is in the middle of a block: a number on its square.
    mutating func centre(_ line: SetLine, in rect: PixelRect, _ paint: Paint) {
        put(line, in: rect, .centre, baseline: line.shaped.centredBaseline(in: rect), paint)
    }
}
