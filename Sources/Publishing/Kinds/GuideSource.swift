import Content

/// 办事指南: a text with the headings 条件, 材料, 流程, 找谁.
struct GuideSource {
    var facts: PageFacts
    var guide: Guide

    /// Keys above the text that no notice has.
    static let keys: [String: String] = {
        var keys: [String: String] = [:]
        for (key, synonyms) in [
            ("方式", ["办理方式", "怎么办"]), ("时限", ["办理时限", "多久办完", "承诺时限"]), ("收费", ["费用", "收费标准"]),
            ("地点", ["办理地点", "在哪里办"]), ("电话", ["咨询电话", "办理电话"]),
        ] {
            for name in [key] + synonyms { keys[SourceTable.normalised(name)] = key }
        }
        return keys
    }()

    /// Whether the text is a guide: its head has a guide's keys, or it has two of a guide's headings.
    static func recognises(_ document: MarkdownReader) -> Bool {
        if !Set(document.facts.keys).isDisjoint(with: ["方式", "时限", "收费"]) { return true }
        let headings = document.blocks.compactMap { block -> Part? in
            if case .heading(_, let text) = block.content { Part(text) } else { nil }
        }
        return Set(headings).count >= 2
    }

    private enum Part: Hashable {
        case conditions, materials, steps, whom

        init?(_ heading: String) {
            var name = SourceTable.normalised(heading)
            // 一、申请条件
            if let mark = name.firstIndex(where: { "、.".contains($0) }), name.distance(from: name.startIndex, to: mark) <= 2 {
                name = String(name[name.index(after: mark)...])
            }
            for word in ["申请", "办理", "所需", "需要的", "要符合的", "要带的", "要带", "准备", "怎么", "具体"] where name.hasPrefix(word) && name != word {
                name = String(name.dropFirst(word.count))
            }
            switch name {
            case "条件", "哪些人能办", "谁能办", "谁可以办": self = .conditions
            case "材料", "东西", "什么", "资料", "证件", "手续": self = .materials
            case "流程", "步骤", "程序", "办": self = .steps
            case "找谁", "找谁办", "联系人", "咨询", "联系方式": self = .whom
            default: return nil
            }
        }
    }

    /// Nil after an error.
    init?(_ file: SourceFile, _ document: MarkdownReader, tile: Int, period: Period?, savedOn saved: Day, check: inout FileCheck) {
        var envelope = EnvelopeFacts(document.facts, check: &check)
        var source = document.blocks[...]
        if case .heading(1, let text)? = source.first?.content {
            if envelope.title == nil { envelope.title = check.text(text, row: source.first?.line) }
            source = source.dropFirst()
        }
        facts = PageFacts(file, tile: tile, envelope, period: period, savedOn: saved, fallback: "办事指南", check: &check)
        guide = Guide()
        func fact(_ key: String, _ check: inout FileCheck) -> String? {
            guard let fact = document.facts[key], !fact.value.isEmpty else { return nil }
            return check.text(fact.value, row: fact.row, column: key)
        }
        guide.limit = fact("时限", &check)
        guide.fee = fact("收费", &check)
        guide.place = fact("地点", &check)
        guide.phone = fact("电话", &check)
        guide.basis = fact("依据", &check)
        if let mode = fact("方式", &check) {
            guide.mode = ["直办": .window, "窗口办": .window, "自己办": .window, "代办": .agent, "帮办": .agent, "陪办": .accompanied][mode]
            if guide.mode == nil { check.error(row: document.facts["方式"]?.row, column: "方式", "\"\(mode)\"不是办理方式。", "请填 直办、代办 或 陪办。") }
        }
        var part: Part?
        var section = Guide.Section(title: "说明", paragraphs: [])
        func close(_ guide: inout Guide) {
            if !section.paragraphs.isEmpty { guide.sections.append(section) }
            section.paragraphs = []
        }
        for block in source {
            switch block.content {
            case .heading(_, let text):
                close(&guide)
                part = Part(text)
                section.title = check.text(text, row: block.line)
            case .paragraph(let raw):
                let text = check.text(raw, row: block.line)
                guard !text.isEmpty else { continue }
                switch part {
                case .conditions: guide.conditions.append(Self.item(text))
                case .materials: guide.materials.append(Self.item(text))
                case .steps: guide.steps.append(Self.step(Self.item(text)))
                case .whom: guide.contacts.append(Self.contact(Self.item(text)))
                case nil: section.paragraphs.append(text)
                }
            case .table(let rows, let hasHead):
                let cells = rows.enumerated().map { offset, cells in
                    cells.map { check.text($0, row: block.line + offset + (hasHead && offset > 0 ? 1 : 0)) }
                }
                let head = hasHead ? cells[0] : []
                for row in hasHead ? cells.dropFirst() : cells[...] {
                    switch part {
                    case .steps: guide.steps.append(Self.step(row, head: head))
                    case .whom: guide.contacts.append(Self.contact(row.joined(separator: "，")))
                    case .conditions: guide.conditions.append(row.filter { !$0.isEmpty }.joined(separator: "："))
                    case .materials: guide.materials.append(row.filter { !$0.isEmpty }.joined(separator: "："))
                    case nil: section.paragraphs.append(row.filter { !$0.isEmpty }.joined(separator: "　"))
                    }
                }
            case .picture:
                check.warning(row: block.line, "办事指南里的图片还不能上屏。", "要让大家看图，请另写一篇公告。")
            }
        }
        close(&guide)
        if guide.conditions.isEmpty, guide.materials.isEmpty, guide.steps.isEmpty, guide.sections.isEmpty, !check.heldBack {
            check.error("没有写怎么办。", "请写上 ## 条件、## 材料、## 流程、## 找谁 这几段。")
        }
        if guide.materials.isEmpty { check.warning("没有\"材料\"这一段。", "请加上 ## 材料，一行写一样要带的东西，免得大家白跑。") }
        if guide.contacts.isEmpty, guide.phone == nil { check.warning("没有写找谁办。", "请加上 ## 找谁，写姓名、职务和办公电话。") }
        if check.heldBack { return nil }
    }

    /// `1. 户口簿`, `（2）身份证`, `· 照片` without the mark: the screen numbers its lists itself.
    private static func item(_ text: String) -> String {
        var rest = text[...]
        if let first = rest.first, "·•-*".contains(first) { rest = rest.dropFirst() }
        if let first = rest.first, "（(".contains(first), let close = rest.firstIndex(where: { "）)".contains($0) }) {
            let inside = rest[rest.index(after: rest.startIndex)..<close]
            if !inside.isEmpty, inside.allSatisfy({ $0.isNumber }) { rest = rest[rest.index(after: close)...] }
        }
        let number = rest.prefix { $0.isNumber && $0.isASCII }
        if !number.isEmpty, number.count <= 2, let mark = rest.dropFirst(number.count).first, ".．、)）".contains(mark) {
            rest = rest.dropFirst(number.count + 1)
        }
        let trimmed = WidthFolding.trimmed(String(rest))
        return trimmed.isEmpty ? text : trimmed
    }

    /// `受理：镇便民中心，1个工作日`
    private static func step(_ text: String) -> Guide.Step {
        guard let colon = text.firstIndex(where: { "：:".contains($0) }) else { return Guide.Step(name: text) }
        let rest = text[text.index(after: colon)...].split(whereSeparator: { "，,；;".contains($0) }).map { WidthFolding.trimmed(String($0)) }
        var step = Guide.Step(name: WidthFolding.trimmed(String(text[..<colon])))
        step.time = rest.last(where: isTime)
        let others = rest.filter { !isTime($0) }
        step.who = others.first
        if others.count > 1 { step.place = others.dropFirst().joined(separator: "，") }
        return step
    }

    private static func isTime(_ text: String) -> Bool {
        ["天", "日", "小时", "分钟", "月", "即办", "当场", "年"].contains { text.hasSuffix($0) }
    }

    private static func step(_ row: [String], head: [String]) -> Guide.Step {
        var step = Guide.Step(name: "")
        for (offset, cell) in row.enumerated() where !cell.isEmpty {
            let name = offset < head.count ? SourceTable.normalised(head[offset]) : ""
            if ["谁办", "谁", "办理人", "部门", "办理部门", "单位", "责任人"].contains(name) {
                step.who = cell
            } else if ["时间", "时限", "多久", "办理时限", "天数"].contains(name) {
                step.time = cell
            } else if ["地点", "在哪里", "在哪里办", "办理地点"].contains(name) {
                step.place = cell
            } else if ["序号", "号"].contains(name) {
                continue
            } else if step.name.isEmpty {
                step.name = cell
            } else if step.who == nil {
                step.who = cell
            } else if step.time == nil {
                step.time = cell
            } else {
                step.place = [step.place, cell].compactMap { $0 }.joined(separator: "，")
            }
        }
        return step
    }

    /// `王某，村代办员，028-0000-0007。`
    private static func contact(_ text: String) -> Guide.Contact {
        let parts = text.split(whereSeparator: { "，,、；; \u{3000}。".contains($0) }).map { WidthFolding.trimmed(String($0)) }.filter { !$0.isEmpty }
        let phones = parts.filter { part in part.contains(where: \.isNumber) && part.allSatisfy { $0.isNumber || "-—()（）转".contains($0) } }
        let words = parts.filter { !phones.contains($0) }
        guard let name = words.first, name.count <= 8 else { return Guide.Contact(name: text) }
        return Guide.Contact(
            name: name, post: words.count > 1 ? words.dropFirst().joined(separator: "，") : nil,
            phone: phones.isEmpty ? nil : phones.joined(separator: "、"))
    }
}
