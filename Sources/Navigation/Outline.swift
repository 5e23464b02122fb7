/// What a laid-out place offers to the remote: its discrete pages, and on each what can be focused. Layout makes it, Navigation uses it.
package struct Outline: Hashable, Sendable {
    /// Something that can have the focus.
    package struct Target: Hashable, Sendable {
        /// Stable across layouts and generations (a row's id, a tile's digit), so that the focus follows the thing.
        package var identity: String
        /// Where 确认 leads; nil for a target that can be looked at but not opened.
        package var opens: Place?
        /// The digit printed on it.
        package var digit: Int?
        /// Position in the grid that the arrows walk, from the top left.
        package var row: Int
        package var column: Int

        package init(identity: String, opens: Place?, digit: Int? = nil, row: Int, column: Int = 0) {
            self.identity = identity
            self.opens = opens
            self.digit = digit
            self.row = row
            self.column = column
        }
    }

    /// What ◀▶ change: the panes of a guide, the two ways to look at a directory, the states to filter by. An item that has several
    /// periods keeps ◀▶ for them; its parts have this axis all the same.
    package struct Axis: Hashable, Sendable {
        package struct Stop: Hashable, Sendable {
            /// In the words of the screen, short: `材料`.
            package var name: String
            package var place: Place

            package init(_ name: String, _ place: Place) {
                self.name = name
                self.place = place
            }
        }

        /// What the hint bar says of ◀▶: `换一栏`.
        package var words: String
        /// From left to right, the place itself among them; they end at both ends.
        package var stops: [Stop]

        package init(_ words: String, _ stops: [Stop]) {
            self.words = words
            self.stops = stops
        }

        /// The stop beside `place`; nil at the ends and where `place` is not on the axis.
        package func stop(_ step: Step, from place: Place) -> Stop? {
            guard let here = stops.firstIndex(where: { $0.place == place }) else { return nil }
            let there = here + (step == .next ? 1 : -1)
            return stops.indices.contains(there) ? stops[there] : nil
        }
    }

    /// Where the yellow key leads: the choices of a filter.
    package struct Filter: Hashable, Sendable {
        /// What hint bar and menu say: `按组看`.
        package var words: String
        package var place: Place

        package init(_ words: String, _ place: Place) {
            self.words = words
            self.place = place
        }
    }

    /// Targets by discrete page; at least one page, possibly without targets.
    package var pages: [[Target]]
    package var axis: Axis?
    package var filter: Filter?
    /// The version that this one corrects.
    package var former: Place?

    package init(pages: [[Target]], axis: Axis? = nil, filter: Filter? = nil, former: Place? = nil) {
        self.pages = pages.isEmpty ? [[]] : pages
        self.axis = axis
        self.filter = filter
        self.former = former
    }

    /// Whether some key leads from here to `place`.
    package func leads(to place: Place) -> Bool {
        pages.joined().contains { $0.opens == place } || axis?.stops.contains { $0.place == place } == true || filter?.place == place
            || former == place
    }

    /// Whether a page has targets side by side, so that ◀▶ can move among them.
    func isGrid(_ page: Int) -> Bool {
        let targets = pages[page]
        return targets.contains { a in targets.contains { $0.row == a.row && $0.column > a.column } }
    }

    /// Whether a page has targets one below the other.
    func hasRows(_ page: Int) -> Bool { pages[page].contains { $0.row != pages[page][0].row } }

    /// Each page's targets as a wholly empty outline of one page.
    package static let empty = Outline(pages: [[]])
}

/// What a layout depends on besides the content: the key under which outlines are kept.
package struct OutlineKey: Hashable, Sendable {
    package var place: Place
    package var type: TypeSize
    package init(place: Place, type: TypeSize) {
        self.place = place
        self.type = type
    }
}
