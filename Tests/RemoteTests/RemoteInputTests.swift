import Glibc
import LinuxIO
import Navigation
import Remote
import Testing

/// The whole input path on a real loop, inotify and FIFOs in the place of device nodes; what it takes a kernel device for is tested in
/// the emulated box.
@Suite struct RemoteInputTests {
    final class Room {
        let directory = TemporaryDirectory()
        let loop: EventLoop
        var events: [RemoteEvent] = []
        var refusals: [String: Errno] = [:]
        var input: RemoteInput!
        var codes: Set<UInt16> = [103, 108, 28, 158]

        init(subdirectory: String = "") throws {
            loop = try EventLoop()
            input = RemoteInput(
                loop: loop, directory: directory.path + subdirectory, log: .none,
                openDevice: { [unowned self] path throws(SystemError) in
                    if let errno = refusals[path] { throw SystemError("open \(path)", errno) }
                    let name = "Remote \(path.utf8.last! - 0x30)"
                    return InputDevice(
                        adopting: try Descriptor.open(path, .nonBlocking), identity: DeviceIdentity(name: name), codes: codes, repeats: true)
                },
                { [unowned self] in events.append($0) })
        }

        /// Events are an hour ahead of the clock, so that no timer runs however slow this machine is.
        let start = Int(MonotonicInstant.now().nanoseconds / 1_000_000) + 3_600_000

        func key(_ milliseconds: Int, _ code: UInt16, _ value: Int32) -> [UInt8] {
            Recording.key(start + milliseconds, code, value)
        }

        func path(_ number: Int) -> String { "\(directory.path)/event\(number)" }

        /// Turns until nothing more happens at once.
        func settle() { for _ in 0..<10 { loop.turn(timeout: .zero) } }

        var keys: [String] { events.map { "\($0.key.rawValue) \($0.phase.rawValue)" } }
    }

    final class Sender {
        private let descriptor: Descriptor
        init(_ path: String) throws { descriptor = try Descriptor.open(path, [.writeOnly, .nonBlocking]) }
        func send(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try descriptor.writeAll($0) } }
    }

    static var isRecordingUsable: Bool {
        if EventDecoder.eventBytes != 24 { print("skipped: the recordings are of a 64-bit kernel") }
        return EventDecoder.eventBytes == 24
    }

    @Test func pluggedInPressedPulledOut() throws {
        guard Self.isRecordingUsable else { return }
        let room = try Room()
        #expect(room.input.report == RemoteReport())
        Recording.makeFIFO(room.path(0))
        room.settle()
        #expect(room.input.report.devices == [.init(name: "Remote 0", path: room.path(0), state: .ready(keys: 4))])
        var sender: Sender? = try Sender(room.path(0))
        try sender?.send(room.key(1000, 108, 1) + room.key(1080, 108, 0) + room.key(2000, 28, 1))
        room.settle()
        #expect(room.keys == ["down press", "down release", "ok press"])
        #expect(room.events[0].time == at(room.start + 1000), "the kernel's time, not ours")
        sender = nil
        room.settle()
        #expect(room.keys.last == "ok release", "what a pulled-out device held is released")
        #expect(room.input.report.devices == [.init(name: "Remote 0", path: room.path(0), state: .gone)])
        try File.remove(room.path(0))
        Recording.makeFIFO(room.path(0))
        room.settle()
        #expect(room.input.report.devices.map(\.state) == [.ready(keys: 4)], "and it comes back under the same name")
    }

    @Test func permissionComesLater() throws {
        let room = try Room()
        room.refusals[room.path(0)] = .permissionDenied
        Recording.makeFIFO(room.path(0))
        room.settle()
        #expect(room.input.report.devices.map(\.state) == [.permissionDenied])
        #expect(!room.input.report.hasRemote)
        room.refusals = [:]
        // udev sets the group after the node has appeared.
        #expect(chmod(room.path(0), 0o660) == 0)
        room.settle()
        #expect(room.input.report.hasRemote)
    }

    @Test func aMouseIsLeftAlone() throws {
        let room = try Room()
        room.codes = [272, 273]
        Recording.makeFIFO(room.path(3))
        room.settle()
        #expect(room.input.report.devices.map(\.state) == [.notARemote])
        #expect(throws: (any Error).self, "nobody has it open") { try Sender(room.path(3)) }
        room.codes = [28]
        try File.remove(room.path(3))
        Recording.makeFIFO(room.path(3))
        room.settle()
        #expect(room.input.report.hasRemote, "another device under the name of the mouse")
    }

    @Test func twoDevicesTwoRemotes() throws {
        guard Self.isRecordingUsable else { return }
        let room = try Room()
        Recording.makeFIFO(room.path(0))
        Recording.makeFIFO(room.path(1))
        room.settle()
        let first = try Sender(room.path(0))
        let second = try Sender(room.path(1))
        try first.send(room.key(0, 103, 1))
        room.settle()
        try second.send(room.key(2, 103, 1) + room.key(60, 103, 0))
        room.settle()
        try first.send(room.key(61, 103, 0))
        room.settle()
        #expect(room.keys == ["up press", "up release"])
        #expect(room.input.report.devices.count == 2)
    }

    @Test func lostEvents() throws {
        guard Self.isRecordingUsable else { return }
        let room = try Room()
        Recording.makeFIFO(room.path(0))
        room.settle()
        let sender = try Sender(room.path(0))
        try sender.send(room.key(0, 108, 1) + Recording.dropped(room.start + 10) + room.key(10, 28, 1))
        room.settle()
        #expect(room.keys == ["down press", "down release"], "a FIFO cannot say which keys are down, so none is")
    }

    @Test func directoryComesLater() throws {
        let room = try Room(subdirectory: "/input")
        #expect(room.input.report.trouble?.errno == .noSuchFileOrDirectory)
        try Directory.create(room.directory.path + "/input")
        Recording.makeFIFO(room.directory.path + "/input/event0")
        // The directory is looked for every two seconds or so; how long it takes is not the test's business.
        while !room.input.report.hasRemote { room.loop.turn() }
        #expect(room.input.report.trouble == nil)
        try Directory.removeTree(room.directory.path + "/input")
        room.settle()
        #expect(room.input.report.trouble?.errno == .noSuchFileOrDirectory)
        #expect(room.input.report.devices.map(\.state) == [.gone])
    }

    @Test func aRealNodeThatIsNoDevice() {
        #expect(throws: SystemError("EVIOCGBIT /dev/null", .notSupportedByDevice)) { try InputDevice.open("/dev/null") }
    }
}
