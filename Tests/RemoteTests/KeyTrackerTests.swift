import LinuxIO
import Navigation
import Remote
import Testing

/// What devices do, and what a viewer would say was pressed. Times in milliseconds.
@Suite struct KeyTrackerTests {
    enum Input: Sendable {
        /// Device, code, value; `own` for a device that does not repeat by itself.
        case key(Int, UInt16, Int32, own: Bool = false)
        case unplug(Int)
        case resync(Int, down: [UInt16])
        /// Nothing but time: timers run as they are due.
        case time
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let why: String
        let inputs: [(Int, Input)]
        let told: [String]
        var testDescription: String { "\(name): \(why)" }
    }

    static let rows: [Row] = [
        Row(
            name: "short press", why: "one press, one release", inputs: [(0, .key(1, 108, 1)), (80, .key(1, 108, 0))],
            told: ["0 down press", "80 down release"]),
        Row(
            name: "the kernel repeats", why: "its repeats are passed on, ours stay out",
            inputs: [(0, .key(1, 108, 1)), (250, .key(1, 108, 2)), (283, .key(1, 108, 2)), (300, .key(1, 108, 0))],
            told: ["0 down press", "250 down repeat", "283 down repeat", "300 down release"]),
        Row(
            name: "no kernel repeat", why: "own repeats after 500 ms, 125 ms apart",
            inputs: [(0, .key(1, 108, 1, own: true)), (800, .key(1, 108, 0, own: true))],
            told: ["0 down press", "500 down repeat", "625 down repeat", "750 down repeat", "800 down release"]),
        Row(
            name: "long", why: "told once, at its time, among the repeats",
            inputs: [
                (0, .key(1, 158, 1)), (500, .key(1, 158, 2)), (1000, .key(1, 158, 2)), (1500, .key(1, 158, 2)), (1600, .key(1, 158, 0)),
            ],
            told: ["0 back press", "500 back repeat", "900 back long", "1000 back repeat", "1500 back repeat", "1600 back release"]),
        Row(
            name: "long without repeats", why: "a timer sees it",
            inputs: [(0, .key(1, 158, 1)), (950, .time), (960, .key(1, 158, 0))],
            told: ["0 back press", "900 back long", "960 back release"]),
        Row(
            name: "two devices, one press", why: "an infrared receiver that shows twice",
            inputs: [(0, .key(1, 28, 1)), (3, .key(2, 0x160, 1)), (90, .key(1, 28, 0)), (92, .key(2, 0x160, 0))],
            told: ["0 ok press", "92 ok release"]),
        Row(
            name: "two devices, one after the other", why: "press and release at once, then the double",
            inputs: [(0, .key(1, 28, 1)), (0, .key(1, 28, 0)), (12, .key(2, 0x160, 1)), (12, .key(2, 0x160, 0))],
            told: ["0 ok press", "0 ok release"]),
        Row(
            name: "the same device twice", why: "fast fingers are not a double",
            inputs: [(0, .key(1, 28, 1)), (10, .key(1, 28, 0)), (30, .key(1, 28, 1)), (40, .key(1, 28, 0))],
            told: ["0 ok press", "10 ok release", "30 ok press", "40 ok release"]),
        Row(
            name: "two remotes in turn", why: "later than a double can be",
            inputs: [(0, .key(1, 28, 1)), (10, .key(1, 28, 0)), (200, .key(2, 28, 1)), (210, .key(2, 28, 0))],
            told: ["0 ok press", "10 ok release", "200 ok press", "210 ok release"]),
        Row(
            name: "both devices repeat", why: "at the pace of one",
            inputs: [
                (0, .key(1, 108, 1)), (2, .key(2, 108, 1)), (250, .key(1, 108, 2)), (252, .key(2, 108, 2)), (300, .key(1, 108, 0)),
                (301, .key(2, 108, 0)),
            ],
            told: ["0 down press", "250 down repeat", "301 down release"]),
        Row(
            name: "unplugged while held", why: "nothing stays stuck",
            inputs: [(0, .key(1, 108, 1, own: true)), (600, .unplug(1)), (3000, .time)],
            told: ["0 down press", "500 down repeat", "600 down release"]),
        Row(
            name: "events lost, key up meanwhile", why: "SYN_DROPPED", inputs: [(0, .key(1, 108, 1)), (400, .resync(1, down: []))],
            told: ["0 down press", "400 down release"]),
        Row(
            name: "events lost, other key down", why: "SYN_DROPPED",
            inputs: [(0, .key(1, 108, 1)), (400, .resync(1, down: [103])), (450, .key(1, 103, 0))],
            told: ["0 down press", "400 down release", "400 up press", "450 up release"]),
        Row(
            name: "events lost, still held", why: "not a second press",
            inputs: [(0, .key(1, 108, 1)), (400, .resync(1, down: [108])), (450, .key(1, 108, 0))],
            told: ["0 down press", "450 down release"]),
        Row(
            name: "lost release", why: "the next press counts", inputs: [(0, .key(1, 28, 1)), (700, .key(1, 28, 1)), (750, .key(1, 28, 0))],
            told: ["0 ok press", "700 ok release", "700 ok press", "750 ok release"]),
        Row(
            name: "held when the daemon starts", why: "a repeat or release without its press says nothing",
            inputs: [(0, .key(1, 28, 2)), (30, .key(1, 28, 0))], told: []),
        Row(
            name: "never released", why: "after half a minute it is the receiver and not a finger",
            inputs: [(0, .key(1, 28, 1)), (40_000, .time)], told: ["0 ok press", "900 ok long", "30000 ok release"]),
    ]

    @Test(arguments: rows) func tells(_ row: Row) {
        var tracker = KeyTracker()
        var told: [String] = []
        func tell(_ event: RemoteEvent) { told.append("\(event.time.nanoseconds / 1_000_000) \(event.key.rawValue) \(event.phase.rawValue)") }
        for (time, input) in row.inputs {
            while let due = tracker.nextDeadline, due < at(time) { tracker.pass(due, tell) }
            switch input {
            case .key(let device, let code, let value, let own):
                let key = KeyMap.standard[code]!
                tracker.take(key, .init(device: device, code: code), value: value, at: at(time), repeats: !own, tell)
            case .unplug(let device): tracker.drop(device: device, at: at(time), tell)
            case .resync(let device, let down):
                let keys = Dictionary(uniqueKeysWithValues: down.map { ($0, KeyMap.standard[$0]!) })
                tracker.synchronize(device: device, down: keys, at: at(time), repeats: true, tell)
            case .time: break
            }
        }
        #expect(told == row.told)
    }

    @Test func aStallIsNotMadeUpFor() {
        var tracker = KeyTracker()
        var repeats = 0
        tracker.take(.down, .init(device: 1, code: 108), value: 1, at: at(0), repeats: false) { _ in }
        tracker.pass(at(5000)) { if $0.phase == .repeat { repeats += 1 } }
        #expect(repeats == 1, "5 s of ours asleep are not 36 steps of the focus")
    }

    @Test func nothingHeldNothingDue() {
        var tracker = KeyTracker()
        #expect(tracker.nextDeadline == nil)
        tracker.take(.down, .init(device: 1, code: 108), value: 1, at: at(0), repeats: false) { _ in }
        tracker.take(.down, .init(device: 1, code: 108), value: 0, at: at(10), repeats: false) { _ in }
        #expect(tracker.nextDeadline == nil, "a still box has no timer of ours")
    }
}
