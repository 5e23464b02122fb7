internal import Content
package import LinuxIO

/// The socket at which the tool talks to the running daemon. Lives on the loop; a client that is slow to read or write costs no more than
/// its own bounded buffer, and is dropped when it exceeds it.
package final class ControlServer {
    private final class Client {
        let descriptor: Descriptor
        var registration: EventLoop.Registration?
        var incoming: [UInt8] = []
        var outgoing: [UInt8] = []
        var sent = 0
        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    private let listener: UnixListener
    private let loop: EventLoop
    private let log: Log
    private let handler: (ControlRequest) -> ControlReply
    private var clients: [ObjectIdentifier: Client] = [:]

    /// Requests are short; whoever sends more than this without a line end does not speak the protocol.
    private static let requestLimit = 16 << 10
    private static let clientLimit = 8

    /// Listens at `path` (mode 0660; a stale socket is replaced). `handler` is called on the loop and must not block for long.
    /// Throws when the folder is missing or not writable, or when somebody else listens there.
    package init(path: String, loop: EventLoop, log: Log, handler: @escaping (ControlRequest) -> ControlReply) throws(SystemError) {
        listener = try UnixListener(path: path)
        self.loop = loop
        self.log = log
        self.handler = handler
        _ = try loop.add(listener.descriptor, .readable) { [unowned self] _ in accept() }
    }

    private func accept() {
        do throws(SystemError) {
            while let connection = try listener.accept() {
                guard clients.count < Self.clientLimit else { continue }
                let client = Client(connection)
                client.registration = try loop.add(client.descriptor, .readable) { [unowned self, unowned client] readiness in
                    serve(client, readiness)
                }
                clients[ObjectIdentifier(client)] = client
            }
        } catch {
            log.warning("a client could not be accepted: \(error)")
        }
    }

    private func serve(_ client: Client, _ readiness: Readiness) {
        do throws(SystemError) {
            if !client.outgoing.isEmpty { return try send(client) }
            var buffer = [UInt8](repeating: 0, count: 4 << 10)
            var failure: SystemError?
            let count = buffer.withUnsafeMutableBytes { bytes -> Int? in
                do throws(SystemError) { return try client.descriptor.read(into: bytes) } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            guard let count else { return }
            guard count > 0, client.incoming.count + count <= Self.requestLimit else { return drop(client) }
            client.incoming += buffer[..<count]
            guard let end = client.incoming.firstIndex(of: 0x0A) else { return }
            client.outgoing = reply(to: client.incoming[..<end]).wire
            client.incoming.removeSubrange(...end)
            try send(client)
        } catch {
            log.debug("a client went away: \(error)")
            drop(client)
        }
    }

    private func reply(to line: ArraySlice<UInt8>) -> ControlReply {
        do throws(ContentError) {
            return handler(try ContentJSON.decode(ControlRequest.self, from: line))
        } catch {
            return .failed("the request is not understood: \(error)")
        }
    }

    private func send(_ client: Client) throws(SystemError) {
        while client.sent < client.outgoing.count {
            var failure: SystemError?
            let count = client.outgoing.withUnsafeBytes { bytes -> Int? in
                do throws(SystemError) {
                    return try client.descriptor.write(UnsafeRawBufferPointer(rebasing: bytes[client.sent...]))
                } catch {
                    failure = error
                    return nil
                }
            }
            if let failure { throw failure }
            guard let count else {
                if let registration = client.registration { try loop.change(registration, to: .writable) }
                return
            }
            client.sent += count
        }
        client.outgoing = []
        client.sent = 0
        if let registration = client.registration { try loop.change(registration, to: .readable) }
    }

    private func drop(_ client: Client) {
        if let registration = client.registration { loop.remove(registration) }
        clients[ObjectIdentifier(client)] = nil
    }
}
