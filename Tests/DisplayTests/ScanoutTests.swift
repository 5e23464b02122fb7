import Display
import LinuxIO
import Pixels
import Testing

/// A display in memory that does what kernels do: takes a commit, flips later, and refuses when told to. Only what lies
/// in the damage of a flip gets through, in two ways: into a copy of each buffer (virtio-gpu before 6.8), and into one
/// copy of the screen (panels that refresh themselves).
final class FakeScanout: Scanout {
    final class Buffer: ScanoutBuffer {
        let held = HeldComposite()
        var pixels: [UInt32]
        let width: Int
        init(_ size: PixelSize) {
            width = size.width
            // What fresh memory holds is unknown.
            pixels = Array(repeating: 0xBAD, count: size.width * size.height)
        }
        func write(_ frame: Frame, row: Int, columns: Range<Int>) {
            write(rows: row..<row + 1, columns: columns) { pixels, _ in frame.decode(row: row, columns: columns, into: pixels) }
        }
        func write(rows: Range<Int>, columns: Range<Int>, _ body: (_ first: UnsafeMutablePointer<UInt32>, _ pitch: Int) -> Void) {
            pixels.withUnsafeMutableBufferPointer { body($0.baseAddress! + rows.lowerBound * width + columns.lowerBound, width) }
        }
    }

    let ring: ScanoutRing
    let wantsDamage = true
    let memory: [Buffer]
    /// `flip 1`, `light 0 modeset`, `dark`, `settled`
    private(set) var calls: [String] = []
    /// Windows that get a plane, by their number; and whether the planes would show something new.
    var planes: Set<Int> = []
    var hasNewPlanePictures = false
    func isOnPlane(_ window: Int) -> Bool { planes.contains(window) }
    /// What the next calls throw; nil takes the call.
    var refusals: [Errno?] = []
    private(set) var onItsWay: (buffer: Int, serial: UInt64)?
    private(set) var shown: Int?
    private(set) var lastDamage: [DamageRectangle] = []
    private var copies: [[UInt32]]
    private var screen: [UInt32]

    init(_ size: PixelSize, count: Int) {
        memory = (0..<count).map { _ in Buffer(size) }
        ring = ScanoutRing(size: size, buffers: memory)
        screen = Array(repeating: 0xBAD, count: size.width * size.height)
        copies = Array(repeating: screen, count: count)
    }

    func flip(to buffer: Int, damage: DamageClips, serial: UInt64) throws(SystemError) {
        try take("flip \(buffer)")
        lastDamage = damage.withRectangles { Array($0) }
        for rectangle in lastDamage { copy(rectangle, of: buffer) }
        onItsWay = (buffer, serial)
    }

    func light(_ buffer: Int, allowModeset: Bool, serial: UInt64) throws(SystemError) {
        try take("light \(buffer)\(allowModeset ? " modeset" : "")")
        let (width, height) = (Int32(ring.size.width), Int32(ring.size.height))
        copy(DamageRectangle(left: 0, top: 0, right: width, bottom: height), of: buffer)
        onItsWay = (buffer, serial)
    }

    func darken() throws(SystemError) {
        try take("dark")
        shown = nil
    }

    func settled() { calls.append("settled") }

    private func copy(_ area: DamageRectangle, of buffer: Int) {
        for y in area.top..<area.bottom {
            for x in area.left..<area.right {
                let index = Int(y) * ring.size.width + Int(x)
                copies[buffer][index] = memory[buffer].pixels[index]
                screen[index] = memory[buffer].pixels[index]
            }
        }
    }

    private func take(_ call: String) throws(SystemError) {
        if !refusals.isEmpty, let errno = refusals.removeFirst() {
            calls.append("\(call): refused")
            throw SystemError(call, errno)
        }
        calls.append(call)
    }

    /// The vertical blank: what is on its way is shown; the event for it.
    func blank() -> FlipEvent? {
        guard let next = onItsWay else { return nil }
        onItsWay = nil
        shown = next.buffer
        return event(serial: next.serial, sequence: 7)
    }

    /// What is seen; nil when the kernel's copy of it is not complete.
    var picture: [UInt32]? {
        guard let shown, memory[shown].pixels == copies[shown] else { return nil }
        return copies[shown]
    }

    /// The one copy of the screen, which is ahead of what is shown while a commit is on its way.
    var isScreenComplete: Bool { (onItsWay?.buffer ?? shown).map { memory[$0].pixels == screen } ?? true }

    func takeCalls() -> [String] {
        defer { calls = [] }
        return calls
    }
}

func event(serial: UInt64, sequence: UInt32) -> FlipEvent {
    var found: FlipEvent?
    eventBytes(type: 2, serial: serial, seconds: 5, microseconds: 250, sequence: sequence).withUnsafeBytes {
        FlipEvent.forEach(in: $0) { found = $0 }
    }
    return found!
}

/// struct drm_event_vblank as the kernel writes it on a little-endian machine.
func eventBytes(
    type: UInt32, serial: UInt64, seconds: UInt32, microseconds: UInt32, sequence: UInt32
) -> [UInt8] {
    func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }
    return bytes(type) + bytes(32 as UInt32) + bytes(serial) + bytes(seconds) + bytes(microseconds) + bytes(sequence)
        + bytes(0 as UInt32)
}

func frame(_ width: Int, _ height: Int, _ pixel: (_ x: Int, _ y: Int) -> UInt32) -> Frame {
    var encoder = FrameEncoder(width: width, height: height)
    for y in 0..<height {
        let row = (0..<width).map { pixel($0, y) }
        row.withUnsafeBytes { encoder.append(rows: $0.baseAddress!, strideBytes: $0.count, rowCount: 1) }
    }
    return encoder.finish()
}

/// The same numbers on every run (xorshift64).
struct Random {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return range.lowerBound + Int(state % UInt64(range.count))
    }
}
