import Box
import Content
import Fetch
import Foundation
import LinuxIO
import LoopbackServer
import Publishing
import Store
import Testing
import Trust

/// Every attack that the TUF specification names (1.0.x, 1.5.2), carried out against a box that has pulled once from a stock nginx, with what
/// the box says. The table is printed. After each of them the box shows what it showed before, whole, and the next honest pull succeeds.
@Suite(.serialized, .enabled(if: Nginx.isInstalled, "nginx is not installed: apt-get install nginx-light"))
struct AttackTableTests {
    /// What an attack finds: the honest second state is on the server, and the box has the first.
    private final class Stage {
        let town: Township
        let server: Nginx
        let store: ContentStore
        let thief: Thief
        let stranger: Ed25519Signer
        /// The server's files of the first state.
        let old: [String: [UInt8]]
        var clock: UnixTime
        var settings = FetchSettings()
        /// Another place to pull from; the township's server without.
        var url: String?
        var scripted: ScriptedServer?

        init() throws {
            town = try Township()
            clock = town.now
            try town.publish([[1], [2, 2]])
            try town.publish([[7]], code: "999998")
            server = try Nginx(directory: town.directory + "/nginx", root: town.repository)
            store = try ContentStore(town.directory + "/box", village: "999999")
            thief = try Thief(town)
            stranger = try Ed25519Signer.generate()
            var files: [String: [UInt8]] = [:]
            for name in ["timestamp.json", "2.snapshot.json", "1.999999.json", "1.999998.json"] { files[name] = try town.file(name) }
            old = files
            _ = try pull(from: server.url)
            try town.publish([[1], [3, 3]])
            // A slow or silent server is given up after a second here, after half a minute in the daemon.
            settings.stallTimeout = .seconds(1)
            settings.lowSpeed = 64
        }

        deinit { scripted?.stop() }

        func pull(from url: String) throws -> PullOutcome {
            let now = clock
            return try Synchronizer(
                store: store, source: SyncSource(url: url, anchor: try town.keys.roots()[0]), settings: settings, clock: { now }
            ).pull()
        }

        /// A server of the attacker's that hands on the township's files but for those that `reply` takes up, and the very `first` answer.
        func script(first: ScriptedServer.Reply? = nil, _ reply: @escaping @Sendable (_ name: String) -> ScriptedServer.Reply?) {
            let repository = town.repository
            let server = ScriptedServer { head, number in
                if number == 0, let first { return first }
                let name = String(ScriptedServer.path(head).dropFirst())
                if let reply = reply(name) { return reply }
                return (try? File.read("\(repository)/\(name)", limit: 10_000_000)).map { .file($0) } ?? .notFound
            }
            scripted = server
            url = "http://127.0.0.1:\(server.port)/"
        }

        /// The name of the file with the village's newest index.
        func index(_ code: String = "999999") throws -> String {
            let file = try TargetsMetadata(thief.signed(code == "999999" ? "2.999999.json" : "1.\(code).json"), role: UTF8Text(code))
                .targets["\(UTF8Text(code))/index.json"]
            return "targets/\(code)/\(file?.nameHash ?? "").index.json"
        }
    }

    private struct Row: Sendable {
        var attack: String
        var deed: String
        var says: String
        var act: @Sendable (Stage) throws -> Void

        init(_ attack: String, _ deed: String, says: String, act: @escaping @Sendable (Stage) throws -> Void) {
            self.attack = attack
            self.deed = deed
            self.says = says
            self.act = act
        }
    }

    private static let endless = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

    private static let rows: [Row] = [
        Row("Arbitrary software", "a page's bytes exchanged on the server", says: "objects/# on the server is not the file that was signed") {
            try $0.town.replace("objects/\(Township.id([3, 3]).hex)", [6, 6])
        },
        Row("Arbitrary software", "the village's list signed by a stranger", says: "not trusted: 999999 is not the file that was signed: its hash differs") {
            try $0.town.replace("2.999999.json", $0.thief.seal($0.thief.signed("2.999999.json"), [$0.stranger]))
        },
        Row("Arbitrary software", "everything signed by a stranger", says: "not trusted: timestamp.json has 0 valid signature(s) of the keys that root 1 allows; 1 needed") {
            try $0.town.replace("timestamp.json", $0.thief.seal($0.thief.signed("timestamp.json"), [$0.stranger]) { $0["version"] = 9 })
        },
        Row("Endless data", "a timestamp without end", says: "timestamp.json: longer than 16000 bytes") {
            $0.script { $0 == "timestamp.json" ? .sendForever(first: "HTTP/1.1 200 OK\r\n\r\n", then: endless) : nil }
        },
        Row("Endless data", "a root without end", says: "2.root.json: longer than 512000 bytes") {
            $0.script { $0 == "2.root.json" ? .sendForever(first: "HTTP/1.1 200 OK\r\n\r\n", then: endless) : nil }
        },
        Row("Endless data", "a page without end", says: "objects/# on the server is not the file that was signed") {
            $0.script { $0.hasPrefix("objects/") ? .sendForever(first: "HTTP/1.1 200 OK\r\n\r\n", then: endless) : nil }
        },
        Row("Endless data", "headers without end", says: "timestamp.json: not the answer of a web server: more than 65536 bytes of headers") {
            $0.script { $0 == "timestamp.json" ? .sendForever(first: "HTTP/1.1 200 OK\r\n", then: "X-Filler: \(endless)\r\n") : nil }
        },
        Row("Extraneous dependencies", "a village signs a section with a file of 100 GB", says: "the new content cannot be used: section 1-2026: inconsistent(\"an object of 99999999999 bytes\")") {
            // Made with the village's own key: the one that may say so.
            let stage = $0
            var bundle = try Township.bundle([[1]], code: "999999")
            let text = #"{"objects":[{"length":99999999999,"sha256":"\#(try Township.id([1]).hex)"}],"schema":1}"#
            bundle.targets[1].bytes = Array(text.utf8)
            try RepositoryWriter(stage.town.repository).publish([bundle], keys: stage.town.keys, now: stage.town.now)
        },
        Row("Extraneous dependencies", "another village's list names files of this one", says: "nothing new") {
            // Rightly signed by 999998, listed rightly: it may speak for 999998/* only, and is not even asked.
            let signer = try $0.town.keys.signer("villages/999998")
            let own = try $0.thief.signed("2.999999.json")
            let forged = try $0.thief.seal($0.thief.signed("1.999998.json"), [signer]) {
                $0["targets"] = own["targets"]
                $0["version"] = 2
            }
            for name in ["1.999999.json", "2.snapshot.json", "timestamp.json"] { try $0.town.replace(name, $0.old[name] ?? []) }
            try $0.town.replace("2.999998.json", forged)
            try $0.thief.publish(timestampVersion: 4, snapshotVersion: 4, roles: ["999998": forged], versions: ["999998": 2])
        },
        Row("Fast-forward", "with stolen online keys the numbers pushed to the end", says: "not trusted: timestamp.json version 3 is older than 9223372036854775807, which was accepted before") {
            let honest = try $0.town.file("timestamp.json")
            try $0.thief.publish(timestampVersion: .max, snapshotVersion: .max)
            _ = try $0.pull(from: $0.server.url)
            try $0.town.replace("timestamp.json", honest)
        },
        Row("Indefinite freeze", "the old files served past their date", says: "not trusted: timestamp.json expired at 2026-12-05T08:00:00Z") {
            try $0.town.replace("timestamp.json", $0.old["timestamp.json"] ?? [])
            $0.clock = $0.clock.adding(days: 31)
        },
        Row("Indefinite freeze", "“not modified” for ever", says: "not trusted: timestamp.json expired at 2026-12-05T08:00:00Z") {
            $0.script(first: .file(try $0.town.file("timestamp.json"), headers: "ETag: \"a\"\r\n")) {
                $0 == "timestamp.json" ? .send("HTTP/1.1 304 Not Modified\r\n\r\n") : nil
            }
            _ = try $0.pull(from: $0.url ?? "")
            $0.clock = $0.clock.adding(days: 31)
        },
        Row("Indefinite freeze", "a new root hidden behind an error", says: "2.root.json: the server answers 503") {
            $0.script { $0 == "2.root.json" ? .send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") : nil }
        },
        Row("Malicious mirror", "a portal's page in the place of every file", says: "not trusted: root.json is malformed: unexpected character at byte 0") {
            $0.script { _ in .file(Array("<html>Please log in</html>".utf8)) }
        },
        Row("Malicious mirror", "a portal that points to its own page", says: "timestamp.json: the server points to http://portal.example/, which is not followed") {
            $0.script { _ in .send("HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n") }
        },
        Row("Malicious mirror", "a page in pieces of another", says: "objects/# on the server is not the file that was signed") {
            $0.script { $0.hasPrefix("objects/") ? .file([3, 4]) : nil }
        },
        Row("Malicious mirror", "a packed bomb that claims to be small", says: "objects/# on the server is not the file that was signed") {
            $0.script { $0.hasPrefix("objects/") ? .file([0x1F, 0x8B], headers: "Content-Encoding: gzip\r\n") : nil }
        },
        Row("Mix and match", "an old snapshot under the new name", says: "not trusted: snapshot is not the file that was signed: its hash differs") {
            try $0.town.replace("3.snapshot.json", $0.old["2.snapshot.json"] ?? [])
        },
        Row("Mix and match", "the village's old list with all else new", says: "not trusted: 999999 is not the file that was signed: its hash differs") {
            try $0.town.replace("2.999999.json", $0.old["1.999999.json"] ?? [])
        },
        Row("Rollback", "the old timestamp after the new one", says: "not trusted: timestamp.json version 2 is older than 3, which was accepted before") {
            _ = try $0.pull(from: $0.server.url)
            try $0.town.replace("timestamp.json", $0.old["timestamp.json"] ?? [])
        },
        Row("Rollback", "with the timestamp key: a new one for the old snapshot", says: "not trusted: snapshot.json version 2 is older than 3, which was accepted before") {
            _ = try $0.pull(from: $0.server.url)
            try $0.thief.announce($0.old["2.snapshot.json"] ?? [], version: 4, snapshotVersion: 2)
        },
        Row("Rollback", "with both online keys: the village's old list", says: "not trusted: 999999.json version 1 is older than 2, which was accepted before") {
            _ = try $0.pull(from: $0.server.url)
            try $0.thief.publish(timestampVersion: 4, snapshotVersion: 4, roles: ["999999": $0.old["1.999999.json"]], versions: ["999999": 1])
        },
        Row("Rollback", "with both online keys: the village left out", says: "not trusted: the snapshot no longer lists 999999") {
            _ = try $0.pull(from: $0.server.url)
            try $0.thief.publish(timestampVersion: 4, snapshotVersion: 4, roles: ["999999": nil])
        },
        Row("Slow retrieval", "one byte of a page every three seconds", says: "objects/#: the server does not answer in time") {
            // So long that no machine is slow enough to wait for its end.
            try $0.town.publish([[1], [UInt8](repeating: 3, count: 400)])
            $0.script { $0.hasPrefix("objects/") ? .drip(first: "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n", then: "x", every: .seconds(3)) : nil }
        },
        Row("Slow retrieval", "headers one byte at a time", says: "timestamp.json: the server does not answer in time") {
            $0.script { $0 == "timestamp.json" ? .drip(first: "HTTP/1.1 200 OK\r\nX-Filler: ", then: "x", every: .milliseconds(100)) : nil }
        },
        Row("Slow retrieval", "just fast enough never to be silent", says: "timestamp.json: the server does not answer in time") {
            $0.settings.lowSpeed = 1
            $0.settings.transferTimeout = .seconds(2)
            $0.settings.slowestRate = 1_000_000
            $0.script { $0 == "timestamp.json" ? .drip(first: "HTTP/1.1 200 OK\r\n\r\n", then: " ", every: .milliseconds(100)) : nil }
        },
        Row("Key compromise", "both online keys: a list signed by a stranger, rightly announced", says: "not trusted: 999999.json has 0 valid signature(s) of the keys that targets allows; 1 needed") {
            let forged = try $0.thief.seal($0.thief.signed("2.999999.json"), [$0.stranger]) { $0["version"] = 3 }
            try $0.town.replace("3.999999.json", forged)
            try $0.thief.publish(timestampVersion: 4, snapshotVersion: 4, roles: ["999999": forged], versions: ["999999": 3])
        },
        Row("Key compromise", "both online keys and another village's", says: "not trusted: 999999.json has 0 valid signature(s) of the keys that targets allows; 1 needed") {
            let forged = try $0.thief.seal($0.thief.signed("2.999999.json"), [$0.town.keys.signer("villages/999998")]) { $0["version"] = 3 }
            try $0.town.replace("3.999999.json", forged)
            try $0.thief.publish(timestampVersion: 4, snapshotVersion: 4, roles: ["999999": forged], versions: ["999999": 3])
        },
        Row("Key compromise", "one root key of three", says: "not trusted: root.json has 1 valid signature(s) of the keys that root 1 allows; 2 needed") {
            try $0.town.replace("2.root.json", $0.thief.seal($0.thief.signed("1.root.json"), [$0.town.keys.signer("root/1"), $0.stranger]) { $0["version"] = 2 })
        },
        Row("Wrong software", "another village's index in the place of this one's", says: "targets/999999/#.index.json on the server is not the file that was signed") {
            try $0.town.replace($0.index(), $0.town.file($0.index("999998")))
        },
        Row("Wrong software", "one page in the place of another", says: "objects/# on the server is not the file that was signed") {
            try $0.town.replace("objects/\(Township.id([3, 3]).hex)", [2, 2])
        },
        Row("Wrong software", "another town's repository, whole and rightly signed", says: "not trusted: timestamp.json has 0 valid signature(s) of the keys that root 1 allows; 1 needed") {
            let other = try Township()
            try other.publish([[1], [2, 2]])
            let files = other.repository
            let bytes = try File.read(files + "/timestamp.json", limit: 16_000)
            $0.script { $0 == "timestamp.json" ? .file(bytes) : nil }
        },
    ]

    @Test func everyAttackGetsItsRefusal() throws {
        var table: [String] = []
        for row in Self.rows {
            let stage = try Stage()
            try row.act(stage)
            let before = try #require(stage.store.current)
            var said: String
            do {
                said = try stage.pull(from: stage.url ?? stage.server.url).activated == nil ? "nothing new" : "ACCEPTED"
            } catch let error as SyncError {
                said = error.description
            }
            said = Self.withoutHashes(said)
            #expect(said == row.says, "\(row.attack): \(row.deed)")
            #expect(stage.store.current?.number == before.number, "\(row.attack): \(row.deed)")
            for entry in before.index.tiles.flatMap(\.items).flatMap(\.pages) { _ = try before.object(entry.object) }
            table.append("| \(row.attack) | \(row.deed) | \(said) |")
        }
        print((["| attack | what the attacker does | what the box says |", "|---|---|---|"] + table).joined(separator: "\n"))
        #expect(
            Set(Self.rows.map(\.attack)) == [
                "Arbitrary software", "Endless data", "Extraneous dependencies", "Fast-forward", "Indefinite freeze", "Malicious mirror", "Mix and match",
                "Rollback", "Slow retrieval", "Key compromise", "Wrong software",
            ], "those of the specification")
    }

    /// After a mirror has done what it could, the township's own server brings the new content, in the same store.
    @Test func aMirrorsMischiefIsOverWithTheNextServer() throws {
        let stage = try Stage()
        stage.script { $0.hasPrefix("objects/") ? .file([9, 9]) : nil }
        #expect(throws: SyncError.self) { try stage.pull(from: stage.url ?? "") }
        #expect(try stage.pull(from: stage.server.url).activated?.object(Township.id([3, 3])) == [3, 3])
    }

    /// File names with a hash, without the hash.
    private static func withoutHashes(_ text: String) -> String {
        var result = ""
        var digits = ""
        for character in text + " " {
            if character.isHexDigit, !character.isUppercase {
                digits.append(character)
            } else {
                result += (digits.count == 64 ? "#" : digits) + String(character)
                digits = ""
            }
        }
        return String(result.dropLast())
    }
}
