internal import CUnicode

/// Where a line may end, without any font: for tests and for tools that fold text.
package enum LineBreaking {
    package enum Opportunity: UInt8, Sendable {
        case none
        case allowed
        case mandatory
    }

    /// For each scalar whether a line may or must end before it, by UAX #14 as it stands.
    package static func unicodeOpportunities(_ scalars: [UInt32]) -> [Opportunity] {
        let characters = scalars.map { yb_character_of($0) }
        let classes = characters.map(\.line_class)
        let flags = characters.map(\.flags)
        var breaks = [UInt8](repeating: 0, count: scalars.count)
        classes.withUnsafeBufferPointer { classes in
            flags.withUnsafeBufferPointer { flags in
                breaks.withUnsafeMutableBufferPointer { LineBreakRules.find(classes, flags, into: $0) }
            }
        }
        return breaks.map { Opportunity(rawValue: $0) ?? .none }
    }

    /// For each scalar whether a grapheme cluster begins with it (UAX #29).
    package static func graphemeBoundaries(_ scalars: [UInt32]) -> [Bool] {
        let classes = scalars.map { GraphemeClass(rawValue: yb_character_of($0).grapheme_class) ?? .other }
        guard let first = classes.first else { return [] }
        var rules = GraphemeRules(first: first)
        return [true] + classes.dropFirst().map { rules.isBoundary(before: $0) }
    }
}
