/// Where a key is pressed, as far as the key table tells it apart. What lies on top decides.
package enum Scope: String, Hashable, Sendable, CaseIterable {
    case home, tile, page, row, picture, card
    case alarm, code, menu, emergency, watching
    /// The screen shows live TV, not us.
    case television

    static let places: [Scope] = [.home, .tile, .page, .row, .picture, .card]
    static let content: [Scope] = [.page, .row, .picture]
}
