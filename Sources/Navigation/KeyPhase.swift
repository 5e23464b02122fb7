/// What a key of the remote does at a moment.
package enum KeyPhase: String, Hashable, Sendable, CaseIterable {
    /// Went down.
    case press
    /// Is still down; comes several times a second.
    case `repeat`
    /// Has now been down for about a second; comes once, among the repeats.
    case long
    /// Went up, or its device was pulled out.
    case release
}
