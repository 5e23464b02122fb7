/// The table of an .xlsx as the same records that a CSV file gives. What the program hides is found and reported, not read past: what a clerk
/// does not see is what nobody has checked.
struct Workbook {
    private let package: OfficePackage
    private var texts: [String] = []
    private var formats: [CellFormat] = []
    private var from1904 = false

    private struct Sheet {
        var name: String
        var isHidden: Bool
        var part: String
    }

    static let rowLimit = CSVReader.rowLimit
    static let columnLimit = CSVReader.columnLimit

    /// The records of the one sheet that has something in it. Nil after an error; the messages say why.
    static func records(in package: OfficePackage, check: inout FileCheck) throws(OfficeFailure) -> [CSVReader.Record]? {
        var workbook = Workbook(package: package)
        let sheets = try workbook.open()
        var seen: [(name: String, records: [CSVReader.Record])] = []
        for sheet in sheets {
            var own = FileCheck(file: check.file, coverage: check.coverage)
            let records = try workbook.records(of: sheet, check: &own)
            if !sheet.isHidden { check.take(own) }
            guard !records.isEmpty else { continue }
            if sheet.isHidden {
                check.error("里面有隐藏的工作表\"\(sheet.name)\"。", "隐藏的内容没有人看过，不能发布。请取消隐藏，看过以后删掉这个工作表。")
            } else {
                seen.append((sheet.name, records))
            }
        }
        guard seen.count <= 1 else {
            check.error("有\(seen.count)个工作表：\(seen.prefix(6).map { "\"\($0.name)\"" }.joined(separator: "、"))。", "一个文件只放一个表。请把其他的另存成单独的文件，再从这里删掉。")
            return nil
        }
        return check.heldBack ? nil : seen.first?.records ?? []
    }

    private init(package: OfficePackage) { self.package = package }

    // MARK: Workbook

    private mutating func open() throws(OfficeFailure) -> [Sheet] {
        guard let main = try package.target("officeDocument"), let bytes = package.parts[main] else { throw .otherContent }
        let relations = try package.relations(of: main)
        let xml = try XMLReading(bytes)
        let (root, sheet, properties) = (xml.name("workbook"), xml.name("sheet"), xml.name("workbookPr"))
        let (name, state, id, date1904) = (xml.name("name"), xml.name("state"), xml.name("id"), xml.name("date1904"))
        var sheets: [Sheet] = []
        var isWorkbook = false
        while let event = try xml.next() {
            guard event == .start else { continue }
            if xml.current == root {
                isWorkbook = true
            } else if xml.current == properties {
                from1904 = ["1", "true"].contains(xml.attribute(date1904) ?? "")
            } else if xml.current == sheet, let link = xml.attribute(id), let part = relations.first(where: { $0.id == link }), part.type == "worksheet" {
                sheets.append(Sheet(
                    name: xml.attribute(name) ?? "", isHidden: xml.attribute(state).map { $0 != "visible" } ?? false, part: part.target))
            }
        }
        guard isWorkbook else { throw .otherContent }
        if let part = relations.first(where: { $0.type == "sharedStrings" }), let bytes = package.parts[part.target] { try readTexts(bytes) }
        if let part = relations.first(where: { $0.type == "styles" }), let bytes = package.parts[part.target] { try readFormats(bytes) }
        return sheets
    }

    private mutating func readTexts(_ bytes: [UInt8]) throws(OfficeFailure) {
        let xml = try XMLReading(bytes)
        let item = xml.name("si")
        while let event = try xml.next() {
            if event == .start, xml.current == item { texts.append(try Self.richText(xml, until: item)) }
        }
    }

    /// The text of a string's runs. Its phonetic runs say how to pronounce it; they are not part of it.
    static func richText(_ xml: XMLReading, until end: XMLReading.Name) throws(OfficeFailure) -> String {
        let (text, phonetic) = (xml.name("t"), xml.name("rPh"))
        var result = ""
        var inside = false
        while let event = try xml.next() {
            switch event {
            case .start:
                if xml.current == phonetic { try xml.skip() } else { inside = xml.current == text }
            case .text: if inside { result += xml.text }
            case .end:
                if xml.current == end { return unescaped(result) }
                inside = false
            }
        }
        throw .damaged
    }

    /// `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.4.2.4).
    static func unescaped(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "_x") {
            result += rest[..<start.lowerBound]
            let code = rest[start.upperBound...].prefix(4)
            let behind = rest[start.upperBound...].dropFirst(4)
            if code.utf8.count == 4, behind.first == "_", let value = UInt32(code, radix: 16) {
                if let scalar = Unicode.Scalar(value) { result.unicodeScalars.append(scalar) }
                rest = behind.dropFirst()
            } else {
                result += "_x"
                rest = rest[start.upperBound...]
            }
        }
        return result + rest
    }

    private mutating func readFormats(_ bytes: [UInt8]) throws(OfficeFailure) {
        let xml = try XMLReading(bytes)
        let (own, list, format) = (xml.name("numFmt"), xml.name("cellXfs"), xml.name("xf"))
        let (id, code) = (xml.name("numFmtId"), xml.name("formatCode"))
        var codes: [Int: String] = [:]
        var inList = false
        while let event = try xml.next() {
            if event == .start, xml.current == own {
                if let number = xml.attribute(id).flatMap({ Int($0) }) { codes[number] = xml.attribute(code) }
            } else if xml.current == list {
                inList = event == .start
            } else if event == .start, inList, xml.current == format {
                let number = xml.attribute(id).flatMap { Int($0) } ?? 0
                formats.append(CellFormat(id: number, code: codes[number]))
            }
        }
    }

    // MARK: Sheet

    private func records(of sheet: Sheet, check: inout FileCheck) throws(OfficeFailure) -> [CSVReader.Record] {
        guard let bytes = package.parts[sheet.part] else { throw .damaged }
        var reading = SheetReading(check)
        try reading.read(try XMLReading(bytes), texts: texts, formats: formats, from1904: from1904)
        check = reading.check
        return reading.records
    }
}
