/// 照片核对.csv: the photos that a person has looked at and found free of faces, papers and plates. What is not in it does not go out.
struct PhotoTicks {
    /// Paths relative to the village folder, NFC.
    private(set) var paths: Set<String> = []

    private static let columns: [SourceTable.Column] = [
        .init("文件", ["照片", "文件名", "图片"], required: true), .init("核对人", ["核对", "检查人"], required: true),
        .init("日期", ["核对日期", "时间"], required: true), .init("备注"),
    ]

    /// Adds the ticks of one file. Paths in it are relative to the file's own folder or to the village folder.
    mutating func add(_ file: SourceFile, _ records: [CSVReader.Record], pictures: Set<String>, check: inout FileCheck) {
        guard let table = SourceTable(records, columns: Self.columns, factKeys: [:], check: &check) else { return }
        for row in table.rows {
            let name = row["文件"].precomposed.replacing("\\", with: "/")
            guard !name.isEmpty else { continue }
            guard !row["核对人"].isEmpty else {
                check.warning(row: row.number, column: table.head("核对人"), "没有写谁核对的，这张照片不上屏。", "请填核对人的姓名。")
                continue
            }
            guard case .day = DayReading(row["日期"]) else {
                check.warning(row: row.number, column: table.head("日期"), "看不懂核对日期，这张照片不上屏。", "请填 2026-11-05 这样的日期。")
                continue
            }
            let parts = name.split(separator: "/")
            guard !parts.contains(".."), !name.hasPrefix("/") else {
                check.warning(row: row.number, column: name, "不在村文件夹里。", "请写村文件夹里的文件名。")
                continue
            }
            let here = (file.folders + parts.filter { $0 != "." }.map(String.init)).joined(separator: "/")
            if pictures.contains(here) {
                paths.insert(here)
            } else if pictures.contains(name) {
                paths.insert(name)
            } else {
                check.warning(row: row.number, column: name, "没有找到这张照片。", "请核对文件名。")
            }
        }
    }
}
