import Box
import LinuxIO
import Navigation

/// The socket that every command for a running daemon takes.
let controlOption = Command.Option("control", "SOCKET", "where the daemon listens (/run/yuanba/control.sock)")

private func ask(_ arguments: Arguments, _ request: ControlRequest) throws -> ControlReply {
    do {
        return try ControlClient(path: arguments.value("control") ?? Configuration().controlPath).send(request)
    } catch {
        throw Failure("\(error)")
    }
}

let statusCommand = Command(
    "status", "what a running daemon shows and how it is", options: [.init("json", "as JSON, for tools"), controlOption]
) { arguments in
    guard let text = try ask(arguments, .status).statusText(asJSON: arguments.has("json")) else {
        throw Failure("the daemon answered with something else than its status")
    }
    print(text)
    return 0
}

let remoteCommand = Command(
    "remote", "press keys of the remote in a running daemon", operands: "KEY…", count: 1...1_000, options: [controlOption],
    details: "keys: " + RemoteKey.allCases.map(\.rawValue).joined(separator: " ") + "\nexample: yuanba remote 2 down ok"
) { arguments in
    let keys = try arguments.operands.map { word in
        guard let key = RemoteKey(rawValue: word) else {
            throw UsageError("no key is called “\(word)”: " + RemoteKey.allCases.map(\.rawValue).joined(separator: " "))
        }
        return key
    }
    _ = try ask(arguments, .keys(keys))
    return 0
}

let screenshotCommand = Command(
    "screenshot", "save what a running daemon shows as a PNG", operands: "FILE.png", count: 1...1,
    options: [.init("writeback", "what the display hardware composed, where it can be read back (vkms)"), controlOption]
) { arguments in
    guard case .picture(let bytes) = try ask(arguments, .screenshot(writeback: arguments.has("writeback"))) else {
        throw Failure("the daemon answered with something else than a picture")
    }
    try AtomicFile.replace(arguments.operands[0], with: bytes)
    return 0
}
