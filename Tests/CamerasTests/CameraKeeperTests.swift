import LinuxIO
import Testing
import ThrownError

@testable import Cameras

@Suite("Keeping a camera going")
struct CameraKeeperTests {
    /// A folder of nodes, of which none is a device: what the kernel's own drivers do is tried in the emulated box (board/scenarios/camera-*).
    private func withFolder(_ files: [String], _ body: (String) throws -> Void) throws {
        let folder = "/tmp/yuanba-cameras-\(MonotonicInstant.now().nanoseconds)"
        try Directory.create(folder)
        defer { try? Directory.removeTree(folder) }
        for file in files { try AtomicFile.replace("\(folder)/\(file)", with: [1, 2, 3]) }
        try body(folder)
    }

    @Test("files that are no devices are no cameras, and nothing goes wrong")
    func discovery() throws {
        try withFolder(["video0", "video7", "videos", "null"]) { folder in
            let (found, refused) = CameraDiscovery.cameras(in: folder)
            #expect(found.isEmpty && refused.isEmpty)
            #expect(thrown(CameraError.self) { try CameraStream.open(CameraSettings(device: .bus("usb-1")), in: folder) } == .absent("usb-1"))
        }
    }

    @Test("a camera that is not there is told once, and looked for again")
    func absent() throws {
        try withFolder(["video0"]) { folder in
            let loop = try EventLoop()
            var told: [CameraStatus.State] = []
            let keeper = CameraKeeper(
                CameraSettings(device: .bus("usb-1")), in: folder, loop: loop, log: .none, takeFrame: { $0.release() },
                takeStatus: { told.append($0.state) })
            let end = MonotonicInstant.now() + .seconds(2)
            while told.isEmpty, MonotonicInstant.now() < end { loop.turn(timeout: .milliseconds(50)) }
            #expect(told == [.unavailable(.absent("usb-1"))])
            // Two more looks.
            let wakeUps = loop.wakeUps
            while loop.wakeUps < wakeUps + 2, MonotonicInstant.now() < end { loop.turn(timeout: .seconds(1)) }
            #expect(told.count == 1)
            #expect(keeper.status.openings == 0)
        }
    }

    @Test("what failed is tried again later and later, what only changed at once")
    func delays() {
        var delay = ReopenDelay()
        #expect(delay.after(.sourceChanged) == .zero)
        #expect((0 ..< 6).map { _ in delay.after(.gone) } == [250, 500, 1000, 2000, 4000, 4000].map { .milliseconds($0) })
        #expect(delay.after(.sourceChanged) == .seconds(4), "a source that changes all the time is a failure")
        delay.reset()
        #expect(delay.after(.gone) == .milliseconds(250))
    }

    // Bits of V4L2_IN_ST_* in linux/videodev2.h.
    @Test(
        "what a driver says of an input",
        arguments: [
            (0, nil), (0x1, "no power"), (0x2, "no signal"), (0x100, "no horizontal lock"), (0x10000, "no sync"), (0x40000, "no carrier"),
            // Mirrored, without colour, copy protected: there is a picture.
            (0x10, nil), (0x4, nil), (0x0100_0000, nil),
        ] as [(UInt32, String?)])
    func silence(_ status: UInt32, _ says: String?) {
        #expect(CameraInput.silence(status: status) == says)
    }
}
