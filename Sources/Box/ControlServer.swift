internal import Content
package import LinuxIO

/// The daemon's end of the control socket, on its event loop. Never blocks: a client that sends too much, takes too little or sits there
/// is dropped. One request of a client is worked on at a time. The process must ignore SIGPIPE.
package final class ControlServer {
    /// Answers one request, now or later, on the loop and exactly once.
    package typealias Handler = (_ request: ControlRequest, _ answer: @escaping (ControlReply) -> Void) -> Void

    /// Bounds, so that nobody can make the daemon grow or wait.
    package struct Limits: Sendable {
        package var clients = 8
        package var requestBytes = 16 * 1024
        /// Without a whole request, or without taking a byte of the answer, for so long: dropped.
        package var patience = Duration.seconds(10)
        package init() {}
    }

    private final class Client {
        let descriptor: Descriptor
        var registration: EventLoop.Registration?
        var input: [UInt8] = []
        var output: ArraySlice<UInt8> = []
        var isWorking = false
        /// Counts requests, to know a second answer to one.
        var request = 0
        /// No more requests come; what is asked for is still answered.
        var isClosing = false
        var deadline: TimerID?

        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

        func readMore() throws(SystemError) -> Int? { try descriptor.read(appendingTo: &input, atMost: 4096) }
        func writeMore() throws(SystemError) -> Int? { try descriptor.write(someOf: output) }
    }

    private let loop: EventLoop
    private let log: Log
    private let limits: Limits
    private let listener: UnixListener
    private var registration: EventLoop.Registration?
    private var clients: [ObjectIdentifier: Client] = [:]
    private let handler: Handler

    /// Listens at `path` with mode 0660; a socket that a dead daemon left there is replaced.
    package init(
        path: String, loop: EventLoop, limits: Limits = Limits(), log: Log = .none, answering handler: @escaping Handler
    ) throws(ControlError) {
        self.loop = loop
        self.log = log
        self.limits = limits
        self.handler = handler
        let directory = Directory.parent(of: path)
        guard Directory.exists(directory) else { throw .noDirectory(directory) }
        do throws(SystemError) {
            listener = try UnixListener(path: path, mode: 0o660)
        } catch {
            throw error.errno == .addressInUse ? .alreadyRunning(path: path) : .system(error)
        }
        do throws(SystemError) {
            registration = try loop.add(listener.descriptor, .readable) { [unowned self] _ in accept() }
        } catch {
            throw .system(error)
        }
    }

    /// For handlers that can answer at once.
    package convenience init(
        path: String, loop: EventLoop, limits: Limits = Limits(), log: Log = .none, handler: @escaping (ControlRequest) -> ControlReply
    ) throws(ControlError) {
        try self.init(path: path, loop: loop, limits: limits, log: log) { request, answer in answer(handler(request)) }
    }

    deinit {
        registration.map(loop.remove)
        for client in clients.values {
            client.registration.map(loop.remove)
            client.deadline.map(loop.cancel)
        }
    }

    /// Connections at the moment.
    package var clientCount: Int { clients.count }

    private func accept() {
        while true {
            let client: Client
            do throws(SystemError) {
                guard let descriptor = try listener.accept() else { return }
                client = Client(descriptor)
            } catch {
                // The client is gone again, or descriptors ran out; the next one tells.
                log.warning("\(error)")
                return
            }
            guard clients.count < limits.clients else {
                log.warning("control: more than \(limits.clients) clients at once")
                continue
            }
            do throws(SystemError) {
                client.registration = try loop.add(client.descriptor, .readable) { [unowned self, unowned client] readiness in
                    serve(client, readiness)
                }
            } catch {
                log.warning("\(error)")
                continue
            }
            clients[ObjectIdentifier(client)] = client
            wait(for: client)
        }
    }

    private func serve(_ client: Client, _ readiness: Readiness) {
        if readiness.contains(.readable), !read(client) { return }
        if readiness.contains(.error) || (readiness.contains(.hangUp) && !readiness.contains(.readable)) { return drop(client) }
        if !client.output.isEmpty { write(client) }
    }

    /// False when the client was dropped.
    private func read(_ client: Client) -> Bool {
        do throws(SystemError) {
            while let count = try client.readMore() {
                guard count > 0 else {
                    client.isClosing = true
                    break
                }
                guard client.input.count <= limits.requestBytes else {
                    log.warning("control: a request of more than \(limits.requestBytes) bytes")
                    drop(client)
                    return false
                }
            }
        } catch {
            drop(client)
            return false
        }
        take(client)
        return clients[ObjectIdentifier(client)] != nil
    }

    /// Takes up the next whole line, unless an answer is still on its way.
    private func take(_ client: Client) {
        guard !client.isWorking, client.output.isEmpty else { return listen(client) }
        guard let end = client.input.firstIndex(of: 0x0A) else {
            if client.isClosing { drop(client) } else { listen(client) }
            return
        }
        let line = client.input[..<end]
        client.input.removeSubrange(...end)
        client.isWorking = true
        client.request += 1
        client.deadline.map(loop.cancel)
        client.deadline = nil
        listen(client)
        let answer = { [weak self, weak client, number = client.request] (reply: ControlReply) in
            guard let self, let client, client.isWorking, client.request == number else { return }
            finish(client, reply)
        }
        do throws(ContentError) {
            handler(try ContentJSON.decode(ControlRequest.self, from: line), answer)
        } catch {
            answer(.failed("the request is not understood: \(error)"))
        }
    }

    private func finish(_ client: Client, _ reply: ControlReply) {
        client.isWorking = false
        guard clients[ObjectIdentifier(client)] != nil else { return }
        client.output = reply.wire[...]
        wait(for: client)
        write(client)
    }

    private func write(_ client: Client) {
        do throws(SystemError) {
            while !client.output.isEmpty {
                guard let taken = try client.writeMore() else { return listen(client) }
                client.output = client.output.dropFirst(taken)
                wait(for: client)
            }
        } catch {
            return drop(client)
        }
        client.output = []
        take(client)
    }

    /// Asks the loop for what the client can go on with: no reading while it has work, so that it cannot pile up requests.
    private func listen(_ client: Client) {
        var interest: Readiness = []
        if !client.output.isEmpty { interest.insert(.writable) }
        if !client.isWorking, client.output.isEmpty, !client.isClosing { interest.insert(.readable) }
        do throws(SystemError) {
            if let registration = client.registration { try loop.change(registration, to: interest) }
        } catch {
            drop(client)
        }
    }

    /// Gives the client its time anew.
    private func wait(for client: Client) {
        client.deadline.map(loop.cancel)
        client.deadline = loop.afterCoarse(limits.patience) { [unowned self, unowned client] in
            client.deadline = nil
            log.info("control: a client that was too slow is dropped")
            drop(client)
        }
    }

    private func drop(_ client: Client) {
        client.registration.map(loop.remove)
        client.deadline.map(loop.cancel)
        clients[ObjectIdentifier(client)] = nil
    }
}
