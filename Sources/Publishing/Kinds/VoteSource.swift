import Content

/// 表决: a vote, from the keys above a text and the text itself. Whether it passed is computed from the counts.
enum VoteSource {
    private static let steps: KeyValuePairs<String, Vote.Step> = [
        "提议": .proposed, "商议": .discussed, "审议": .reviewed, "决议": .decided, "决议公开": .announced, "结果公开": .reported,
    ]
    private static let countKeys = ["应到", "实到", "赞成", "反对", "弃权"]

    /// Of the keys above the text.
    static let keys = MatterSource.names(
        [
            "会议": ["会议形式", "会议类型"], "事项": ["表决事项"], "应到": ["应到人数", "应到会"], "实到": ["实到人数", "实到会", "到会"], "赞成": ["赞成票", "同意"],
            "反对": ["反对票", "不同意"], "弃权": ["弃权票"], "项目": ["项目进度"], "提议": ["党组织提议", "党支部提议"], "商议": ["两委会商议", "村两委商议"],
            "审议": ["党员大会审议"], "决议": ["表决日期", "村民代表会议决议", "村民会议决议"], "决议公开": [], "结果公开": ["实施结果公开"],
        ], with: [:])

    static func isVote(keys: Set<String>) -> Bool { !keys.isDisjoint(with: ["会议"] + countKeys) }

    /// Nil after an error that leaves no page; the messages say why.
    static func read(_ file: SourceFile, _ document: MarkdownReader, tile: Int, check: inout FileCheck) -> MatterSource? {
        let facts = EnvelopeFacts(document.facts, check: &check)
        let parts = NameParts(file.stem)
        let name = check.text(parts.rest, column: "文件名")
        let body = body(document.facts["会议"], check: &check)
        let counts = counts(document.facts, check: &check)
        var stages: [Vote.Stage] = []
        for (key, step) in steps {
            guard let fact = document.facts[key] else { continue }
            switch DayReading(fact.value, year: parts.day?.year) {
            case .empty: break
            case .day(let day): stages.append(.init(step: step, date: day))
            case .wrong(let problem, let mend): check.error(row: fact.row, column: key, problem, mend)
            }
        }
        // The day in the file's name is the day of the vote.
        if !stages.contains(where: { $0.step == .decided }), let day = parts.day {
            let earlier = stages.count { [.proposed, .discussed, .reviewed].contains($0.step) }
            stages.insert(.init(step: .decided, date: day), at: earlier)
        }
        if zip(stages, stages.dropFirst()).contains(where: { $0.date > $1.date }) {
            check.warning("各步的日期前后不对。", "请按 提议、商议、审议、决议、决议公开、结果公开 的先后核对日期。")
        }
        if stages.isEmpty { check.error("没有表决的日期。", "请在文件名前面写上日期，如 \"2026-06-20 道路硬化.md\"。") }
        let matter = document.facts["事项"].map { check.text($0.value, row: $0.row, column: "事项") }
        let sections = sections(document, check: &check)
        guard let body, let counts, let decided = stages.first(where: { $0.step == .decided }) ?? stages.last else { return nil }
        let vote = Vote(
            body: body, matter: matter, stages: stages, due: counts[0], present: counts[1], inFavour: counts[2], against: counts[3],
            abstained: counts[4], sections: sections)
        checkRules(vote, file, check: &check)
        let published = facts.published ?? decided.date
        let title = facts.title ?? name
        guard !check.heldBack, let id = PageID("\(tile)/vote-\(decided.date.iso)-\(sha256(parts.rest).prefix(6))") else { return nil }
        return MatterSource(
            file: file, id: id, title: title.isEmpty ? "表决" : title, short: name.isEmpty ? title : name + "表决", period: nil,
            published: published, facts: facts, detail: vote.passed ? "通过" : "没有通过", body: vote,
            project: document.facts["项目"].map { WidthFolding.trimmed($0.value) })
    }

    private static func body(_ fact: SourceTable.Fact?, check: inout FileCheck) -> Vote.Body? {
        let text = WidthFolding.value(fact?.value ?? "").filter { $0 != "(" && $0 != ")" }
        switch text {
        case "村民代表会议", "村民代表大会", "代表会议": return .representatives
        case "村民会议", "村民大会": return .villagers
        case "村民会议户代表", "户代表会议", "村民户代表会议": return .households
        case "":
            check.error(row: fact?.row, column: "会议", "没有写是什么会议。", "请写 会议: 村民代表会议（或者 村民会议、村民会议（户代表））。")
        default:
            check.error(row: fact?.row, column: "会议", "\"\(text)\"不是能作决定的会议。", "请写 村民代表会议、村民会议 或 村民会议（户代表）。")
        }
        return nil
    }

    /// 应到, 实到, 赞成, 反对, 弃权; nil after an error.
    private static func counts(_ facts: [String: SourceTable.Fact], check: inout FileCheck) -> [Int]? {
        var counts: [Int] = []
        for key in countKeys {
            guard let fact = facts[key], !fact.value.isEmpty else {
                check.error("没有写\"\(key)\"。", "请在开头加一行：\(key): 人数。没有人的写 0。")
                continue
            }
            guard let count = MatterSource.whole(fact.value, units: ["人", "票", "户"]), (0...100_000).contains(count) else {
                check.error(row: fact.row, column: key, "\"\(fact.value)\"不是人数。", "请填数字，如 38。")
                continue
            }
            counts.append(count)
        }
        return counts.count == countKeys.count ? counts : nil
    }

    private static func checkRules(_ vote: Vote, _ file: SourceFile, check: inout FileCheck) {
        let sum = vote.inFavour + vote.against + vote.abstained
        if sum != vote.present { check.error("赞成+反对+弃权=\(sum)，与实到 \(vote.present) 不符。", "请核对票数。") }
        if vote.present > vote.due { check.error("实到 \(vote.present) 比应到 \(vote.due) 还多。", "请核对人数。") }
        if vote.due > 0, vote.present <= vote.due, !vote.hasQuorum {
            let rule =
                switch vote.body {
                case .villagers: "村民会议要有过半数的村民到会"
                case .households: "户代表开的村民会议要有三分之二以上的户到会"
                case .representatives: "村民代表会议要有三分之二以上的代表到会"
                }
            check.error(
                "实到 \(vote.present) 人，应到 \(vote.due) 人，不够开会的人数。\(rule)，至少 \(vote.quorum)。", "人数写错了请改；真的不够，要重新开会，这次的决定不算数。")
        }
    }

    private static func sections(_ document: MarkdownReader, check: inout FileCheck) -> [Vote.Section] {
        var sections: [Vote.Section] = []
        for block in document.blocks {
            switch block.content {
            case .heading(_, let text):
                sections.append(.init(heading: check.text(text, row: block.line), paragraphs: []))
            case .paragraph(let text):
                let text = check.text(text, row: block.line)
                if text.isEmpty { continue }
                if sections.isEmpty { sections.append(.init(heading: "提的是什么", paragraphs: [])) }
                sections[sections.count - 1].paragraphs.append(text)
            case .picture, .table:
                check.warning(row: block.line, "表决页放不下图片和表格，没有上屏。", "请写成文字，或者另写一篇公告。")
            }
        }
        let kept = sections.filter { !$0.paragraphs.isEmpty }
        if !kept.contains(where: { $0.heading.contains("决定") || $0.heading.contains("决议") }) {
            check.warning("没有写决定了什么。", "请加一段，上面写\"## 决定\"。")
        }
        return kept
    }
}
