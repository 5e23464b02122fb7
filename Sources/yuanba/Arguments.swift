/// The words after a command's name, checked against its table.
struct Arguments: Sendable {
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]

    /// Options may stand before, between and after operands; `--` ends them; `--name=value` and `--name value` are the same.
    init(_ words: ArraySlice<String>, for command: Command) throws {
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.count > 1, word.hasPrefix("-") else {
                operands.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let option = Self.find(String(parts[0]), in: command) else {
                throw UsageError("\(command.name) has no option \(parts[0])")
            }
            guard option.value != nil else {
                guard parts.count == 1 else { throw UsageError("--\(option.name) takes no value") }
                values[option.name, default: []].append("")
                continue
            }
            guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                throw UsageError("--\(option.name) needs a value: --\(option.name) \(option.value ?? "")")
            }
            if values[option.name] != nil, !option.repeats { throw UsageError("--\(option.name) is given twice") }
            values[option.name, default: []].append(value)
        }
        guard command.operandCount.contains(operands.count) else {
            throw UsageError(
                operands.count < command.operandCount.lowerBound
                    ? "\(command.name) needs \(command.operands)" : "\(command.name): too many words, from “\(operands.last ?? "")”")
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func value(_ name: String) -> String? { values[name]?.last }

    func values(_ name: String) -> [String] { values[name] ?? [] }

    func required(_ name: String) throws -> String {
        guard let value = value(name) else { throw UsageError("--\(name) is missing") }
        return value
    }

    private static func find(_ word: String, in command: Command) -> Command.Option? {
        command.options.first { option in
            word == "--\(option.name)" || option.short.map { word == "-\($0)" } ?? false
        }
    }
}
