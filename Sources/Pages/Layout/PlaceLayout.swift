internal import Navigation

/// A whole place, laid out: all its discrete pages, without the frame around them. It stays with the renderer that made it.
struct PlaceLayout {
    /// What the frame says; its words depend on more than the place, so they are set when a page is drawn.
    enum Frame {
        /// Header, provenance, hints.
        case page(Header)
        /// Caption and hints only: the picture has the rest.
        case picture(caption: String)
    }

    var frame: Frame
    /// At least one.
    var sheets: Sheets
    var axis: Outline.Axis?
    var filter: Outline.Filter?
    var former: Place?

    init(_ frame: Frame, _ sheets: [Sheet], axis: Outline.Axis? = nil, filter: Outline.Filter? = nil) {
        self.init(frame, Sheets(sheets.isEmpty ? [Sheet()] : sheets), axis: axis, filter: filter)
    }

    init(_ frame: Frame, _ sheets: Sheets, axis: Outline.Axis? = nil, filter: Outline.Filter? = nil) {
        self.frame = frame
        self.sheets = sheets
        self.axis = axis
        self.filter = filter
    }

    var outline: Outline { Outline(pages: sheets.targets, axis: axis, filter: filter, former: former) }
}

/// The words at the top of a place.
struct Header: Hashable, Sendable {
    enum Right: Hashable, Sendable {
        /// 第 1 页，共 2 页; nothing when there is one page.
        case pageCount
        /// The time; nothing while it is unknown.
        case clock
    }

    /// On the coloured block: the presses that lead here, or 院.
    var block: String
    var fill: Paint
    var title: String
    var subtitle: String?
    /// Names of what ◀ and ▶ lead to, on both sides of the subtitle.
    var earlier: String?
    var later: String?
    var right: Right

    init(
        block: String, fill: Paint, title: String, subtitle: String? = nil, earlier: String? = nil, later: String? = nil,
        right: Right = .pageCount
    ) {
        self.block = block
        self.fill = fill
        self.title = title
        self.subtitle = subtitle
        self.earlier = earlier
        self.later = later
        self.right = right
    }

    /// The header with the stop of an axis that `place` is, between the names of those beside it. An item with several periods shows
    /// those on its own page, where ◀▶ lead along them.
    func along(_ axis: Outline.Axis, at place: Place) -> Header {
        if case .page = place, earlier != nil || later != nil { return self }
        guard let here = axis.stops.first(where: { $0.place == place }) else { return self }
        var header = self
        header.subtitle = here.name
        header.earlier = axis.stop(.previous, from: place)?.name
        header.later = axis.stop(.next, from: place)?.name
        return header
    }
}
