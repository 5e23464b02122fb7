/// Completion from the same table that parses, so that it can't fall behind.
let completionCommand = Command(
    "completion", "print a completion script for bash", operands: "bash", count: 0...1,
    details: "example: yuanba completion bash > /usr/share/bash-completion/completions/yuanba"
) { arguments in
    guard arguments.operands.first ?? "bash" == "bash" else { throw UsageError("completion knows bash only") }
    var cases: [String] = []
    for command in commands {
        let options = command.options.map { "--\($0.name)" }.joined(separator: " ")
        cases.append("        \"\(command.name)\"*) words=\"\(options)\" ;;")
    }
    let verbs = Set(commands.map { String($0.name.split(separator: " ")[0]) }).sorted().joined(separator: " ")
    print(
        """
        _yuanba() {
            local current="${COMP_WORDS[COMP_CWORD]}" words=""
            if [ "$COMP_CWORD" -eq 1 ]; then
                COMPREPLY=($(compgen -W "\(verbs)" -- "$current")); return
            fi
            case "${COMP_WORDS[*]:1:2}" in
        \(cases.joined(separator: "\n"))
            esac
            case "$current" in
                -*) COMPREPLY=($(compgen -W "$words --help" -- "$current")) ;;
                *) compopt -o filenames; COMPREPLY=($(compgen -f -- "$current")) ;;
            esac
        }
        complete -F _yuanba yuanba
        """)
    return 0
}
