import Content

/// 摄像头: which cameras there are and on whose word they may be looked at. No address of a device is read: which camera is which is the
/// box's setting.
enum CamerasSource {
    private static let columns: [SourceTable.Column] = [
        .init("编号", ["摄像头", "序号", "号"], required: true), .init("地点", ["位置", "安装位置", "名称"], required: true), .init("备注"),
    ]
    private static let keys = MatterSource.names([
        "授权文号": ["授权", "文号", "批准文号"], "授权到期": ["授权截止", "有效期至", "授权期至"], "授权盒子": ["可看的盒子", "盒子", "本机号"], "报修电话": ["维修电话"],
    ])

    static func isCameras(heads: Set<String>, tile: Int) -> Bool {
        tile == 8 && heads.contains("地点") && !heads.isDisjoint(with: ["编号", "摄像头"])
    }

    /// Nil after an error that leaves no page; the messages say why.
    static func read(_ file: SourceFile, _ records: [CSVReader.Record], tile: Int, check: inout FileCheck) -> MatterSource? {
        guard let table = SourceTable(records, columns: columns, factKeys: keys, check: &check) else { return nil }
        let facts = EnvelopeFacts(table.facts, check: &check)
        let published = MatterSource.published(facts, check: &check)
        func text(_ key: String) -> String? {
            guard let fact = table.facts[key], !fact.value.isEmpty else { return nil }
            let text = check.text(fact.value, row: fact.row, column: key)
            return text.isEmpty ? nil : text
        }
        var list = CameraList(cameras: [])
        for row in table.rows {
            let place = check.text(row["地点"], row: row.number, column: table.head("地点"))
            let id = WidthFolding.value(row["编号"]).lowercased()
            guard !id.isEmpty, id.utf8.count <= 32, id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D })
            else {
                check.error(row: row.number, column: table.head("编号"), "\"\(row["编号"])\"不能作编号。", "请用数字，如 1、2、3，和安装人员在盒子上设的一样。")
                continue
            }
            if list.cameras.contains(where: { $0.id == id }) {
                check.error(row: row.number, column: table.head("编号"), "编号\"\(id)\"写了两次。", "请改成不同的编号。")
                continue
            }
            guard !place.isEmpty else {
                check.error(row: row.number, column: table.head("地点"), "没有填地点。", "请填摄像头看的是哪里，如 村口。")
                continue
            }
            list.cameras.append(.init(id: id, place: place))
        }
        let number = text("授权文号")
        let boxes = (text("授权盒子") ?? "").split(whereSeparator: { "、，,；; ".contains($0) }).map(String.init)
        var until: Day?
        if let fact = table.facts["授权到期"] {
            switch DayReading(fact.value) {
            case .empty: break
            case .day(let day): until = day
            case .wrong(let problem, let mend): check.error(row: fact.row, column: "授权到期", problem, mend)
            }
        }
        if let number, let until {
            list.authorisation = .init(number: number, expires: until, boxes: boxes)
            if boxes.isEmpty { check.warning("没有写哪些盒子可以看，一台也看不了。", "请在表头上面加一行，第一格写\"授权盒子\"，第二格写盒子上的号码。") }
        } else {
            check.warning(
                number == nil ? "没有授权文号，电视上只写地点，不放画面。" : "没有写授权到哪一天，电视上只写地点，不放画面。",
                "请在表头上面写\"授权文号\"和\"授权到期\"，没有就向管理单位申请。")
        }
        if let phone = text("报修电话") { list.repair = .init(label: "报修电话", number: phone) }
        if list.cameras.isEmpty, !check.heldBack { check.error("一个摄像头也没有。", "请一行写一个，填编号和地点。") }
        guard let published, !check.heldBack, let id = PageID("\(tile)/cameras") else { return nil }
        return MatterSource(
            file: file, id: id, title: facts.title ?? "平安", short: "\(list.cameras.count) 个摄像头", published: published, facts: facts,
            detail: "\(list.cameras.count)个摄像头", body: list)
    }
}
