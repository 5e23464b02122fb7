import Content
import Fetch
import Glibc
import LinuxIO
import Navigation
import Store
import Testing
import ThrownError
import Trust

@testable import Box

/// A repository copied to a medium. What only a real medium has, its file system and how it is mounted, is not tried here.
@Suite struct MediumTests {
    let town: Township
    var medium: String { town.directory + "/medium" }

    init() throws {
        town = try Township()
        try town.publish([[1], [2, 2]])
        try write()
    }

    /// The repository as it is now.
    private func write() throws {
        try Directory.removeTree(medium)
        func copy(_ from: String, _ to: String) throws {
            try Directory.create(to)
            for name in try Directory.entries(from) {
                if Directory.exists("\(from)/\(name)") {
                    try copy("\(from)/\(name)", "\(to)/\(name)")
                } else {
                    try AtomicFile.replace("\(to)/\(name)", with: File.read("\(from)/\(name)", limit: 1 << 20), durably: false)
                }
            }
        }
        try copy(town.repository, medium)
    }

    private func pull(into store: ContentStore) throws -> PullOutcome {
        let source = SyncSource(url: MediumFetcher.address, anchor: try town.keys.roots()[0])
        let fetcher = MediumFetcher(try ForeignFolder(medium), cancel: CancelFlag())
        return try Synchronizer(store: store, source: source, medium: fetcher, clock: { [town] in town.now }).pull()
    }

    private func store() throws -> ContentStore { try ContentStore(town.directory + "/box", village: "999999") }

    @Test func itBringsWhatAServerWould() throws {
        let store = try store()
        #expect(try pull(into: store).activated?.object(Township.id([2, 2])) == [2, 2])
        #expect(try pull(into: store).activated == nil)
        try town.publish([[1], [3]], at: town.now.adding(days: 1))
        try write()
        let outcome = try pull(into: store)
        #expect(outcome.objects == 1 && outcome.issued == town.now.adding(days: 1))
        #expect(try StoreAudit(store.layout.directory, village: "999999").damages == [])
    }

    @Test func anOlderOneIsNoNews() throws {
        let store = try store()
        try town.publish([[1], [3]], at: town.now.adding(days: 1))
        let old = medium
        let new = town.repository
        // The box has the newer one; the stick was written before.
        _ = try Synchronizer(
            store: store, source: SyncSource(url: MediumFetcher.address, anchor: try town.keys.roots()[0]),
            medium: MediumFetcher(try ForeignFolder(new), cancel: CancelFlag()), clock: { [town] in town.now }
        ).pull()
        let error = try #require(thrown(SyncError.self) { try pull(into: store) })
        #expect(StickNote(error) == .nothingNew, "\(old): \(error)")
        #expect(store.current?.index.tiles[0].items.count == 2)
    }

    /// What may be wrong on a medium, and what the one who plugged it in is told.
    @Test(arguments: [
        ("nothing on it", StickNote.empty), ("a changed object", .untrusted), ("a shorter object", .untrusted), ("a longer object", .untrusted),
        ("no objects", .untrusted), ("a link for an object", .unreadable), ("a directory for an object", .unreadable),
        ("a pipe for the timestamp", .unreadable), ("another township", .untrusted), ("a directory that is a link", .unreadable),
    ])
    func whatIsWrongIsSaid(_ what: String, _ note: StickNote) throws {
        let object = "\(medium)/objects/\(try Township.id([2, 2]).hex)"
        switch what {
        case "nothing on it":
            try Directory.removeTree(medium)
            try Directory.create(medium)
        case "a changed object": try AtomicFile.replace(object, with: [2, 3])
        case "a shorter object": try AtomicFile.replace(object, with: [2])
        case "a longer object": try AtomicFile.replace(object, with: [2, 2, 2])
        case "no objects": try Directory.removeTree(medium + "/objects")
        case "a link for an object":
            try AtomicFile.replace(medium + "/elsewhere", with: [2, 2])
            try SymbolicLink.replace(object, target: medium + "/elsewhere")
        case "a directory for an object":
            try File.remove(object)
            try Directory.create(object)
        case "a pipe for the timestamp":
            try File.remove(medium + "/timestamp.json")
            #expect(mkfifo(medium + "/timestamp.json", 0o644) == 0)
        case "another township":
            let other = try Township()
            try other.publish([[1], [2, 2]])
            for name in ["timestamp.json", "1.snapshot.json"] {
                try AtomicFile.replace("\(medium)/\(name)", with: File.read("\(other.repository)/\(name)", limit: 1 << 20))
            }
        case "a directory that is a link":
            try File.move(medium + "/objects", to: town.directory + "/objects")
            try SymbolicLink.replace(medium + "/objects", target: town.directory + "/objects")
        default: Issue.record("\(what)")
        }
        let store = try store()
        let error = try #require(thrown(SyncError.self) { try pull(into: store) })
        #expect(StickNote(error) == note, "\(error)")
        #expect(store.current == nil)
    }

    @Test func namesStayBelowTheFolder() throws {
        let folder = try ForeignFolder(medium)
        for (name, errno) in [
            ("../repository/timestamp.json", Errno.crossDeviceLink), ("/etc/passwd", .crossDeviceLink), ("objects/../../x", .crossDeviceLink),
            ("nothing", .noSuchFileOrDirectory), ("objects", .invalidArgument), (String(repeating: "a", count: 5_000), .nameTooLong),
        ] {
            #expect(thrown(SystemError.self) { _ = try folder.open(name) }?.errno == errno, "\(name)")
        }
        _ = try folder.open("objects/../timestamp.json")
        #expect(try !folder.volume().isInert, "the test's own disk can be written")
    }
}
