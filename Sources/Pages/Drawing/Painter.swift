package import Content
package import Pixels
package import Typography

/// Turns drawings into frames, band by band: the band's memory stays in the processor's cache while it is painted and encoded, and
/// no full picture of 8 MB is ever held. One per thread; it keeps the band between paintings.
package final class Painter {
    /// Rows that are painted before they are encoded: 64 rows of 1920 pixels are 480 kB.
    package static let bandRows = 64

    private let cache: GlyphCache
    private let canvas: Canvas
    private let size: PixelSize
    private let palette: Palette
    private var bounds: [PixelRect] = []

    package init(cache: GlyphCache, size: PixelSize, palette: Palette) {
        self.cache = cache
        self.size = size
        self.palette = palette
        canvas = Canvas(capacity: PixelSize(width: size.width, height: min(Self.bandRows, size.height)))
    }

    /// The drawing as a frame; nil when `isCancelled`, asked before each band, says that nobody wants it any more. Pictures are
    /// asked for once each, at the size they are drawn.
    package func paint(
        _ drawing: Drawing, pictures: (ObjectID, PixelSize) -> Picture?, isCancelled: () -> Bool
    ) -> Frame? {
        let held = drawing.slots.map { slot in isCancelled() ? nil : pictures(slot.object, slot.rect.size) }
        bounds.removeAll(keepingCapacity: true)
        for op in drawing.ops { bounds.append(drawing.bounds(op)) }
        var encoder = FrameEncoder(width: size.width, height: size.height)
        var top = 0
        while top < size.height {
            if isCancelled() { return nil }
            let band = PixelRect(x: 0, y: top, width: size.width, height: min(Self.bandRows, size.height - top))
            canvas.show(band)
            canvas.clear(palette[drawing.ground])
            for offset in bounds.indices where bounds[offset].intersects(band) {
                paint(drawing.ops[offset], of: drawing, held)
            }
            canvas.withPixels { encoder.append(rows: $0, strideBytes: canvas.strideBytes, rowCount: band.height) }
            top += band.height
        }
        return encoder.finish()
    }

    /// Lines of text on a plain ground, as a picture of their own.
    package func picture(_ size: PixelSize, ground: Paint, _ lines: [(line: SetLine, pen: PixelPoint, paint: Paint)]) -> Picture {
        let canvas = Canvas(capacity: size)
        canvas.clear(palette[ground])
        for (line, pen, paint) in lines { cache.paint(line.shaped, at: pen, palette[paint], on: canvas) }
        return Picture(canvas)
    }

    private func paint(_ op: Drawing.Op, of drawing: Drawing, _ pictures: [Picture?]) {
        switch op {
        case .fill(let rect, let paint): canvas.fill(rect, palette[paint])
        case .shade(let rect): canvas.fill(rect, palette[.shade], opacity: Palette.shadeOpacity)
        case .rounded(let rect, let radius, let paint): canvas.fillRounded(rect, radius: radius, palette[paint])
        case .hole(let rect, let radius): canvas.cut(rect, radius: radius)
        case .frame(let rect, let radius, let width, let paint):
            canvas.strokeRounded(rect, radius: radius, width: width, palette[paint])
        case .dashed(let rect, let radius, let width, let paint):
            canvas.dashedRounded(rect, radius: radius, width: width, dash: width * 5, gap: width * 4, palette[paint])
        case .disc(let rect, let paint):
            let radius = Float(rect.width) / 2
            canvas.circle(
                centre: SubpixelPoint(x: Float(rect.x) + radius, y: Float(rect.y) + radius), radius: radius, palette[paint])
        case .check(let rect, let width, let paint): canvas.checkMark(in: rect, width: Float(width), palette[paint])
        case .arrow(let rect, let direction, let paint): arrow(rect, direction, palette[paint])
        case .text(let line, let pen, let paint): cache.paint(line.shaped, at: pen, palette[paint], on: canvas)
        case .picture(let offset):
            let slot = drawing.slots[offset]
            if let picture = pictures[offset] {
                canvas.draw(picture, in: slot.rect)
            } else {
                for op in slot.missing { self.paint(op, of: drawing, pictures) }
            }
        case .code(let modules, let rect): code(modules, rect)
        }
    }

    private func arrow(_ rect: PixelRect, _ direction: Drawing.Direction, _ color: Color) {
        let (left, top) = (Float(rect.x), Float(rect.y))
        let (right, bottom) = (Float(rect.maxX), Float(rect.maxY))
        let (x, y) = ((left + right) / 2, (top + bottom) / 2)
        func at(_ x: Float, _ y: Float) -> SubpixelPoint { SubpixelPoint(x: x, y: y) }
        switch direction {
        case .left: canvas.triangle(at(left, y), at(right, top), at(right, bottom), color)
        case .right: canvas.triangle(at(right, y), at(left, bottom), at(left, top), color)
        case .up: canvas.triangle(at(x, top), at(right, bottom), at(left, bottom), color)
        case .down: canvas.triangle(at(x, bottom), at(left, top), at(right, top), color)
        }
    }

    private func code(_ modules: CodeModules, _ rect: PixelRect) {
        canvas.fill(rect, palette[.codeLight])
        let module = rect.width / (modules.side + 2 * CodeModules.quiet)
        let origin = (rect.width - module * modules.side) / 2
        for row in 0..<modules.side {
            for column in 0..<modules.side where modules.dark[row * modules.side + column] {
                canvas.fill(
                    PixelRect(
                        x: rect.x + origin + column * module, y: rect.y + origin + row * module, width: module, height: module),
                    palette[.codeDark])
            }
        }
    }
}
