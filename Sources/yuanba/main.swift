#if canImport(Glibc)
import Glibc
#endif

/// Every verb of the tool, in the order that `--help` lists them: the clerk's, the township's, the installer's, the developer's.
let commands: [Command] = [
    checkCommand,
    signCommand,
    publishCommand,
    releaseCommand,
    withdrawCommand,
    alertCommand,
    keysNewCommand,
    keysVillageCommand,
    keysTrustCommand,
    keysRemoveCommand,
    keysRotateCommand,
    keysStatusCommand,
    previewCommand,
    statusCommand,
    remoteCommand,
    screenshotCommand,
    doctorCommand,
    cameraListCommand,
    cameraWatchCommand,
    cameraFormatsCommand,
    syncCommand,
    storeCommand,
    tufClientCommand,
    completionCommand,
]

func say(error message: String) {
    var line = "yuanba: \(message)\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
}

func overview() -> String {
    let width = commands.map(\.name.count).max() ?? 0
    let rows = commands.map { "  " + $0.name + String(repeating: " ", count: width + 2 - $0.name.count) + $0.summary }
    return (["usage: yuanba COMMAND …", "", "The one tool for clerk, township, installer and developer of Yuanba 院坝.", ""] + rows
        + ["", "yuanba COMMAND --help tells more."]).joined(separator: "\n")
}

func run(_ words: [String]) -> Int32 {
    guard let first = words.first, !["--help", "-h", "help"].contains(first) else {
        print(overview())
        return words.isEmpty ? 2 : 0
    }
    let two = words.prefix(2).joined(separator: " ")
    guard let command = commands.first(where: { $0.name == two }) ?? commands.first(where: { $0.name == first }) else {
        let family = commands.filter { $0.name.hasPrefix(first + " ") }.map(\.name)
        say(error: family.isEmpty ? "no command “\(first)”; yuanba --help lists them" : "which one: \(family.joined(separator: ", "))?")
        return 2
    }
    let rest = words.dropFirst(command.name.split(separator: " ").count)
    if rest.contains("--help") || rest.contains("-h") {
        print(command.help)
        return 0
    }
    do {
        return try command.run(Arguments(rest, for: command))
    } catch let error as UsageError {
        say(error: "\(error.message)\nyuanba \(command.name) --help tells more")
        return 2
    } catch let error as Failure {
        say(error: error.message)
        return error.status
    } catch {
        say(error: String(describing: error))
        return 1
    }
}

exit(run(Array(CommandLine.arguments.dropFirst())))
