import Fetch
import Foundation
import LinuxIO
import LoopbackServer
import Synchronization
import Testing
import ThrownError

@Suite struct FetcherTests {
    private static func ok(_ body: String, _ headers: String = "") -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    private let quick: FetchSettings = {
        var settings = FetchSettings()
        settings.stallTimeout = .seconds(1)
        return settings
    }()

    @Test func aFileComesWithItsValidatorAndTheConnectionIsKept() throws {
        let server = ScriptedServer { _, _ in .send(Self.ok("hello", "ETag: \"a\"\r\nLast-Modified: Tue\r\n")) }
        let fetcher = Fetcher()
        for _ in 0..<3 {
            let answer = try fetcher.get(server.url, limit: 5)
            #expect(answer == .file(Array("hello".utf8), Validator(entityTag: "\"a\"", lastModified: "Tue")))
        }
        #expect(server.connectionCount == 1)
        #expect(fetcher.traffic.requests == 3 && fetcher.traffic.connections == 1)
        #expect(fetcher.traffic.bytesSent == server.heads.map(\.utf8.count).reduce(0, +))
        server.stop()
    }

    @Test func aConditionalRequestMayEndIn304() throws {
        let server = ScriptedServer { head, _ in
            head.contains("If-None-Match: \"a\"\r\n")
                ? .send("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n") : .send(Self.ok("hello", "ETag: \"a\"\r\n"))
        }
        let fetcher = Fetcher()
        #expect(try fetcher.get(server.url, limit: 5, unless: Validator(entityTag: "\"a\"")) == .notModified)
        #expect(try fetcher.get(server.url, limit: 5, unless: Validator(entityTag: "\"b\"")) != .notModified)
        let traffic = fetcher.traffic
        #expect(throws: FetchError.status(304)) {
            // A server that says so without having been asked.
            let other = ScriptedServer { _, _ in .send("HTTP/1.1 304 Not Modified\r\n\r\n") }
            defer { other.stop() }
            return try fetcher.get(other.url, limit: 5)
        }
        #expect((fetcher.traffic - traffic).requests == 1)
        server.stop()
    }

    /// Each hostile or unlucky answer with what it is called.
    @Test(arguments: [
        (.send("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"), .status(404), "not there"),
        (.send("HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\nnothing here"), .status(404), "longer than the file"),
        (.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"), .status(503), "overloaded"),
        (
            .send("HTTP/1.1 302 Found\r\nLocation: http://portal.example/login\r\nContent-Length: 0\r\n\r\n"),
            .redirected(to: "http://portal.example/login"), "captive portal"
        ),
        (.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"), .tooLarge(limit: 10), "stated too long"),
        (
            .sendForever(first: "HTTP/1.1 200 OK\r\n\r\n", then: "xxxxxxxx"),
            .tooLarge(limit: 10), "a body without end"
        ),
        (
            .sendForever(first: "HTTP/1.1 500 Oh\r\n\r\n", then: "xxxxxxxx"),
            .invalidAnswer(detail: "an error page that is too long"), "an error page without end"
        ),
        (
            .sendForever(first: "HTTP/1.1 200 OK\r\n", then: "X-Filler: x\r\n"),
            .invalidAnswer(detail: "more than 65536 bytes of headers"), "headers without end"
        ),
        (.stall("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhe"), .timedOut, "slow loris"),
        (.stall(""), .timedOut, "silence"),
    ] as [(ScriptedServer.Reply, FetchError, String)])
    func answersThatAreRefused(reply: ScriptedServer.Reply, error: FetchError, why: String) throws {
        let server = ScriptedServer { _, _ in reply }
        let fetcher = Fetcher(quick)
        #expect(throws: error, "\(why)") { try fetcher.get(server.url, limit: 10) }
        server.stop()
    }

    @Test func brokenConnectionsAndForeignProtocols() throws {
        let fetcher = Fetcher(quick)
        for (reply, why) in [
            ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhe", "cut off"), ("", "closed at once"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "cut off in a chunk"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "a chunk without a length"),
        ] {
            let server = ScriptedServer { _, _ in .sendAndClose(reply) }
            let error = thrown(FetchError.self) { try fetcher.get(server.url, limit: 100) }
            if case .interrupted = error {} else { Issue.record("\(why): \(String(describing: error))") }
            server.stop()
        }
        let other = ScriptedServer { _, _ in .sendAndClose("SSH-2.0-OpenSSH_9.2\r\n") }
        let error = thrown(FetchError.self) { try fetcher.get(other.url, limit: 100) }
        if case .invalidAnswer = error {} else { Issue.record("not HTTP: \(String(describing: error))") }
        other.stop()
        for url in ["file:///etc/passwd", "ftp://127.0.0.1/", "http://", "gopher://127.0.0.1/"] {
            #expect(throws: FetchError.badAddress(url)) { try fetcher.get(url, limit: 100) }
        }
        let gone = ScriptedServer { _, _ in .send("") }
        gone.stop()
        for url in [gone.url, "http://no-such-host.invalid/"] {
            let error = thrown(FetchError.self) { try fetcher.get(url, limit: 100) }
            if case .offline = error {} else { Issue.record("\(url): \(String(describing: error))") }
        }
    }

    /// An answer that begins with a folded line, after one that had headers: libcurl 7.88 wrote into freed memory then (found by damage).
    @Test func aFoldedFirstLineFoldsIntoNothing() throws {
        let server = ScriptedServer { _, number in
            number % 2 == 0
                ? .send(Self.ok("hello", "ETag: \"\(String(repeating: "a", count: 40))\"\r\n"))
                : .sendAndClose("HTTP/1.1 200 OK\r\n\t\(String(repeating: "b", count: 2_000)): c\r\nContent-Length: 5\r\n\r\nhello")
        }
        let fetcher = Fetcher(quick)
        for number in 0..<40 {
            let answer = try? fetcher.get(server.url, limit: 5)
            if number % 2 == 0 { #expect(answer != nil) }
        }
        server.stop()
    }

    @Test func compressionIsNeitherAskedForNorUndone() throws {
        let server = ScriptedServer { _, _ in .send(Self.ok("not gzip", "Content-Encoding: gzip\r\n")) }
        #expect(try Fetcher().get(server.url, limit: 100) == .file(Array("not gzip".utf8), Validator()))
        #expect(!server.heads[0].lowercased().contains("accept-encoding"))
        server.stop()
    }

    @Test func cancellingEndsATransfer() throws {
        let flag = CancelFlag()
        let server = ScriptedServer { _, _ in
            flag.cancel()
            return .stall("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhe")
        }
        let fetcher = Fetcher(FetchSettings(), cancel: flag)
        #expect(throws: FetchError.cancelled) { try fetcher.get(server.url, limit: 100) }
        #expect(throws: FetchError.cancelled) { try fetcher.get(server.url, limit: 100) }
        #expect(server.heads.count == 1)
        server.stop()
    }
}
