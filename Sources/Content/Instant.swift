/// A moment on the wall clock: whole seconds since 1970-01-01T00:00:00Z. Written `2026-11-22T11:20:00Z` in files.
package struct Instant: Hashable, Comparable, Sendable {
    package let secondsSinceEpoch: Int

    package init(secondsSinceEpoch: Int) { self.secondsSinceEpoch = secondsSinceEpoch }

    /// Exactly `YYYY-MM-DDTHH:MM:SSZ`, the form that TUF 1.0 §4.2 uses; anything else is nil.
    package init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x5A,
            let day = Day(iso: text.prefix(10)), let hour = decimal(bytes[11..<13]), hour < 24,
            let minute = decimal(bytes[14..<16]), minute < 60, let second = decimal(bytes[17..<19]), second < 60
        else { return nil }
        secondsSinceEpoch = day.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second
    }

    package var iso: String {
        let (days, rest) = Self.split(secondsSinceEpoch)
        return Day(daysSinceEpoch: days).iso
            + "T\(padded(rest / 3_600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))Z"
    }

    /// The day in China Standard Time (UTC+8, without daylight saving since 1991): villages have no other zone.
    package var day: Day { Day(daysSinceEpoch: Self.split(secondsSinceEpoch + 28_800).days) }

    /// `19:32`, China Standard Time.
    package var clock: String {
        let rest = Self.split(secondsSinceEpoch + 28_800).rest
        return "\(rest / 3_600):\(padded(rest / 60 % 60, 2))"
    }

    package func adding(seconds: Int) -> Instant { Instant(secondsSinceEpoch: secondsSinceEpoch + seconds) }

    package static func < (a: Instant, b: Instant) -> Bool { a.secondsSinceEpoch < b.secondsSinceEpoch }

    private static func split(_ seconds: Int) -> (days: Int, rest: Int) {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return (days, seconds - days * 86_400)
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let instant = Instant(iso: text) else { throw ContentError.notAnInstant(text) }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso)
    }
}
