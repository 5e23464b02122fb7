internal import Glibc

// yuanba-bench [NAME…] [--page FILE] [--floor DIR]
// Speed on the work that the project's targets are stated on; see --help.

do {
    exit(try Bench(arguments: Array(CommandLine.arguments.dropFirst())).run())
} catch {
    let message = "yuanba-bench: \(error)\n"
    _ = message.withCString { write(2, $0, strlen($0)) }
    exit(2)
}
