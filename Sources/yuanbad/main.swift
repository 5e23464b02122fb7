import Box
import Display
import Glibc
import LinuxIO

let usage = """
    usage: yuanbad --config FILE [--check] [--verbose]

    Draws a village's disclosure pages on the TV: pulls signed content, verifies it, shows it, obeys the remote.

      --config FILE  settings, `key = value` lines; required
      --check        read the settings, say what is wrong with them, and end
      --verbose      log details
      --version      print the version

    What it cannot read of the settings it says in the log and on the screen, and goes on without.

    Ends on SIGTERM with the last picture left lit. Exit status: 0 stopped, 1 could not start, 2 wrong usage, or --check found
    something.
    """

func quit(_ message: String, _ status: Int32) -> Never {
    var line = message + "\n"
    line.withUTF8 { _ = write(status == 0 ? 1 : 2, $0.baseAddress, $0.count) }
    exit(status)
}

// Started by this program itself only.
if CommandLine.arguments.dropFirst() == [DecoderProcess.argument] { exit(DecoderProcess.run()) }
if CommandLine.arguments.dropFirst() == [CurtainProcess.argument] { exit(CurtainProcess.run()) }

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

let (configuration, problems) = Configuration.tolerant(path: configPath)
let complaints = (problems?.all ?? []).map { "\(configPath): \($0)" }
if checkOnly {
    quit(complaints.isEmpty ? "\(configPath): settings are fine" : complaints.joined(separator: "\n"), complaints.isEmpty ? 0 : 2)
}

Allocator.keepSmall()
let log = Log.standardError(least: verbose ? .debug : .info, forJournal: getenv("JOURNAL_STREAM") != nil)
for complaint in complaints { log.error(complaint) }
do {
    try Daemon(configuration, problems: problems, log: log, decodesApart: true).run()
} catch {
    log.error("cannot start: \(error)")
    exit(1)
}
