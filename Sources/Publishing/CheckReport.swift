package import Content

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
        self.messages = Self.sorted(messages)
    }

    private static func sorted(_ messages: [CheckMessage]) -> [CheckMessage] {
        // Files with people's numbers first, then with errors, then with warnings, then notes; inside a file the same, then by row.
        func rank(_ message: CheckMessage) -> Int {
            message.isPersonal ? 0 : 1 + (CheckMessage.Severity.allCases.firstIndex(of: message.severity) ?? 0)
        }
        let worst = Dictionary(grouping: messages, by: \.file).mapValues { $0.map(rank).min() ?? 0 }
        return messages.enumerated().sorted { a, b in
            let (left, right) = (a.element, b.element)
            let (leftWorst, rightWorst) = (worst[left.file] ?? 0, worst[right.file] ?? 0)
            if leftWorst != rightWorst { return leftWorst < rightWorst }
            if left.file != right.file { return left.file.utf8.lexicographicallyPrecedes(right.file.utf8) }
            if rank(left) != rank(right) { return rank(left) < rank(right) }
            if left.row != right.row { return left.row ?? 0 < right.row ?? 0 }
            return a.offset < b.offset
        }.map(\.element)
    }

    /// Tells of books and lists that differ from what was published, although their files say nothing of a correction.
    package mutating func warnOfSilentChanges(_ pages: Set<PageID>) {
        for item in items where item.fate == .published && item.page.map(pages.contains) ?? false {
            messages.append(CheckMessage(
                .warning, file: item.file, "和上次公布的不一样，没有写\"更正\"。", "如果是改错，请在表头上面加一行，第一格写\"更正\"，第二格写改了什么。"))
        }
        messages = Self.sorted(messages)
    }

    /// Tells of pages that do not go out because they were erased.
    package mutating func refuse(_ pages: Set<PageID>) {
        for index in items.indices where items[index].page.map(pages.contains) ?? false {
            items[index].fate = .held
            messages.append(CheckMessage(
                .error, file: items[index].file, "这一项已经撤下并且清除了，不能照原样再发布。",
                "请删掉这个文件；改好以后要再公布，请镇上先运行 yuanba withdraw \(items[index].page?.text ?? "") --lift。"))
        }
        messages = Self.sorted(messages)
    }

    /// Marks the pages whose last published version stays.
    package mutating func keep(_ pages: Set<PageID>) {
        for index in items.indices where items[index].fate == .held && items[index].page.map(pages.contains) ?? false {
            items[index].fate = .kept
        }
    }

    /// The report as a clerk reads it, by file, the worst first, ending with what will be seen on the TV.
    /// - Parameters:
    ///   - lineLimit: so many lines at most, the least bad left out and counted; nil for all.
    ///   - columns: how many narrow characters fit into a line.
    package func text(lineLimit: Int? = nil, columns: Int = 80) -> String { CheckSummary(self, lineLimit: lineLimit, columns: columns).text }

    /// All there is to say.
    package var text: String { text() }

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
        return (try? ContentJSON.encode(whole)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
