package import Content
package import Navigation
package import Pixels

/// Everything that decides the pixels of a screen: same scene, same style, same fonts, same pixels.
package struct Scene: Hashable, Sendable {
    package var view: View
    /// The shown content's index; nil on cards before there is content.
    package var index: VillageIndex?
    /// The page of a `.page`, `.row` or `.picture` place; nil when there is none, which gets an honest card.
    package var page: Page?
    /// That page is whole, and not what this software can read: fetching it again would bring the same.
    package var isUnreadable = false
    /// For a `.row` place whose row has a predecessor: the page that holds it.
    package var before: Page?
    /// Wall clock to the minute; nil while unknown, then no date or time is drawn.
    package var now: Instant?
    /// The box's number as printed on it.
    package var box: String
    /// The box's cameras by their id in the content; one that is not here is not connected.
    package var cameras: [String: CameraState] = [:]
    /// Which cameras may be looked at, by the page of the view's corner; nil where there is none.
    package var cornerList: CameraList?
    /// The short address of what is shown, for the QR panel; nil when the township has none.
    package var link: String?

    package init(
        view: View, index: VillageIndex? = nil, page: Page? = nil, before: Page? = nil, hints: [Hint]? = nil, now: Instant? = nil,
        box: String = "", link: String? = nil
    ) {
        self.view = view
        self.index = index
        self.page = page
        self.before = before
        if let hints { self.view.hints = hints }
        self.now = now
        self.box = box
        self.link = link
    }

    /// Keys that do something here, in the order they are shown: the view's.
    package var hints: [Hint] {
        get { view.hints }
        set { view.hints = newValue }
    }
}

/// How it is drawn: device pixels and theme. Type size belongs to the view, because a key changes it.
package struct Style: Hashable, Sendable {
    package enum Theme: String, Hashable, Sendable, CaseIterable { case dark, light }

    /// Device pixels of the mode.
    package var size: PixelSize
    package var theme: Theme

    package init(size: PixelSize, theme: Theme = .dark) {
        self.size = size
        self.theme = theme
    }
}

/// What a camera gives at the moment. A picture is never called live when it is not.
package enum CameraState: Hashable, Sendable {
    /// Being opened; nothing is known yet.
    case starting
    /// Pictures come, and they change: the camera's own rectangle is left to them.
    case live
    /// The same picture again and again since then.
    case frozen(since: Instant?)
    /// No picture has come for longer than it should, or those that come were taken too long ago; when the last good one came.
    case late(last: Instant?)
    /// Connected, and its input says that there is no signal; when there last was one.
    case noSignal(last: Instant?)
    /// It gives what this box cannot turn into a picture.
    case wrongFormat
    /// Not plugged in, or it does not answer; when there last was a picture.
    case absent(last: Instant?)
    /// Nothing is shown because the viewing could not be written down.
    case unlogged
    /// It was live, and the program that showed it has ended or hangs: for the cover of a screen.
    case interrupted
}
