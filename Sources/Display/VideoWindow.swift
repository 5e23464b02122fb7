package import Pixels

/// The pictures of one camera as they come, at the size of one window. Lives on the loop; what it draws from stays as it is until it says
/// that there is another picture (`Output.videoChanged`).
package protocol VideoLayer: AnyObject {
    /// Numbers the newest picture; 0 while there is none that may be shown, then the window is empty.
    var picture: UInt64 { get }
    /// When that picture was taken: the second of the day, for the window's clock. Negative when unknown.
    var second: Int { get }
    /// Writes row `y` of the newest picture: as many words as the window is wide, in order, none read. Not called while there is none.
    func draw(row y: Int, to pixels: UnsafeMutablePointer<UInt32>)
    /// That picture is on screen since `flip`.
    func shown(_ picture: UInt64, at flip: Flip)
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

    /// What it shows now, to know whether a buffer holds the same.
    var content: WindowContent {
        WindowContent(
            layer: ObjectIdentifier(layer), rect: rect, picture: layer.picture, second: clock == nil ? 0 : layer.second)
    }
}

/// What was written into a window.
package struct WindowContent: Equatable {
    let layer: ObjectIdentifier
    let rect: PixelRect
    let picture: UInt64
    let second: Int
}

/// What a screen is made of: a page, and the cameras that show through it.
package struct Composite {
    package let page: Frame
    package let windows: [VideoWindow]

    package init(_ page: Frame, _ windows: [VideoWindow] = []) {
        self.page = page
        self.windows = windows
    }

    var size: PixelSize { page.size }
}

/// What a scanout buffer holds: known from what was written, never read back.
package struct HeldComposite {
    /// Nil when the memory's content is unknown.
    package internal(set) var page: Frame?
    package internal(set) var windows: [WindowContent] = []

    /// With unknown content.
    package init() {}

    /// Becomes `other` in the memory that it has, because this happens for each picture of a camera.
    mutating func become(_ other: HeldComposite) {
        page = other.page
        if windows.count == other.windows.count {
            for index in windows.indices { windows[index] = other.windows[index] }
        } else {
            windows = Array(other.windows)
        }
    }

    func isSame(as other: HeldComposite) -> Bool { page === other.page && windows == other.windows }

    /// Whether a buffer that holds this looks like `composite`.
    func holds(_ composite: Composite) -> Bool {
        guard let page, windows.count == composite.windows.count else { return false }
        for index in windows.indices where windows[index] != composite.windows[index].content { return false }
        return !composite.page.differs(from: page)
    }

    /// Calls `body` with rectangles that cover where the windows of `composite` differ from those held, besides where the pages differ.
    func forEachOtherWindow(in composite: Composite, _ body: (PixelRect) -> Void) {
        if page !== composite.page || windows.count != composite.windows.count {
            for window in windows { body(window.rect) }
            for window in composite.windows { body(window.rect) }
        } else {
            for (held, window) in zip(windows, composite.windows) where held != window.content { body(window.rect) }
        }
    }
}
