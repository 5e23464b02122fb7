import Content

/// The keys that any file may carry above its content, and what they become on the page.
struct EnvelopeFacts: Codable {
    var title: String?
    var publisher: String?
    var period: Period?
    var published: Day?
    var objectionsUntil: Day?
    var expires: Day?
    var responsible: String?
    var reviewedBy: Envelope.Review?
    var phones: [Envelope.Phone] = []
    var audience: Envelope.Audience = .public
    var correction: String?

    /// Every spelling, normalised → the key. Kinds add their own.
    static let keys: [String: String] = {
        var keys: [String: String] = [:]
        for (key, synonyms) in [
            ("标题", ["题目", "名称"]), ("公布单位", ["发布单位", "公开单位"]), ("所属期间", ["期间", "月份", "季度", "年月", "所属月份"]),
            ("公布日期", ["公布", "公开日期", "发布日期", "公布时间"]), ("异议期至", ["异议截止", "异议期", "公示期至", "异议截止日期"]),
            ("下屏日期", ["下屏", "公示截止", "公示截止日期", "公布截止", "公布截止日期", "截止日期"]), ("责任人", ["负责人", "公布责任人"]),
            ("审核", ["审核人", "监委会审核", "村务监督委员会审核"]), ("监督电话", ["举报电话", "联系电话"]), ("范围", ["公布范围", "公开范围"]),
            ("更正", ["更正说明"]), ("依据", ["法律依据", "公布依据"]),
        ] {
            for name in [key] + synonyms { keys[SourceTable.normalised(name)] = key }
        }
        return keys
    }()

    init(_ facts: [String: SourceTable.Fact], check: inout FileCheck) {
        func text(_ key: String) -> String? {
            guard let fact = facts[key], !fact.value.isEmpty else { return nil }
            let text = check.text(fact.value, row: fact.row, column: key)
            return text.isEmpty ? nil : text
        }
        func day(_ key: String, _ check: inout FileCheck) -> Day? {
            guard let fact = facts[key] else { return nil }
            switch DayReading(fact.value) {
            case .empty:
                return nil
            case .day(let day):
                return day
            case .wrong(let problem, let mend):
                check.error(row: fact.row, column: key, problem, mend)
                return nil
            }
        }
        title = text("标题")
        publisher = text("公布单位")
        responsible = text("责任人")
        correction = text("更正")
        published = day("公布日期", &check)
        objectionsUntil = day("异议期至", &check)
        expires = day("下屏日期", &check)
        if let fact = facts["所属期间"], !fact.value.isEmpty {
            period = PeriodReading.period(fact.value)
            if period == nil {
                check.error(row: fact.row, column: "所属期间", "\"\(fact.value)\"不是月份、季度或年份。", "请填 2026-10、2026年三季度 或 2026年。")
            }
        }
        if let review = text("审核") { reviewedBy = Self.review(review) }
        if let phone = text("监督电话") { phones = Self.phones(phone) }
        if let fact = facts["范围"], !fact.value.isEmpty {
            switch WidthFolding.value(fact.value) {
            case "公开", "全村", "家庭", "所有": audience = .public
            case "村委会", "大屏", "大厅", "村委会大屏", "只在村委会": audience = .hall
            default:
                check.error(row: fact.row, column: "范围", "\"\(fact.value)\"不是范围。", "请填 公开 或 村委会。")
            }
        }
        if let published, let expires, expires < published {
            check.error(row: facts["下屏日期"]?.row, column: "下屏日期", "下屏日期比公布日期还早。", "请核对两个日期。")
        }
    }

    /// `村务监督委员会 2026-11-04`: the body, and the day behind it when there is one.
    private static func review(_ text: String) -> Envelope.Review {
        if let start = text.firstIndex(where: { $0.isNumber }), start != text.startIndex, case .day(let day) = DayReading(String(text[start...])) {
            return Envelope.Review(body: WidthFolding.trimmed(text[..<start].filter { !"，,（(".contains($0) }), date: day)
        }
        return Envelope.Review(body: text)
    }

    /// `028-0000-0003`, `镇纪委 028-0000-0002`, several of them separated by 、 ， ；
    private static func phones(_ text: String) -> [Envelope.Phone] {
        text.split(whereSeparator: { "、，,；;".contains($0) }).compactMap { part in
            let trimmed = WidthFolding.trimmed(String(part))
            guard let start = trimmed.firstIndex(where: { $0.isNumber }) else { return nil }
            let label = WidthFolding.trimmed(trimmed[..<start].filter { !"：:".contains($0) })
            return Envelope.Phone(label: label.isEmpty ? "监督电话" : label, number: String(trimmed[start...]))
        }
    }
}
