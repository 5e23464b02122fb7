internal import CDRM
internal import LinuxIO
internal import Pixels

/// A pipeline of a card with its dumb buffers.
final class KernelScanout: Scanout {
    let card: Card
    let pipeline: Pipeline
    let ring: ScanoutRing
    private let buffers: [DumbBuffer]
    private let planes: VideoPlanes

    /// With new buffers; fails with ENOMEM or ENOSPC when there is no memory for as many.
    convenience init(_ card: Card, _ pipeline: Pipeline, bufferCount: Int) throws(SystemError) {
        var buffers: [DumbBuffer] = []
        for _ in 0..<bufferCount {
            buffers.append(try DumbBuffer(card, size: pipeline.mode.size, format: pipeline.format))
        }
        self.init(card, pipeline, buffers, ScanoutRing(size: pipeline.mode.size, buffers: buffers))
    }

    /// With the buffers of another pipeline of the same card and size.
    convenience init(_ pipeline: Pipeline, reusing other: KernelScanout) {
        self.init(other.card, pipeline, other.buffers, other.ring)
    }

    private init(_ card: Card, _ pipeline: Pipeline, _ buffers: [DumbBuffer], _ ring: ScanoutRing) {
        self.card = card
        self.pipeline = pipeline
        self.buffers = buffers
        self.ring = ring
        planes = VideoPlanes(card, pipeline)
    }

    var wantsDamage: Bool { pipeline.hasDamage }

    /// See `VideoPlanes.formats`.
    var videoFormats: [PixelFormat] { planes.formats }

    func arrange(_ windows: [VideoWindow]) { planes.arrange(windows, over: buffers[0]) }

    func isOnPlane(_ window: Int) -> Bool { planes.isOnPlane(window) }

    var hasNewPlanePictures: Bool { planes.hasNewPictures }

    /// Pitch × height × buffers: memory that PSS does not see.
    var byteCount: Int { buffers.reduce(0) { $0 + $1.pitchBytes * ring.size.height } }

    /// Whether the kernel would take this pipeline.
    func test() throws(SystemError) {
        let mode = try pipeline.mode.blob(card)
        try pipeline.light(buffers[0].framebuffer, mode: mode).send(to: card, [.testOnly, .allowModeset])
    }

    /// See `DisplayReport.writtenByteCount`.
    var writtenByteCount: Int { buffers.reduce(0) { $0 + $1.writtenByteCount } }

    func flip(to buffer: Int, damage: DamageClips, serial: UInt64) throws(SystemError) {
        try planes.flip(to: buffers[buffer], damage: damage, serial: serial)
    }

    func light(_ buffer: Int, allowModeset: Bool, serial: UInt64) throws(SystemError) {
        let mode = try pipeline.mode.blob(card)
        let flags: AtomicCommit.Flags = [.nonBlocking, .pageFlipEvent]
        try pipeline.light(buffers[buffer].framebuffer, mode: mode)
            .send(to: card, allowModeset ? flags.union(.allowModeset) : flags, serial: serial)
    }

    func darken() throws(SystemError) {
        try pipeline.darken(planes.lit).send(to: card, [.nonBlocking, .allowModeset])
        planes.forget()
    }

    func landed() { planes.landed() }

    func settled() {
        for framebuffer in card.leftovers { FramebufferID.remove(framebuffer, from: card) }
        card.leftovers = []
    }
}
