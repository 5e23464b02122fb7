import Glibc
import LinuxIO
import Testing

@Suite struct FileSystemTests {
    let directory: String

    init() throws {
        directory = "/tmp/yuanba-filesystem-\(MonotonicInstant.now().nanoseconds)"
        try Directory.create(directory + "/tree/inner")
    }

    @Test func aLinkIsReplacedAtOnce() throws {
        let link = directory + "/current"
        #expect(SymbolicLink.target(link) == nil)
        try SymbolicLink.replace(link, target: "generations/1")
        try SymbolicLink.replace(link, target: "generations/2")
        #expect(SymbolicLink.target(link) == "generations/2")
        #expect(try Directory.entries(directory) == ["current", "tree"])
    }

    @Test func removingATreeDoesNotFollowLinks() throws {
        try AtomicFile.replace(directory + "/outside", with: [1])
        try AtomicFile.replace(directory + "/tree/inner/file", with: [1])
        try SymbolicLink.replace(directory + "/tree/inner/link", target: directory)
        try Directory.removeTree(directory + "/tree")
        try Directory.removeTree(directory + "/tree")
        #expect(try Directory.entries(directory) == ["outside"])
    }

    /// Nobody but root can act for somebody else.
    @Test(.enabled(if: getuid() == 0, "needs root"))
    func whatIsMadeForAnOwnerIsTheOwners() throws {
        try #require(chown(directory, 65_534, 65_533) == 0)
        try FileOwner.acting(for: directory) { try Directory.create(directory + "/theirs") }
        try FileOwner.acting(for: directory + "/none") { try Directory.create(directory + "/ours") }
        var status = stat()
        #expect(stat(directory + "/theirs", &status) == 0 && status.st_uid == 65_534 && status.st_gid == 65_533)
        #expect(stat(directory + "/ours", &status) == 0 && status.st_uid == 0)
        #expect(geteuid() == 0 && getegid() == 0)
        try #require(chown(directory, 0, 0) == 0)
    }

    @Test func reservingKeepsTheSizeAndTruncatingSetsIt() throws {
        let path = directory + "/file"
        let file = try Descriptor.open(path, [.readWrite, .create])
        try file.reserve(byteCount: 100_000)
        #expect(File.byteCount(path) == 0)
        try write([7, 7, 7, 7, 7, 7], to: file)
        try file.truncate(byteCount: 4)
        try write([8], to: file)
        #expect(try File.read(path, limit: 100) == [7, 7, 7, 7, 8])
        #expect(File.byteCount(directory) == nil)
        #expect(File.byteCount(directory + "/none") == nil)
        #expect(try Directory.freeBytes(directory) > 0)
    }

    private func write(_ bytes: [UInt8], to file: borrowing Descriptor) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { buffer.deallocate() }
        buffer.copyBytes(from: bytes)
        try file.writeAll(UnsafeRawBufferPointer(buffer))
    }

    @Test func aLockHasOneHolder() throws {
        func isFree() throws -> Bool { try FileLock.take(directory + "/lock") != nil }
        var held = try FileLock.take(directory + "/lock")
        let isHeld = held != nil
        #expect(isHeld)
        #expect(try !isFree())
        held = nil
        #expect(try isFree())
        #expect(try isFree(), "asking does not keep it")
    }
}
