import Foundation
import Glibc

/// The stock web server, serving one directory on loopback with its default caching headers.
package final class Nginx {
    private static let path = "/usr/sbin/nginx"
    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// PEM files with what the server proves itself by.
    package struct Certificate {
        package var chain: String
        package var key: String

        package init(chain: String, key: String) {
            self.chain = chain
            self.key = key
        }
    }

    /// The server did not start; the text is its log.
    struct NotStarted: Error {
        var log: String
    }

    package private(set) var port: UInt16 = 0
    private let directory: String
    private let certificate: Certificate?
    private var process: pid_t = 0
    /// The server runs until this closes, also when the tests are killed.
    private var lifeline: Int32 = -1

    package var url: String { "\(certificate == nil ? "http" : "https")://127.0.0.1:\(port)/" }

    /// `directory` gets the configuration and logs, `root` is what is served; with a `certificate` over TLS only.
    package init(directory: String, root: String, certificate: Certificate? = nil) throws {
        self.directory = directory
        self.certificate = certificate
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // Between asking for a free port and taking it, somebody else may have taken it.
        for _ in 1...5 {
            if try start(root: root) { return }
            stop()
        }
        throw NotStarted(log: (try? String(contentsOfFile: directory + "/error.log", encoding: .utf8)) ?? "no log")
    }

    /// False when the server did not answer within ten seconds, or says that it can't have the port.
    private func start(root: String) throws -> Bool {
        port = Self.freePort()
        for stale in ["error.log", "pid"] { try? FileManager.default.removeItem(atPath: "\(directory)/\(stale)") }
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(directory)/\($0);" }.joined(separator: " ")
        let user = geteuid() == 0 ? "user root;" : ""
        let secure = certificate.map { "ssl_certificate \($0.chain); ssl_certificate_key \($0.key);" } ?? ""
        let configuration = """
            \(user) daemon off; master_process off; pid \(directory)/pid; error_log \(directory)/error.log;
            events { worker_connections 64; }
            http {
                \(temporary)
                log_format wire '$request $status $request_length $bytes_sent $connection';
                access_log \(directory)/access.log wire;
                server { listen 127.0.0.1:\(port)\(certificate == nil ? "" : " ssl"); \(secure) root \(root); }
            }
            """
        try configuration.write(toFile: directory + "/conf", atomically: true, encoding: .utf8)
        // Foundation's Process waits on a run loop, which the threads of tests do not run.
        let script = "\(Self.path) -c \(directory)/conf -e \(directory)/error.log & read line; kill -9 $!"
        var arguments: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", script].map { (word: String) in strdup(word) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0)
        lifeline = ends[1]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        let status = posix_spawn(&process, "/bin/sh", &actions, nil, arguments, environ)
        posix_spawn_file_actions_destroy(&actions)
        close(ends[0])
        precondition(status == 0, "sh does not start: \(status)")
        for _ in 0..<1_000 {
            let log = (try? String(contentsOfFile: directory + "/error.log", encoding: .utf8)) ?? ""
            // Somebody else's server may answer there.
            if log.contains("bind() to") { return false }
            if Self.answers(port), FileManager.default.fileExists(atPath: directory + "/pid") { return true }
            usleep(10_000)
        }
        return false
    }

    deinit { stop() }

    package func stop() {
        guard process != 0 else { return }
        close(lifeline)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        process = 0
    }

    /// Lines since the last call: request, status, bytes of the request, bytes of the answer, connection.
    package func newLogLines() -> [String] {
        let text = (try? String(contentsOfFile: directory + "/access.log", encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n").map(String.init)
        defer { seen = lines.count }
        return Array(lines.dropFirst(seen))
    }

    private var seen = 0

    private static func freePort() -> UInt16 {
        withSocket { descriptor, address in
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            _ = bind(descriptor, address, length)
            getsockname(descriptor, address, &length)
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
        }
    }

    private static func answers(_ port: UInt16) -> Bool {
        withSocket(port) { descriptor, address in
            connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }

    private static func withSocket<Value>(
        _ port: UInt16 = 0, _ body: (Int32, UnsafeMutablePointer<sockaddr>) -> Value
    ) -> Value {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body(descriptor, $0) }
        }
    }
}
