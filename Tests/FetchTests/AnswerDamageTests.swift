import Damage
import Fetch
import Foundation
import LinuxIO
import LoopbackServer
import Synchronization
import Testing

@Suite struct AnswerDamageTests {
    private static let seeds = [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"a\"\r\n\r\n0123456789",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"a\"\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n",
        "HTTP/1.1 206 Partial\r\nContent-Length: 5\r\nContent-Range: bytes 5-9/10\r\nETag: \"a\"\r\n\r\n56789",
        "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 416 No\r\nContent-Range: bytes */3\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n0123456789",
    ].map { Array($0.utf8) }
    private static let words = [
        "Content-Length: ", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n",
        "Content-Encoding: br\r\n", "HTTP/1.1 ", "HTTP/2 200\r\n", "HTTP/0.9", "\r\n\r\n", "\n", "ffffffffffffffff\r\n", "Content-Range: bytes 0-9/10\r\n", ";x=\r\n",
        "ETag: W/\"\r\n", "Set-Cookie: a=b\r\n", "Connection: Upgrade\r\nUpgrade: h2c\r\n", "Location: file:///etc/passwd\r\n", "Retry-After: 9999999\r\n", " ", "\t", "\u{0}",
    ]

    /// The next answer of the server.
    private final class Script: Sendable {
        let answer = Mutex<[UInt8]>([])
    }

    /// Whatever comes, the call ends, with no more bytes than were allowed, and with a file that is never longer than it may be.
    @Test func damagedAnswersEndAndStayWithinTheirLimits() throws {
        let directory = NSTemporaryDirectory() + "yuanba-answers-" + UUID().uuidString
        try Directory.create(directory)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let script = Script()
        let server = ScriptedServer { _, _ in .sendBytesAndClose(script.answer.withLock { $0 }) }
        defer { server.stop() }
        var settings = FetchSettings()
        settings.stallTimeout = .seconds(1)
        settings.transferTimeout = .seconds(5)
        let fetcher = Fetcher(settings)
        try Damage.rounds("answers", ordinary: 300) { dice in
            let bytes = Damage.done(to: Self.seeds.randomElement(using: &dice) ?? [], words: Self.words, &dice)
            Damage.keep(bytes, "answers")
            script.answer.withLock { $0 = bytes }
            let path = "\(directory)/file"
            if Bool.random(using: &dice) {
                let validator = Bool.random(using: &dice) ? Validator(entityTag: "\"a\"") : nil
                guard case .file(let body, _) = try? fetcher.get(server.url, limit: 10, unless: validator) else { return false }
                #expect(body.count <= 10)
                return true
            }
            // A part that an earlier call may have left.
            try AtomicFile.replace(path, with: Array("01234".utf8.prefix(Int.random(in: 0...5, using: &dice))))
            try AtomicFile.replace(path + ".tag", with: Array("\"a\"".utf8))
            let isDone = (try? fetcher.download(server.url, to: path, byteCount: 10)) != nil
            #expect(File.byteCount(path) ?? 0 <= 10)
            return isDone
        }
    }
}
