import Box
import Glibc
import LinuxIO

let usage = """
    usage: yuanbad --config FILE [--check] [--verbose]

    Draws a village's disclosure pages on the TV: pulls signed content, verifies it, shows it, obeys the remote.

      --config FILE  settings, `key = value` lines; required
      --check        read the settings, say what is wrong with them, and end
      --verbose      log details
      --version      print the version

    Ends on SIGTERM with the last picture left lit. Exit status: 0 stopped, 1 could not start, 2 wrong usage or settings.
    """

func quit(_ message: String, _ status: Int32) -> Never {
    var line = message + "\n"
    line.withUTF8 { _ = write(status == 0 ? 1 : 2, $0.baseAddress, $0.count) }
    exit(status)
}

var words = CommandLine.arguments.dropFirst()
var configPath: String?
var checkOnly = false
var verbose = false
while let word = words.popFirst() {
    switch word {
    case "--config":
        guard let path = words.popFirst() else { quit("yuanbad: --config needs a file", 2) }
        configPath = path
    case "--check": checkOnly = true
    case "--verbose": verbose = true
    case "--version": quit("yuanbad \(Build.version)", 0)
    case "--help", "-h": quit(usage, 0)
    default: quit("yuanbad: what is “\(word)”?\n\(usage)", 2)
    }
}
guard let configPath else { quit(usage, 2) }

let configuration: Configuration
do {
    let bytes = try File.read(configPath, limit: 64 << 10)
    configuration = try Configuration(parsing: String(decoding: bytes, as: UTF8.self))
} catch let problems as Configuration.Problems {
    quit(problems.all.map { "yuanbad: \(configPath): \($0)" }.joined(separator: "\n"), 2)
} catch {
    quit("yuanbad: \(configPath): \(error)", 2)
}
if checkOnly { quit("\(configPath): settings are fine", 0) }

Allocator.keepSmall()
let log = Log.standardError(least: verbose ? .debug : .info, forJournal: getenv("JOURNAL_STREAM") != nil)
do {
    try Daemon(configuration, log: log).run()
} catch {
    log.error("cannot start: \(error)")
    exit(1)
}
