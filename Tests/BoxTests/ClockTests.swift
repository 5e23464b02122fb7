import Box
import Content
import LoopbackServer
import Store
import Testing
import ThrownError
import Trust

/// What a box makes of the new when its clock is wrong. What it shows stays in every case.
@Suite(.serialized, .enabled(if: Nginx.isInstalled, "nginx is not installed: apt-get install nginx-light"))
struct ClockTests {
    let town: Township
    let server: Nginx
    let store: ContentStore

    init() throws {
        town = try Township()
        try town.publish([[1]])
        server = try Nginx(directory: town.directory + "/nginx", root: town.repository)
        store = try ContentStore(town.directory + "/box", village: "999999")
    }

    private func pull(at time: String, build: UnixTime? = nil) throws -> Generation? {
        let now = UnixTime(iso8601: UTF8Text(time))!
        let source = SyncSource(url: server.url, anchor: try town.keys.roots()[0], buildTime: build ?? UnixTime(iso8601: "2026-11-01T00:00:00Z")!)
        return try Synchronizer(store: store, source: source, clock: { now }).pull().activated
    }

    /// A box without a battery comes up in 1970, or wherever its kernel was built.
    @Test(arguments: ["1970-01-01T00:00:09Z", "2000-01-01T00:00:00Z", "2026-10-31T00:00:00Z", "2026-11-05T08:00:00Z", "2026-12-05T07:59:59Z"])
    func whatIsEarlierThanTheFloorIsNotBelieved(time: String) throws {
        #expect(try pull(at: time)?.number == 1)
        #expect(store.newestIssued() == town.now)
    }

    /// A clock that runs ahead keeps new content out as long as it does, and raises no floor: put right, it goes on.
    @Test(arguments: ["2026-12-05T08:00:00Z", "2027-12-31T00:00:00Z", "2099-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
    func aClockAheadIsMendedByPuttingItRight(time: String) throws {
        #expect(try pull(at: "2026-11-05T09:00:00Z")?.number == 1)
        try town.publish([[1], [2]])
        let error = thrown(SyncError.self) { try pull(at: time) }
        #expect(error?.code == "expired" && store.current?.number == 1)
        #expect(store.newestIssued() == town.now, "no clock moves the floor")
        #expect(try pull(at: "2026-11-05T10:00:00Z")?.number == 2)
    }

    /// A time that cannot be right is not shown, nor is anything reckoned from it: "overdue by 26268 days" would be a lie about the village.
    @Test(arguments: [
        ("1970-01-01T00:00:09Z", false), ("2026-11-05T07:59:59Z", false), ("2026-11-05T08:00:00Z", true), ("2036-11-01T00:00:00Z", true),
        ("2036-11-30T00:00:00Z", false), ("2099-01-01T00:00:00Z", false),
    ])
    func whatCannotBeTheTimeIsNotShown(time: String, isShown: Bool) throws {
        var clock = TrustedClock()
        clock.raise(to: try #require(Instant(iso: "2026-11-05T08:00:00Z")))
        let system = try #require(Instant(iso: time))
        #expect(clock.shown(system: system) == (isShown ? system : nil))
        // Somebody has signed then: it is the time.
        clock.raise(to: system)
        #expect(clock.shown(system: system) == system || system < clock.floor)
    }

    /// Old metadata, rightly signed, and a box whose clock has lost its battery: what it has seen signed is the floor.
    @Test func whatWasSignedLastIsTheFloor() throws {
        let later = UnixTime(iso8601: "2027-01-10T08:00:00Z")!
        let old = try town.file("timestamp.json")
        try town.publish([[1], [2]], at: later)
        #expect(try pull(at: "1970-01-01T00:00:00Z")?.number == 1, "the floor of a new box is its build")
        #expect(store.newestIssued() == later)
        let new = try town.file("timestamp.json")
        try town.replace("timestamp.json", old)
        let error = thrown(SyncError.self) { try pull(at: "1970-01-01T00:00:00Z") }
        guard case .notTrusted(.rollback) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try town.replace("timestamp.json", new)
        // A month after the floor the newest is over, though the clock says 1970: a build that is newer still raises it.
        let newest = try town.publish([[1], [2]], at: later.adding(days: 1)).written
        #expect(newest == ["timestamp.json"])
        let stale = thrown(SyncError.self) { try pull(at: "1970-01-01T00:00:00Z", build: later.adding(days: 32)) }
        #expect(stale?.code == "expired")
        #expect(store.current?.number == 1)
    }

    /// Back and forth within a day: nothing is asked twice, nothing is lost.
    @Test func jumpsDoNoHarm() throws {
        #expect(try pull(at: "2026-11-05T09:00:00Z")?.number == 1)
        for time in ["2026-11-20T00:00:00Z", "1970-01-01T00:00:00Z", "2026-11-06T00:00:00Z", "2026-11-05T09:00:01Z"] {
            #expect(try pull(at: time) == nil, "\(time)")
        }
        try town.publish([[3]])
        #expect(try pull(at: "1970-01-02T00:00:00Z")?.number == 2)
    }
}
