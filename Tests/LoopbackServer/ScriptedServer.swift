import Foundation
import Glibc
import Synchronization

/// A web server on loopback that answers exactly what a test tells it to, also what no real server would.
package final class ScriptedServer: Sendable {
    /// What is done with one request.
    package enum Reply: Sendable {
        /// These bytes, then the connection is kept.
        case send(String)
        /// The same for a body that is no text.
        case sendBytes([UInt8])
        /// These bytes, then the connection is closed.
        case sendAndClose(String)
        /// The same for an answer that may be no text.
        case sendBytesAndClose([UInt8])
        /// These bytes, then the others over and over until the client has enough.
        case sendForever(first: String, then: String)
        /// These bytes, then the others one byte at a time, `every` apart, over and over until the client has enough.
        case drip(first: String, then: String, every: Duration)
        /// These bytes, then silence until the client goes.
        case stall(String)

        /// An ordinary answer with this body.
        package static func file(_ body: [UInt8], headers: String = "") -> Reply {
            .sendBytes(Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\(headers)\r\n".utf8) + body)
        }

        package static let notFound = Reply.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    }

    struct Record: Sendable {
        var connection: Int
        var head: String
    }

    package let port: UInt16
    private let listener: Int32
    private let records = Mutex<[Record]>([])
    private let respond: @Sendable (_ head: String, _ number: Int) -> Reply

    /// `respond` gets the request's head and its number, from 0.
    package init(_ respond: @escaping @Sendable (String, Int) -> Reply) {
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
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    package var url: String { "http://127.0.0.1:\(port)/file" }
    package var heads: [String] { records.withLock { $0.map(\.head) } }
    package var connectionCount: Int { records.withLock { Set($0.map(\.connection)).count } }

    /// The path that a request's head asks for.
    package static func path(_ head: String) -> String {
        let words = head.split(separator: " ", maxSplits: 2)
        return words.count > 1 ? String(words[1]) : ""
    }

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
                guard send(client, Array(reply.utf8)) else { return }
            case .sendBytes(let bytes):
                guard send(client, bytes) else { return }
            case .sendAndClose(let reply):
                _ = send(client, Array(reply.utf8))
                return
            case .sendBytesAndClose(let bytes):
                _ = send(client, bytes)
                return
            case .sendForever(let first, let then):
                guard send(client, Array(first.utf8)) else { return }
                while send(client, Array(String(repeating: then, count: 64).utf8)) {}
                return
            case .drip(let first, let then, let every):
                guard send(client, Array(first.utf8)) else { return }
                precondition(!then.isEmpty, "nothing to drip")
                let pause = UInt32(every / .microseconds(1))
                while true {
                    for byte in then.utf8 {
                        guard send(client, [byte]) else { return }
                        usleep(pause)
                    }
                }
            case .stall(let reply):
                _ = send(client, Array(reply.utf8))
                _ = read(client, &byte, 1)
                return
            }
        }
    }

    private func send(_ client: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(client, $0.baseAddress! + sent, bytes.count - sent) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
