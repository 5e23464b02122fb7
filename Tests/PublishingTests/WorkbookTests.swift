import ChildProgram
import Content
import Foundation
import Publishing
import Testing

/// Files that LibreOffice and openpyxl have written (Fixtures/make.py), and archives and XML that nobody means well with.
struct WorkbookTests {
    static func fixture(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
        return Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    private func village(_ bytes: [UInt8], as name: String = "收支.xlsx") throws -> TestVillage {
        let village = try TestVillage(["1村务/2026-11-03 停水.md": "停水。"])
        try village.write("2财务/2026-10/\(name)", bytes: bytes)
        return village
    }

    /// The book of TableHabitTests, by other programs.
    @Test(arguments: [
        ("plain.xlsx", "收支.xlsx"), ("from-ods.xlsx", "收支.xlsx"), ("gb18030.csv", "收支.csv"), ("openpyxl.xlsx", "收支.xlsx"), ("1904.xlsx", "收支.xlsx"),
        ("merged-formulas.xlsx", "收支.xlsx"), ("empty-hidden-sheet.xlsx", "收支.xlsx"), ("plain.xlsx", "收支.csv"), ("plain.xlsx", "收支.XLSX"),
    ]) func isTheSameBook(fixture: String, name: String) throws {
        let village = try village(Self.fixture(fixture), as: name)
        #expect(village.texts(.error) == [])
        let ledger = try village.ledger()
        #expect(ledger.opening == Fen(10_000_000) && ledger.closing == Fen(11_186_050))
        #expect(ledger.rows.map(\.date.iso) == ["2026-10-03", "2026-10-08"])
        #expect(ledger.rows.map(\.summary) == ["林地承包费", "路灯"])
        #expect(ledger.rows.map(\.voucher) == ["0009", "0012"])
        #expect(ledger.rows.map(\.income) == [Fen(1_200_000), nil] && ledger.rows.map(\.expense) == [nil, Fen(13_950)])
        #expect(ledger.rows.map(\.handler) == ["唐某", "唐某"] && ledger.rows.map(\.approver) == ["陈某", "陈某"])
        #expect(ledger.rows[1].remark == "三组")
        #expect(village.texts(.warning).filter { !$0.contains("没有照片") } == [])
    }

    @Test(arguments: [
        ("hidden-sheet.xlsx", "收支.xlsx", "收支.xlsx：里面有隐藏的工作表\"低保底册\"。隐藏的内容没有人看过，不能发布。请取消隐藏，看过以后删掉这个工作表。"),
        ("very-hidden-sheet.xlsx", "收支.xlsx", "收支.xlsx：里面有隐藏的工作表\"台账\"。隐藏的内容没有人看过，不能发布。请取消隐藏，看过以后删掉这个工作表。"),
        ("hidden-row.xlsx", "收支.xlsx", "收支.xlsx 第7行：这一行是隐藏的，里面有内容。隐藏的内容没有人看过，不能发布。请取消隐藏，看过以后删掉或者留着不隐藏。"),
        ("filtered.xlsx", "收支.xlsx", "收支.xlsx：表格正在筛选，有1行看不见。请清除筛选，看过全部内容再保存。"),
        ("hidden-column.xlsx", "收支.xlsx", "收支.xlsx：I列是隐藏的，里面有内容。隐藏的内容没有人看过，不能发布。请取消隐藏，看过以后删掉或者留着不隐藏。"),
        ("two-sheets.xlsx", "收支.xlsx", "收支.xlsx：有2个工作表：\"10月\"、\"9月\"。一个文件只放一个表。请把其他的另存成单独的文件，再从这里删掉。"),
        ("error.xlsx", "收支.xlsx", "收支.xlsx 第7行\"E列\"：这一格的公式出错了（#DIV/0!）。请改好公式，或者直接填数字。"),
        ("formula-without-value.xlsx", "收支.xlsx", "收支.xlsx 第7行\"E列\"：这一格的公式没有算出结果。请用表格软件打开，保存一次，再检查。"),
        ("shown-as-nothing.xlsx", "收支.xlsx", "收支.xlsx 第7行\"I列\"：这一格的内容设成了不显示。没有人看得见的内容不能发布。请删掉，或者把格式改成\"常规\"。"),
        ("plain.xls", "收支.xls", "收支.xls：这是旧格式的文件（.xls），读不了。请用表格软件打开，点\"另存为\"，选 .xlsx。"),
        ("plain.xls", "收支.et", "收支.et：这是旧格式的文件（.et），读不了。请用表格软件打开，点\"另存为\"，选 .xlsx。"),
        ("plain.docx", "收支.xlsx", "收支.xlsx：不是 .xlsx 文件，读不了。请用表格软件打开看一看，点\"另存为\"，选 .xlsx。"),
        ("gb18030.csv", "收支.xlsx", "收支.xlsx：不是 .xlsx 文件，读不了。请用表格软件打开看一看，点\"另存为\"，选 .xlsx。"),
    ]) func isHeldBack(fixture: String, name: String, message: String) throws {
        let village = try village(Self.fixture(fixture), as: name)
        #expect(village.texts(.error) == [message])
        #expect(village.checked().build?.pages.count == 1, "the notice beside it goes out")
    }

    // MARK: Made by hand

    /// A workbook of one sheet, zipped by the zip program; `parts` replace or add.
    static func workbook(rows: String, head: String = "", foot: String = "", parts: [String: String] = [:]) throws -> [UInt8] {
        let spaces = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        let relations = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""
        var all = [
            "_rels/.rels": "<Relationships \(relations)><Relationship Id=\"rId1\" Type=\"\(relation)officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
            "xl/workbook.xml": "<workbook \(spaces)><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": "<Relationships \(relations)><Relationship Id=\"rId1\" Type=\"\(relation)worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"\(relation)sharedStrings\" Target=\"/xl/sharedStrings.xml\"/><Relationship Id=\"rId3\" Type=\"\(relation)styles\" Target=\"styles.xml\"/></Relationships>",
            "xl/worksheets/sheet1.xml": "<worksheet \(spaces)>\(head)<sheetData>\(rows)</sheetData>\(foot)</worksheet>",
        ]
        all.merge(parts) { $1 }
        return try zip(all.mapValues { Array($0.utf8) })
    }

    /// By Python's own module, not by our code.
    static func zip(_ parts: [String: [UInt8]]) throws -> [UInt8] {
        let folder = NSTemporaryDirectory() + "yuanba-zip-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, bytes) in parts {
            let url = URL(fileURLWithPath: folder + "/in/" + name)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        // zipfile calls a file and a folder by the last part of its path.
        let members = try FileManager.default.contentsOfDirectory(atPath: folder + "/in").sorted().map { folder + "/in/" + $0 }
        _ = try ChildProgram.output(["/usr/bin/python3", "-m", "zipfile", "-c", folder + "/out.zip"] + members)
        return Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/out.zip")))
    }

    private static let top = "<row r=\"1\"><c t=\"inlineStr\"><is><t>期初</t></is></c><c><v>100000</v></c></row><row r=\"2\"><c t=\"inlineStr\"><is><t>期末</t></is></c><c><v>99900</v></c></row><row r=\"4\">"
        + ["日期", "摘要", "类别", "收入", "支出", "凭证号", "备注"].map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"

    /// What a cell of the row becomes: the cell's XML, and the remark that stands on the page. Formats: see `styles`.
    static let styles = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/><numFmt numFmtId=\"165\" formatCode=\"0000\"/><numFmt numFmtId=\"166\" formatCode=\"[Red]#,##0.00_);\\(#,##0.00\\)\"/><numFmt numFmtId=\"167\" formatCode=\"h&quot;时&quot;mm&quot;分&quot;\"/><numFmt numFmtId=\"168\" formatCode=\"[Magenta]General\"/><numFmt numFmtId=\"169\" formatCode=\"yyyy/m/d\\ h:mm\"/></numFmts><cellXfs>"
        + [0, 14, 164, 165, 166, 10, 27, 57, 167, 168, 169, 58, 49].map { "<xf numFmtId=\"\($0)\"/>" }.joined() + "</cellXfs></styleSheet>"

    @Test(arguments: [
        ("shared text", "<c r=\"G5\" t=\"s\"><v>0</v></c>", "三组"),
        ("rich text without its phonetic run", "<c r=\"G5\" t=\"s\"><v>1</v></c>", "𬱖某三组"),
        ("an escaped carriage return", "<c r=\"G5\" t=\"s\"><v>2</v></c>", "一 二_x"),
        ("a formula that gives text", "<c r=\"G5\" t=\"str\"><f>A1&amp;B1</f><v>拼好的</v></c>", "拼好的"),
        ("a formula that gives nothing", "<c r=\"G5\" t=\"str\"><f>IF(A1=0,\"\")</f><v></v></c>", nil),
        ("true", "<c r=\"G5\" t=\"b\"><v>1</v></c>", "是"),
        ("a number that binary cannot hold", "<c r=\"G5\"><v>139.49999999999999</v></c>", "139.5"),
        ("the seventeenth digit", "<c r=\"G5\"><v>26945.799999999999</v></c>", "26945.8"),
        ("nines that carry", "<c r=\"G5\"><v>0.99999999999999989</v></c>", "1"),
        ("a small number", "<c r=\"G5\"><v>1.25E-2</v></c>", "0.0125"),
        ("a large number", "<c r=\"G5\"><v>1.2E+7</v></c>", "12000000"),
        ("a negative number", "<c r=\"G5\"><v>-3.5</v></c>", "-3.5"),
        ("a day in the built-in format", "<c r=\"G5\" s=\"1\"><v>46331</v></c>", "2026-11-05"),
        ("a day in a Chinese format", "<c r=\"G5\" s=\"2\"><v>46331</v></c>", "2026-11-05"),
        ("a day with a time not shown", "<c r=\"G5\" s=\"2\"><v>46331.4375</v></c>", "2026-11-05"),
        ("a day and a time", "<c r=\"G5\" s=\"10\"><v>46331.4375</v></c>", "2026-11-05 10:30"),
        ("month and day of a Chinese Excel", "<c r=\"G5\" s=\"11\"><v>46331</v></c>", "2026-11-05"),
        ("a month", "<c r=\"G5\" s=\"6\"><v>46331</v></c>", "2026年11月"),
        ("another month", "<c r=\"G5\" s=\"7\"><v>46331</v></c>", "2026年11月"),
        ("a time of day", "<c r=\"G5\" s=\"8\"><v>0.354166666666667</v></c>", "08:30"),
        ("zeros in front", "<c r=\"G5\" s=\"3\"><v>12</v></c>", "0012"),
        ("more digits than zeros", "<c r=\"G5\" s=\"3\"><v>12345</v></c>", "12345"),
        ("money in red", "<c r=\"G5\" s=\"4\"><v>1200.5</v></c>", "1200.5"),
        ("a percentage", "<c r=\"G5\" s=\"5\"><v>0.65</v></c>", "65%"),
        ("a colour with an m", "<c r=\"G5\" s=\"9\"><v>46331</v></c>", "46331"),
        ("a number stored as text", "<c r=\"G5\" s=\"12\" t=\"inlineStr\"><is><t>0012</t></is></c>", "0012"),
        ("a strict day", "<c r=\"G5\" t=\"d\"><v>2026-11-05T00:00:00</v></c>", "2026-11-05"),
        ("an empty string", "<c r=\"G5\" t=\"inlineStr\"><is><t></t></is></c>", nil),
        ("a style that is not there", "<c r=\"G5\" s=\"99\"><v>7</v></c>", "7"),
    ] as [(String, String, String?)]) func cells(why: String, cell: String, remark: String?) throws {
        let row = "<row r=\"5\"><c r=\"A5\" s=\"1\"><v>46300</v></c><c r=\"B5\" t=\"inlineStr\"><is><t>路灯</t></is></c><c r=\"E5\"><v>100</v></c>\(cell)</row>"
        let strings = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>三组</t></si><si><r><t>𬱖</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">某三组</t></r><rPh sb=\"0\" eb=\"1\"><t>wei</t></rPh><phoneticPr fontId=\"1\"/></si><si><t>一_x000D_二_x</t></si></sst>"
        let village = try village(Self.workbook(rows: Self.top + row, parts: ["xl/sharedStrings.xml": strings, "xl/styles.xml": Self.styles]))
        #expect(village.texts(.error) == [], "\(why)")
        let ledger = try village.ledger()
        #expect(ledger.rows.map(\.remark) == [remark], "\(why)")
        #expect(ledger.rows[0].date.iso == "2026-10-05", "\(why)")
    }

    @Test func identityNumbersStoredAsNumbers() throws {
        let row = "<row r=\"5\"><c t=\"inlineStr\"><is><t>10月5日</t></is></c><c t=\"inlineStr\"><is><t>路灯</t></is></c><c/><c/><c><v>100</v></c><c/><c><v>5.10123197001011E17</v></c></row>"
        let village = try village(Self.workbook(rows: Self.top + row))
        #expect(village.texts(.error) == ["收支.xlsx 第5行\"备注\"：像身份证号（18位）。公开内容不能有身份证号，请删除后重新发布。"])
    }

    static let broken: [(why: String, file: @Sendable () throws -> [UInt8], message: String)] = {
        let damaged = "文件坏了，打不开。请用表格软件打开看一看，再另存一份。"
        let entities = "文件里有表格软件不会写的东西，没有读。请用表格软件打开，另存为新的 .xlsx。"
        let laughs = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
        let plain = "<row r=\"1\"><c><v>1</v></c></row>"
        return [
            ("cut short", { Array(try fixture("plain.xlsx").prefix(2_000)) }, damaged),
            ("a zip without a workbook", { try zip(["a.txt": [1, 2, 3]]) }, "不是 .xlsx 文件，读不了。请用表格软件打开看一看，点\"另存为\"，选 .xlsx。"),
            ("billions of laughs", { try workbook(rows: plain, parts: ["xl/worksheets/sheet1.xml": laughs + "<worksheet><sheetData><row r=\"1\"><c><v>&c;</v></c></row></sheetData></worksheet>"]) }, entities),
            ("a file of this machine", { try workbook(rows: plain, parts: ["xl/worksheets/sheet1.xml": "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData/></worksheet>"]) }, entities),
            ("an entity in an attribute", { try workbook(rows: plain, parts: ["xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook><sheets><sheet name=\"&a;\"/></sheets></workbook>"]) }, entities),
            ("no XML", { try workbook(rows: "</a>") }, damaged),
            ("an entity nobody declared", { try workbook(rows: "<row r=\"1\"><c t=\"inlineStr\"><is><t>&x;</t></is></c></row>") }, damaged),
            ("a text that is not in the list", { try workbook(rows: "<row r=\"1\"><c t=\"s\"><v>7</v></c></row>") }, damaged),
            ("rows that go back", { try workbook(rows: "<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row>") }, damaged),
            ("a cell of another row", { try workbook(rows: "<row r=\"2\"><c r=\"A3\"><v>1</v></c></row>") }, damaged),
            ("a row beyond the last", { try workbook(rows: "<row r=\"99999999\"><c><v>1</v></c></row>") }, damaged),
            ("a row that is no number", { try workbook(rows: "<row r=\"x\"><c><v>1</v></c></row>") }, damaged),
            ("deeper than any sheet", { try workbook(rows: String(repeating: "<a>", count: 5_000)) }, damaged),
            ("a part that is not there", { try workbook(rows: plain, parts: ["xl/_rels/workbook.xml.rels": "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"../../../etc/passwd\"/></Relationships>"]) }, damaged),
            ("a bomb", { try zip(["xl/a.xml": [UInt8](repeating: 0x20, count: 200 << 20)]) }, "文件解开以后超过 192 MB，没有读。请删掉用不到的内容，或者拆成几个文件。"),
            ("a column beyond the last", { try workbook(rows: "<row r=\"1\"><c r=\"ZZ1\"><v>1</v></c></row>") }, "超过256列，太宽了。请删掉用不到的列。"),
        ]
    }()

    @Test(arguments: broken.indices) func isRefused(index: Int) throws {
        let one = Self.broken[index]
        let village = try village(one.file())
        let errors = village.texts(.error)
        #expect(errors == ["收支.xlsx" + (one.message.hasPrefix("超过256") ? " 第1行：" : "：") + one.message], "\(one.why)")
        #expect(village.checked().build?.pages.count == 1)
    }
}
