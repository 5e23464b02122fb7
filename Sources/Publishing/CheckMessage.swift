/// One thing that the clerk is told about a file: what is wrong, where, and what to do. Chinese, for a person without training.
package struct CheckMessage: Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable, CaseIterable {
        /// Keeps its item from being published; the rest goes out.
        case error
        /// The item goes out; somebody should look.
        case warning
        /// Nobody has done anything wrong: something that this version leaves out, or what will happen.
        case note
    }

    package var severity: Severity
    /// Relative to the village folder, with `/`; empty for the folder as a whole.
    package var file: String
    /// As a spreadsheet numbers its rows, from 1; in a text, the line; in a document, the paragraph.
    package var row: Int?
    /// What `row` counts: 行, or 段 in a document.
    package var rowWord = "行"
    /// The head as the file writes it, or the cell's text where that says more.
    package var column: String?
    /// An error that leaves out its row and no more.
    package var holdsOnlyRow = false
    /// Somebody's number or address stands there: worse than anything else.
    package var isPersonal = false
    /// A sentence with its full stop.
    package var problem: String
    /// What to do, a sentence with its full stop; empty when there is nothing to do.
    package var mend: String

    package init(
        _ severity: Severity, file: String, row: Int? = nil, column: String? = nil, _ problem: String, _ mend: String = ""
    ) {
        self.severity = severity
        self.file = file
        self.row = row
        self.column = column
        self.problem = problem
        self.mend = mend
    }

    /// `收支.csv 第7行"支出"："三千二"不是数字。请填 3200 或 3200.00。`
    package var text: String {
        let name = file.isEmpty ? "村文件夹" : String(file[(file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex)...])
        return name + (place.isEmpty ? "" : " " + place) + "：" + problem + mend
    }

    /// The same below a line that names the file.
    var textInFile: String { (place.isEmpty ? "" : place + "：") + problem + mend }

    private var place: String { [row.map { "第\($0)\(rowWord)" }, column.map { "\"\($0)\"" }].compactMap { $0 }.joined() }
}

/// The messages of one file while it is read, and the gate that every text passes on its way to a page.
struct FileCheck: Sendable {
    let file: String
    private(set) var coverage: GlyphCoverage
    private(set) var messages: [CheckMessage] = []
    /// Person data was found: nothing of this file may be on a screen, an earlier version neither.
    private(set) var personal = false
    /// What rows are called in this file.
    var rowWord = "行"

    init(file: String, coverage: GlyphCoverage) {
        self.file = file
        self.coverage = coverage
    }

    /// The check of a file that was read earlier and not held back, to be gone on with.
    init(file: String, coverage: GlyphCoverage, messages: [CheckMessage]) {
        self.init(file: file, coverage: coverage)
        self.messages = messages
    }

    /// Each row is a thing of its own, as in a list of people: one that cannot be shown is left out and the rest goes out. Not for books,
    /// whose rows add up.
    var rowsStandAlone = false
    /// Rows that do not go out, because the box has no glyph for something in them.
    private(set) var leftOutRows = Set<Int>()

    var heldBack: Bool { messages.contains { $0.severity == .error && !$0.holdsOnlyRow } }

    mutating func error(row: Int? = nil, column: String? = nil, _ problem: String, _ mend: String) {
        add(.error, row, column, problem, mend)
    }

    mutating func warning(row: Int? = nil, column: String? = nil, _ problem: String, _ mend: String = "") {
        add(.warning, row, column, problem, mend)
    }

    mutating func note(row: Int? = nil, column: String? = nil, _ problem: String, _ mend: String = "") {
        add(.note, row, column, problem, mend)
    }

    /// The messages about a part of the same file that was looked at by itself.
    mutating func take(_ part: FileCheck) {
        for message in part.messages {
            add(message.severity, message.row, message.column, message.problem, message.mend, holdsOnlyRow: message.holdsOnlyRow, isPersonal: message.isPersonal)
        }
        leftOutRows.formUnion(part.leftOutRows)
        personal = personal || part.personal
    }

    /// A file with thousands of bad cells must not bury the others: after 50 of a kind one line says that there are more.
    private mutating func add(
        _ severity: CheckMessage.Severity, _ row: Int?, _ column: String?, _ problem: String, _ mend: String, holdsOnlyRow: Bool = false, isPersonal: Bool = false
    ) {
        let count = messages.count { $0.severity == severity }
        guard count <= 50 else { return }
        var message =
            count < 50
            ? CheckMessage(severity, file: file, row: row, column: column, problem, mend)
            : CheckMessage(severity, file: file, "同样的问题太多，后面的没有列出。", "请先改好上面的，再检查一次。")
        message.rowWord = rowWord
        message.holdsOnlyRow = holdsOnlyRow && count < 50
        message.isPersonal = isPersonal
        messages.append(message)
    }

    /// The text as a page may carry it: NFC, without characters that a screen cannot show, digits and letters in their narrow form.
    /// Reports person data and characters without a glyph; both keep the item back.
    mutating func text(_ raw: String, row: Int? = nil, column: String? = nil) -> String {
        let cleaned = TextCleaning.clean(raw)
        if !cleaned.removed.isEmpty {
            let what = cleaned.removed.map(\.rawValue).sorted().joined(separator: "、")
            warning(row: row, column: column, "去掉了\(what)，电视上显示不出来。", "如果去掉后意思不对，请改写。")
        }
        for finding in PersonData.scan(cleaned.text) {
            let (problem, mend) = finding.message
            if finding.mayStay {
                warning(row: row, column: column, problem, mend)
            } else {
                add(.error, row, column, problem, mend, isPersonal: true)
                personal = true
            }
        }
        lookForGlyphs(cleaned.text, row: row)
        return cleaned.text
    }

    /// A person's name as it is written, and as the page shows it. What a mask covers needs no glyph.
    mutating func name(
        _ raw: String, row: Int? = nil, column: String? = nil, shownAs mask: (String) -> String = NameMask.masked
    ) -> (full: String, shown: String) {
        let coverage = self.coverage
        self.coverage = .unknown
        let full = text(raw, row: row, column: column)
        self.coverage = coverage
        let shown = mask(full)
        lookForGlyphs(shown, row: row)
        return (full, shown)
    }

    private mutating func lookForGlyphs(_ text: String, row: Int?) {
        guard let missing = text.unicodeScalars.first(where: { !coverage.covers($0) }) else { return }
        if rowsStandAlone, let row {
            add(.error, row, String(missing), "字库没有这个字。", "请联系镇上补字，本行暂不发布。", holdsOnlyRow: true)
            leftOutRows.insert(row)
        } else {
            error(row: row, column: String(missing), "字库没有这个字。", "请联系镇上补字，补好以前这一项暂不发布。")
        }
    }
}

/// Which characters the box's fonts can draw. The publisher knows no fonts itself; the tool hands them in.
package struct GlyphCoverage: Sendable {
    package var covers: @Sendable (Unicode.Scalar) -> Bool
    /// The font files that decide; nil when it is not files that do, and what was checked once has to be checked again.
    package var files: [String]?

    package init(files: [String]? = nil, covers: @escaping @Sendable (Unicode.Scalar) -> Bool) {
        self.files = files
        self.covers = covers
    }

    /// For when no font is at hand: everything counts as covered.
    package static let unknown = GlyphCoverage(files: []) { _ in true }
}
