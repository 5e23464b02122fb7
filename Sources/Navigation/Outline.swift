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

    /// Targets by discrete page; at least one page, possibly without targets.
    package var pages: [[Target]]

    package init(pages: [[Target]]) { self.pages = pages.isEmpty ? [[]] : pages }

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
