/// The main part of a .docx read forward (ECMA-376 part 1, 17). Containers that it does not know are passed through: their text counts.
struct WordReading {
    enum Finding: CaseIterable { case change, comment, hiddenText, picture, note }

    private(set) var blocks: [WordDocument.Block] = []
    var found = Set<Finding>()

    private let xml: XMLReading
    private let names: Names
    private let styles: WordStyles
    private var numbering: WordNumbering
    /// Paragraphs of text boxes, which stand in the middle of another paragraph and follow it here.
    private var aside: [WordDocument.Block] = []

    private struct Names {
        let body, p, pPr, r, rPr, t, tbl, tr, tc, tcPr, trPr, val: XMLReading.Name
        let pStyle, rStyle, numPr, ilvl, numId, jc, outlineLvl, pBdr, bottom, vanish: XMLReading.Name
        let tab, br, cr, noBreakHyphen, sym, char, gridSpan, vMerge, tblHeader, txbxContent: XMLReading.Name
        let changes, passed, pictures, notes, comments: Set<XMLReading.Name>

        init(_ xml: XMLReading) {
            (body, p, pPr, r, rPr, t) = (xml.name("body"), xml.name("p"), xml.name("pPr"), xml.name("r"), xml.name("rPr"), xml.name("t"))
            (tbl, tr, tc, tcPr, trPr) = (xml.name("tbl"), xml.name("tr"), xml.name("tc"), xml.name("tcPr"), xml.name("trPr"))
            (val, pStyle, rStyle, numPr, ilvl) = (xml.name("val"), xml.name("pStyle"), xml.name("rStyle"), xml.name("numPr"), xml.name("ilvl"))
            (numId, jc, outlineLvl, pBdr) = (xml.name("numId"), xml.name("jc"), xml.name("outlineLvl"), xml.name("pBdr"))
            (bottom, vanish, tab, br, cr) = (xml.name("bottom"), xml.name("vanish"), xml.name("tab"), xml.name("br"), xml.name("cr"))
            (noBreakHyphen, sym, char, gridSpan) = (xml.name("noBreakHyphen"), xml.name("sym"), xml.name("char"), xml.name("gridSpan"))
            (vMerge, tblHeader, txbxContent) = (xml.name("vMerge"), xml.name("tblHeader"), xml.name("txbxContent"))
            changes = Set(["ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"].map(xml.name))
            // The earlier formatting, the code of fields, the reading above a character, what an old program would show instead.
            passed = Set(
                ["pPrChange", "rPrChange", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblPrEx", "tblGrid", "instrText", "delInstrText", "rt", "Fallback"]
                    .map(xml.name))
            pictures = Set(["drawing", "pict", "object"].map(xml.name))
            notes = Set(["footnoteReference", "endnoteReference"].map(xml.name))
            comments = Set(["commentReference", "commentRangeStart"].map(xml.name))
        }
    }

    init(_ part: [UInt8], styles: WordStyles, numbering: WordNumbering) throws(OfficeFailure) {
        xml = try XMLReading(part)
        names = Names(xml)
        self.styles = styles
        self.numbering = numbering
    }

    mutating func read() throws(OfficeFailure) {
        while let event = try xml.next() {
            guard event == .start, xml.current == names.body else { continue }
            blocks = try readBlocks(until: names.body)
            return
        }
        throw .otherContent
    }

    private mutating func readBlocks(until end: XMLReading.Name) throws(OfficeFailure) -> [WordDocument.Block] {
        var blocks: [WordDocument.Block] = []
        while let event = try xml.next() {
            if event == .end, xml.current == end { return blocks }
            guard event == .start else { continue }
            note(xml.current)
            if xml.current == names.p {
                blocks.append(.paragraph(try readParagraph()))
                blocks += aside
                aside = []
            } else if xml.current == names.tbl {
                blocks.append(try readTable())
            } else if names.passed.contains(xml.current) {
                try xml.skip()
            }
            guard blocks.count <= WordDocument.blockLimit else { throw .tooLarge(limit: OfficePackage.byteLimit) }
        }
        throw .damaged
    }

    private mutating func note(_ name: XMLReading.Name) {
        if names.changes.contains(name) { found.insert(.change) }
        if names.comments.contains(name) { found.insert(.comment) }
        if names.notes.contains(name) { found.insert(.note) }
    }

    // MARK: Paragraph

    private struct Run {
        var style: String?
        var isHidden: Bool?
    }

    private mutating func readParagraph() throws(OfficeFailure) -> WordDocument.Paragraph {
        var paragraph = WordDocument.Paragraph(text: "")
        var style: String?
        var number = ""
        var run = Run()
        var inText = false
        /// Pictures around a text box: what is right inside them is shape, not text.
        var shapes = 0
        while let event = try xml.next() {
            switch event {
            case .start:
                let name = xml.current
                note(name)
                if name == names.pPr {
                    number = try readProperties(&paragraph, &style)
                } else if name == names.r {
                    run = Run()
                } else if name == names.rPr {
                    run = try readRunProperties()
                } else if name == names.txbxContent {
                    let inner = aside
                    aside = []
                    let box = try readBlocks(until: name)
                    aside = inner + box
                } else if names.passed.contains(name) {
                    try xml.skip()
                } else if names.pictures.contains(name) {
                    shapes += 1
                    found.insert(.picture)
                } else if shapes == 0 {
                    if name == names.t { inText = true }
                    if name == names.tab { paragraph.text += "\t" }
                    if name == names.br || name == names.cr { paragraph.text += "\n" }
                    if name == names.noBreakHyphen { paragraph.text += "-" }
                    if name == names.sym, let code = xml.attribute(names.char).flatMap({ UInt32($0, radix: 16) }), let scalar = Unicode.Scalar(code) {
                        paragraph.text.unicodeScalars.append(scalar)
                    }
                }
            case .text:
                guard inText else { continue }
                let text = xml.text
                let isHidden = run.isHidden ?? (styles.hides(run.style) || styles.hides(style))
                if isHidden, !text.allSatisfy(\.isWhitespace) { found.insert(.hiddenText) }
                paragraph.text += text
            case .end:
                if xml.current == names.p {
                    if !paragraph.text.isEmpty { paragraph.text = number + paragraph.text }
                    return paragraph
                }
                if names.pictures.contains(xml.current) { shapes -= 1 }
                inText = false
            }
        }
        throw .damaged
    }

    /// Fills in what the paragraph is; its number in a list as text.
    private mutating func readProperties(_ paragraph: inout WordDocument.Paragraph, _ style: inout String?) throws(OfficeFailure) -> String {
        var level: Int?
        var list: (id: String?, level: Int) = (nil, 0)
        var inBorders = false
        while let event = try xml.next() {
            if event == .end {
                if xml.current == names.pPr { break }
                if xml.current == names.pBdr { inBorders = false }
            }
            guard event == .start else { continue }
            let name = xml.current
            note(name)
            if names.passed.contains(name) {
                try xml.skip()
            } else if name == names.pBdr {
                inBorders = true
            } else if name == names.bottom, inBorders {
                paragraph.hasRuleBelow = !["none", "nil"].contains(xml.attribute(names.val) ?? "")
            } else if name == names.pStyle {
                style = xml.attribute(names.val)
            } else if name == names.jc {
                paragraph.isCentred = xml.attribute(names.val) == "center"
            } else if name == names.outlineLvl {
                level = xml.attribute(names.val).flatMap { Int($0) }
            } else if name == names.ilvl {
                list.level = xml.attribute(names.val).flatMap { Int($0) } ?? 0
            } else if name == names.numId {
                list.id = xml.attribute(names.val)
            }
        }
        let outline = level ?? styles.outline(style)
        paragraph.heading = outline.flatMap { (0...8).contains($0) ? $0 + 1 : nil }
        let id = list.id ?? styles.list(style)
        return id.map { numbering.next($0, level: list.level) } ?? ""
    }

    private mutating func readRunProperties() throws(OfficeFailure) -> Run {
        var run = Run()
        while let event = try xml.next() {
            if event == .end, xml.current == names.rPr { return run }
            guard event == .start else { continue }
            note(xml.current)
            if names.passed.contains(xml.current) {
                try xml.skip()
            } else if xml.current == names.vanish {
                run.isHidden = !["0", "false", "off"].contains(xml.attribute(names.val) ?? "1")
            } else if xml.current == names.rStyle {
                run.style = xml.attribute(names.val)
            }
        }
        throw .damaged
    }

    // MARK: Table

    private mutating func readTable() throws(OfficeFailure) -> WordDocument.Block {
        var rows: [[String]] = []
        var isMarked = false
        while let event = try xml.next() {
            if event == .end, xml.current == names.tbl { break }
            guard event == .start else { continue }
            note(xml.current)
            if xml.current == names.tr {
                let above = rows.last ?? []
                rows.append(try readRow(above: above, isHead: &isMarked, isFirst: rows.isEmpty))
                guard rows.count <= CSVReader.rowLimit else { throw .tooLarge(limit: OfficePackage.byteLimit) }
            } else if names.passed.contains(xml.current) {
                try xml.skip()
            }
        }
        let head = rows.first ?? []
        let looksLikeHead = head.count > 1 && head.allSatisfy { !$0.isEmpty && !$0.contains(where: \.isNumber) && $0.count <= (head.count > 2 ? 10 : 4) }
        return .table(rows, hasHead: rows.count > 1 && (isMarked || looksLikeHead))
    }

    private mutating func readRow(above: [String], isHead: inout Bool, isFirst: Bool) throws(OfficeFailure) -> [String] {
        var cells: [String] = []
        while let event = try xml.next() {
            if event == .end, xml.current == names.tr { return cells }
            guard event == .start else { continue }
            note(xml.current)
            if xml.current == names.tc {
                let cell = try readCell()
                var text = cell.text
                // A word merged down belongs to each row; a number would look like one of its own.
                if cell.continues, above.indices.contains(cells.count), CellNumber.decimal(above[cells.count]) == nil { text = above[cells.count] }
                cells.append(text)
                for _ in 1..<max(1, min(cell.span, 64)) { cells.append("") }
                guard cells.count <= CSVReader.columnLimit else { throw .tooLarge(limit: OfficePackage.byteLimit) }
            } else if xml.current == names.tblHeader {
                isHead = isHead || isFirst
            } else if names.passed.contains(xml.current) {
                try xml.skip()
            }
        }
        throw .damaged
    }

    private mutating func readCell() throws(OfficeFailure) -> (text: String, span: Int, continues: Bool) {
        var lines: [String] = []
        var span = 1
        var continues = false
        while let event = try xml.next() {
            if event == .end, xml.current == names.tc { return (lines.filter { !$0.isEmpty }.joined(separator: "\n"), span, continues) }
            guard event == .start else { continue }
            note(xml.current)
            if xml.current == names.p {
                lines.append(try readParagraph().text)
                lines += Self.lines(aside)
                aside = []
            } else if xml.current == names.tbl {
                lines += Self.lines([try readTable()])
            } else if xml.current == names.gridSpan {
                span = xml.attribute(names.val).flatMap { Int($0) } ?? 1
            } else if xml.current == names.vMerge {
                continues = xml.attribute(names.val) != "restart"
            } else if names.passed.contains(xml.current) {
                try xml.skip()
            }
        }
        throw .damaged
    }

    private static func lines(_ blocks: [WordDocument.Block]) -> [String] {
        blocks.flatMap { block -> [String] in
            switch block {
            case .paragraph(let paragraph): [paragraph.text]
            case .table(let rows, _): rows.map { $0.joined(separator: " ") }
            }
        }
    }
}
