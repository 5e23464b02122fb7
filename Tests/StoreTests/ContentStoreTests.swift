import Content
import Foundation
import LinuxIO
import Publishing
import Store
import Testing
import ThrownError
import Trust

@Suite struct ContentStoreTests {
    let town: Town
    var path: String { town.directory + "/box" }

    init() throws {
        town = try Town()
    }

    private func open() throws -> ContentStore { try ContentStore(path, village: "999999") }

    @Test func whatIsActivatedIsThereAfterReopening() throws {
        let store = try open()
        #expect(store.current == nil && store.findings == [])
        #expect(store.newestIssued() == nil)
        try town.activate([[1], [2]], in: store)
        for store in [store, try open()] {
            let generation = try #require(store.current)
            #expect(generation.number == 1 && store.findings == [])
            #expect(generation.index.tiles[0].items.count == 2)
            #expect(try generation.object(Town.id([2])) == [2])
            #expect(try generation.sections().count == 1)
            #expect(generation.roleVersions == ["targets": 1, "999999": 1])
        }
        #expect(SymbolicLink.target(path + "/current") == "generations/1")
        #expect(store.newestIssued() == town.now)
    }

    @Test func oneFormerGenerationIsKeptAndGarbageGoes() throws {
        let store = try open()
        for page in UInt8(1)...4 { try town.activate([[0], [page]], in: store) }
        #expect(try Directory.entries(path + "/generations") == ["3", "4"])
        let objects = try Set([[0], [3], [4]].map { try Town.id($0).hex })
        #expect(try Set(Directory.entries(path + "/objects")) == objects)
        #expect(try Directory.entries(path + "/incoming") == [])
        #expect(try Directory.entries(path) == ["current", "format", "generations", "incoming", "lock", "objects", "tuf"])
    }

    @Test func theFormerGenerationThatIsKeptIsAWholeOne() throws {
        let store = try open()
        for page in UInt8(1)...2 { try town.activate([[page]], in: store) }
        // Generation 2 rots while it is shown: what it would fall back on must not go with the next activation.
        try AtomicFile.replace(path + "/generations/2/index.json", with: [1])
        let reopened = try open()
        #expect(reopened.current?.number == 1)
        try town.activate([[3]], in: reopened)
        #expect(try Directory.entries(path + "/generations") == ["1", "3"])
        try AtomicFile.replace(path + "/generations/3/index.json", with: [1])
        #expect(try open().current?.object(Town.id([1])) == [1])
    }

    /// What was issued before something was withdrawn is neither kept nor shown, whatever happens to what came after.
    @Test func nothingFromBelowTheFloorIsShown() throws {
        let store = try open()
        func at(_ seconds: Int, floor: Int? = nil) -> (inout VillageIndex) -> Void {
            { index in
                index.issued = Instant(secondsSinceEpoch: seconds)
                index.floor = floor.map { Instant(secondsSinceEpoch: $0) }
            }
        }
        try town.activate([[1]], in: store, at(100))
        try town.activate([[1], [2]], in: store, at(200))
        var held = store.current
        try town.activate([[3]], in: store, at(300, floor: 300))
        #expect(try Directory.entries(path + "/generations") == ["2", "3"] && held?.object(Town.id([2])) == [2], "somebody is still reading it")
        held = nil
        _ = try store.beginUpdate()
        #expect(try Directory.entries(path + "/generations") == ["3"])
        #expect(try Directory.entries(path + "/objects") == [Town.id([3]).hex])

        try town.activate([[4]], in: store, at(400, floor: 300))
        #expect(try Directory.entries(path + "/generations") == ["3", "4"], "from the floor on the former one is kept")
        // An index that says nothing of it any more does not lower it.
        try town.activate([[5]], in: store, at(250))
        try AtomicFile.replace(path + "/generations/5/index.json", with: [1])
        #expect(try open().current?.number == 4)
        try Directory.removeTree(path + "/generations/4")
        try town.activate([[6]], in: try open(), at(500, floor: 300))
        #expect(try open().findings == [])
    }

    /// The bytes are looked at through another name that the store knows nothing of: what is only replaced stays on the medium, what is withdrawn
    /// does not, neither the object nor the title in the index.
    @Test func whatIsWithdrawnIsOverwritten() throws {
        let store = try open()
        func keep(_ name: String, as other: String) throws {
            try #require(link("\(path)/\(name)", "\(path)/\(other)") == 0)
        }
        func bytes(_ name: String) throws -> [UInt8] { try File.read("\(path)/\(name)", limit: 1 << 20) }
        let long = [UInt8](repeating: 7, count: 200_000)
        try town.activate([[1], [9]], in: store) { $0.issued = Instant(secondsSinceEpoch: 100) }
        try keep("objects/\(Town.id([1]).hex)", as: "replaced")
        try town.activate([long, [9]], in: store) { $0.issued = Instant(secondsSinceEpoch: 200) }
        try town.activate([long, [9], [4]], in: store) { $0.issued = Instant(secondsSinceEpoch: 300) }
        #expect(try bytes("replaced") == [1] && File.byteCount("\(path)/objects/\(Town.id([1]).hex)") == nil)
        try keep("objects/\(Town.id(long).hex)", as: "withdrawn")
        try keep("objects/\(Town.id([9]).hex)", as: "kept")
        try keep("generations/3/index.json", as: "index")
        try town.activate([[9]], in: store) {
            $0.issued = Instant(secondsSinceEpoch: 400)
            $0.floor = Instant(secondsSinceEpoch: 400)
        }
        #expect(try Directory.entries(path + "/objects") == [Town.id([9]).hex])
        #expect(try bytes("withdrawn") == [UInt8](repeating: 0, count: 200_000) && bytes("kept") == [9])
        #expect(try Set(bytes("index")) == [0])
    }

    /// A crash may come between the switch to what states a floor and the floor's own note.
    @Test func aFloorThatACrashLostIsThereAgain() throws {
        let store = try open()
        try town.activate([[1], [2]], in: store) { $0.issued = Instant(secondsSinceEpoch: 100) }
        try town.activate([[2]], in: store) {
            $0.issued = Instant(secondsSinceEpoch: 200)
            $0.floor = Instant(secondsSinceEpoch: 200)
        }
        try File.remove(path + "/tuf/floor")
        let reopened = try open()
        #expect(reopened.current?.number == 2)
        _ = try reopened.beginUpdate()
        #expect(try String(decoding: File.read(path + "/tuf/floor", limit: 100), as: UTF8.self) == "1970-01-01T00:03:20Z")
    }

    /// The generation goes last, so that half of one is the sign of a removal that a crash cut short.
    @Test func whatACrashKeptOfErasedContentGoes() throws {
        let store = try open()
        try town.activate([[1]], in: store) { $0.issued = Instant(secondsSinceEpoch: 100) }
        try town.activate([[2]], in: store) {
            $0.issued = Instant(secondsSinceEpoch: 200)
            $0.floor = Instant(secondsSinceEpoch: 200)
        }
        #expect(try Directory.entries(path + "/generations") == ["2"])
        try Directory.create(path + "/generations/1/metadata")
        try AtomicFile.replace("\(path)/objects/\(Town.id([1]).hex)", with: [1])
        try #require(link("\(path)/objects/\(Town.id([1]).hex)", path + "/left") == 0)
        _ = try open().beginUpdate()
        #expect(try File.read(path + "/left", limit: 10) == [0])
        #expect(try Directory.entries(path + "/generations") == ["2"])
        #expect(try Directory.entries(path + "/objects") == [Town.id([2]).hex])
    }

    @Test func anAuditReadsEverything() throws {
        #expect(try StoreAudit(path, village: "999999").generation == nil)
        let store = try open()
        try town.activate([[1], [2]], in: store)
        try town.activate([[2], [3]], in: store)
        let whole = try StoreAudit(path, village: "999999")
        #expect(whole.generation == 2 && whole.objectCount == 2 && whole.damages == [] && whole.unneeded == [])
        #expect(whole.trusted == ["root": 1, "timestamp": 2, "snapshot": 2, "targets": 1, "999999": 2])

        try AtomicFile.replace("\(path)/objects/\(Town.id([3]).hex)", with: [4])
        try File.remove("\(path)/objects/\(Town.id([2]).hex)")
        try AtomicFile.replace("\(path)/tuf/snapshot.json", with: [])
        try AtomicFile.replace("\(path)/incoming/\(Town.id([5]).hex)", with: [5])
        try Directory.create("\(path)/generations/3")
        let damaged = try StoreAudit(path, village: "999999")
        #expect(damaged.damages.count == 2 && damaged.trusted["snapshot"] == 0)
        #expect(try damaged.unneeded == ["generations/3", "incoming/\(Town.id([5]).hex)"])

        try AtomicFile.replace("\(path)/generations/2/index.json", with: [])
        #expect(try StoreAudit(path, village: "999999").damages.contains { $0.contains("generation 2") })
    }

    @Test func aHeldGenerationKeepsItsFiles() throws {
        let store = try open()
        try town.activate([[1]], in: store)
        var held = store.current
        for page in UInt8(2)...4 { try town.activate([[page]], in: store) }
        #expect(try held?.object(Town.id([1])) == [1])
        #expect(try held?.sections().count == 1)
        held = nil
        try town.activate([[5]], in: store)
        #expect(try Directory.entries(path + "/generations") == ["4", "5"])
    }

    /// What may be broken in the current generation, and that the former one takes its place.
    @Test(arguments: [
        "index.json", "metadata/root.json", "metadata/timestamp.json", "metadata/snapshot.json", "metadata/targets.json",
        "metadata/999999.json",
    ])
    func aDamagedGenerationIsReplacedByTheFormer(file: String) throws {
        let store = try open()
        try town.activate([[1]], in: store)
        try town.activate([[2]], in: store)
        let damaged = "\(path)/generations/2/\(file)"
        var bytes = try File.read(damaged, limit: 1_000_000)
        bytes[bytes.count / 2] ^= 0x01
        for bytes in [bytes, Array(bytes.prefix(10)), []] {
            try AtomicFile.replace(damaged, with: bytes)
            let reopened = try open()
            #expect(reopened.current?.number == 1)
            #expect(reopened.findings.count == 1 && reopened.findings[0].contains("generation 2"), "\(reopened.findings)")
        }
        try File.remove(damaged)
        let reopened = try open()
        #expect(reopened.current?.number == 1)
        // And the next good one follows.
        try town.activate([[3]], in: reopened)
        #expect(reopened.current?.number == 3)
        #expect(try open().findings == [])
    }

    @Test func aGenerationThatWasNotFinishedIsNotShown() throws {
        let store = try open()
        try town.activate([[1]], in: store)
        try Directory.create(path + "/generations/7/metadata")
        try AtomicFile.replace(path + "/tuf/root.json.123.new", with: [1])
        let reopened = try open()
        #expect(reopened.current?.number == 1 && reopened.findings == [])
        _ = try reopened.beginUpdate()
        #expect(try Directory.entries(path + "/generations") == ["1"])
        #expect(try Directory.entries(path + "/tuf").allSatisfy { !$0.hasSuffix(".new") })
    }

    @Test func anIndexThatThisBuildCannotReadIsNotActivated() throws {
        let store = try open()
        try town.activate([[1]], in: store)
        let error = thrown(StoreError.self) {
            try town.activate([[2]], in: store) { $0.schema = VillageIndex.schema + 1 }
        }
        if case .damaged(2, _) = error {} else { Issue.record("\(String(describing: error))") }
        #expect(store.current?.number == 1)
        #expect(try open().current?.number == 1)
        #expect(try Directory.entries(path + "/generations") == ["1"])
    }

    /// A store of before there was a note of its format, or whose note was lost, is taken over with what it shows.
    @Test func theStoreOfAnEarlierVersionIsTakenOver() throws {
        try town.activate([[1]], in: open())
        for note in [nil, "0\n0\n", "", "\u{fffd}x", "3\n1\n"] {
            try File.remove(path + "/format")
            if let note { try AtomicFile.replace(path + "/format", with: Array(note.utf8)) }
            let store = try open()
            #expect(store.current?.number == 1 && store.findings == ["the store of format 0 is one of format 1 now"])
            #expect(try open().findings == [])
        }
        #expect(try File.read(path + "/format", limit: 10) == Array("1\n1\n".utf8))
    }

    @Test func theStoreOfALaterVersionIsLeftAsItIs() throws {
        try town.activate([[1]], in: open())
        try AtomicFile.replace(path + "/format", with: Array("2\n2\n".utf8))
        try Directory.removeTree(path + "/incoming")
        let error = thrown(StoreError.self) { try open() }
        #expect(error == .newer(format: 2, supported: 1))
        #expect(error?.description.contains("install the newer yuanbad again") == true)
        #expect(try Directory.entries(path) == ["current", "format", "generations", "lock", "objects", "tuf"])
    }

    /// A note that nobody can read keeps no picture away.
    @Test func aFormatThatCannotBeReadKeepsNothingAway() throws {
        try town.activate([[1]], in: open())
        try File.remove(path + "/format")
        try Directory.create(path + "/format")
        #expect(try open().current?.number == 1)
    }

    @Test func theStoreOfAnotherVillageShowsNothing() throws {
        let store = try open()
        try town.activate([[1]], in: store)
        #expect(try ContentStore(path, village: "999998").current == nil)
    }

    @Test func bitRotIsNoticedAndMended() throws {
        let store = try open()
        try town.activate([[1, 2, 3]], in: store)
        let id = try Town.id([1, 2, 3])
        let generation = try #require(store.current)
        for (bytes, error) in [([1, 2, 4], .rotten(id)), ([1], .rotten(id)), (nil, .missing(id))] as [([UInt8]?, StoreError)] {
            if let bytes {
                try AtomicFile.replace("\(path)/objects/\(id.hex)", with: bytes)
            } else {
                try File.remove("\(path)/objects/\(id.hex)")
            }
            #expect(throws: error) { try generation.object(id) }
            let update = try store.beginUpdate()
            #expect(update.hasLosses && update.lacks(.init(sha256: id, length: 3)))
            #expect(try update.insert(id, [1, 2, 3]))
            #expect(!update.hasLosses && !update.lacks(.init(sha256: id, length: 3)))
            #expect(try generation.object(id) == [1, 2, 3])
        }
    }

    @Test func onlyTheVeryObjectIsAdopted() throws {
        let update = try open().beginUpdate()
        let id = try Town.id([1, 2, 3])
        #expect(update.lacks(.init(sha256: id, length: 3)))
        #expect(try !update.insert(id, [1, 2]))
        #expect(try Directory.entries(path + "/incoming") == [])
        #expect(update.lacks(.init(sha256: id, length: 3)))
        #expect(throws: StoreError.self) { try update.adopt(id) }
    }

    @Test func wantOfSpaceIsSaidBeforeAnythingIsFetched() throws {
        let update = try open().beginUpdate()
        let huge = try (UInt8(0)..<200).map { SectionManifest.Object(sha256: try Town.id([$0]), length: 1 << 50) }
        let error = thrown(StoreError.self) { try update.reserve(huge) }
        guard case .diskFull(let at, let needed, let free) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(at == path && needed > 200 << 50 && free > 0)
        #expect(try Directory.entries(path + "/incoming") == [])
        try update.reserve([.init(sha256: Town.id([1]), length: 100_000)])
        #expect(File.byteCount(update.incomingPath(try Town.id([1]))) == 0)
    }

    @Test func oneUpdateAtATime() throws {
        let store = try open()
        let other = try open()
        let update = try store.beginUpdate()
        #expect(throws: StoreError.busy(path: path)) { try other.beginUpdate() }
        withExtendedLifetime(update) {}
    }

    @Test func whatAnotherProcessActivatedIsTakenOver() throws {
        let mine = try open()
        let other = try open()
        try town.activate([[1]], in: other)
        #expect(mine.current == nil)
        _ = try mine.beginUpdate()
        #expect(mine.current?.number == 1)
    }

    @Test func aStoreThatCannotBeMadeIsAnError() throws {
        try AtomicFile.replace(town.directory + "/file", with: [1])
        let error = thrown(StoreError.self) { try ContentStore(town.directory + "/file", village: "1") }
        if case .disk(let cause) = error {
            #expect(cause.errno == .notADirectory)
        } else {
            Issue.record("\(String(describing: error))")
        }
    }
}
