import Content

/// The report as a clerk reads it: by file, the worst first, ending with what will be seen on the TV; no longer than a screen unless asked.
struct CheckSummary {
    private let report: CheckReport
    private let lineLimit: Int?
    private let columns: Int

    /// - Parameters:
    ///   - lineLimit: how many lines the whole may have; nil for all there is to say.
    ///   - columns: how many narrow characters fit into a line.
    init(_ report: CheckReport, lineLimit: Int?, columns: Int) {
        self.report = report
        self.lineLimit = lineLimit
        self.columns = max(40, columns)
    }

    var text: String {
        let end = ending
        var lines = messages(lineLimit.map { max(6, $0 - height(end)) })
        if !lines.isEmpty { lines.append("") }
        return (lines + end).joined(separator: "\n")
    }

    // MARK: Messages

    private struct Group {
        var file: String
        var isError: Bool
        var messages: [CheckMessage]
    }

    private var groups: [Group] {
        var groups: [Group] = []
        for message in report.messages where message.severity != .note {
            if groups.last?.file != message.file { groups.append(Group(file: message.file, isError: false, messages: [])) }
            groups[groups.count - 1].messages.append(message)
            if message.severity == .error { groups[groups.count - 1].isError = true }
        }
        return groups
    }

    /// Every file that has something to mend gets a line before any gets a second one: what is left out is always less bad than what is shown.
    private func messages(_ room: Int?) -> [String] {
        let groups = groups
        guard let room else { return lines(groups, groups.map(\.messages.count), of: groups) }
        var shown = [Int](repeating: 0, count: groups.count)
        var best = lines(groups, shown, of: groups)
        let passes = [true, false]
        for wantsErrors in passes {
            var grew = true
            while grew {
                grew = false
                for (index, group) in groups.enumerated() {
                    guard shown[index] < group.messages.count else { continue }
                    guard (group.messages[shown[index]].severity == .error) == wantsErrors else { continue }
                    shown[index] += 1
                    let tried = lines(groups, shown, of: groups)
                    if height(tried) > room {
                        shown[index] -= 1
                    } else {
                        best = tried
                        grew = true
                    }
                }
            }
        }
        return best
    }

    private func lines(_ groups: [Group], _ shown: [Int], of all: [Group]) -> [String] {
        var lines: [String] = []
        var left = (files: 0, messages: 0)
        for (group, count) in zip(groups, shown) {
            guard count > 0 else {
                left.files += 1
                left.messages += group.messages.count
                continue
            }
            // Room is for messages where there is little of it.
            if !lines.isEmpty, lineLimit == nil { lines.append("") }
            lines.append((group.isError ? "【要改】" : "【请看一下】") + (group.file.isEmpty ? "村文件夹" : group.file))
            for message in group.messages.prefix(count) {
                lines.append("  " + (message.severity == .error ? "✗ " : "! ") + message.textInFile)
            }
            let rest = group.messages.count - count
            if rest > 0 { lines.append("    ……这个文件还有 \(rest) 处") }
        }
        if left.files > 0 {
            lines.append("另外 \(left.files) 个文件还有 \(left.messages) 处，没有列出。")
        }
        return lines
    }

    // MARK: What goes out

    private var ending: [String] {
        var lines: [String] = []
        list(.published, "可以上屏", &lines)
        list(.expired, "已过下屏日期，不再上屏", &lines)
        list(.kept, "改好以前，电视上还是上次发布的", &lines)
        list(.held, "改好以前不上屏", &lines)
        if !report.items.contains(where: { $0.fate == .published }) { lines.append("没有可以上屏的内容。") }
        let errors = report.messages.count { $0.severity == .error }
        let warnings = report.messages.count { $0.severity == .warning }
        if errors > 0 {
            lines.append("有 \(errors) 处要改。请改好后重新发布；其余内容不受影响。")
        } else if warnings > 0 {
            lines.append("没有错误。有 \(warnings) 处请看一下，不影响发布。")
        } else {
            lines.append("没有问题。")
        }
        return lines
    }

    /// One line for each tile: `  1 村务      停水通知、重阳节活动 等6项`.
    private func list(_ fate: CheckReport.Item.Fate, _ head: String, _ lines: inout [String]) {
        let chosen = report.items.filter { $0.fate == fate }
        guard !chosen.isEmpty else { return }
        lines.append("\(head)（\(chosen.count)项）：")
        for digit in 1...9 {
            let titles = chosen.filter { $0.tile == digit }.map { $0.title + ($0.detail.isEmpty || lineLimit != nil ? "" : "，" + $0.detail) }
            guard !titles.isEmpty else { continue }
            let front = "  " + Self.padded("\(digit) \(VillageIndex.tileTitles[digit - 1])", 14)
            guard lineLimit != nil else {
                for (number, title) in titles.enumerated() { lines.append((number == 0 ? front : Self.padded("", 16)) + title) }
                continue
            }
            var text = front + titles[0]
            var count = 1
            while count < titles.count {
                let next = text + "、" + titles[count]
                let more = count + 1 < titles.count ? " 等\(titles.count)项" : ""
                guard Self.width(next + more) <= columns else { break }
                text = next
                count += 1
            }
            lines.append(text + (count < titles.count ? " 等\(titles.count)项" : ""))
        }
    }

    private func height(_ lines: [String]) -> Int {
        lines.reduce(0) { $0 + max(1, (Self.width($1) + columns - 1) / columns) }
    }

    private static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) } }

    private static func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - Self.width(text))) }
}
