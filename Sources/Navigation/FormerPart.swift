/// The part of a corrected page that is the page as it stood before: `former-1` is the version that the newest one corrects, `former-2` the
/// one before that.
package enum FormerPart {
    package static func name(_ back: Int) -> String { "former-\(back)" }

    /// How many versions back; nil for any other part.
    package static func back(_ part: String) -> Int? {
        guard part.hasPrefix("former-"), let back = Int(part.dropFirst(7)), (1...99).contains(back), part == name(back) else { return nil }
        return back
    }
}
