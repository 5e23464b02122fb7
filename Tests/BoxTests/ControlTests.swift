import Box
import Glibc
import LinuxIO
import Navigation
import Testing

/// Both ends over a real socket; the client blocks in a thread of its own while the loop turns here.
@Suite struct ControlTests {
    final class Folder {
        let path: String
        init() throws {
            path = "/tmp/yuanba-control-\(MonotonicInstant.now().nanoseconds)"
            try Directory.create(path)
        }
        deinit { try? Directory.removeTree(path) }
        var socket: String { path + "/control" }
    }

    /// What a client got, and the loop that served it.
    static func ask(
        _ request: ControlRequest, at path: String, loop: EventLoop, timeout: Duration = .seconds(600)
    ) throws -> Result<ControlReply, ControlError> {
        let mailbox = try Mailbox<Result<ControlReply, ControlError>>()
        var result: Result<ControlReply, ControlError>?
        let registration = try mailbox.attach(to: loop) {
            result = $0
            loop.stop()
        }
        let thread = try WorkerThread(name: "client") {
            do throws(ControlError) {
                mailbox.post(.success(try ControlClient(path: path, timeout: timeout).send(request)))
            } catch {
                mailbox.post(.failure(error))
            }
        }
        loop.run()
        thread.join()
        loop.remove(registration)
        return result!
    }

    /// A client that speaks raw bytes.
    final class Raw {
        private let descriptor: Descriptor
        init(_ path: String) throws { descriptor = try UnixSocket.connect(path) }
        func send(_ text: String) throws { try Array(text.utf8).withUnsafeBytes { try descriptor.writeAll($0) } }
        /// No more comes from this side; answers may.
        func finish() { descriptor.withRaw { _ = shutdown($0, Int32(SHUT_WR)) } }
        /// Everything that has arrived; nil at the end of the connection.
        func receive() throws -> String? {
            var all: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4096)
            while try descriptor.waitUntilReadable(timeout: .zero) {
                let count = try chunk.withUnsafeMutableBytes { try descriptor.read(into: $0) } ?? 0
                if count == 0 { return all.isEmpty ? nil : String(decoding: all, as: UTF8.self) }
                all += chunk[..<count]
            }
            return String(decoding: all, as: UTF8.self)
        }
    }

    init() { Signal.ignoreBrokenPipes() }

    static func settle(_ loop: EventLoop) { for _ in 0..<20 { loop.turn(timeout: .zero) } }

    @Test func requestsAndReplies() throws {
        let folder = try Folder()
        let loop = try EventLoop()
        var seen: [ControlRequest] = []
        // More than a socket takes at once.
        let picture = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let server = try ControlServer(path: folder.socket, loop: loop) { request in
            seen.append(request)
            switch request {
            case .status:
                var status = Status()
                status.place = "2/2026-10"
                return .status(status)
            case .keys: return .done
            case .screenshot(let writeback): return writeback ? .failed("no writeback here") : .picture(picture)
            }
        }
        guard case .status(let status) = try Self.ask(.status, at: folder.socket, loop: loop).get() else { throw ControlError.closed }
        #expect(status.place == "2/2026-10")
        guard case .done = try Self.ask(.keys([.ok, .channelUp, .digit0]), at: folder.socket, loop: loop).get(),
            case .picture(let got) = try Self.ask(.screenshot(writeback: false), at: folder.socket, loop: loop).get()
        else { throw ControlError.closed }
        #expect(got == picture)
        #expect(throws: ControlError.refused("no writeback here")) {
            try Self.ask(.screenshot(writeback: true), at: folder.socket, loop: loop).get()
        }
        #expect(seen == [.status, .keys([.ok, .channelUp, .digit0]), .screenshot(writeback: false), .screenshot(writeback: true)])
        Self.settle(loop)
        #expect(server.clientCount == 0)
    }

    /// Bytes on the wire, as other programs (the emulated box's agent, a shell with socat) write and read them.
    @Test(arguments: [
        (#"{"do":"keys","keys":["ok","down","channel-up","7"]}"#, #"{"ok":true}"#),
        (#"{"do":"keys","keys":[]}"#, #"{"ok":true}"#),
        (#"{"do":"screenshot","writeback":false}"#, "{\"byteCount\":3,\"ok\":true}\nPNG"),
        (#"{"do":"screenshot"}"#, "{\"byteCount\":3,\"ok\":true}\nPNG"),
    ])
    func wire(_ request: String, _ reply: String) throws {
        let folder = try Folder()
        let loop = try EventLoop()
        let server = try ControlServer(path: folder.socket, loop: loop) { request in
            if case .screenshot = request { .picture(Array("PNG".utf8)) } else { .done }
        }
        let client = try Raw(folder.socket)
        try client.send(request + "\n")
        Self.settle(loop)
        #expect(try client.receive() == reply + (reply.hasSuffix("PNG") ? "" : "\n"))
        #expect(server.clientCount == 1, "it may ask again")
    }

    /// What is wrong stands in the answer; nothing of the request is carried out.
    @Test(arguments: [
        (#"{"do":"keys","keys":["ok","volume"]}"#, "no key is called “volume”: up down left right ok"),
        (#"{"do":"dance"}"#, "cannot do “dance”: status keys screenshot"),
        (#"{"keys":["ok"]}"#, "do"), (#"{"do":"keys"}"#, "keys"), ("hello", "not understood"), ("", "not understood"),
    ])
    func misunderstood(_ request: String, _ words: String) throws {
        let folder = try Folder()
        let loop = try EventLoop()
        let server = try ControlServer(path: folder.socket, loop: loop) { _ in
            Issue.record("half a request was carried out")
            return .done
        }
        let client = try Raw(folder.socket)
        try client.send(request + "\n")
        Self.settle(loop)
        let reply = try client.receive() ?? ""
        #expect(reply.contains(words) && reply.contains(#""ok":false"#) && reply.hasSuffix("}\n"))
        #expect(server.clientCount == 1, "it may ask again")
    }

    @Test func piecesAndSeveralAtOnce() throws {
        let folder = try Folder()
        let loop = try EventLoop()
        var seen: [ControlRequest] = []
        let server = try ControlServer(path: folder.socket, loop: loop) { request in
            seen.append(request)
            return .done
        }
        let first = try Raw(folder.socket)
        let second = try Raw(folder.socket)
        try first.send(#"{"do":"keys","#)
        Self.settle(loop)
        try second.send(#"{"do":"keys","keys":["up"]}"# + "\n" + #"{"do":"keys","keys":["down"]}"# + "\n")
        Self.settle(loop)
        try first.send(#""keys":["ok"]}"# + "\n")
        Self.settle(loop)
        #expect(seen == [.keys([.up]), .keys([.down]), .keys([.ok])])
        #expect(try second.receive() == "{\"ok\":true}\n{\"ok\":true}\n")
        #expect(try first.receive() == "{\"ok\":true}\n")
        #expect(server.clientCount == 2)
    }

    @Test func answersLater() throws {
        let folder = try Folder()
        let loop = try EventLoop()
        var answers: [(ControlReply) -> Void] = []
        let server = try ControlServer(path: folder.socket, loop: loop) { _, answer in answers.append(answer) }
        let client = try Raw(folder.socket)
        try client.send(#"{"do":"status"}"# + "\n" + #"{"do":"status"}"# + "\n")
        Self.settle(loop)
        #expect(answers.count == 1, "one at a time")
        answers[0](.failed("first"))
        answers[0](.failed("again"))
        Self.settle(loop)
        #expect(answers.count == 2)
        #expect(try client.receive() == #"{"error":"first","ok":false}"# + "\n", "a second answer to one request is nobody's")
        let gone = try Raw(folder.socket)
        try gone.send(#"{"do":"status"}"# + "\n")
        Self.settle(loop)
        #expect(server.clientCount == 2 && answers.count == 3)
        answers[1](.done)
        answers[2](.done)
        Self.settle(loop)
        #expect(try client.receive() == "{\"ok\":true}\n")
    }

    @Test func clientGoneBeforeItsAnswer() throws {
        let folder = try Folder()
        let loop = try EventLoop()
        var answers: [(ControlReply) -> Void] = []
        let server = try ControlServer(path: folder.socket, loop: loop) { _, answer in answers.append(answer) }
        var client: Raw? = try Raw(folder.socket)
        try client?.send(#"{"do":"screenshot"}"# + "\n")
        Self.settle(loop)
        client = nil
        Self.settle(loop)
        #expect(answers.count == 1)
        answers[0](.picture(Array(repeating: 1, count: 1 << 20)))
        Self.settle(loop)
        #expect(server.clientCount == 0)
    }

    @Test func halfClosedClientsAreAnswered() throws {
        // `echo … | socat - UNIX:…` closes its side before it reads.
        let folder = try Folder()
        let loop = try EventLoop()
        let server = try ControlServer(path: folder.socket, loop: loop) { _ in .done }
        let client = try Raw(folder.socket)
        try client.send(#"{"do":"status"}"# + "\n" + #"{"do":"status"}"# + "\n")
        client.finish()
        Self.settle(loop)
        #expect(try client.receive() == "{\"ok\":true}\n{\"ok\":true}\n")
        #expect(server.clientCount == 0)
    }

    @Test func boundsHold() throws {
        let folder = try Folder()
        let loop = try EventLoop()
        var limits = ControlServer.Limits()
        limits.clients = 2
        limits.requestBytes = 100
        let server = try ControlServer(path: folder.socket, loop: loop, limits: limits) { _ in .done }
        let long = try Raw(folder.socket)
        try long.send(String(repeating: "x", count: 200))
        Self.settle(loop)
        #expect(server.clientCount == 0)
        #expect(try long.receive() == nil)
        let clients = try (0..<3).map { _ in try Raw(folder.socket) }
        Self.settle(loop)
        #expect(server.clientCount == 2)
        #expect(try clients[2].receive() == nil, "the third is sent away")
        #expect(try clients[0].receive() == "")
    }

    @Test func slowClientsAreDropped() throws {
        let folder = try Folder()
        let loop = try EventLoop()
        var limits = ControlServer.Limits()
        limits.patience = .milliseconds(50)
        let server = try ControlServer(path: folder.socket, loop: loop, limits: limits) { _ in
            .picture(Array(repeating: 7, count: 8 << 20))
        }
        let reader = try Raw(folder.socket)
        try reader.send(#"{"do":"screenshot"}"# + "\n")
        let silent = try Raw(folder.socket)
        // However long it takes until the timers are due; nothing else ends this loop. (How many are there meanwhile depends on the machine.)
        var most = 0
        repeat {
            loop.turn()
            most = max(most, server.clientCount)
        } while server.clientCount > 0
        #expect(most > 0, "they were let in first")
        #expect(try silent.receive() == nil)
    }

    @Test func staleSocketsAreReplacedAndLiveOnesAreNot() throws {
        let folder = try Folder()
        let loop = try EventLoop()
        // A file where the socket should be, as a daemon that was killed leaves it.
        try AtomicFile.replace(folder.socket, with: [])
        var server: ControlServer? = try ControlServer(path: folder.socket, loop: loop) { _ in .done }
        #expect(throws: ControlError.alreadyRunning(path: folder.socket)) {
            try ControlServer(path: folder.socket, loop: loop) { _ in .done }
        }
        Self.settle(loop)
        guard case .done = try Self.ask(.status, at: folder.socket, loop: loop).get() else { throw ControlError.closed }
        _ = server
        server = nil
        #expect(throws: ControlError.notRunning(path: folder.socket)) { try ControlClient(path: folder.socket).send(.status) }
    }

    @Test func clearErrors() throws {
        let folder = try Folder()
        let loop = try EventLoop()
        #expect(throws: ControlError.noDirectory(folder.path + "/run/yuanba")) {
            try ControlServer(path: folder.path + "/run/yuanba/control", loop: loop) { _ in .done }
        }
        #expect(throws: ControlError.notRunning(path: folder.path + "/control")) { try ControlClient(path: folder.path + "/control").send(.status) }
        let server = try ControlServer(path: folder.socket, loop: loop) { _, _ in }
        #expect(throws: ControlError.timedOut(seconds: 0)) {
            try Self.ask(.status, at: folder.socket, loop: loop, timeout: .milliseconds(50)).get()
        }
        _ = server
    }
}
