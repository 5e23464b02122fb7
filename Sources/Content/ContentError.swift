/// What makes a published document unusable for this build.
package enum ContentError: Error, Hashable, Sendable {
    case notADay(String)
    case notAnInstant(String)
    case notAPeriod(String)
    case notAnIdentifier(String)
    /// Written by a newer publisher than this build understands.
    case newerSchema(found: Int, supported: Int)
    /// Not the JSON this build expects; the text says where, in English, for the log.
    case malformed(String)
    /// Sums that the document itself contradicts, a tile digit outside 1…9 and the like.
    case inconsistent(String)
}
