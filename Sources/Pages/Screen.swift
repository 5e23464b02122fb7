package import Pixels

/// A painted screen, and where cameras show through it.
package struct Screen: Sendable {
    package var frame: Frame
    package var windows: [Drawing.Window]
    package var watched: [Drawing.Watched]
    /// For the clocks of the windows; nil where none has one.
    package var clock: ClockStrip?

    package init(frame: Frame, windows: [Drawing.Window] = [], watched: [Drawing.Watched] = [], clock: ClockStrip? = nil) {
        self.frame = frame
        self.windows = windows
        self.watched = watched
        self.clock = clock
    }
}
