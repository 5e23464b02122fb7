import CAllocationCounter
import Display
import LinuxIO
import Pixels

/// A display that takes every flip and remembers nothing of it.
final class QuietScanout: Scanout {
    final class Buffer: ScanoutBuffer {
        let held = HeldComposite()
        private let pixels: UnsafeMutablePointer<UInt32>
        private let width: Int

        init(_ size: PixelSize) {
            width = size.width
            pixels = .allocate(capacity: size.width * size.height)
            pixels.initialize(repeating: 0, count: size.width * size.height)
        }

        deinit { pixels.deallocate() }

        func write(_ frame: Frame, row: Int, columns: Range<Int>) {
            frame.decode(row: row, columns: columns, into: pixels + row * width + columns.lowerBound)
        }

        func write(rows: Range<Int>, columns: Range<Int>, _ body: (_ first: UnsafeMutablePointer<UInt32>, _ pitch: Int) -> Void) {
            body(pixels + rows.lowerBound * width + columns.lowerBound, width)
        }
    }

    let ring: ScanoutRing
    let wantsDamage = true
    var isOnPlane = false
    private var serial: UInt64 = 0

    init(_ size: PixelSize) { ring = ScanoutRing(size: size, buffers: [Buffer(size), Buffer(size)]) }

    func isOnPlane(_ window: Int) -> Bool { isOnPlane }
    var hasNewPlanePictures: Bool { isOnPlane }
    func flip(to buffer: Int, damage: DamageClips, serial: UInt64) throws(SystemError) { self.serial = serial }
    func light(_ buffer: Int, allowModeset: Bool, serial: UInt64) throws(SystemError) { self.serial = serial }
    func darken() throws(SystemError) {}
    func settled() {}

    private static let flip = event(serial: 1, sequence: 7).flip
    func blank() -> FlipEvent { FlipEvent(serial: serial, flip: Self.flip) }
}

/// A camera whose pictures are all alike.
final class QuietLayer: VideoLayer {
    var picture: UInt64 = 1
    var second: Int { 0 }
    var buffer: Int { 0 }
    let sharing = Result<SharedPictures, VideoUnshared>.failure(VideoUnshared("drawn here"))
    private(set) var shownCount = 0
    private(set) var rowsDrawn = 0
    private let width: Int

    init(width: Int) { self.width = width }

    func draw(row y: Int, to pixels: UnsafeMutablePointer<UInt32>) {
        rowsDrawn += 1
        pixels.update(repeating: 0xFF00_00FF, count: width)
    }

    func next() { picture = picture &+ 1 }
    func taken(_ picture: UInt64) -> MonotonicInstant { .now() }
    func hideIfOld(at now: MonotonicInstant) {}
    func committed(_ picture: UInt64) {}
    func shown(_ picture: UInt64, at flip: Flip) { shownCount += 1 }
    func takes(_ path: VideoPath) {}
}

/// Counts what this thread allocates.
enum AllocationCounter {
    static func count(_ body: () -> Void) -> Int {
        yb_count_allocations_begin()
        body()
        return Int(yb_count_allocations_end())
    }
}
