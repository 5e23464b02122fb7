import Box
import LinuxIO
import Testing

@Suite struct BootPatienceTests {
    /// Seconds since boot.
    @Test(arguments: [
        (5, 6, true, "just switched on"),
        (5, 34, true, "an address takes its time"),
        (5, 36, false, "somebody should look at the cable"),
        (119, 120, true, "a slow box"),
        (300, 301, false, "started again at noon"),
    ] as [(Int64, Int64, Bool, String)])
    func aMissingNetworkIsExpectedAtBootOnly(start: Int64, now: Int64, isCovered: Bool, why: String) {
        func at(_ seconds: Int64) -> MonotonicInstant { MonotonicInstant(nanoseconds: seconds * 1_000_000_000) }
        #expect(BootPatience.covers(at(now), start: at(start)) == isCovered, "\(why)")
    }
}
