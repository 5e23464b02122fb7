internal import Pixels

/// A photo made smaller for the screen.
final class PhotoBench: BenchGroup {
    let names = ["photo.scale"]
    let notes: [String] = []
    private let clock: Clock

    init(_ clock: Clock) {
        self.clock = clock
    }

    func measure(_ wants: (String) -> Bool) -> [Measurement] {
        let size = PixelSize(width: 3000, height: 2000)
        let photo = Picture(size: size, words: (0 ..< size.width * size.height).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) })
        let canvas = Canvas(capacity: PixelSize(width: 1200, height: 800))
        return [clock.measure("photo.scale", 20) { _ in canvas.draw(photo, in: canvas.window) }]
    }
}
