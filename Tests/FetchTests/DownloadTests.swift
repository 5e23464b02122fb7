import Fetch
import Foundation
import LinuxIO
import LoopbackServer
import Testing
import ThrownError

@Suite struct DownloadTests {
    let path: String

    init() throws {
        let directory = NSTemporaryDirectory() + "yuanba-download-" + UUID().uuidString
        try Directory.create(directory)
        path = directory + "/file"
    }

    private func content() throws -> String { String(decoding: try File.read(path, limit: 1_000), as: UTF8.self) }

    private static let cutOff = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"a\"\r\n\r\n01234"

    @Test func anInterruptedFileIsContinued() throws {
        let server = ScriptedServer { head, number in
            number == 0
                ? .sendAndClose(Self.cutOff)
                : .send("HTTP/1.1 206 Partial\r\nContent-Length: 5\r\nContent-Range: bytes 5-9/10\r\nETag: \"a\"\r\n\r\n56789")
        }
        let fetcher = Fetcher()
        #expect(throws: FetchError.self) { try fetcher.download(server.url, to: path, byteCount: 10) }
        #expect(try content() == "01234")
        var progress: [Int] = []
        try Fetcher().download(server.url, to: path, byteCount: 10) { progress.append($0) }
        #expect(try content() == "0123456789")
        #expect(progress.last == 10)
        #expect(server.heads[1].contains("Range: bytes=5-\r\n") && server.heads[1].contains("If-Range: \"a\"\r\n"))
        server.stop()
    }

    /// What a server may do when asked to continue, and what is in the file then.
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"b\"\r\n\r\nabcdefghij", "abcdefghij", true, "another file by now"),
        ("HTTP/1.1 206 P\r\nContent-Length: 4\r\nContent-Range: bytes 6-9/10\r\n\r\n6789", "01234", false, "another part"),
        ("HTTP/1.1 206 P\r\nContent-Length: 5\r\nContent-Range: bytes 5-9/20\r\n\r\n56789", "01234", false, "another length"),
        ("HTTP/1.1 206 P\r\nContent-Length: 5\r\n\r\n56789", "01234", false, "does not say which part"),
        ("HTTP/1.1 206 P\r\nContent-Length: 5\r\nContent-Range: bytes 5-3/10\r\n\r\n56789", "01234", false, "nonsense"),
        (
            "HTTP/1.1 206 P\r\nContent-Length: 9\r\nContent-Range: bytes 5-9/10\r\n\r\n567890123", "01234", false,
            "more than fits"
        ),
    ])
    func continuations(reply: String, expected: String, succeeds: Bool, why: String) throws {
        let server = ScriptedServer { _, number in number == 0 ? .sendAndClose(Self.cutOff) : .sendAndClose(reply) }
        #expect(throws: FetchError.self) { try Fetcher().download(server.url, to: path, byteCount: 10) }
        if succeeds {
            try Fetcher().download(server.url, to: path, byteCount: 10)
        } else {
            #expect(throws: FetchError.self, "\(why)") { try Fetcher().download(server.url, to: path, byteCount: 10) }
        }
        #expect(try content() == expected, "\(why)")
        server.stop()
    }

    @Test func aShorterFileIsBegunAnew() throws {
        let server = ScriptedServer { head, number in
            switch number {
            case 0: .sendAndClose(Self.cutOff)
            case 1: .send("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */3\r\nContent-Length: 0\r\n\r\n")
            default: .send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
            }
        }
        #expect(throws: FetchError.self) { try Fetcher().download(server.url, to: path, byteCount: 10) }
        try Fetcher().download(server.url, to: path, byteCount: 10)
        #expect(try content() == "abc")
        #expect(!server.heads[2].contains("Range:"))
        server.stop()
    }

    @Test(arguments: ["", "ETag: W/\"a\"\r\n"])
    func withoutAStrongValidatorNothingIsContinued(header: String) throws {
        let server = ScriptedServer { _, number in
            number == 0
                ? .sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\(header)\r\n01234")
                : .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcdefghij")
        }
        #expect(throws: FetchError.self) { try Fetcher().download(server.url, to: path, byteCount: 10) }
        try Fetcher().download(server.url, to: path, byteCount: 10)
        #expect(!server.heads[1].contains("Range"))
        #expect(try content() == "abcdefghij")
        server.stop()
    }

    /// Twelve files by at most four connections; one that was begun earlier is continued, and each fares on its own.
    @Test func severalAtOnce() throws {
        let server = ScriptedServer { head, _ in
            let path = ScriptedServer.path(head)
            if path.hasSuffix("7") { return .notFound }
            if path.hasSuffix("3") {
                return head.contains("Range: bytes=5-\r\n")
                    ? .send("HTTP/1.1 206 Partial\r\nContent-Length: 5\r\nContent-Range: bytes 5-9/10\r\nETag: \"a\"\r\n\r\n56789") : .sendAndClose(Self.cutOff)
            }
            usleep(20_000)
            return .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789")
        }
        let items = (0..<12).map { Fetcher.Item(url: "http://127.0.0.1:\(server.port)/\($0)", path: "\(path)-\($0)", byteCount: 10) }
        let fetcher = Fetcher()
        #expect(throws: FetchError.self) { try fetcher.download(items[3].url, to: items[3].path, byteCount: 10) }
        let before = server.connectionCount
        var outcomes: [Int: FetchError?] = [:]
        var bytes: [Int: Int] = [:]
        fetcher.download(items, progress: { bytes[$0] = $1 }) { number, failure in
            #expect(outcomes.updateValue(failure, forKey: number) == nil, "each ends once")
            return true
        }
        #expect(outcomes.count == 12 && outcomes[7] == .some(.status(404)) && outcomes.values.filter { $0 != nil }.count == 1)
        for number in 0..<12 where number != 7 {
            #expect(try File.read(items[number].path, limit: 20) == Array("0123456789".utf8) && bytes[number] == 10, "\(number)")
        }
        #expect(server.connectionCount - before <= Fetcher.connectionLimit, "\(server.connectionCount - before) connections")
        #expect(fetcher.traffic.requests == 13)

        // The first trouble ends it: what runs is let run, and nothing more is begun.
        let heads = server.heads.count
        var ended = 0
        fetcher.download(items.map { .init(url: $0.url, path: $0.path + "-again", byteCount: 3) }, progress: { _, _ in }) { _, failure in
            #expect(failure != nil)
            ended += 1
            return false
        }
        #expect(ended <= Fetcher.connectionLimit && server.heads.count - heads <= Fetcher.connectionLimit)
        server.stop()
    }

    @Test func aCancelledFetcherEndsThemAll() throws {
        let flag = CancelFlag()
        let server = ScriptedServer { _, number in
            if number == 3 { flag.cancel() }
            return .stall("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01")
        }
        let items = (0..<9).map { Fetcher.Item(url: server.url, path: "\(path)-\($0)", byteCount: 10) }
        var failures: [FetchError?] = []
        Fetcher(FetchSettings(), cancel: flag).download(items, progress: { _, _ in }) { _, failure in
            failures.append(failure)
            return failure == nil
        }
        #expect(failures == Array(repeating: .cancelled, count: 4))
        server.stop()
    }

    @Test func aFileThatCannotBeWrittenIsNamed() throws {
        let error = thrown(FetchError.self) {
            try Fetcher().download("http://127.0.0.1:9/", to: "/nowhere/file", byteCount: 10)
        }
        #expect(error == .disk(SystemError("open /nowhere/file", .noSuchFileOrDirectory)))
    }
}
