internal import Content

/// A kind of page that has a look. Its file in `Places` conforms to this; a kind without one gets the card of kinds that are not known.
protocol DrawnBody: PageBody {
    /// All discrete pages of the page, or of the part that the context names; of a part that it has not (any more), of the whole.
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout

    /// The place of one row; nil when there is none of that id.
    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout?
}

extension DrawnBody {
    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? { nil }
}

/// What a body is laid out with besides itself.
struct PageContext {
    var envelope: Envelope
    /// As the envelope and the index say it; a layout may know better.
    var header: Header
    /// As the layout named it in a target, an axis or a filter.
    var part: String?
    /// For what else is shown beside the page: neighbours in the index, the row before, the box's cameras.
    var scene: Scene

    /// Nil while the clock is unknown.
    var today: Day? { scene.now?.day }
}
