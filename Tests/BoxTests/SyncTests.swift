import Box
import Content
import Fetch
import Foundation
import LinuxIO
import LoopbackServer
import Publishing
import Store
import Testing
import ThrownError
import Trust

/// Publishing, a stock nginx and a box's pull, all on loopback.
@Suite(.serialized, .enabled(if: Nginx.isInstalled, "nginx is not installed: apt-get install nginx-light"))
struct SyncTests {
    let town: Township
    let server: Nginx
    var box: String { town.directory + "/box" }

    init() throws {
        town = try Township()
        try town.publish([[1], [2, 2]])
        server = try Nginx(directory: town.directory + "/nginx", root: town.repository)
    }

    private func synchronizer(
        _ store: ContentStore? = nil, url: String? = nil, now: UnixTime? = nil
    ) throws -> Synchronizer {
        let now = now ?? town.now
        return Synchronizer(
            store: try store ?? ContentStore(box, village: "999999"),
            source: SyncSource(url: url ?? server.url, anchor: try town.keys.roots()[0]), clock: { now })
    }

    @Test func theFirstPullBringsEverythingAndTheNextIsOneRequest() throws {
        let store = try ContentStore(box, village: "999999")
        #expect(store.current == nil)
        let synchronizer = try synchronizer(store)
        var progress: [SyncProgress] = []
        let first = try synchronizer.pull { progress.append($0) }
        let generation = try #require(first.activated)
        #expect(generation.index.village.name == "青溪坝村")
        #expect(try generation.object(Township.id([2, 2])) == [2, 2])
        #expect(first.objects == 2 && progress.last?.objectsDone == 2 && progress.last?.bytesDone == 3)
        #expect(first.issued == town.now)
        let log = server.newLogLines()
        #expect(first.traffic.requests == log.count)
        #expect(first.traffic.connections == 1)
        #expect(store.current === generation)

        let second = try synchronizer.pull()
        #expect(second.activated == nil && second.traffic.requests == 1)
        #expect(second.traffic.bytesSent + second.traffic.bytesReceived < 1_000)
        let poll = server.newLogLines()
        #expect(poll.count == 1 && poll[0].hasPrefix("GET /timestamp.json HTTP/1.1 304 "), "\(poll)")

        // A new process asks no more than this one does.
        let reopened = try ContentStore(box, village: "999999")
        #expect(reopened.findings == [] && reopened.current?.number == 1)
        #expect(try self.synchronizer(reopened).pull().traffic.requests == 1)
    }

    /// A warning is signed by a role of its own, comes with one poll, survives a restart, and ends when the township says so.
    @Test func aWarningComesAndGoes() throws {
        let store = try ContentStore(box, village: "999999")
        let synchronizer = try synchronizer(store)
        try synchronizer.pull()
        #expect(store.current?.emergency == nil)
        let flood = Emergency(
            id: "flood", revision: 1, level: .red, kind: "山洪", issuer: "桐林镇人民政府", issued: Instant(secondsSinceEpoch: 0),
            until: Instant(secondsSinceEpoch: 4_000_000_000), headline: ["六组、七组", "立即转移"], details: [])
        let writer = RepositoryWriter(town.repository)
        _ = server.newLogLines()
        try writer.publish([], warnings: ["999999": try ContentJSON.encode(flood)], keys: town.keys, now: town.now)
        #expect(try RepositoryReader(town.repository).warning(of: "999999") == flood, "a preview of the repository has it too")
        #expect(try RepositoryReader(town.repository).warning(of: "888888") == nil)
        let outcome = try synchronizer.pull()
        #expect(outcome.activated?.emergency == flood)
        #expect(outcome.objects == 0)
        let requests = server.newLogLines().map { String($0.split(separator: " ")[1]) }
        #expect(requests.prefix(4) == ["/timestamp.json", "/2.root.json", "/2.snapshot.json", "/2.emergency.json"])
        #expect(requests.count == 5 && requests.last?.hasPrefix("/targets/emergency/") == true, "\(requests)")
        #expect(try ContentStore(box, village: "999999").current?.emergency == flood, "after a restart")
        #expect(try synchronizer.pull().traffic.requests == 1)

        // A page that changes meanwhile keeps it.
        try town.publish([[1], [4]])
        #expect(try synchronizer.pull().activated?.emergency == flood)
        // For another village it is not.
        try writer.publish([], warnings: ["999999": [UInt8]?.none, "888888": try ContentJSON.encode(flood)], keys: town.keys, now: town.now)
        #expect(try RepositoryReader(town.repository).warning(of: "999999") == nil)
        let end = try synchronizer.pull()
        #expect(end.activated != nil && end.activated?.emergency == nil)
        #expect(try ContentStore(box, village: "999999").current?.emergency == nil)
    }

    @Test func aChangedPageCostsThatPage() throws {
        let store = try ContentStore(box, village: "999999")
        let synchronizer = try synchronizer(store)
        try synchronizer.pull()
        _ = server.newLogLines()
        try town.publish([[1], [3, 3, 3]])
        let outcome = try synchronizer.pull()
        #expect(outcome.objects == 1)
        #expect(try outcome.activated?.object(Township.id([3, 3, 3])) == [3, 3, 3])
        let requests = server.newLogLines().map { $0.split(separator: " ")[1] }
        #expect(requests.prefix(4) == ["/timestamp.json", "/2.root.json", "/2.snapshot.json", "/2.999999.json"])
        #expect(requests.count == 4 + 2 + 1, "index, section and the page: \(requests)")
        #expect(outcome.traffic.connections <= 1)
    }

    /// A list that has grown long is not fetched whole for one line of it; what a server says of the difference is believed only if the signed
    /// file comes out.
    @Test(arguments: [
        (nil, true, "as it was published"), ([], false, "empty"), (Array("<html>".utf8), false, "a portal's page"),
        (Array("YBD1".utf8) + [7, 0], false, "another file"), ([UInt8](repeating: 0, count: 100_000), false, "longer than the file"),
    ] as [([UInt8]?, Bool, String)])
    func aChangedLineCostsALine(damage: [UInt8]?, isUsed: Bool, why: String) throws {
        var pages: [[UInt8]] = (0..<60).map { [UInt8($0), 7] }
        try town.publish(pages)
        let store = try ContentStore(box, village: "999999")
        let synchronizer = try synchronizer(store)
        try synchronizer.pull()
        pages[30] = [99, 99]
        try town.publish(pages)
        let deltas = try Directory.entries(town.repository + "/deltas")
        #expect(deltas.count == 2, "of the index and the section: \(deltas)")
        if let damage { for name in deltas { try town.replace("deltas/\(name)", damage) } }
        _ = server.newLogLines()
        let generation = try #require(try synchronizer.pull().activated, "\(why)")
        #expect(try generation.object(Township.id([99, 99])) == [99, 99], "\(why)")
        let requests = server.newLogLines().map { String($0.split(separator: " ")[1]) }
        #expect(requests.filter { $0.hasPrefix("/deltas/") }.count == 2, "\(why): \(requests)")
        #expect(requests.filter { $0.hasPrefix("/targets/") }.count == (isUsed ? 0 : 2), "\(why): \(requests)")

        // One who comes later finds no delta from what it has, and takes the whole.
        pages[31] = [98, 98]
        try town.publish(pages)
        let newest = try Directory.entries(town.repository + "/deltas")
        #expect(newest.count == 2 && Set(newest).isDisjoint(with: deltas), "only those to the newest stay")
    }

    @Test func anotherVillagesNewsIsNotFetched() throws {
        let synchronizer = try synchronizer()
        try synchronizer.pull()
        try town.publish([[9]], code: "999998")
        _ = server.newLogLines()
        #expect(try synchronizer.pull().activated == nil)
        let requests = server.newLogLines().map { $0.split(separator: " ")[1] }
        #expect(requests == ["/timestamp.json", "/2.root.json", "/2.snapshot.json", "/2.targets.json"])
        #expect(try synchronizer.pull().traffic.requests == 1)
    }

    @Test func alteredFilesAreRefusedAndWhatWasShownStays() throws {
        let store = try ContentStore(box, village: "999999")
        let synchronizer = try synchronizer(store)
        try synchronizer.pull()
        try town.publish([[1], [4, 4, 4, 4]])
        let name = "objects/\(try Township.id([4, 4, 4, 4]).hex)"
        for (bytes, why) in [([4, 4, 4, 5], "one bit"), ([4, 4], "truncated"), ([4, 4, 4, 4, 4], "longer")] as [([UInt8], String)] {
            try town.replace(name, bytes)
            #expect(throws: SyncError.altered(file: name), "\(why)") { try synchronizer.pull() }
            #expect(store.current?.number == 1, "\(why)")
        }
        try FileManager.default.removeItem(atPath: "\(town.repository)/\(name)")
        #expect(throws: SyncError.fetch(file: name, .status(404))) { try synchronizer.pull() }
        try town.replace(name, [4, 4, 4, 4])
        #expect(try synchronizer.pull().activated?.number == 2)
        #expect(try Directory.entries(box + "/incoming") == [])
    }

    /// What a bad disk may make of the root that the box trusts: the configured anchor takes its place.
    @Test(arguments: [
        ("", "empty"), ("{", "cut off"), (#"{"signatures":[],"signed":{"_type":"root"}}"#, "not a root"),
        ("nobody's signature", "altered")
    ])
    func aDamagedTrustedRootIsMendedFromTheAnchor(damage: String, why: String) throws {
        try synchronizer().pull()
        let path = box + "/tuf/root.json"
        var bytes = Array(damage.utf8)
        if why == "altered" {
            // A root that parses and whose signature no longer fits.
            let text = String(decoding: try town.keys.roots()[0], as: UTF8.self)
            bytes = Array(text.replacingOccurrences(of: "\"expires\":\"20", with: "\"expires\":\"21").utf8)
            let root = try town.keys.roots()[0]
            #expect(bytes != root)
        }
        try AtomicFile.replace(path, with: bytes)
        try town.publish([[1], [5, 5]])
        let store = try ContentStore(box, village: "999999")
        #expect(try synchronizer(store).pull().activated?.object(Township.id([5, 5])) == [5, 5], "\(why)")
        let root = try town.keys.roots()[0]
        #expect(try File.read(path, limit: 100_000) == root, "\(why)")
    }

    @Test func aServerThatIsGoneIsOffline() throws {
        let synchronizer = try synchronizer()
        try synchronizer.pull()
        server.stop()
        let error = thrown(SyncError.self) { try synchronizer.pull() }
        #expect(error?.code == "offline")
    }
}
