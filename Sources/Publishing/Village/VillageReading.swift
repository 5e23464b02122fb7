import Content

/// Which file is what, and what it says.
extension VillageBuilder {
    enum Reading {
        case ledger(Checked<LedgerSource>)
        case notice(Checked<NoticeSource>)
        case matter(Checked<MatterSource>)
        case page(Checked<PageDraft>)
        case directory(Checked<DirectorySource>)
    }

    private static let tableLimit = 20 * 1_048_576
    private static let textLimit = 2 * 1_048_576
    /// What may hold a table; which of them does is told by its bytes.
    static let tables: Set<String> = ["csv", "xlsx", "xlsm", "xls", "et"]
    private static let documents: Set<String> = ["docx", "docm", "doc", "wps"]

    /// 村信息.csv; nil after an error, which then is the whole report.
    mutating func village() -> VillageFacts? {
        let candidates = scan.files.filter { $0.stem == "村信息" }
        let inner = candidates.filter { $0.folders.count == 1 }.map { $0.folders[0] }
        guard let file = candidates.first(where: { $0.folders.isEmpty && (Self.tables.contains($0.suffix) || $0.suffix == "txt") }) else {
            var check = FileCheck(file: "", coverage: coverage)
            if candidates.contains(where: { $0.folders.isEmpty }) {
                check.error("\"村信息\"不是表格。", "请用表格软件打开，另存为 CSV 或 .xlsx。")
            } else if inner.count == 1 {
                check.error("这里没有\"村信息.csv\"，里面的\"\(inner[0])\"才是村文件夹。", "请选\"\(inner[0])\"再来一次。")
            } else if inner.count > 1 {
                check.error("里面有\(inner.count)个村：\(inner.joined(separator: "、"))。", "请一次选一个村的文件夹。")
            } else if scan.messages.isEmpty {
                check.error(
                    scan.files.isEmpty ? "文件夹是空的。" : "没有\"村信息.csv\"，不知道是哪个村。", "请加上\"村信息.csv\"，里面写村名、镇名、村代码、村务监督电话。")
            }
            checks.append(check)
            return nil
        }
        var check = FileCheck(file: file.shown, coverage: coverage)
        defer { checks.append(check) }
        if !inner.isEmpty { check.error("里面还有别的村：\(inner.joined(separator: "、"))。", "请一个村一个文件夹，分开放。") }
        guard let records = records(file, &check) else { return nil }
        return VillageFacts(records, check: &check)
    }

    /// People in office, from 干部分工: their names may stand in full where they act for the village.
    func officialNames() -> Set<String> {
        var names = Set<String>()
        for file in scan.files where Self.tables.contains(file.suffix) && file.folders.first.flatMap(FolderName.tile) == 5 {
            var check = FileCheck(file: file.shown, coverage: coverage)
            guard let records = records(file, &check),
                let head = records.firstIndex(where: { $0.cells.contains { SourceTable.normalised($0) == "姓名" } }),
                let column = records[head].cells.firstIndex(where: { SourceTable.normalised($0) == "姓名" })
            else { continue }
            for record in records[(head + 1)...] where column < record.cells.count {
                let name = WidthFolding.trimmed(record.cells[column])
                if !name.isEmpty { names.insert(name) }
            }
        }
        return names
    }

    /// Nil for what becomes no page; then the messages and the items say why.
    mutating func read(_ file: SourceFile, tile: Int, officials: Set<String>) -> Reading? {
        var check = FileCheck(file: file.shown, coverage: coverage)
        switch file.suffix {
        case let suffix where Self.tables.contains(suffix):
            return table(file, tile: tile, officials: officials, &check)
        case "md", "markdown", "txt":
            return text(file, tile: tile, officials: officials, &check)
        case let suffix where PublishedPhoto.suffixes.contains(suffix):
            break
        case let suffix where PublishedPhoto.otherPictures.contains(suffix):
            warn(file.shown, "这种图片（\(suffix.uppercased())）读不了，没有上屏。", "请用看图软件打开，另存为 JPG。")
        case "ods", "numbers":
            check.error("读不了 .\(file.suffix) 表格。", "请用表格软件打开，点\"另存为\"，选 .xlsx。")
            hold(file, tile, check)
        case let suffix where Self.documents.contains(suffix):
            return document(file, tile: tile, officials: officials, &check)
        case "odt", "rtf", "pages":
            check.error("读不了 .\(file.suffix) 文档。", "请用文字软件打开，点\"另存为\"，选 .docx。")
            hold(file, tile, check)
        default:
            warn(file.shown, "不认识这种文件，没有发布。", "可以发布的有：CSV 和 .xlsx 表格、.docx 文档、文本、JPG 和 PNG 照片。")
        }
        return nil
    }

    private mutating func table(_ file: SourceFile, tile: Int, officials: Set<String>, _ check: inout FileCheck) -> Reading? {
        let memory = tables?.place(for: file, in: scan, tile: tile, savedOn: saved(file), coverage: coverage)
        if let memory, let known = tables?.recall(memory) {
            roster.add(file, known.people)
            return .page(Checked(source: known.draft(file, tile: tile), check: FileCheck(file: file.shown, coverage: coverage, messages: known.messages)))
        }
        guard let records = records(file, &check) else {
            let period = tile == 2 ? Self.period(file) : nil
            let series = LedgerSource.series(NameParts(file.stem).rest)
            hold(
                file, tile, check, title: period.map { $0.chinese + LedgerSource.title(tile: tile, series: series) },
                page: period.flatMap { LedgerSource.id($0, tile: tile, series: series) })
            return nil
        }
        let reading = table(file, records, tile: tile, officials: officials, &check)
        if let memory, case .page(let checked)? = reading, let draft = tables?.keep(checked, people: roster.people(of: file), at: memory) {
            return .page(Checked(source: draft, check: checked.check))
        }
        return reading
    }

    private mutating func table(
        _ file: SourceFile, _ records: [CSVReader.Record], tile: Int, officials: Set<String>, _ check: inout FileCheck
    ) -> Reading? {
        roster.add(file, records)
        let heads = Set(records.prefix(30).flatMap { $0.cells.map(SourceTable.normalised) })
        let parts = NameParts(file.stem)
        if let kind = MatterKind(heads: heads, tile: tile, name: file.stem) {
            return matter(kind, file, records, tile: tile, &check)
        } else if tile != 2, heads.contains("分管") || heads.contains("分管工作") || heads.contains("职责") && heads.contains("职务") {
            if let source = DirectorySource(
                file, records, tile: tile, period: Self.period(file), savedOn: saved(file), check: &check) {
                return .directory(Checked(source: source, check: check))
            }
            hold(file, tile, check, page: PageFacts.id(file, tile: tile, period: Self.period(file)))
        } else if tile != 2, heads.contains("期号") || heads.contains("期数") {
            if let source = CatalogueSource(file, records, tile: tile, savedOn: saved(file), check: &check) {
                return .page(Checked(
                    source: PageDraft(
                        facts: source.facts, body: Catalogue(lessons: source.lessons), detail: "\(source.lessons.count)课"), check: check))
            }
            hold(file, tile, check, page: PageFacts.id(file, tile: tile, period: nil))
        } else if tile == 2 || (heads.contains("收入") && heads.contains("支出")) {
            let period = Self.period(file)
            let series = LedgerSource.series(parts.rest)
            if let source = LedgerSource(file, records, tile: tile, period: period, series: series, officials: officials, check: &check) {
                return .ledger(Checked(source: source, check: check))
            }
            hold(
                file, tile, check, title: period.map { $0.chinese + LedgerSource.title(tile: tile, series: series) },
                page: period.flatMap { LedgerSource.id($0, tile: tile, series: series) })
        } else if tile == 6 || ["公示", "名单", "花名册", "登记"].contains(where: file.stem.contains) || heads.contains("承租方") {
            let period = Self.period(file)
            if let source = RegisterSource(file, records, tile: tile, period: period, savedOn: saved(file), check: &check) {
                return .page(Checked(
                    source: PageDraft(
                        facts: source.facts, body: source.register, names: source.names, detail: "\(source.register.rowCount)行",
                        objects: source.chunks, words: source.words),
                    check: check))
            }
            hold(file, tile, check, page: PageFacts.id(file, tile: tile, period: period))
        } else {
            check.warning("不知道这个表是什么，没有发布。", "请核对表头和文件名，如 收支、干部分工、低保公示。")
            checks.append(check)
        }
        return nil
    }

    /// What the file's and its folders' names say: a month before a quarter before a year, the innermost first.
    private static func period(_ file: SourceFile) -> Period? {
        let stated = ([file.stem] + file.folders.dropFirst().reversed()).compactMap { NameParts($0).period }
        func first(_ matches: (Period) -> Bool) -> Period? { stated.first(where: matches) }
        return first { if case .month = $0 { true } else { false } } ?? first { if case .quarter = $0 { true } else { false } } ?? stated.first
    }

    private mutating func text(_ file: SourceFile, tile: Int, officials: Set<String>, _ check: inout FileCheck) -> Reading? {
        guard let text = text(file, limit: Self.textLimit, &check) else {
            hold(file, tile, check)
            return nil
        }
        return written(file, MarkdownReader(text, factKeys: Self.textKeys, check: &check), tile: tile, officials: officials, &check)
    }

    private mutating func document(_ file: SourceFile, tile: Int, officials: Set<String>, _ check: inout FileCheck) -> Reading? {
        guard let document = document(file, &check) else {
            hold(file, tile, check, page: NameParts(file.stem).day.flatMap { NoticeSource.id(tile: tile, published: $0, file) })
            return nil
        }
        // A list is a list, whichever program it was typed in.
        if tile == 6, document.hasListOfNames { return table(file, document.records, tile: tile, officials: officials, &check) }
        return written(file, MarkdownReader(document, factKeys: Self.textKeys, check: &check), tile: tile, officials: officials, &check)
    }

    private static let textKeys: [String: String] = {
        var keys = EnvelopeFacts.keys
        keys.merge(VoteSource.keys) { first, _ in first }
        keys.merge(GuideSource.keys) { known, _ in known }
        keys.merge(CharterSource.keys) { known, _ in known }
        return keys
    }()

    /// By what the head and the headings of a text say.
    private mutating func written(
        _ file: SourceFile, _ document: MarkdownReader, tile: Int, officials: Set<String>, _ check: inout FileCheck
    ) -> Reading? {
        if VoteSource.isVote(keys: Set(document.facts.keys)) {
            if let source = VoteSource.read(file, document, tile: tile, check: &check) {
                return .matter(Checked(source: source, check: check))
            }
            hold(file, tile, check, title: document.facts["标题"]?.value)
            return nil
        }
        let draft: PageDraft?
        if GuideSource.recognises(document) {
            draft = GuideSource(file, document, tile: tile, period: nil, savedOn: saved(file), check: &check).map { source in
                PageDraft(
                    facts: source.facts, body: source.guide,
                    detail: "\(source.guide.materials.count)样材料，\(source.guide.steps.count)步")
            }
        } else if CharterSource.recognises(file, document) {
            draft = CharterSource(file, document, tile: tile, savedOn: saved(file), check: &check).map { source in
                PageDraft(facts: source.facts, body: source.charter, detail: "\(source.charter.articles.count)条")
            }
        } else if let source = NoticeSource(file, document, tile: tile, officials: officials, check: &check) {
            return .notice(Checked(source: source, check: check))
        } else {
            hold(file, tile, check, page: NoticeSource.id(file, document, tile: tile))
            return nil
        }
        if let draft { return .page(Checked(source: draft, check: check)) }
        hold(file, tile, check, page: PageFacts.id(file, tile: tile, period: nil))
        return nil
    }

    func records(_ file: SourceFile, _ check: inout FileCheck) -> [CSVReader.Record]? {
        guard let bytes = scan.bytes(of: file, limit: Self.tableLimit, check: &check) else { return nil }
        // By what the file is, not by what its name says: exported .xls are often text, and a renamed .csv is still a workbook.
        if OfficePackage.Form(bytes) != .other || ["xlsx", "xlsm"].contains(file.suffix) {
            do {
                return try Workbook.records(in: OfficePackage(bytes), check: &check)
            } catch {
                check.refuse(error, file, program: "表格软件", better: ".xlsx")
                return nil
            }
        }
        guard let text = text(bytes, &check) else { return nil }
        if file.suffix != "csv", text.prefix(1_000).lowercased().contains("<html") || text.prefix(1_000).lowercased().contains("<table") {
            check.error("这是网页，不是表格。", "请用表格软件打开，点\"另存为\"，选 .xlsx。")
            return nil
        }
        do {
            return try CSVReader.records(text)
        } catch {
            switch error {
            case .unclosedQuote(let row):
                check.error(row: row, "有一个双引号没有配对，后面的都读不准。", "请用表格软件打开看一看，再另存为 CSV。")
            case .tooManyRows(let limit):
                check.error("超过\(limit)行，太长了。", "请拆成几个文件。")
            case .tooManyColumns(let row, let limit):
                check.error(row: row, "超过\(limit)列，太宽了。", "请删掉用不到的列。")
            }
            return nil
        }
    }

    private func document(_ file: SourceFile, _ check: inout FileCheck) -> WordDocument? {
        guard let bytes = scan.bytes(of: file, limit: Self.tableLimit, check: &check) else { return nil }
        check.rowWord = "段"
        do {
            let document = try WordDocument(OfficePackage(bytes), check: &check)
            return check.heldBack ? nil : document
        } catch {
            check.refuse(error, file, program: "文字软件", better: ".docx")
            return nil
        }
    }

    private func text(_ file: SourceFile, limit: Int, _ check: inout FileCheck) -> String? {
        scan.bytes(of: file, limit: limit, check: &check).flatMap { text($0, &check) }
    }

    private func text(_ bytes: [UInt8], _ check: inout FileCheck) -> String? {
        do {
            return try TextDecoding.text(bytes)
        } catch {
            switch error {
            case .notText(let row):
                check.error(row: row, "不是文字文件，或者已经坏了。", "请用原来的软件打开，另存为 CSV 或文本。")
            case .mixed(let row):
                check.error(row: row, "这一行的文字编码和别的行不一样，读出来会是乱码。", "请用表格软件打开，把乱码改好，另存为 CSV UTF-8。")
            case .unreadable(let row):
                check.error(row: row, "文字读不出来。", "请用原来的软件打开，另存为 CSV UTF-8 或文本。")
            }
            return nil
        }
    }
}
