package import Content

/// All that a key press may depend on besides the state: given in, so that Navigation stays pure.
package struct World: Sendable {
    /// The index of the content that is shown; nil before there is any.
    package var index: VillageIndex?
    /// A newer index that waits because a page is open; nil when there is none.
    package var waiting: VillageIndex?
    /// Outlines of the places laid out so far with the shown content; those of pages that a swap changed are dropped with it.
    package var outlines: [OutlineKey: Outline]
    /// Nil while the clock is not to be trusted.
    package var now: Instant?
    /// Why there is nothing to show; used while `index` is nil.
    package var card: Card
    /// Set while newer content does not come.
    package var trouble: Trouble?
    /// A USB stick that was plugged in lately.
    package var stick: StickNote?
    /// The newest signed `issued` that was accepted, from which the age in the strip counts; nil counts from the index's own.
    package var fresh: Instant?
    /// A warning in force or past; whether it counts is asked of the clock.
    package var emergency: Emergency?
    /// What this box can do besides showing pages; keys for the rest are not hinted.
    package var abilities: Abilities

    package struct Abilities: OptionSet, Hashable, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }
        /// A method of leaving for live TV is configured.
        package static let television = Abilities(rawValue: 1)
        /// Pages have an address that a telephone can open.
        package static let code = Abilities(rawValue: 2)
        /// The screen of a hall, which nobody sits in front of with a remote: cameras stay without being asked about.
        package static let unattended = Abilities(rawValue: 4)
    }

    package init(
        index: VillageIndex? = nil, waiting: VillageIndex? = nil, outlines: [OutlineKey: Outline] = [:], now: Instant? = nil,
        card: Card = .starting, trouble: Trouble? = nil, fresh: Instant? = nil, emergency: Emergency? = nil, abilities: Abilities = .code
    ) {
        self.index = index
        self.waiting = waiting
        self.outlines = outlines
        self.now = now
        self.card = card
        self.trouble = trouble
        self.fresh = fresh
        self.emergency = emergency
        self.abilities = abilities
    }
}

extension World {
    /// The warning that is in force now.
    package var activeEmergency: Emergency? { emergency.flatMap { $0.isActive(at: now) ? $0 : nil } }
}
