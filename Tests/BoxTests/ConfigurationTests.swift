import Box
import Foundation
import Pixels
import Testing

@Suite struct ConfigurationTests {
    @Test func readsWhatAnInstallerWrites() throws {
        let configuration = try Configuration(
            parsing: """
                # 青溪坝村委会
                repository = https://example.net/tonglin
                mirror = http://10.0.0.2/m/
                village = 999999\r
                poll = 5m
                server-roots = /etc/yuanba/server.pem
                card = driver:vkms

                type = large
                grab = no
                hall = yes
                camera.river-2 = usb-0000:00:14.0-2 input 1 rate 10
                mask.river-2 = 0,0 300,0 300,250; 700,500 1000,500 1000,1000
                camera.1 = /dev/v4l/by-path/platform-x
                """)
        #expect(configuration.repositories == ["https://example.net/tonglin/", "http://10.0.0.2/m/"])
        #expect(configuration.village == "999999")
        #expect(configuration.pollInterval == .seconds(300))
        #expect(configuration.serverRootsPath == "/etc/yuanba/server.pem" && Configuration().serverRootsPath == nil)
        #expect(configuration.card == "driver:vkms")
        #expect(configuration.typeSize == .large)
        #expect(configuration.grabRemotes == false)
        #expect(configuration.isHall)
        let river = try #require(configuration.cameras["river-2"])
        #expect(river.device == .bus("usb-0000:00:14.0-2") && river.input?.index == 1 && river.framesPerSecond == 10)
        #expect(river.masks.map(\.count) == [3, 3] && river.masks[1][0] == .init(x: 700, y: 500))
        #expect(configuration.cameras["1"]?.device == .path("/dev/v4l/by-path/platform-x"))
        #expect(configuration.storePath == "/var/lib/yuanba")
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var line: String
        var says: String
        var testDescription: String { line }
    }

    @Test(arguments: [
        Wrong(line: "repositry = http://a/", says: "no setting is called “repositry”"),
        Wrong(line: "repository = ftp://a/", says: "http"),
        Wrong(line: "village = 青溪坝", says: "digits"),
        Wrong(line: "camera.1 = usb-1 input", says: "bus path"),
        Wrong(line: "camera.1 = usb-1 rate 0", says: "bus path"),
        Wrong(line: "mask.1 = 0,0 1,1 2,2", says: "there is no camera.1"),
        Wrong(line: "camera.1 = a\nmask.1 = 0,0 1,1", says: "three corners"),
        Wrong(line: "camera.1 = a\nmask.1 = 0,0 1,1 2,2000", says: "thousandths"),
        Wrong(line: "hall = maybe", says: "yes or no"),
        Wrong(line: "poll = 0s", says: "at least 1s"),
        Wrong(line: "poll = 5", says: "30s"),
        Wrong(line: "card = card0", says: "driver:NAME"),
        Wrong(line: "theme = blue", says: "dark or light"),
        Wrong(line: "village 999999", says: "no “=”"),
        Wrong(line: "box = 1\nbox = 2", says: "twice"),
    ]) func namesLineAndMend(row: Wrong) {
        do {
            _ = try Configuration(parsing: "# head\n" + row.line)
            Issue.record("accepted \(row.line)")
        } catch {
            #expect(error.all.first?.message.contains(row.says) == true, "\(error)")
            #expect(error.all.first?.line == (row.line.contains("\n") ? 3 : 2))
        }
    }

    /// As an editor on Windows leaves it: byte order mark, carriage returns. One misspelt line costs that line only.
    @Test func whatCanBeReadHoldsBesideAMistake() throws {
        let path = NSTemporaryDirectory() + "yuanbad-\(UUID().uuidString).conf"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "\u{FEFF}box = 0417\r\nthme = light\r\nvillage = 999999\r\n".write(toFile: path, atomically: false, encoding: .utf8)
        let (configuration, problems) = Configuration.tolerant(path: path)
        #expect(configuration.box == "0417")
        #expect(configuration.village == "999999")
        #expect(problems?.all.map(\.line) == [2])
    }

    @Test func withoutAFileThereIsADaemonStill() {
        let (configuration, problems) = Configuration.tolerant(path: "/nowhere/yuanbad.conf")
        #expect(configuration == Configuration())
        #expect(problems?.all.map(\.line) == [nil])
    }

    @Test func namesEveryProblemAtOnce() {
        do {
            _ = try Configuration(parsing: "a = 1\nb = 2\n")
            Issue.record("accepted")
        } catch {
            #expect(error.all.count == 2)
        }
    }
}
