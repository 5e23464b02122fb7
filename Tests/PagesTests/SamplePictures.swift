import Content
import Pages
import Pixels

/// Drawn stand-ins for photos: paper with lines. Object 0xD00D does not decode.
enum SamplePictures {
    static func picture(_ object: ObjectID, _ size: PixelSize) -> Picture? {
        guard object != SampleVillage.object(0xD00D), size.width > 0, size.height > 0 else { return nil }
        let canvas = Canvas(capacity: size)
        canvas.clear(Color(0xE9E2D0))
        let step = max(8, size.height / 14)
        for line in 1..<13 {
            canvas.fill(
                PixelRect(x: size.width / 10, y: line * step, width: size.width * (line % 3 == 0 ? 5 : 8) / 10, height: max(2, step / 8)),
                Color(line == 1 ? 0x8A2C20 : 0x6B6657))
        }
        return Picture(canvas)
    }
}
