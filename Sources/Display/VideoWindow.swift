package import LinuxIO
package import Pixels

/// The pictures of one camera as they come, at the size of one window. Lives on the loop; what it draws from stays as it is until it says
/// that there is another picture (`Output.videoChanged`).
package protocol VideoLayer: AnyObject {
    /// Numbers the newest picture; 0 while there is none that may be shown.
    var picture: UInt64 { get }
    /// When that picture was taken: the second of the day, for the window's clock. Negative when unknown.
    var second: Int { get }
    /// Writes row `y` of the newest picture: as many words as the window is wide, in order, none read. Not called while there is none.
    func draw(row y: Int, to pixels: UnsafeMutablePointer<UInt32>)
    /// When one of the last pictures was taken.
    func taken(_ picture: UInt64) -> MonotonicInstant
    /// There is no picture any more when the newest was taken too long before `now` to be shown as live.
    func hideIfOld(at now: MonotonicInstant)
    /// That picture is on its way to the screen; 0: none.
    func committed(_ picture: UInt64)
    /// That picture is on screen since `flip`; 0: none of it is.
    func shown(_ picture: UInt64, at flip: Flip)

    /// The memory of its pictures, where a display can read it by itself; else why not.
    var sharing: Result<SharedPictures, VideoUnshared> { get }
    /// Which of the shared buffers holds the newest picture.
    var buffer: Int { get }
    /// How its pictures get to the screen from now on. On a plane the display reads them where they are: one that was replaced may go back to
    /// the camera only when `shown` has told of another; one that was never committed, at once.
    func takes(_ path: VideoPath)
}

/// Why a display cannot read pictures by itself, in English.
package struct VideoUnshared: Error, Equatable, Sendable {
    package let reason: String
    package init(_ reason: String) { self.reason = reason }
}

/// How a camera's pictures get to the screen.
package enum VideoPath: Equatable, Sendable {
    /// Converted and scaled into the page's memory; why.
    case composed(reason: String)
    /// A plane of this number reads them.
    case plane(UInt32)

    package var isPlane: Bool { if case .plane = self { true } else { false } }
}

/// Where a page leaves room for a camera: the page is clear there (`Canvas.cut`) but for what lies over the picture. Windows of one page
/// do not overlap.
package struct VideoWindow {
    package let layer: any VideoLayer
    /// In pixels of the screen, within it.
    package let rect: PixelRect
    /// Runs under the page and over the picture, within `rect`.
    package let clock: Clock?

    package struct Clock {
        package let strip: ClockStrip
        package let origin: PixelPoint

        package init(strip: ClockStrip, origin: PixelPoint) {
            self.strip = strip
            self.origin = origin
        }
    }

    package init(layer: any VideoLayer, rect: PixelRect, clock: Clock? = nil) {
        self.layer = layer
        self.rect = rect
        self.clock = clock
    }

    /// What a buffer holds of it now. Of a picture that a plane shows it holds nothing but the hole; while there is none, the words of the cover.
    func content(isOnPlane mayBe: Bool) -> WindowContent {
        let isOnPlane = mayBe && layer.picture != 0
        return WindowContent(
            layer: ObjectIdentifier(layer), rect: rect, isOnPlane: isOnPlane, picture: isOnPlane ? 0 : layer.picture,
            second: clock == nil || layer.picture == 0 ? -1 : layer.second)
    }
}

extension VideoWindow {
    /// What of the window must be written to turn one content into another. On a plane the clock goes on alone.
    func rows(from old: WindowContent, to new: WindowContent) -> Range<Int> {
        var known = old
        known.second = new.second
        let all = rect.y..<rect.maxY
        guard new.isOnPlane, old.second >= 0, new.second >= 0, known == new, let clock else { return all }
        return (clock.origin.y..<(clock.origin.y + clock.strip.size.height)).clamped(to: all)
    }
}

/// What was written into a window.
package struct WindowContent: Equatable {
    let layer: ObjectIdentifier
    let rect: PixelRect
    let isOnPlane: Bool
    let picture: UInt64
    var second: Int
}

/// What a screen is made of: a page, and the cameras that show through it.
package struct Composite {
    package let page: Frame
    package let windows: [VideoWindow]
    /// The same page with words in the windows' places, for when there is no picture in them or it cannot be kept live; nil without windows.
    package let cover: Frame?

    package init(_ page: Frame, _ windows: [VideoWindow] = [], cover: Frame? = nil) {
        self.page = page
        self.windows = windows
        self.cover = cover
    }

    var size: PixelSize { page.size }
}

/// What a scanout buffer holds: known from what was written, never read back. A class, because changing a struct in place through a
/// protocol's property takes memory each time.
package final class HeldComposite {
    /// Nil when the memory's content is unknown.
    package internal(set) var page: Frame?
    package internal(set) var windows: [WindowContent] = []

    /// With unknown content.
    package init() {}

    /// Becomes `other` in the memory that it has, because this happens for each picture of a camera.
    func become(_ other: HeldComposite) {
        page = other.page
        if windows.count == other.windows.count {
            for index in windows.indices { windows[index] = other.windows[index] }
        } else {
            windows = Array(other.windows)
        }
    }

    func isSame(as other: HeldComposite) -> Bool { page === other.page && windows == other.windows }

    /// Whether a buffer that holds this looks like `composite`.
    func holds(_ composite: Composite, _ isOnPlane: (Int) -> Bool) -> Bool {
        guard let page, windows.count == composite.windows.count else { return false }
        for index in windows.indices where windows[index] != composite.windows[index].content(isOnPlane: isOnPlane(index)) { return false }
        return !composite.page.differs(from: page)
    }

    /// Calls `body` with rectangles that cover where the windows of `composite` differ from those held, besides where the pages differ.
    func forEachOtherWindow(in composite: Composite, _ isOnPlane: (Int) -> Bool, _ body: (PixelRect) -> Void) {
        if page !== composite.page || windows.count != composite.windows.count {
            for window in windows { body(window.rect) }
            for window in composite.windows { body(window.rect) }
        } else {
            for index in windows.indices where windows[index] != composite.windows[index].content(isOnPlane: isOnPlane(index)) {
                body(windows[index].rect)
                body(composite.windows[index].rect)
            }
        }
    }
}
