/// The text of a .docx: paragraphs and tables in their order. What has been crossed out, commented or hidden is found and reported: it stands
/// in the file although nobody sees it on the page.
struct WordDocument {
    struct Paragraph: Equatable {
        var text: String
        /// 1 is the title.
        var heading: Int?
        var isCentred = false
        /// Three minus signs become a line below the paragraph as soon as they are typed.
        var hasRuleBelow = false
    }

    enum Block: Equatable {
        case paragraph(Paragraph)
        case table([[String]], hasHead: Bool)
    }

    private(set) var blocks: [Block] = []

    static let blockLimit = MarkdownReader.blockLimit

    /// Messages about hidden things go into `check`; the text is whole either way.
    init(_ package: OfficePackage, check: inout FileCheck) throws(OfficeFailure) {
        guard let main = try package.target("officeDocument"), let part = package.parts[main] else { throw .otherContent }
        func other(_ type: String) throws(OfficeFailure) -> [UInt8]? { try package.target(type, of: main).flatMap { package.parts[$0] } }
        let styles = try WordStyles(other("styles"))
        let numbering = try WordNumbering(other("numbering"))
        var reading = try WordReading(part, styles: styles, numbering: numbering)
        try reading.read()
        blocks = reading.blocks
        if let comments = try other("comments"), try Self.contains("comment", comments) { reading.found.insert(.comment) }
        for what in WordReading.Finding.allCases where reading.found.contains(what) { what.report(to: &check) }
    }

    private static func contains(_ element: String, _ bytes: [UInt8]) throws(OfficeFailure) -> Bool {
        let xml = try XMLReading(bytes)
        let name = xml.name(element)
        while let event = try xml.next() {
            if event == .start, xml.current == name { return true }
        }
        return false
    }

    /// The same as rows of cells, for a list that was typed as a table in a document: what stands above it is one cell to a row.
    var records: [CSVReader.Record] {
        var records: [CSVReader.Record] = []
        for block in blocks {
            switch block {
            case .paragraph(let paragraph): records.append(.init(row: records.count + 1, cells: [paragraph.text]))
            case .table(let rows, _):
                for row in rows { records.append(.init(row: records.count + 1, cells: row)) }
            }
        }
        return records
    }

    /// A table that has a column of names.
    var hasListOfNames: Bool {
        blocks.contains { block in
            guard case .table(let rows, _) = block else { return false }
            return rows.prefix(3).contains { $0.contains { SourceTable.normalised($0) == "姓名" } }
        }
    }
}

extension WordReading.Finding {
    fileprivate func report(to check: inout FileCheck) {
        switch self {
        case .change:
            check.error("文档里有修订痕迹，改掉的话还留在里面。", "请点\"审阅\"，选\"接受所有修订\"，再保存。")
        case .comment:
            check.error("文档里有批注。", "请点\"审阅\"，选\"删除所有批注\"，再保存。")
        case .hiddenText:
            check.error("文档里有隐藏的文字。", "隐藏的内容没有人看过，不能发布。请全选，在\"字体\"里去掉\"隐藏文字\"，看过以后再保存。")
        case .picture:
            check.warning("文档里的图片没有上屏。", "请把图片另存进这个文件夹，核对以后写进\"照片核对.csv\"。")
        case .note:
            check.warning("文档里的脚注没有上屏。", "请把脚注的内容写进正文。")
        }
    }
}
