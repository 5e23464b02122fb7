/// The Grapheme_Cluster_Break property (UAX #29), as the generated tables number it, with pictographs as one more value.
enum GraphemeClass: UInt8 {
    case other, cr, lf, control, extend, zwj, regionalIndicator, prepend, spacingMark, l, v, t, lv, lvt, pictographic
}

/// Extended grapheme clusters of UAX #29 (Unicode 15.0): where one ends and the next begins. Fed character by character.
struct GraphemeRules {
    private var previous: GraphemeClass
    private var regionalIndicators: Int
    /// How far an emoji sequence has come (GB11).
    private var emoji: Emoji

    private enum Emoji {
        case none, pictograph, joined
    }

    init(first: GraphemeClass) {
        previous = first
        regionalIndicators = first == .regionalIndicator ? 1 : 0
        emoji = first == .pictographic ? .pictograph : .none
    }

    /// Whether a new cluster begins with `current`.
    mutating func isBoundary(before current: GraphemeClass) -> Bool {
        let result = decide(current)
        switch (emoji, current) {
        case (_, .pictographic): emoji = .pictograph
        case (.pictograph, .extend): break
        case (.pictograph, .zwj): emoji = .joined
        default: emoji = .none
        }
        regionalIndicators = current == .regionalIndicator ? (result ? 1 : regionalIndicators + 1) : 0
        previous = current
        return result
    }

    private func decide(_ current: GraphemeClass) -> Bool {
        switch (previous, current) {
        case (.cr, .lf): false // GB3
        case (.cr, _), (.lf, _), (.control, _), (_, .cr), (_, .lf), (_, .control): true // GB4, GB5
        case (.l, .l), (.l, .v), (.l, .lv), (.l, .lvt): false // GB6
        case (.lv, .v), (.lv, .t), (.v, .v), (.v, .t): false // GB7
        case (.lvt, .t), (.t, .t): false // GB8
        case (_, .extend), (_, .zwj): false // GB9
        case (_, .spacingMark), (.prepend, _): false // GB9a, GB9b
        case (.zwj, .pictographic): emoji != .joined // GB11
        case (.regionalIndicator, .regionalIndicator): regionalIndicators % 2 == 0 // GB12, GB13
        default: true // GB999
        }
    }
}
