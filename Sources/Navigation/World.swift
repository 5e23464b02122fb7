package import Content

/// All that a key press may depend on besides the state: given in, so that Navigation stays pure.
package struct World: Sendable {
    /// The index of the content that is shown; nil before there is any.
    package var index: VillageIndex?
    /// A newer index that waits because a page is open; nil when there is none.
    package var waiting: VillageIndex?
    /// Outlines of the places laid out so far with the shown content.
    package var outlines: [OutlineKey: Outline]
    /// Nil while the clock is not to be trusted.
    package var now: Instant?
    /// Why there is nothing to show; used while `index` is nil.
    package var card: Card
    /// Set while newer content does not come.
    package var trouble: Trouble?

    package init(
        index: VillageIndex? = nil, waiting: VillageIndex? = nil, outlines: [OutlineKey: Outline] = [:], now: Instant? = nil,
        card: Card = .starting, trouble: Trouble? = nil
    ) {
        self.index = index
        self.waiting = waiting
        self.outlines = outlines
        self.now = now
        self.card = card
        self.trouble = trouble
    }
}
