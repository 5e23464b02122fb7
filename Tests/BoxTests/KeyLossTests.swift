import Box
import Content
import Foundation
import LinuxIO
import LoopbackServer
import Publishing
import Store
import Testing
import ThrownError
import Trust

/// Keys that are lost, stolen or replaced, villages that come and go: the township's command, and what a box makes of it.
@Suite(.serialized, .enabled(if: Nginx.isInstalled, "nginx is not installed: apt-get install nginx-light"))
struct KeyLossTests {
    let town: Township
    let server: Nginx
    let store: ContentStore
    /// The village's own key, which the township never sees.
    let village: KeyDirectory
    private var parcel: String { town.directory + "/parcel" }
    private var now: UnixTime { town.now }

    init() throws {
        town = try Township()
        let made = try KeyDirectory.newVillage("999999", at: town.directory + "/village")
        village = try KeyDirectory(ofVillage: "999999", at: town.directory + "/village")
        try town.keys.trust(VillageKey(file: made.file))
        store = try ContentStore(town.directory + "/box", village: "999999")
        try Directory.create(town.repository)
        server = try Nginx(directory: town.directory + "/nginx", root: town.repository)
        try sign([[1], [2, 2]])
        #expect(try release() == [])
        #expect(try pull()?.number == 1)
    }

    private func sign(_ pages: [[UInt8]], keys: KeyDirectory? = nil, into folder: String? = nil, above: Int64 = 0) throws {
        _ = try Parcel.sign(Township.bundle(pages, code: "999999"), into: folder ?? parcel, above: above, keys: keys ?? village, now: now)
    }

    /// The reasons of what was refused.
    private func release(_ folder: String? = nil, keys: KeyDirectory? = nil, at time: UnixTime? = nil) throws -> [RepositoryError] {
        try RepositoryWriter(town.repository).release(
            [Parcel(opening: folder ?? parcel)], keys: keys ?? town.keys, now: time ?? now
        ).refused
    }

    private func pull(_ anchor: [UInt8]? = nil) throws -> Generation? {
        let now = now
        return try Synchronizer(
            store: store, source: SyncSource(url: server.url, anchor: try anchor ?? town.keys.roots()[0]), clock: { now }
        ).pull().activated
    }

    private func newKey() throws -> (keys: KeyDirectory, public: VillageKey) {
        let folder = town.directory + "/village-\(UUID().uuidString)"
        let made = try KeyDirectory.newVillage("999999", at: folder)
        return (try KeyDirectory(ofVillage: "999999", at: folder), made.key)
    }

    @Test func aLostVillageKeyIsReplaced() throws {
        let (new, key) = try newKey()
        try sign([[1], [3]], keys: new)
        #expect(try release() == [.unknownSigner(code: "999999", trusted: VillageKey(file: village.path + "/villages/999999/public.json").fingerprint)])
        #expect(try pull() == nil, "what was there stays")
        #expect(try town.keys.trust(key) != nil)
        #expect(try release() == [])
        let second = try #require(try pull())
        #expect(try second.object(Township.id([3])) == [3])
        // The thief, or finder, of the former key.
        try sign([[1], [4]], into: town.directory + "/stolen", above: 99)
        #expect(try release(town.directory + "/stolen") == [.unknownSigner(code: "999999", trusted: key.fingerprint)])
        #expect(try pull() == nil)
    }

    /// The village's computer is gone with its folder: the numbers begin anew, and no box goes back.
    @Test func aLostFolderNeedsTheNumber() throws {
        try sign([[1], [3]])
        #expect(try release() == [])
        let folder = town.directory + "/new-folder"
        try sign([[5]], into: folder)
        #expect(try release(folder) == [.oldParcel(code: "999999", version: 1, released: 2)])
        try sign([[5]], into: folder, above: 2)
        #expect(try release(folder) == [])
        let generation = try #require(try pull())
        #expect(try generation.object(Township.id([5])) == [5])
    }

    /// A thief of the online keys has pushed the numbers to the end: new keys, and boxes follow. In the second row only the snapshot's was
    /// stolen, and the timestamp signed what it found.
    @Test(arguments: [(["timestamp", "snapshot"], Int64.max, Int64.max - 1), (["snapshot"], 3, 1 << 50)] as [([String], Int64, Int64)])
    func stolenOnlineKeysAreReplaced(roles: [String], timestampVersion: Int64, snapshotVersion: Int64) throws {
        let thief = try Thief(town)
        try thief.publish(timestampVersion: timestampVersion, snapshotVersion: snapshotVersion)
        #expect(try pull() == nil, "nothing of the village has changed")
        #expect(throws: RepositoryError.versionsUsedUp(role: "snapshot")) {
            try sign([[1], [3]])
            return try release()
        }
        #expect(try town.keys.rotate(roles, now: now) == 2)
        #expect(try release() == [])
        let generation = try #require(try pull())
        #expect(try generation.object(Township.id([3])) == [3])
        // What the thief still can sign counts no more.
        try thief.publish(timestampVersion: 50, snapshotVersion: 50)
        let error = thrown(SyncError.self) { try pull() }
        let role: UTF8Text = roles.count == 2 ? "timestamp" : "snapshot"
        #expect(error == .notTrusted(.tooFewSignatures(role: role, valid: 0, threshold: 1, signedBy: "root 2")))
    }

    @Test func ofAnEmptyFolderItIsSaidThatNothingIsPublished() throws {
        #expect(thrown(RepositoryError.self) { try KeyReport(town.keys.path, keys: town.keys, now: now) } == .nothingPublished(town.keys.path))
    }

    /// Each online key alone, and the renewal of the root's date.
    @Test(arguments: [["timestamp"], ["snapshot"], ["targets"], ["emergency"], [], ["targets", "snapshot", "timestamp"]])
    func oneKeyIsReplaced(roles: [String]) throws {
        let later = now.adding(days: 1)
        let version = try town.keys.rotate(roles, now: later)
        #expect(version == (roles == ["emergency"] ? nil : 2))
        let waiting = try KeyReport(town.repository, keys: town.keys, now: now)
        #expect(waiting.waitingRoots == (version == nil ? [] : [2]) && waiting.needsSomebody == (version != nil))
        try sign([[1], [6]])
        #expect(try release() == [])
        let generation = try #require(try pull())
        #expect(try generation.object(Township.id([6])) == [6])
        #expect(try KeyReport(town.repository, keys: town.keys, now: now).needsSomebody == false)
        #expect(try KeyDirectory(opening: town.keys.path).roots().count == (version == nil ? 1 : 2))
    }

    @Test func aRotationThatNobodyHasSeenIsUndone() throws {
        let roles = ["root/2", "timestamp", "targets"]
        let before = try roles.map { try town.keys.signer($0).publicKey }
        #expect(throws: RepositoryError.nothingToUndo(version: 1)) { try town.keys.undoRotation(before: town.repository) }
        #expect(try town.keys.rotate(roles, now: now) == 2)
        #expect(try roles.map { try town.keys.signer($0).publicKey } != before)
        #expect(try town.keys.undoRotation(before: town.repository) == 2)
        #expect(try roles.map { try town.keys.signer($0).publicKey } == before)
        #expect(try town.keys.roots().count == 1)
        try sign([[1], [6]])
        #expect(try release() == [])
        #expect(try pull()?.number == 2)
        // A lost key's place is empty again afterwards.
        try FileManager.default.removeItem(atPath: town.keys.path + "/root/3/key.pem")
        _ = try town.keys.rotate(["root/3"], now: now)
        _ = try town.keys.undoRotation(before: town.repository)
        #expect(File.byteCount(town.keys.path + "/root/3/key.pem") == nil)
        _ = try town.keys.rotate(["snapshot"], now: now)
        #expect(try release() == [])
        #expect(throws: RepositoryError.nothingToUndo(version: 2)) { try town.keys.undoRotation(before: town.repository) }
    }

    @Test(arguments: ["root/1", "root/2", "root/3"])
    func oneLostRootKeyIsReplacedByTheOthers(slot: String) throws {
        try FileManager.default.removeItem(atPath: "\(town.keys.path)/\(slot)/key.pem")
        #expect(try town.keys.rotate([slot], now: now) == 2)
        try sign([[1], [7]])
        #expect(try release() == [])
        #expect(try pull()?.number == 2)
        // The new key counts: with it and one of the old ones the next root is signed.
        let other = slot == "root/1" ? "root/2" : "root/1"
        try FileManager.default.removeItem(atPath: "\(town.keys.path)/\(other)/key.pem")
        #expect(try town.keys.rotate([other], now: now) == 3)
        try sign([[1], [8]])
        #expect(try release() == [])
        #expect(try pull()?.number == 3)
    }

    /// Two root keys are gone. No root can be made that boxes believe; a person brings them another one.
    @Test func aLostRootThresholdTakesAVisit() throws {
        for slot in ["root/1", "root/3"] { try FileManager.default.removeItem(atPath: "\(town.keys.path)/\(slot)/key.pem") }
        #expect(throws: RepositoryError.tooFewRootKeys(path: town.keys.path, found: 1, needed: 2)) {
            try town.keys.rotate(["root/1"], now: now)
        }
        let keys = try KeyDirectory.new(town.directory + "/new-keys", now: now)
        try keys.trust(VillageKey(file: village.path + "/villages/999999/public.json"))
        try sign([[1], [9, 9]])
        for name in try Directory.entries(town.repository) where name != "objects" { try Directory.removeAny("\(town.repository)/\(name)") }
        #expect(try release(keys: keys) == [])
        // Not made in the second of the former, as on a real day: a web server tells files of one length apart by that.
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: 60)], ofItemAtPath: town.repository + "/timestamp.json")
        let error = thrown(SyncError.self) { try pull() }
        #expect(error == .notTrusted(.tooFewSignatures(role: "timestamp", valid: 0, threshold: 1, signedBy: "root 1")))
        #expect(store.current?.number == 1, "it shows what it had")
        #expect(try pull(keys.roots()[0])?.object(Township.id([9, 9])) == [9, 9], "with the new root.json in its settings")
    }

    /// The township holds no key of the village, and a page must go now.
    @Test func theTownshipTakesAPageDown() throws {
        var bundle = try Township.bundle([[1]], code: "999999")
        var index = try ContentJSON.decode(VillageIndex.self, from: bundle.targets[0].bytes)
        index.issued = Instant(secondsSinceEpoch: 100)
        index.floor = index.issued
        bundle.targets[0].bytes = try ContentJSON.encode(index)
        let gone = "\(town.repository)/objects/\(try Township.id([2, 2]).hex)"
        #expect(File.byteCount(gone) == 2)
        _ = try RepositoryWriter(town.repository).takeDown(bundle, keys: town.keys, now: now)
        #expect(File.byteCount(gone) == nil, "it does not lie open any more")
        let second = try #require(try pull())
        #expect(second.number == 2 && second.index.floor == index.floor)
        #expect(second.index.tiles[0].items.count == 1)
        #expect(try RepositoryReader(town.repository).index(of: "999999") == index)
        #expect(try pull() == nil)
        // What the village has signed before comes no more; what it signs with the withdrawal takes the township's place.
        try sign([[1], [2, 2], [3]])
        #expect(try release().count == 1)
        #expect(try pull() == nil)
        bundle = try Township.bundle([[1], [4]], code: "999999")
        index = try ContentJSON.decode(VillageIndex.self, from: bundle.targets[0].bytes)
        index.issued = Instant(secondsSinceEpoch: 200)
        index.floor = index.issued
        bundle.targets[0].bytes = try ContentJSON.encode(index)
        _ = try Parcel.sign(bundle, into: parcel, keys: village, now: now)
        #expect(try release() == [])
        #expect(try pull()?.object(Township.id([4])) == [4])
        #expect(throws: RepositoryError.unknownVillage(code: "999997")) {
            try RepositoryWriter(town.repository).takeDown(Township.bundle([[1]], code: "999997"), keys: town.keys, now: now)
        }
    }

    @Test func villagesComeAndGo() throws {
        let made = try KeyDirectory.newVillage("999998", at: town.directory + "/other")
        let folder = town.directory + "/other-parcel"
        _ = try Parcel.sign(
            Township.bundle([[7]], code: "999998"), into: folder, keys: KeyDirectory(ofVillage: "999998", at: town.directory + "/other"), now: now)
        #expect(try release(folder) == [.unknownVillage(code: "999998")])
        try town.keys.trust(VillageKey(file: made.file))
        #expect(try release(folder) == [])
        let other = try ContentStore(town.directory + "/other-box", village: "999998")
        let now = now
        let synchronizer = Synchronizer(
            store: other, source: SyncSource(url: server.url, anchor: try town.keys.roots()[0]), clock: { now })
        #expect(try synchronizer.pull().activated?.number == 1)
        #expect(try pull() == nil, "the first village's box sees nothing of it")

        let back = try town.keys.remove(village: "999998")
        try sign([[1], [2, 2], [3]])
        #expect(try release() == [])
        #expect(thrown(SyncError.self) { try synchronizer.pull() } == .unknownVillage("999998"))
        #expect(try other.current?.object(Township.id([7])) == [7], "it keeps what it shows")
        #expect(try pull()?.number != nil)
        #expect(File.byteCount("\(town.repository)/objects/\(try Township.id([7]).hex)") == nil, "nothing of it is offered any more")
        #expect(try release(folder) == [.removedVillage(code: "999998", file: back)])

        try town.keys.trust(VillageKey(file: back))
        #expect(try release(folder) == [])
        #expect(try synchronizer.pull().activated == nil, "it is the same content again")
        #expect(try synchronizer.pull().traffic.requests == 1)
    }

    /// Online there are two private keys and nothing else: renewing and releasing need no more.
    @Test func theOnlineMachineHoldsTwoKeys() throws {
        let online = town.directory + "/online"
        try Directory.create(online, mode: 0o700)
        for name in ["root.json", "1.root.json", "snapshot", "timestamp"] {
            try FileManager.default.copyItem(atPath: "\(town.keys.path)/\(name)", toPath: "\(online)/\(name)")
        }
        let keys = try KeyDirectory(opening: online)
        try sign([[1], [3, 3]])
        #expect(try release(keys: keys, at: now.adding(days: 1)) == [])
        let generation = try #require(try pull())
        #expect(try generation.object(Township.id([3, 3])) == [3, 3])
        let renewed = try RepositoryWriter(town.repository).release([], keys: keys, now: now.adding(days: 2)).outcome
        #expect(renewed.written == ["timestamp.json"])
        // The root's new keys are elsewhere: without the new root.json it does not go on with old ones.
        _ = try town.keys.rotate(["timestamp"], now: now)
        _ = try RepositoryWriter(town.repository).release([], keys: town.keys, now: now.adding(days: 3))
        #expect(throws: RepositoryError.staleKeys(path: online, version: 2)) {
            try RepositoryWriter(town.repository).release([], keys: keys, now: now.adding(days: 4))
        }
        try FileManager.default.copyItem(atPath: "\(town.keys.path)/2.root.json", toPath: "\(online)/2.root.json")
        #expect(throws: RepositoryError.wrongKey(path: online + "/timestamp/key.pem")) {
            try RepositoryWriter(town.repository).release([], keys: keys, now: now.adding(days: 4))
        }
    }
}

extension Directory {
    static func removeAny(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
}
