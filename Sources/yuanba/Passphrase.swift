import LinuxIO
import Publishing
#if canImport(Glibc)
import Glibc
#endif

/// For every command that signs.
let passphraseOption = Command.Option(
    "passphrase-file", "FILE", "its first line opens protected keys; without it the terminal is asked for each key that needs one")

/// For every command that makes keys.
let protectOption = Command.Option("protect", "ask for a passphrase that protects the new keys; --passphrase-file does so without asking")

/// Where this run's passphrases come from. `makesKeys`: new ones are protected by the same file, or by one that is asked for twice.
func passphrases(_ arguments: Arguments, makesKeys: Bool = false) throws -> Passphrases {
    if let file = arguments.value("passphrase-file") {
        let text = String(decoding: try File.read(file, limit: 4_096), as: UTF8.self)
        guard let line = text.split(whereSeparator: \.isNewline).first, !line.isEmpty else { throw Failure("\(file) 的第一行是空的。", status: 2) }
        let passphrase = String(line)
        return Passphrases(new: makesKeys ? passphrase : nil) { _ in passphrase }
    }
    guard makesKeys, arguments.has("protect") else { return Passphrases(ask: { Terminal.secret("\($0) 的口令：") }) }
    guard let first = Terminal.secret("新密钥的口令："), !first.isEmpty, let second = Terminal.secret("再输一遍：") else {
        throw Failure("没有输入口令，没有生成密钥。", status: 2)
    }
    guard first == second else { throw Failure("两遍不一样，没有生成密钥。", status: 2) }
    return Passphrases(new: first) { Terminal.secret("\($0) 的口令：") }
}

extension Terminal {
    /// A line typed without being shown; nil when standard input is no terminal or ends.
    static func secret(_ prompt: String) -> String? {
        guard isatty(0) == 1 else { return nil }
        var settings = termios()
        guard tcgetattr(0, &settings) == 0 else { return nil }
        var hidden = settings
        hidden.c_lflag &= ~tcflag_t(ECHO)
        say(prompt)
        tcsetattr(0, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(0, TCSAFLUSH, &settings)
            say("\n")
        }
        return readLine()
    }

    private static func say(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    }
}
