import Pixels
import Typography

/// Many small pictures with their names below, on as many sheets as they need: to look a whole village over.
final class ContactSheet {
    private let canvas: Canvas
    private let cell: PixelSize
    private let columns: Int
    private let rows: Int
    private let typesetter: Typesetter
    private let cache: GlyphCache
    private let write: (_ number: Int, _ png: [UInt8]) throws -> Void
    private var used = 0
    private var number = 0

    private static let gap = 12
    private static let captionHeight = 30

    /// - Parameters:
    ///   - size: of the pictures that will come, to keep their shape.
    ///   - write: takes each sheet when it is full, numbered from 1.
    init(size: PixelSize, fonts: FontSet, cache: GlyphCache, write: @escaping (_ number: Int, _ png: [UInt8]) throws -> Void) {
        let upright = size.height > size.width
        columns = upright ? 8 : 5
        rows = upright ? 3 : 5
        let width = upright ? 288 : 480
        cell = PixelSize(width: width, height: width * size.height / size.width)
        canvas = Canvas(
            capacity: PixelSize(
                width: columns * (cell.width + Self.gap) + Self.gap, height: rows * (cell.height + Self.captionHeight + Self.gap) + Self.gap))
        typesetter = Typesetter(fonts: fonts)
        self.cache = cache
        self.write = write
        canvas.clear(Color(0x3A3A3A))
    }

    func add(_ picture: Picture, _ caption: String) throws {
        let x = Self.gap + used % columns * (cell.width + Self.gap)
        let y = Self.gap + used / columns * (cell.height + Self.captionHeight + Self.gap)
        canvas.draw(picture, in: PixelRect(x: x, y: y, width: cell.width, height: cell.height))
        let line = typesetter.truncated(caption, TextStyle(size: 20), width: cell.width)
        cache.paint(line, at: PixelPoint(x: x, y: y + cell.height + 22), .white, on: canvas)
        used += 1
        if used == columns * rows { try finish() }
    }

    /// Writes what has not filled a sheet.
    func finish() throws {
        guard used > 0 else { return }
        number += 1
        try write(number, try canvas.png())
        canvas.clear(Color(0x3A3A3A))
        used = 0
    }
}
