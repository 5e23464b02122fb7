package import Content
package import Pixels
internal import Typography

/// A screen as a list of things to paint, back to front, in device pixels of the whole screen. Paints are by meaning, text is
/// shaped: painting it needs a palette and the pictures, and no decisions.
package struct Drawing: Hashable, Sendable {
    package enum Direction: String, Hashable, Sendable { case left, right, up, down }

    package enum Op: Hashable, Sendable {
        case fill(PixelRect, Paint)
        /// Darkens what is there, see `Palette.shadeOpacity`.
        case shade(PixelRect)
        case rounded(PixelRect, radius: Int, Paint)
        /// Clear: a camera shows through. What is painted later lies over its picture.
        case hole(PixelRect, radius: Int)
        /// A frame of `width` within the rectangle.
        case frame(PixelRect, radius: Int, width: Int, Paint)
        case dashed(PixelRect, radius: Int, width: Int, Paint)
        /// The circle that touches the square's sides.
        case disc(PixelRect, Paint)
        case check(PixelRect, width: Int, Paint)
        /// A filled triangle that touches the rectangle's sides.
        case arrow(PixelRect, Direction, Paint)
        /// A line of text from its pen position: x is the line's left edge, y its baseline.
        case text(SetLine, PixelPoint, Paint)
        /// A picture of `Drawing.slots`, by offset.
        case picture(Int)
        /// A QR code with its quiet zone, in whole pixels per module.
        case code(CodeModules, PixelRect)
    }

    /// Where a picture goes, and what stands there when it cannot be had.
    package struct Slot: Hashable, Sendable {
        package var object: ObjectID
        package var rect: PixelRect
        package var missing: [Op]

        package init(object: ObjectID, rect: PixelRect, missing: [Op]) {
            self.object = object
            self.rect = rect
            self.missing = missing
        }
    }

    /// Where the picture of a live camera goes: a hole, with its place, the box and the time over it.
    package struct Window: Hashable, Sendable {
        /// By its id in the content.
        package var camera: String
        package var rect: PixelRect
        /// Where the time of the picture goes, another hole within; nil while the clock is unknown.
        package var clock: PixelPoint?

        package init(camera: String, rect: PixelRect, clock: PixelPoint? = nil) {
            self.camera = camera
            self.rect = rect
            self.clock = clock
        }
    }

    /// A camera that is looked at on somebody's authority, live or not.
    package struct Watched: Hashable, Sendable {
        /// By its id in the content.
        package var camera: String
        /// Of its place on the screen.
        package var size: PixelSize
    }

    package var ground: Paint
    package var ops: [Op]
    package var slots: [Slot]
    package var windows: [Window]
    package var watched: [Watched] = []

    package init(ground: Paint = .background, ops: [Op] = [], slots: [Slot] = [], windows: [Window] = []) {
        self.ground = ground
        self.ops = ops
        self.slots = slots
        self.windows = windows
    }

    /// The pixels that an operation may change.
    package func bounds(_ op: Op) -> PixelRect {
        switch op {
        case .picture(let slot): slots[slot].rect
        default: op.bounds
        }
    }
}

extension Drawing.Op {
    /// The pixels that the operation may change; empty for a picture, whose place is in its slot.
    package var bounds: PixelRect {
        switch self {
        case .fill(let rect, _), .shade(let rect), .rounded(let rect, _, _), .hole(let rect, _), .frame(let rect, _, _, _), .dashed(let rect, _, _, _),
            .disc(let rect, _), .check(let rect, _, _), .arrow(let rect, _, _), .code(_, let rect):
            rect
        case .text(let line, let pen, _): line.ink.offset(x: pen.x, y: pen.y)
        case .picture: .zero
        }
    }

    /// The same operation elsewhere; a picture moves with its slot.
    package func moved(x: Int, y: Int) -> Drawing.Op {
        switch self {
        case .fill(let rect, let paint): .fill(rect.offset(x: x, y: y), paint)
        case .shade(let rect): .shade(rect.offset(x: x, y: y))
        case .rounded(let rect, let radius, let paint): .rounded(rect.offset(x: x, y: y), radius: radius, paint)
        case .hole(let rect, let radius): .hole(rect.offset(x: x, y: y), radius: radius)
        case .frame(let rect, let radius, let width, let paint):
            .frame(rect.offset(x: x, y: y), radius: radius, width: width, paint)
        case .dashed(let rect, let radius, let width, let paint):
            .dashed(rect.offset(x: x, y: y), radius: radius, width: width, paint)
        case .disc(let rect, let paint): .disc(rect.offset(x: x, y: y), paint)
        case .check(let rect, let width, let paint): .check(rect.offset(x: x, y: y), width: width, paint)
        case .arrow(let rect, let direction, let paint): .arrow(rect.offset(x: x, y: y), direction, paint)
        case .text(let line, let pen, let paint): .text(line, PixelPoint(x: pen.x + x, y: pen.y + y), paint)
        case .picture: self
        case .code(let modules, let rect): .code(modules, rect.offset(x: x, y: y))
        }
    }
}
