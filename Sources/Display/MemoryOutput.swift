package import LinuxIO
package import Pixels

/// An output without a display, for tests and previews: what is presented is shown at once.
package final class MemoryOutput: Output {
    private var handler: (OutputEvent) -> Void = { _ in }
    private var size: PixelSize?
    /// The page that would be seen; nil before the first.
    package private(set) var shown: Frame?
    private var windows: [VideoWindow] = []
    private let held = HeldComposite()
    package private(set) var report = DisplayReport()
    private var sequence: UInt32 = 0
    private let clock: () -> MonotonicInstant

    /// A display of `size`, or none yet. `clock` gives the instants of the flips.
    package init(size: PixelSize?, clock: @escaping () -> MonotonicInstant = { .now() }) {
        self.size = size
        self.clock = clock
        report.driver = "memory"
    }

    package func start(_ handler: @escaping (OutputEvent) -> Void) {
        self.handler = handler
        connect(size)
    }

    /// Plays a display that comes, changes its size or goes (nil).
    package func connect(_ size: PixelSize?) {
        self.size = size
        if let size {
            report.state = shown.map { $0.size == size } == true ? .lit : .waitingForFrame
            handler(.ready(size))
        } else {
            report.state = .noDisplay
            handler(.dark)
        }
    }

    package func present(_ composite: Composite, tag: UInt64) {
        guard composite.size == size else { return finish(tag, .superseded) }
        report.state = .lit
        finish(tag, show(composite).map { .shown($0) } ?? .unchanged)
    }

    package func videoChanged() {
        guard let shown, shown.size == size, !windows.isEmpty else { return }
        _ = show(Composite(shown, windows))
    }

    /// Nil when nothing differs.
    private func show(_ composite: Composite) -> Flip? {
        defer {
            shown = composite.page
            windows = composite.windows
        }
        guard !held.holds(composite, { _ in false }) else { return nil }
        held.page = composite.page
        held.windows = composite.windows.map { $0.content(isOnPlane: false) }
        sequence += 1
        report.counters.commits += 1
        report.counters.flips += 1
        let flip = Flip(sequence: sequence, instant: clock())
        report.lastFlip = flip
        for window in composite.windows where window.layer.picture != 0 { window.layer.shown(window.layer.picture, at: flip) }
        return flip
    }

    package var videoFormats: [PixelFormat] { [] }
    package var pictureMemory: PictureMemory? { nil }

    /// Nobody takes it for a camera.
    package var isCurtained: Bool { true }

    package func leaveLit() {}

    private func finish(_ tag: UInt64, _ outcome: Presentation.Outcome) {
        handler(.presented(Presentation(tag: tag, outcome: outcome)))
    }
}

extension Frame {
    var size: PixelSize { PixelSize(width: width, height: height) }
}
