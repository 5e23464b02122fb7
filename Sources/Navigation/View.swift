package import Content

/// Somewhere a villager can be. Pages are named by id, so that a place survives new content.
package enum Place: Hashable, Sendable {
    case home
    /// The list of a tile's items.
    case tile(Int)
    case page(PageID)
    /// A page by one of its parts instead of from its beginning: a pane, a filtered list, the choices of a filter. Layout names them.
    case part(PageID, String)
    /// One row of a page, by the row's id.
    case row(PageID, row: String)
    /// A picture over the whole screen; the page it belongs to gives the title and the way back.
    case picture(PageID, ObjectID)
    /// There is nothing of the village's to show, and this is why.
    case card(Card)
}

/// The states with a picture of their own. Each names the thing and the mend in words on the screen.
package enum Card: Hashable, Sendable {
    /// Started, and the store is being opened.
    case starting
    /// No content yet, and none on the way: why.
    case noContent(Trouble)
    /// First pull: objects done and in all.
    case downloading(done: Int, total: Int)
    /// The same from a USB stick.
    case copying(done: Int, total: Int)
    /// The content on disk is damaged and the former generation too.
    case damaged
    /// 看电视 without a configured method: which key of the TV's own remote to press.
    case television
}

/// Why new content does not come; shown on cards and, with the age of what is shown, as a strip.
package enum Trouble: Hashable, Sendable {
    /// The box was not told its township yet.
    case notProvisioned
    /// The settings on the box's boot partition cannot be read as they stand: the first wrong line, counted from 1; nil when the file
    /// itself cannot be read.
    case settings(line: Int?)
    case offline
    /// The server answers, but not with what it should.
    case server
    /// Signatures or rules of trust refuse what the server offers.
    case untrusted
    case diskFull
    /// The box's own disk cannot be read or written.
    case disk
    /// The content is of a newer kind than this build reads.
    case newerSoftware
    /// This program has failed several times in a row; it rests before it tries again.
    case failing
    /// Somebody plugged a USB stick in, and this became of it.
    case stick(StickNote)
}

/// What became of a USB stick: a strip over the content, or the card of a box that has none.
package enum StickNote: String, Hashable, Sendable, CaseIterable {
    /// Being copied and verified.
    case reading
    /// What it brought is shown.
    case taken
    /// It has what is here already, or older.
    case nothingNew = "nothing-new"
    /// Neither FAT32 nor exFAT.
    case format
    /// Nothing on it for this village.
    case empty
    /// Something on it is not what was signed.
    case untrusted
    /// It cannot be read to its end.
    case unreadable
    /// The box's own disk does not take what it brings.
    case store
}

/// Normal or large type. Large type reflows, it does not zoom.
package enum TypeSize: String, Hashable, Sendable, CaseIterable { case normal, large }

/// What lies over the page.
package enum Overlay: Hashable, Sendable {
    /// Red key: asks for 确认 once more, then tells what became of it.
    case alarm(AlarmStep)
    /// Blue key: the page's address as a QR code.
    case code
    /// A warning over the whole screen, until 确认 folds it.
    case emergency
    /// 还在看吗？ Over a camera that nobody has pressed a key at for long.
    case watching
    /// Menu: the same commands as the colour keys, reached with arrows and 确认.
    case menu
}

package enum AlarmStep: Hashable, Sendable {
    /// 要报警吗？按确认。
    case ask
    /// 再按一次确认，马上报警。
    case confirm
    case sending
    /// Only on the township's receipt.
    case delivered
    /// 没有送到，请拨 110。
    case failed
}

/// A strip above the page's provenance.
package enum Strip: Hashable, Sendable {
    /// 有新内容，按确认查看
    case newContent
    /// Content is getting old: whole days since it was issued, and why no newer came.
    case old(days: Int, Trouble?)
    /// 刚才看的内容已经撤下。 Over the tile's list, after the open page was withdrawn.
    case withdrawn
    /// What became of a USB stick, while it is news.
    case stick(StickNote)
    /// 刚才看的内容公示期满，已经下屏。 The same for a page past its last day.
    case expired
}

/// Exactly what the screen shows, apart from the content itself: equal views of equal content are equal pixels.
package struct View: Hashable, Sendable {
    package var place: Place
    /// Zero-based discrete page of the place.
    package var page: Int
    /// Offset into the targets of that discrete page in the place's outline.
    package var focus: Int?
    package var type: TypeSize
    package var overlay: Overlay?
    /// Offset of the focused choice where the overlay has some.
    package var overlayFocus: Int
    /// The lines of the overlay that arrows and 确认 choose from; empty where it has none.
    package var choices: [Choice]
    package var strip: Strip?
    /// The warning in force: over the whole screen while the overlay says so, else folded into a banner.
    package var emergency: Emergency?
    /// The camera in the corner, over a place that does not show it itself.
    package var corner: WatchedCamera?
    /// The hint bar. Part of the view because it depends on the way here too: a row that a link led to has no neighbours.
    package var hints: [Hint]

    package init(
        place: Place, page: Int = 0, focus: Int? = nil, type: TypeSize = .normal, overlay: Overlay? = nil,
        overlayFocus: Int = 0, choices: [Choice] = [], strip: Strip? = nil, emergency: Emergency? = nil,
        corner: WatchedCamera? = nil, hints: [Hint] = []
    ) {
        self.place = place
        self.page = page
        self.focus = focus
        self.type = type
        self.overlay = overlay
        self.overlayFocus = overlayFocus
        self.choices = choices
        self.strip = strip
        self.emergency = emergency
        self.corner = corner
        self.hints = hints
    }
}
