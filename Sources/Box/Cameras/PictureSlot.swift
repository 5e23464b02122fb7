internal import Pixels
internal import Synchronization

/// Memory for one picture of a window's size, which goes from a camera's thread to the loop and back.
final class PictureSlot: @unchecked Sendable {
    // Unchecked: whoever took the slot has the canvas alone until it is released.
    let canvas: Canvas
    private let isTaken = Atomic<Bool>(false)

    init(size: PixelSize) { canvas = Canvas(capacity: size) }

    /// False when somebody has it.
    func take() -> Bool { isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged }

    func release() { isTaken.store(false, ordering: .releasing) }
}
