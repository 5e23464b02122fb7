package import Pixels

/// A painted screen, and where cameras show through it.
package struct Screen: Sendable {
    package var frame: Frame
    package var windows: [Drawing.Window]
    package var watched: [Drawing.Watched]
    /// For the clocks of the windows; nil where none has one.
    package var clock: ClockStrip?
    /// The screen without its cameras, for when they cannot be kept live; nil where there is no window.
    package var cover: Frame?

    package init(
        frame: Frame, windows: [Drawing.Window] = [], watched: [Drawing.Watched] = [], clock: ClockStrip? = nil, cover: Frame? = nil
    ) {
        self.frame = frame
        self.cover = cover
        self.windows = windows
        self.watched = watched
        self.clock = clock
    }
    /// Memory of its frames.
    package var byteCount: Int { frame.byteCount + (cover?.byteCount ?? 0) }
}
