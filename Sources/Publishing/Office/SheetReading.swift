/// One sheet of a workbook, from XML to records (ECMA-376 part 1, 18.3.1). Columns are called by their letters in messages: what they mean is
/// only known later.
struct SheetReading {
    private(set) var records: [CSVReader.Record] = []
    private(set) var check: FileCheck

    private var hiddenColumns: [ClosedRange<Int>] = []
    private var leftInHiddenColumns = Set<Int>()
    private var hiddenRows: [Int] = []
    private var isFiltered = false
    private var merges: [Range] = []

    private struct Range {
        var rows: ClosedRange<Int>
        var columns: ClosedRange<Int>
    }

    private static let lastRow = 1_048_576
    private static let mergeLimit = 20_000
    private static let fillLimit = 500_000

    init(_ check: FileCheck) {
        self.check = FileCheck(file: check.file, coverage: check.coverage)
    }

    mutating func read(_ xml: XMLReading, texts: [String], formats: [CellFormat], from1904: Bool) throws(OfficeFailure) {
        let (row, column, merge) = (xml.name("row"), xml.name("col"), xml.name("mergeCell"))
        let (filter, r, hidden) = (xml.name("filterColumn"), xml.name("r"), xml.name("hidden"))
        let (height, width) = (xml.name("ht"), xml.name("width"))
        let (min, max, reference) = (xml.name("min"), xml.name("max"), xml.name("ref"))
        var cell = CellReading(xml, texts: texts, formats: formats, from1904: from1904)
        var number = 0
        while let event = try xml.next() {
            guard event == .start else { continue }
            if xml.current == row {
                let stated = xml.attribute(r)
                let next = stated.flatMap { Int($0) } ?? (stated == nil ? number + 1 : 0)
                guard next > number, next <= Self.lastRow else { throw .damaged }
                number = next
                let isHidden = Self.isTrue(xml.attribute(hidden)) || xml.attribute(height).flatMap { Double($0) } == 0
                try readRow(number, isHidden: isHidden, &cell, xml)
                guard records.count <= Workbook.rowLimit else {
                    check.error("超过\(Workbook.rowLimit)行，太长了。", "请拆成几个文件。")
                    return
                }
            } else if xml.current == column {
                guard Self.isTrue(xml.attribute(hidden)) || xml.attribute(width).flatMap({ Double($0) }) == 0,
                    let from = xml.attribute(min).flatMap({ Int($0) }), let to = xml.attribute(max).flatMap({ Int($0) }), 1 <= from, from <= to
                else { continue }
                hiddenColumns.append((from - 1)...(to - 1))
            } else if xml.current == filter {
                isFiltered = true
            } else if xml.current == merge, merges.count < Self.mergeLimit, let range = xml.attribute(reference).flatMap(Self.range) {
                merges.append(range)
            }
        }
        fillMerged()
        reportHidden()
    }

    private mutating func readRow(_ number: Int, isHidden: Bool, _ cell: inout CellReading, _ xml: XMLReading) throws(OfficeFailure) {
        let (row, c) = (cell.names.row, cell.names.c)
        var cells: [String] = []
        var place = 0
        while let event = try xml.next() {
            if event == .end, xml.current == row { break }
            guard event == .start else { continue }
            guard xml.current == c else {
                try xml.skip()
                continue
            }
            if let stated = xml.attribute(cell.names.r) {
                guard let reference = Self.cell(stated), reference.row == number else { throw .damaged }
                place = reference.column
            }
            let text = try cell.read(row: number, column: Self.letters(place), &check)
            if !WidthFolding.isBlank(text) {
                guard place < Workbook.columnLimit else {
                    check.error(row: number, "超过\(Workbook.columnLimit)列，太宽了。", "请删掉用不到的列。")
                    place += 1
                    continue
                }
                while cells.count <= place { cells.append("") }
                cells[place] = text
                if hiddenColumns.contains(where: { $0.contains(place) }) { leftInHiddenColumns.insert(place) }
            }
            place += 1
        }
        guard !cells.isEmpty else { return }
        records.append(CSVReader.Record(row: number, cells: cells))
        if isHidden { hiddenRows.append(number) }
    }

    /// A word or a day merged down belongs to each of the rows; an amount belongs to one of them and would be counted several times.
    private mutating func fillMerged() {
        var left = Self.fillLimit
        for merge in merges where merge.rows.count > 1 {
            let column = merge.columns.lowerBound
            var place = firstRecord(from: merge.rows.lowerBound)
            guard place < records.count, records[place].row == merge.rows.lowerBound, column < records[place].cells.count else { continue }
            let text = records[place].cells[column]
            let isAmount = CellNumber.decimal(text) != nil && !(text.hasPrefix("0") && text.utf8.count > 1 && !text.hasPrefix("0."))
            guard !text.isEmpty, !isAmount else { continue }
            place += 1
            while place < records.count, merge.rows.contains(records[place].row), left > 0 {
                while records[place].cells.count <= column { records[place].cells.append("") }
                if records[place].cells[column].isEmpty { records[place].cells[column] = text }
                place += 1
                left -= 1
            }
        }
    }

    private func firstRecord(from row: Int) -> Int {
        var (low, high) = (0, records.count)
        while low < high {
            let middle = (low + high) / 2
            if records[middle].row < row { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func reportHidden() {
        for column in leftInHiddenColumns.sorted().prefix(5) {
            check.error(
                "\(Self.letters(column))列是隐藏的，里面有内容。", "隐藏的内容没有人看过，不能发布。请取消隐藏，看过以后删掉或者留着不隐藏。")
        }
        guard let first = hiddenRows.first else { return }
        if isFiltered {
            check.error("表格正在筛选，有\(hiddenRows.count)行看不见。", "请清除筛选，看过全部内容再保存。")
        } else if hiddenRows.count == 1 {
            check.error(row: first, "这一行是隐藏的，里面有内容。", "隐藏的内容没有人看过，不能发布。请取消隐藏，看过以后删掉或者留着不隐藏。")
        } else {
            check.error(
                row: first, "从这里起有\(hiddenRows.count)行是隐藏的，里面有内容。", "隐藏的内容没有人看过，不能发布。请取消隐藏，看过以后删掉或者留着不隐藏。")
        }
    }

    // MARK: References

    static func isTrue(_ text: String?) -> Bool { text == "1" || text == "true" }

    /// `C7` → column 2, row 7.
    private static func cell(_ text: some StringProtocol) -> (column: Int, row: Int)? {
        var column = 0
        var row = 0
        for byte in text.utf8 where byte != UInt8(ascii: "$") {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                guard row == 0, column < 20_000 else { return nil }
                column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard row <= lastRow else { return nil }
                row = row * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        return column > 0 && row > 0 && row <= lastRow ? (column - 1, row) : nil
    }

    private static func range(_ text: String) -> Range? {
        let ends = text.split(separator: ":").compactMap { cell($0) }
        guard ends.count == 2, ends[0].row <= ends[1].row, ends[0].column <= ends[1].column else { return nil }
        return Range(rows: ends[0].row...ends[1].row, columns: ends[0].column...ends[1].column)
    }

    /// 0 → A, 26 → AA.
    static func letters(_ column: Int) -> String {
        var text = ""
        var rest = column + 1
        while rest > 0 {
            let digit = (rest - 1) % 26
            text = String(UnicodeScalar(UInt8(65 + digit))) + text
            rest = (rest - 1) / 26
        }
        return text
    }
}

/// One cell: its stored value as the text that a person would have typed.
struct CellReading {
    struct Names {
        var row, c, r, s, t, v, f, inline: XMLReading.Name
    }

    let names: Names
    private let xml: XMLReading
    private let texts: [String]
    private let formats: [CellFormat]
    private let from1904: Bool

    init(_ xml: XMLReading, texts: [String], formats: [CellFormat], from1904: Bool) {
        names = Names(
            row: xml.name("row"), c: xml.name("c"), r: xml.name("r"), s: xml.name("s"), t: xml.name("t"), v: xml.name("v"), f: xml.name("f"),
            inline: xml.name("is"))
        self.xml = xml
        self.texts = texts
        self.formats = formats
        self.from1904 = from1904
    }

    /// Reads from the cell's start to its end.
    mutating func read(row: Int, column: String, _ check: inout FileCheck) throws(OfficeFailure) -> String {
        let type = xml.attribute(names.t) ?? "n"
        let style = xml.attribute(names.s).flatMap { Int($0) } ?? 0
        var value: String?
        var hasFormula = false
        var inValue = false
        reading: while let event = try xml.next() {
            switch event {
            case .start:
                if xml.current == names.inline {
                    value = try Workbook.richText(xml, until: names.inline)
                } else {
                    hasFormula = hasFormula || xml.current == names.f
                    inValue = xml.current == names.v
                }
            case .text:
                if inValue { value = (value ?? "") + xml.text }
            case .end:
                if xml.current == names.c { break reading }
                inValue = false
            }
        }
        let format = formats.indices.contains(style) ? formats[style] : .general
        let text = try text(type, value, format, hasFormula: hasFormula, row, column, &check)
        if format == .nothing, !text.isEmpty {
            check.error(row: row, column: "\(column)列", "这一格的内容设成了不显示。", "没有人看得见的内容不能发布。请删掉，或者把格式改成\"常规\"。")
        }
        return text
    }

    private func text(
        _ type: String, _ value: String?, _ format: CellFormat, hasFormula: Bool, _ row: Int, _ column: String, _ check: inout FileCheck
    ) throws(OfficeFailure) -> String {
        guard let value, !value.isEmpty else {
            if hasFormula, type != "str" {
                check.error(row: row, column: "\(column)列", "这一格的公式没有算出结果。", "请用表格软件打开，保存一次，再检查。")
            }
            return ""
        }
        switch type {
        case "s":
            guard let index = Int(value), texts.indices.contains(index) else { throw .damaged }
            return texts[index]
        case "str": return Workbook.unescaped(value)
        case "inlineStr": return value
        case "b": return value == "1" ? "是" : "否"
        case "d": return String(value.split(separator: "T").first ?? "")
        case "e":
            check.error(row: row, column: "\(column)列", "这一格的公式出错了（\(value)）。", "请改好公式，或者直接填数字。")
            return ""
        default: return CellNumber.text(value, format, from1904: from1904) ?? value
        }
    }
}
