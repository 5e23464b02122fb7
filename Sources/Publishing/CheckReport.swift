package import Content
import FoundationEssentials

/// What a check found: the messages, and what goes out and what does not.
package struct CheckReport: Sendable {
    /// One thing that villagers would see, or would have seen.
    package struct Item: Hashable, Sendable, Codable {
        package enum Fate: String, Hashable, Sendable, Codable {
            /// Goes out.
            case published
            /// Held back by an error.
            case held
            /// Held back by an error; what was published before stays on the screen.
            case kept
            /// Its last day has passed.
            case expired
            /// This version has no page for it.
            case later
        }

        package var fate: Fate
        /// 1…9
        package var tile: Int
        package var title: String
        /// `13笔，8张凭证照片`; empty when there is nothing to add.
        package var detail: String
        package var file: String
        package var page: PageID?
    }

    /// Nil when 村信息.csv could not be read.
    package var village: VillageIndex.Village?
    /// By file, the worst file first.
    package var messages: [CheckMessage]
    /// By tile, in the order of the screen.
    package var items: [Item]
    /// Held back for a slip, not for person data: their last published version may stay.
    package var heldPages: Set<PageID>
    /// Photos that nobody has ticked off, relative to the village folder.
    package var untickedPhotos: [String]

    /// Something that the clerk wanted to publish does not go out.
    package var heldBack: Bool { messages.contains { $0.severity == .error } }

    init(
        village: VillageIndex.Village?, messages: [CheckMessage], items: [Item], heldPages: Set<PageID> = [], untickedPhotos: [String] = []
    ) {
        self.village = village
        self.items = items
        self.heldPages = heldPages
        self.untickedPhotos = untickedPhotos
        // Files with errors first, then with warnings, then notes; inside a file the same, then by row.
        func rank(_ severity: CheckMessage.Severity) -> Int { CheckMessage.Severity.allCases.firstIndex(of: severity) ?? 0 }
        let worst = Dictionary(grouping: messages, by: \.file).mapValues { $0.map { rank($0.severity) }.min() ?? 0 }
        self.messages = messages.enumerated().sorted { a, b in
            let (left, right) = (a.element, b.element)
            let (leftWorst, rightWorst) = (worst[left.file] ?? 0, worst[right.file] ?? 0)
            if leftWorst != rightWorst { return leftWorst < rightWorst }
            if left.file != right.file { return left.file.utf8.lexicographicallyPrecedes(right.file.utf8) }
            if left.severity != right.severity { return rank(left.severity) < rank(right.severity) }
            if left.row != right.row { return left.row ?? 0 < right.row ?? 0 }
            return a.offset < b.offset
        }.map(\.element)
    }

    /// Marks the pages whose last published version stays.
    package mutating func keep(_ pages: Set<PageID>) {
        for index in items.indices where items[index].fate == .held && items[index].page.map(pages.contains) ?? false {
            items[index].fate = .kept
        }
    }

    /// The report as a clerk reads it, grouped by file, ending with what will be seen on the TV.
    package var text: String {
        var lines: [String] = []
        var file: String?
        for message in messages where message.severity != .note {
            if message.file != file {
                file = message.file
                let worst = messages.contains { $0.file == message.file && $0.severity == .error }
                if !lines.isEmpty { lines.append("") }
                lines.append((worst ? "【要改】" : "【请看一下】") + (message.file.isEmpty ? "村文件夹" : message.file))
            }
            lines.append("  " + (message.severity == .error ? "✗ " : "! ") + message.text)
        }
        if !lines.isEmpty { lines.append("") }
        func list(_ fate: Item.Fate, _ head: String) {
            let chosen = items.filter { $0.fate == fate }
            guard !chosen.isEmpty else { return }
            lines.append("\(head)（\(chosen.count)项）：")
            for item in chosen {
                let tile = "\(item.tile) \(VillageIndex.tileTitles[item.tile - 1])"
                lines.append("  " + Self.padded(tile, 12) + item.title + (item.detail.isEmpty ? "" : "，" + item.detail))
            }
        }
        list(.published, "可以上屏")
        list(.expired, "已过下屏日期，不再上屏")
        list(.later, "这一版还不能上屏，文件不用改")
        list(.kept, "改好以前，电视上还是上次发布的")
        list(.held, "改好以前不上屏")
        if !items.contains(where: { $0.fate == .published }) { lines.append("没有可以上屏的内容。") }
        let errors = messages.count { $0.severity == .error }
        let warnings = messages.count { $0.severity == .warning }
        if errors > 0 {
            lines.append("有 \(errors) 处要改。请改好后重新发布；其余内容不受影响。")
        } else if warnings > 0 {
            lines.append("没有错误。有 \(warnings) 处请看一下，不影响发布。")
        } else {
            lines.append("没有问题。")
        }
        return lines.joined(separator: "\n")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        let used = text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
        return text + String(repeating: " ", count: max(1, width - used))
    }

    /// For tools: keys sorted, the same for the same folder.
    package var json: String {
        struct Line: Encodable {
            var severity: String, file: String, row: Int?, column: String?, message: String, mend: String, text: String
        }
        struct Whole: Encodable {
            var village: String?, code: String?, heldBack: Bool, messages: [Line], items: [Item]
        }
        let whole = Whole(
            village: village?.name, code: village?.code, heldBack: heldBack,
            messages: messages.map {
                Line(severity: $0.severity.rawValue, file: $0.file, row: $0.row, column: $0.column, message: $0.problem, mend: $0.mend, text: $0.text)
            },
            items: items)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(whole)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
