/// One verb of the tool: what it is called, what it takes, and what it does. The same table drives parsing, `--help` and completion.
struct Command: Sendable {
    struct Option: Sendable {
        var name: String
        /// Placeholder of the value; nil for a switch.
        var value: String?
        var help: String
        /// Several may be given.
        var repeats = false
        /// One letter form, without its dash.
        var short: Character?

        init(_ name: String, _ value: String? = nil, short: Character? = nil, repeats: Bool = false, _ help: String) {
            self.name = name
            self.value = value
            self.short = short
            self.repeats = repeats
            self.help = help
        }

        /// A switch.
        init(_ name: String, _ help: String) { self.init(name, nil, help) }
    }

    /// One or two words: `publish`, `keys new`.
    var name: String
    var summary: String
    /// What stands behind the name in the usage line.
    var operands: String
    /// How many operands are accepted.
    var operandCount: ClosedRange<Int>
    var options: [Option]
    /// Paragraphs after the options: exit status, examples.
    var details: String
    /// Returns the exit status.
    var run: @Sendable (Arguments) throws -> Int32

    init(
        _ name: String, _ summary: String, operands: String = "", count: ClosedRange<Int> = 0...0, options: [Option] = [],
        details: String = "", run: @escaping @Sendable (Arguments) throws -> Int32
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        operandCount = count
        self.options = options
        self.details = details
        self.run = run
    }

    var help: String {
        var lines = ["usage: yuanba \(name)\(options.isEmpty ? "" : " [options]")\(operands.isEmpty ? "" : " " + operands)", "", summary]
        if !options.isEmpty {
            lines += ["", "options:"]
            let heads = options.map { option in
                (option.short.map { "-\($0), " } ?? "") + "--\(option.name)" + (option.value.map { " \($0)" } ?? "")
            }
            let width = min(34, heads.map(\.count).max() ?? 0)
            for (head, option) in zip(heads, options) {
                lines.append("  " + head + String(repeating: " ", count: max(2, width + 2 - head.count)) + option.help)
            }
        }
        if !details.isEmpty { lines += ["", details] }
        return lines.joined(separator: "\n")
    }
}

/// What the person typed is not what the command takes. Printed with a pointer to `--help`; exit status 2.
struct UsageError: Error {
    var message: String
    init(_ message: String) { self.message = message }
}

/// The command was understood and failed; the message says what and what to do. Exit status 1.
struct Failure: Error {
    var message: String
    var status: Int32
    init(_ message: String, status: Int32 = 1) {
        self.message = message
        self.status = status
    }
}
