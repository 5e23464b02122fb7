package import Content

/// A warning as the township types it: `键: 值` lines, `---`, what to do in one to three lines, an empty line, why and what else.
package enum EmergencySource {
    private static let keys: [String: String] = MatterSource.names(
        [
            "级别": ["预警级别"], "种类": ["灾种", "类型"], "发布单位": ["单位"], "发布时间": ["时间"], "结束时间": ["有效到", "截止时间"], "编号": [], "电话": ["值班电话"],
        ], with: [:])
    private static let levels: [String: Emergency.Level] = [
        "红": .red, "红色": .red, "橙": .orange, "橙色": .orange, "黄": .yellow, "黄色": .yellow, "蓝": .blue, "蓝色": .blue,
    ]

    /// - Parameters:
    ///   - name: of the file, for the messages.
    ///   - before: the warning that is out now; the same number makes this its next revision.
    /// - Returns: the warning, or nil and why.
    package static func read(_ text: String, name: String, before: Emergency?, coverage: GlyphCoverage) -> (Emergency?, [CheckMessage]) {
        var check = FileCheck(file: name, coverage: coverage)
        let warning = read(text, before: before, check: &check)
        return (check.heldBack ? nil : warning, check.messages)
    }

    private static func read(_ text: String, before: Emergency?, check: inout FileCheck) -> Emergency? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { WidthFolding.trimmed(String($0)) }
        guard let rule = lines.firstIndex(where: { $0.count >= 3 && $0.allSatisfy { "-—－".contains($0) } }) else {
            check.error("开头的几行和正文没有隔开。", "请在开头的几行后面另起一行，写三个减号（---）。")
            return nil
        }
        var facts: [String: (value: String, row: Int)] = [:]
        for (offset, line) in lines[..<rule].enumerated() where !line.isEmpty {
            guard let colon = line.firstIndex(where: { $0 == ":" || $0 == "：" }), let key = keys[SourceTable.normalised(String(line[..<colon]))] else {
                check.error(row: offset + 1, "\"\(line)\"看不懂。", "请写成 级别: 红色 这样，一行一项。")
                continue
            }
            facts[key] = (check.text(String(line[line.index(after: colon)...]), row: offset + 1, column: key), offset + 1)
        }
        func needed(_ key: String, _ sample: String) -> String {
            guard let fact = facts[key], !fact.value.isEmpty else {
                check.error("没有写\"\(key)\"。", "请在开头加一行：\(key): \(sample)。")
                return ""
            }
            return fact.value
        }
        func moment(_ key: String) -> Instant? {
            let text = needed(key, "2026-11-22 19:30")
            if text.isEmpty { return nil }
            let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
            let clock = parts.last.map { $0.split(separator: ":").compactMap { Int($0) } } ?? []
            guard parts.count == 2, case .day(let day) = DayReading(String(parts[0])), clock.count == 2, (0..<24).contains(clock[0]), (0..<60).contains(clock[1])
            else {
                check.error(row: facts[key]?.row, column: key, "\"\(text)\"不是时间。", "请填 2026-11-22 19:30 这样的时间。")
                return nil
            }
            // China Standard Time.
            return Instant(secondsSinceEpoch: day.daysSinceEpoch * 86_400 + clock[0] * 3_600 + clock[1] * 60 - 28_800)
        }
        let levelText = needed("级别", "红色").replacing("预警", with: "")
        let level = levels[levelText]
        if level == nil, !levelText.isEmpty { check.error(row: facts["级别"]?.row, column: "级别", "\"\(levelText)\"不是级别。", "请填 红色、橙色、黄色 或 蓝色。") }
        let kind = needed("种类", "山洪")
        let issuer = needed("发布单位", "桐林镇人民政府")
        let issued = moment("发布时间")
        let until = moment("结束时间")
        let body = lines[(rule + 1)...].drop(while: \.isEmpty)
        let head = body.prefix { !$0.isEmpty }
        let headline = head.enumerated().map { check.text($0.element, row: body.startIndex + $0.offset + 1) }
        let details = lines[head.endIndex...].enumerated().compactMap { $0.element.isEmpty ? nil : check.text($0.element, row: head.endIndex + $0.offset + 1) }
        let phones = (facts["电话"]?.value ?? "").split(whereSeparator: { "、，,；;".contains($0) }).compactMap { part -> Envelope.Phone? in
            let text = WidthFolding.trimmed(String(part))
            guard let digit = text.firstIndex(where: \.isNumber) else { return nil }
            let label = WidthFolding.trimmed(String(text[..<digit]))
            return .init(label: label.isEmpty ? "值班" : label, number: String(text[digit...]))
        }
        guard let level, let issued, let until, !check.heldBack else { return nil }
        let number = facts["编号"]?.value ?? ""
        let id = "e" + sha256(number.isEmpty ? "\(kind)\n\(issued.iso)" : number).prefix(10)
        let warning = Emergency(
            id: String(id), revision: before.map { $0.id == id ? $0.revision + 1 : 1 } ?? 1, level: level, kind: kind, issuer: issuer, issued: issued,
            until: until, headline: headline, details: details, phones: phones)
        do {
            try warning.validate()
            return warning
        } catch {
            check.error("放不进一屏：要做的事一到三行，每行最多24个字；其余最多四行，每行最多44个字；结束要比发布晚。", "请改短一些，或者核对时间。")
            return nil
        }
    }
}
