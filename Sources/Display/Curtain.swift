internal import LinuxIO
internal import Pixels

/// What stands in for the cameras' pictures when this process cannot take them off the screen any more: a framebuffer with the page and the words
/// for it in their places, and a process (`CurtainProcess`) that lights it when this one ends or hangs. While it is not ready, no picture of a
/// camera may be shown.
///
/// A framebuffer of its own, because the page's are being written to, and one commit that shows it takes away composed pictures and planes alike.
/// Its price, the memory of one more buffer, is paid only while cameras are looked at.
final class Curtain {
    enum News {
        case ready
        /// It was drawn: the screen is not what the presenter left.
        case covered
        /// It cannot cover any more.
        case ended
    }

    private let scanout: KernelScanout
    private let loop: EventLoop
    private let handler: (News) -> Void
    private let buffer: DumbBuffer
    private let deadline: SharedInstant
    private let companion: Companion
    private var registration: EventLoop.Registration?
    private(set) var isReady = false

    /// Takes memory from the card and starts the process; it tells when it is ready. `cover` is drawn at once.
    init(_ scanout: KernelScanout, cover: Frame, loop: EventLoop, handler: @escaping (News) -> Void) throws(SystemError) {
        self.scanout = scanout
        self.loop = loop
        self.handler = handler
        let card = scanout.card
        buffer = try DumbBuffer(card, size: scanout.ring.size, format: scanout.pipeline.format)
        deadline = try SharedInstant()
        let commit = scanout.pipeline.cover(buffer.framebuffer)
        try commit.send(to: card, [.testOnly])
        companion = try Companion(
            name: CurtainProcess.name, argument: CurtainProcess.argument, passing: card.descriptor, deadline.descriptor)
        try companion.channel.writeAll(commit.words.withUnsafeBytes { Array($0) })
        draw(cover)
        registration = try loop.add(companion.channel, .readable) { [unowned self] _ in listen() }
    }

    deinit {
        // Before the channel closes: nothing is to be covered.
        deadline.value = nil
        if let registration { loop.remove(registration) }
    }

    /// What it shows from now on. A page that it has not got yet is no reason for an old picture: it shows the page before.
    func draw(_ cover: Frame) {
        cover.forEachDifference(from: buffer.held.page) { row, columns in buffer.write(cover, row: row, columns: columns) }
        buffer.held.page = cover
    }

    /// When the oldest picture on the screen is too old; nil while there is none.
    func expire(at instant: MonotonicInstant?) { deadline.value = instant }

    /// Shows it for the successor. Waits for a flip that is on its way.
    func close() throws(SystemError) {
        try scanout.pipeline.cover(buffer.framebuffer).send(to: scanout.card, [])
        deadline.value = nil
    }

    /// Of its framebuffer.
    var byteCount: Int { buffer.pitchBytes * scanout.ring.size.height }

    /// The other process, for the account of memory.
    var process: Int32 { companion.process }

    private func listen() {
        var message: UInt8 = 0
        let count = withUnsafeMutableBytes(of: &message) { buffer in (try? companion.channel.read(into: buffer)) ?? 0 }
        switch (count, message) {
        case (1, CurtainProcess.ready):
            isReady = true
            handler(.ready)
        case (1, CurtainProcess.covered):
            handler(.covered)
        default:
            isReady = false
            if let registration { loop.remove(registration) }
            registration = nil
            handler(.ended)
        }
    }
}
