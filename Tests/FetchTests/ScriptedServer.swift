import Foundation
import Glibc
import Synchronization

/// A web server on loopback that answers exactly what a test tells it to, also what no real server would.
final class ScriptedServer: Sendable {
    /// What is done with one request.
    enum Reply: Sendable {
        /// These bytes, then the connection is kept.
        case send(String)
        /// These bytes, then the connection is closed.
        case sendAndClose(String)
        /// These bytes, then the others over and over until the client has enough.
        case sendForever(first: String, then: String)
        /// These bytes, then silence until the client goes.
        case stall(String)
    }

    struct Record: Sendable {
        var connection: Int
        var head: String
    }

    let port: UInt16
    private let listener: Int32
    private let records = Mutex<[Record]>([])
    private let respond: @Sendable (_ head: String, _ number: Int) -> Reply

    /// `respond` gets the request's head and its number, from 0.
    init(_ respond: @escaping @Sendable (String, Int) -> Reply) {
        self.respond = respond
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                let status = bind(listener, generic, length)
                getsockname(listener, generic, &length)
                return status
            }
        }
        precondition(bound == 0 && listen(listener, 16) == 0)
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        signal(SIGPIPE, SIG_IGN)
        Thread { [self] in accept() }.start()
    }

    /// Ends accepting; the port answers no more.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var url: String { "http://127.0.0.1:\(port)/file" }
    var heads: [String] { records.withLock { $0.map(\.head) } }
    var connectionCount: Int { records.withLock { Set($0.map(\.connection)).count } }

    private func accept() {
        var connection = 0
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let number = connection
            connection += 1
            Thread { [self] in
                serve(client, number)
                close(client)
            }.start()
        }
    }

    private func serve(_ client: Int32, _ connection: Int) {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while read(client, &byte, 1) == 1 {
            head.append(byte)
            guard head.suffix(4).elementsEqual("\r\n\r\n".utf8) else { continue }
            let text = String(decoding: head, as: UTF8.self)
            head = []
            let number = records.withLock { records in
                records.append(Record(connection: connection, head: text))
                return records.count - 1
            }
            switch respond(text, number) {
            case .send(let reply):
                guard send(client, reply) else { return }
            case .sendAndClose(let reply):
                _ = send(client, reply)
                return
            case .sendForever(let first, let then):
                guard send(client, first) else { return }
                while send(client, String(repeating: then, count: 64)) {}
                return
            case .stall(let reply):
                _ = send(client, reply)
                _ = read(client, &byte, 1)
                return
            }
        }
    }

    private func send(_ client: Int32, _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
