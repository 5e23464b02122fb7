import LinuxIO
import Testing

@Suite final class FileTests {
    let directory: String

    init() throws {
        directory = "/tmp/yuanba-linuxio-\(MonotonicInstant.now().nanoseconds)"
        try Directory.create(directory + "/a/b")
    }

    deinit { try? Directory.removeTree(directory) }

    @Test func replacingAFileLeavesOnlyTheNewContent() throws {
        let path = directory + "/a/file"
        try AtomicFile.replace(path, with: Array("first".utf8))
        try AtomicFile.replace(path, with: Array("second".utf8))
        #expect(try File.read(path, limit: 100) == Array("second".utf8))
        #expect(try Directory.entries(directory + "/a") == ["b", "file"])
    }

    @Test func aReplacementThatFailsLeavesTheOldFileAndNoOther() throws {
        #expect(throws: SystemError("replace \(directory)/a/b", .isADirectory)) {
            try AtomicFile.replace(directory + "/a/b", with: [1])
        }
        #expect(try Directory.entries(directory + "/a") == ["b"])
        #expect(throws: SystemError("replace \(directory)/none/file", .noSuchFileOrDirectory)) {
            try AtomicFile.replace(directory + "/none/file", with: [1])
        }
    }

    @Test(arguments: [0, 1, 4095, 4096, 4097, 300_000])
    func readingGivesEveryByteUpToTheLimit(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = directory + "/size-\(count)"
        try AtomicFile.replace(path, with: bytes)
        #expect(try File.read(path, limit: count) == bytes)
        if count > 0 {
            #expect(throws: SystemError("read \(path)", .fileTooLarge)) { try File.read(path, limit: count - 1) }
        }
    }

    @Test func filesWithoutAStatedSizeAreReadAndLimited() throws {
        #expect(try File.read("/proc/self/stat", limit: 10_000).count > 10)
        #expect(throws: SystemError("read /proc/self/stat", .fileTooLarge)) {
            try File.read("/proc/self/stat", limit: 3)
        }
    }

    @Test func readingADirectoryOrNothingSaysSo() throws {
        #expect(throws: SystemError("read \(directory)", .isADirectory)) { try File.read(directory, limit: 10) }
        #expect(throws: SystemError("open \(directory)/none", .noSuchFileOrDirectory)) {
            try File.read(directory + "/none", limit: 10)
        }
    }

    @Test func aDirectoryWatchTellsOfANewName() throws {
        let loop = try EventLoop()
        let watch = try DirectoryWatch(directory)
        var changes = 0
        let registration = try watch.attach(to: loop) { changes += 1 }
        loop.turn(timeout: .zero)
        #expect(changes == 0)
        try AtomicFile.replace(directory + "/new", with: [])
        loop.turn(timeout: .zero)
        #expect(changes == 1)
        loop.remove(registration)
    }
}

@Suite struct SocketTests {
    @Test func aConnectionCarriesBytesAndCredentials() throws {
        let path = "/tmp/yuanba-socket-\(MonotonicInstant.now().nanoseconds)"
        let listener = try UnixListener(path: path)
        let early = try listener.accept() != nil
        #expect(!early, "nobody has connected")
        let client = try UnixSocket.connect(path)
        guard let server = try listener.accept() else {
            Issue.record("nobody waits")
            return
        }
        put(Array("hello".utf8), client)
        #expect(take(server) == Array("hello".utf8))
        let (ofServer, ofClient) = (try UnixSocket.peer(of: server), try UnixSocket.peer(of: client))
        #expect(ofServer.process == ofClient.process)
        #expect(throws: SystemError("listen on \(path)", .addressInUse)) { _ = try UnixListener(path: path) }
    }

    @Test func aPathThatIsTooLongIsRefused() {
        let path = "/tmp/" + String(repeating: "x", count: 200)
        #expect(throws: SystemError("connect to \(path)", .nameTooLong)) { _ = try UnixSocket.connect(path) }
    }
}

@Suite struct ParsingTests {
    @Test(arguments: [
        ("change@/devices/pci0/drm/card0\0ACTION=change\0SUBSYSTEM=drm\0HOTPLUG=1\0DEVNAME=dri/card0\0",
         "change", "/devices/pci0/drm/card0", "drm", "dri/card0" as String?, 4 as Int?),
        ("remove@/x\0SUBSYSTEM=input", "remove", "/x", "input", nil, 1),
        ("libudev\0\u{1}\u{2}", "", "", "", nil, nil),
        ("add@/x\0broken\0", "", "", "", nil, nil),
        ("", "", "", "", nil, nil),
    ])
    func uevents(
        text: String, action: String, path: String, subsystem: String, device: String?, variables: Int?
    ) {
        let event = Array(text.utf8).withUnsafeBytes { Uevent(parsing: $0) }
        #expect((event == nil) == (variables == nil))
        guard let event else { return }
        #expect(event.action == action)
        #expect(event.devicePath == path)
        #expect(event.subsystem == subsystem)
        #expect(event.deviceName == device)
        #expect(event.variables.count == variables)
    }

    @Test func errnoReadsAsASentenceWithItsName() {
        #expect("\(Errno.permissionDenied)" == "Permission denied (EACCES)")
        #expect("\(SystemError("open /dev/dri/card0", .busy))"
            == "open /dev/dri/card0: Device or resource busy (EBUSY)")
    }

    @Test func aConditionIsNewsOnlyWhenItChanges() {
        var condition = Condition()
        let changes = ["busy", "busy", nil, nil, "busy", "other"].map { condition.changes(to: $0) }
        #expect(changes == [true, false, true, false, true, true])
    }
}
