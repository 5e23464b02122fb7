import LinuxIO
import Testing

@testable import Cameras

@Suite("Signal of a camera")
struct SignalWatchTests {
    static func at(_ milliseconds: Int64) -> MonotonicInstant { MonotonicInstant(nanoseconds: 1_000_000_000_000 + milliseconds * 1_000_000) }

    /// What happens: a frame (number, when taken, content), or a word of the driver's.
    enum Event: Sendable {
        case frame(Int64, sequence: UInt32, taken: Int64, digest: UInt64?)
        case silence(String?)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let events: [Event]
        /// At so many milliseconds this is said.
        let says: [(Int64, CameraSignal)]
    }

    /// A frame every 40 ms with a new number and content, fetched 5 ms after it was taken.
    static func running(_ range: Range<Int64>, digest: @Sendable (Int64) -> UInt64? = { UInt64($0) }) -> [Event] {
        range.map { frame($0, digest: digest($0)) }
    }

    /// Frame `number`, as `sequence` where the driver's count is another one.
    static func frame(_ number: Int64, sequence: UInt32? = nil, delay: Int64 = 5, digest: UInt64?) -> Event {
        .frame(number * 40 + delay, sequence: sequence ?? UInt32(number), taken: number * 40, digest: digest)
    }

    static let rows: [Row] = [
        Row(testDescription: "nothing yet", events: [], says: [(0, .waiting), (1999, .waiting), (2000, .frozen(since: at(0)))]),
        Row(
            testDescription: "running", events: running(0 ..< 100),
            says: [(3966, .live), (3966 + 300, .live), (3960 + 400, .late(.milliseconds(400))), (3965 + 800, .frozen(since: at(3965)))]),
        Row(
            testDescription: "the content stands still while the count runs", events: running(0 ..< 100) { UInt64(min($0, 50)) },
            says: [(3966, .frozen(since: at(2005)))]),
        Row(testDescription: "the content cannot be read", events: running(0 ..< 100) { _ in nil }, says: [(3966, .live)]),
        Row(
            testDescription: "the count stands still while frames come with new times and contents",
            events: running(0 ..< 50) + (50 ..< 100).map { frame($0, sequence: 49, digest: UInt64($0)) },
            says: [(3966, .frozen(since: at(49 * 40 + 5)))]),
        Row(
            testDescription: "the count begins anew, as after a wrong sequence",
            events: running(0 ..< 50) + (50 ..< 100).map { frame($0, sequence: UInt32($0 - 50), digest: UInt64($0)) },
            says: [(3966, .live)]),
        Row(
            testDescription: "pictures come, each half a second old",
            events: (0 ..< 100).map { frame($0, delay: 500, digest: UInt64($0)) },
            says: [(3960 + 500, .late(.milliseconds(500)))]),
        Row(
            testDescription: "the driver says that nothing comes in, although it goes on streaming snow",
            events: running(0 ..< 100) + [.silence("no signal")], says: [(3966, .noSignal(reason: "no signal"))]),
        Row(
            testDescription: "and then something comes in again",
            events: running(0 ..< 100) + [.silence("no signal"), .silence(nil)], says: [(3966, .live)]),
    ]

    static func watch(_ events: [Event], interval: Duration? = .milliseconds(40)) -> SignalWatch {
        var watch = SignalWatch(at: at(0), interval: interval)
        for event in events {
            switch event {
            case .frame(let came, let sequence, let taken, let digest):
                watch.take(sequence: sequence, timestamp: at(taken), digest: digest, at: at(came))
            case .silence(let reason): watch.take(silence: reason)
            }
        }
        return watch
    }

    @Test("what is said of it", arguments: rows)
    func says(_ row: Row) {
        let watch = SignalWatchTests.watch(row.events)
        for (time, signal) in row.says { #expect(watch.state(at: SignalWatchTests.at(time)) == signal, "at \(time) ms") }
    }

    @Test("no picture is called live a second after it was taken, whatever comes in")
    func neverOld() {
        var dice = SystemRandomNumberGenerator()
        for _ in 0 ..< 500 {
            var watch = SignalWatch(at: SignalWatchTests.at(0), interval: .milliseconds(Int64.random(in: 1 ... 3000, using: &dice)))
            var now: Int64 = 0
            // The content that is on the screen, and when it was first taken; the same with the number.
            var (shown, since, number): (UInt64, Int64, UInt32) = (.max, 0, .max)
            for _ in 0 ..< 60 {
                now += Int64.random(in: 1 ... 400, using: &dice)
                if Bool.random(using: &dice) {
                    let (digest, sequence) = (UInt64.random(in: 0 ... 2, using: &dice), UInt32.random(in: 0 ... 2, using: &dice))
                    let taken = now - Int64.random(in: 0 ... 300, using: &dice)
                    watch.take(sequence: sequence, timestamp: SignalWatchTests.at(taken), digest: digest, at: SignalWatchTests.at(now))
                    if sequence != number {
                        if digest != shown { since = taken }
                        (shown, number) = (digest, sequence)
                    }
                }
                // The picture's first frame was taken up to 300 ms before it came.
                if watch.state(at: SignalWatchTests.at(now)).isLive { #expect(now - since < 800 + 300) }
            }
        }
    }

    @Test("the next change is told to the nanosecond", arguments: rows)
    func nextChange(_ row: Row) {
        let watch = SignalWatchTests.watch(row.events)
        var now = SignalWatchTests.at(3966)
        while let next = watch.nextChange(after: now) {
            let before = MonotonicInstant(nanoseconds: next.nanoseconds - 1)
            func kind(_ signal: CameraSignal) -> String { "\(signal)".split(separator: "(")[0].description }
            #expect(kind(watch.state(at: before)) == kind(watch.state(at: now)))
            #expect(next > now)
            now = next
        }
    }

    @Test("when there last was a live picture")
    func lastLive() {
        #expect(SignalWatchTests.watch([]).lastLive == nil)
        #expect(SignalWatchTests.watch(SignalWatchTests.running(0 ..< 100)).lastLive == SignalWatchTests.at(3965))
    }
}
