import Content

/// 图集: a folder of photos, with a table of what they show where somebody wrote one.
struct AlbumSource {
    /// The folder, as if it were a file: an album's name, day and address come from it.
    var facts: PageFacts
    var photos: [(file: SourceFile, caption: String?, date: Day?)]

    private static let words = ["相册", "图集", "影集", "照片集"]
    private static let captionLimit = 60

    /// The folder of an album that a file is in; nil when it is in none.
    static func folder(of file: SourceFile) -> [String]? {
        let folders = file.folders
        guard folders.count >= 2, let depth = folders.indices.dropFirst().first(where: { place in words.contains { folders[place].contains($0) } })
        else { return nil }
        return Array(folders[...depth])
    }

    /// The table in an album's folder.
    static func isTable(_ file: SourceFile) -> Bool { ["说明", "照片说明", "图片说明"].contains(file.stem) }

    private static let columns: [SourceTable.Column] = [
        .init("文件", ["照片", "文件名", "图片"], required: true), .init("说明", ["内容", "标题", "文字"], required: true),
        .init("日期", ["拍摄日期", "时间"]),
    ]

    /// `records`: of the table, when there is one. Nil after an error.
    init?(
        folder: [String], _ files: [SourceFile], _ records: [CSVReader.Record]?, tile: Int, savedOn saved: Day, check: inout FileCheck
    ) {
        var captions: [String: (text: String, date: Day?, place: Int)] = [:]
        var envelope = EnvelopeFacts([:], check: &check)
        if let records {
            guard let table = SourceTable(records, columns: Self.columns, factKeys: EnvelopeFacts.keys, check: &check) else { return nil }
            envelope = EnvelopeFacts(table.facts, check: &check)
            for row in table.rows {
                let name = row["文件"]
                var date: Day?
                switch DayReading(row["日期"]) {
                case .day(let day): date = day
                case .empty: break
                case .wrong(let problem, let mend): check.error(row: row.number, column: table.head("日期"), problem, mend)
                }
                let text = check.text(row["说明"], row: row.number, column: table.head("说明"))
                if text.count > Self.captionLimit {
                    check.warning(row: row.number, column: table.head("说明"), "说明太长，电视上放不下。", "请写短一些，\(Self.captionLimit)字以内。")
                }
                guard let file = files.first(where: { $0.name == name || $0.stem == name }) else {
                    check.warning(row: row.number, column: table.head("文件"), "没有找到照片\"\(name)\"。", "请核对文件名。")
                    continue
                }
                captions[file.shown] = (text, date, captions.count)
            }
        }
        let name = folder[folder.count - 1]
        guard var place = files.first else { return nil }
        place.shown = folder.joined(separator: "/")
        photos = files.map { file in
            let parts = NameParts(file.stem)
            let known = captions[file.shown]
            let own = check.text(parts.rest, column: file.name)
            // Names that a camera gave say nothing.
            let isNumber = own.allSatisfy { $0.isNumber || "_-() ".contains($0) } || own.uppercased().hasPrefix("IMG") || own.uppercased().hasPrefix("DSC")
            return (file, known?.text ?? (isNumber ? nil : own), known?.date ?? parts.day)
        }
        // The table's order is the album's; what it does not name comes after.
        let places = files.map { captions[$0.shown]?.place ?? .max }
        photos = zip(places, photos).enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
        // The newest photo tells the day where nothing else does.
        let newest = photos.compactMap(\.date).max()
        if envelope.published == nil, NameParts(name).day == nil, let newest { envelope.published = newest }
        facts = PageFacts(place, tile: tile, envelope, period: nil, savedOn: saved, fallback: "图集", check: &check)
        if check.heldBack { return nil }
    }
}
