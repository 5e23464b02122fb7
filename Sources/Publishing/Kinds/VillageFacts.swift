import Content

/// 村信息.csv: who the village is. Without it nothing can be published.
struct VillageFacts {
    var village: VillageIndex.Village
    /// People in office: their names stand in full where they act for the village.
    var officials: Set<String>

    private static let keys: [String: String] = {
        var keys: [String: String] = [:]
        for (key, synonyms) in [
            ("村名", ["村", "村名称"]), ("镇名", ["镇", "乡镇", "乡镇名", "乡名"]), ("村代码", ["代码", "行政区划代码", "区划代码"]), ("户数", ["总户数"]),
            ("人口", ["总人口", "人数"]), ("村务监督电话", ["监督电话"]), ("镇纪委电话", ["纪委电话"]), ("村民委员会主任", ["村委会主任", "主任"]), ("文书", []),
        ] {
            for name in [key] + synonyms { keys[SourceTable.normalised(name)] = key }
        }
        return keys
    }()

    /// Nil after an error.
    init?(_ records: [CSVReader.Record], check: inout FileCheck) {
        var facts: [String: SourceTable.Fact] = [:]
        for record in records where !record.isEmpty {
            let cells = record.cells.map(WidthFolding.trimmed)
            guard cells.count >= 2, SourceTable.normalised(cells[0]) != "项目" else { continue }
            guard let key = Self.keys[SourceTable.normalised(cells[0])] else {
                check.warning(row: record.row, column: cells[0], "不认识这一项，没有上屏。")
                continue
            }
            if facts[key] != nil { check.error(row: record.row, column: cells[0], "写了两次。", "请只留一个。") }
            facts[key] = SourceTable.Fact(value: cells[1], row: record.row)
        }
        func text(_ key: String, needed: Bool) -> String {
            guard let fact = facts[key], !fact.value.isEmpty else {
                if needed { check.error("没有\"\(key)\"。", "请加一行，第一格写\"\(key)\"，第二格写内容。") }
                return ""
            }
            return check.text(fact.value, row: fact.row, column: key)
        }
        func count(_ key: String) -> Int? {
            guard let fact = facts[key], !fact.value.isEmpty else { return nil }
            var digits = WidthFolding.value(fact.value).filter { $0 != "," }
            while let last = digits.last, "户人".contains(last) { digits.removeLast() }
            guard let value = Int(digits), (0...1_000_000).contains(value) else {
                check.error(row: fact.row, column: key, "\"\(fact.value)\"不是数字。", "请填数字，如 612。")
                return nil
            }
            return value
        }
        let code = WidthFolding.value(facts["村代码"]?.value ?? "")
        if !(6...12).contains(code.count) || !code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            if code.isEmpty {
                check.error("没有\"村代码\"。", "请加一行，第一格写\"村代码\"，第二格写12位行政区划代码。")
            } else {
                check.error(row: facts["村代码"]?.row, column: "村代码", "\"\(code)\"不是村代码。", "请填6到12位数字，问镇上就知道。")
            }
        }
        let name = text("村名", needed: true)
        let town = text("镇名", needed: true)
        var phones: [Envelope.Phone] = []
        for (key, label) in [("村务监督电话", "监督电话"), ("镇纪委电话", "镇纪委")] {
            let number = text(key, needed: key == "村务监督电话")
            if !number.isEmpty { phones.append(Envelope.Phone(label: label, number: number)) }
        }
        officials = Set(["村民委员会主任", "文书"].compactMap { facts[$0]?.value }.filter { !$0.isEmpty })
        village = VillageIndex.Village(
            code: code, name: name, town: town, households: count("户数"), population: count("人口"), phones: phones)
        if check.heldBack { return nil }
    }

    /// `青溪坝村民委员会`
    var committee: String { (village.name.hasSuffix("村") ? String(village.name.dropLast()) : village.name) + "村民委员会" }
}
