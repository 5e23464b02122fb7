package import Content
import Foundation

/// What came of reading a village folder.
package struct CheckedVillage: Sendable {
    package var report: CheckReport
    /// Nil when the folder does not say which village it is, or cannot be read.
    package var build: VillageBuild?
}

/// Reads a village folder, checks it and makes its pages. Everything that may be public goes in, everything else is in the report; an error
/// keeps only its own item out. Blocks; reads only below `folder`.
///
/// The same folder gives the same bytes whenever `now` falls on the same day, but for `index.issued`, which is `now`
/// (see `VillageBuild.continuing`): file times are never looked at.
/// - Parameters:
///   - now: what "past its last day" and "not yet published" are measured against.
///   - coverage: what the box's fonts can draw.
///   - progress: called with a line about each slow step.
package func build(
    folder: String, now: Instant = .current,
    coverage: GlyphCoverage = .unknown, progress: (String) -> Void = { _ in }
) -> CheckedVillage {
    var builder = VillageBuilder(folder: folder, now: now, coverage: coverage)
    return builder.run(progress: progress)
}

extension Instant {
    /// The system's clock.
    package static var current: Instant { Instant(secondsSinceEpoch: Int(Date().timeIntervalSince1970.rounded(.down))) }
}

/// The passes over one folder, in order: list, village, ticks, texts and tables, books linked, pictures, index.
private struct VillageBuilder {
    let scan: FolderScan
    let now: Instant
    let coverage: GlyphCoverage
    var checks: [FileCheck] = []
    var items: [CheckReport.Item] = []
    var pages: [PageID: Page] = [:]
    var objects: [ObjectID: [UInt8]] = [:]
    var photos: [String: PublishedPhoto] = [:]
    var ticks = PhotoTicks()
    var pictureFiles: [String: SourceFile] = [:]

    private static let tableLimit = 20 * 1_048_576
    private static let textLimit = 2 * 1_048_576

    init(folder: String, now: Instant, coverage: GlyphCoverage) {
        scan = FolderScan(folder)
        self.now = now
        self.coverage = coverage
    }

    mutating func run(progress: (String) -> Void) -> CheckedVillage {
        for file in scan.files where PublishedPhoto.suffixes.contains(file.suffix) { pictureFiles[file.shown] = file }
        guard let facts = village() else { return finished(nil, build: nil) }
        for file in scan.files where file.stem == "照片核对" {
            var check = FileCheck(file: file.shown, coverage: coverage)
            if let records = records(file, &check) {
                ticks.add(file, records, pictures: Set(pictureFiles.keys), check: &check)
            }
            checks.append(check)
        }
        var ledgers: [(source: LedgerSource, check: FileCheck)] = []
        var notices: [(source: NoticeSource, check: FileCheck)] = []
        let officials = facts.officials.union(officialNames())
        var strangers = Set<String>()
        for file in scan.files where !["村信息", "照片核对"].contains(file.stem) {
            guard let top = file.folders.first else {
                if !PublishedPhoto.suffixes.contains(file.suffix) {
                    message(.warning, file, "没有放进栏目文件夹，没有发布。", "请放进\"1村务\"、\"2财务\"这样的文件夹。")
                }
                continue
            }
            guard let tile = Self.tile(top) else {
                if strangers.insert(top).inserted {
                    checks.append(FileCheck(file: top, coverage: coverage))
                    checks[checks.count - 1].warning("不认识这个文件夹，里面的没有发布。", "请在名字前面写栏目的数字，如\"1村务\"、\"2财务\"。")
                }
                continue
            }
            read(file, tile: tile, officials: officials, &ledgers, &notices)
        }
        publish(ledgers, facts, progress)
        publish(notices, facts, progress)
        return finished(facts.village, build: assemble(facts.village))
    }

    // MARK: Reading

    private mutating func village() -> VillageFacts? {
        guard let file = scan.files.first(where: { $0.folders.isEmpty && $0.stem == "村信息" && ["csv", "txt"].contains($0.suffix) }) else {
            var check = FileCheck(file: "", coverage: coverage)
            let inner = scan.files.filter { $0.stem == "村信息" && $0.folders.count == 1 }.map { $0.folders[0] }
            if inner.count == 1 {
                check.error("这里没有\"村信息.csv\"，里面的\"\(inner[0])\"才是村文件夹。", "请选\"\(inner[0])\"再来一次。")
            } else if inner.count > 1 {
                check.error("里面有\(inner.count)个村：\(inner.joined(separator: "、"))。", "请一次选一个村的文件夹。")
            } else if scan.files.isEmpty, scan.messages.isEmpty {
                check.error("文件夹是空的。", "请放进\"村信息.csv\"和要公开的文件。")
            } else if scan.files.contains(where: { $0.folders.isEmpty && $0.stem == "村信息" }) {
                check.error("\"村信息\"不是 CSV。", "请用表格软件打开，另存为 CSV。")
            } else if scan.messages.isEmpty {
                check.error("没有\"村信息.csv\"，不知道是哪个村。", "请加上，里面写村名、镇名、村代码、村务监督电话。")
            }
            checks.append(check)
            return nil
        }
        var check = FileCheck(file: file.shown, coverage: coverage)
        defer { checks.append(check) }
        let others = scan.files.filter { $0.stem == "村信息" && $0.folders.count == 1 }.map { $0.folders[0] }
        if !others.isEmpty { check.error("里面还有别的村：\(others.joined(separator: "、"))。", "请一个村一个文件夹，分开放。") }
        guard let records = records(file, &check) else { return nil }
        return VillageFacts(records, check: &check)
    }

    /// People in office, from 干部分工: their names may stand in full where they act for the village.
    private func officialNames() -> Set<String> {
        var names = Set<String>()
        for file in scan.files where file.suffix == "csv" && file.folders.first.flatMap(Self.tile) == 5 {
            var check = FileCheck(file: file.shown, coverage: coverage)
            guard let records = records(file, &check) else { continue }
            guard let head = records.firstIndex(where: { $0.cells.contains { SourceTable.normalised($0) == "姓名" } }),
                let column = records[head].cells.firstIndex(where: { SourceTable.normalised($0) == "姓名" })
            else { continue }
            for record in records[(head + 1)...] where column < record.cells.count {
                let name = WidthFolding.trimmed(record.cells[column])
                if !name.isEmpty { names.insert(name) }
            }
        }
        return names
    }

    private func records(_ file: SourceFile, _ check: inout FileCheck) -> [CSVReader.Record]? {
        guard let text = text(file, limit: Self.tableLimit, &check) else { return nil }
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

    private func text(_ file: SourceFile, limit: Int, _ check: inout FileCheck) -> String? {
        guard let bytes = scan.bytes(of: file, limit: limit, check: &check) else { return nil }
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

    private mutating func read(
        _ file: SourceFile, tile: Int, officials: Set<String>, _ ledgers: inout [(source: LedgerSource, check: FileCheck)],
        _ notices: inout [(source: NoticeSource, check: FileCheck)]
    ) {
        switch file.suffix {
        case "csv":
            var check = FileCheck(file: file.shown, coverage: coverage)
            guard let records = records(file, &check) else { return hold(file, tile, check) }
            let heads = Set(records.prefix(30).flatMap { $0.cells.map(SourceTable.normalised) })
            let parts = NameParts(file.stem)
            if let kind = LaterKind(heads: heads, tile: tile, name: file.stem), tile != 2 {
                later(file, tile, kind, title: parts.rest)
            } else if tile == 2 || (heads.contains("收入") && heads.contains("支出")) {
                let period = file.folders.dropFirst().reversed().lazy.compactMap { NameParts($0).period }.first ?? parts.period
                var series = parts.rest
                for word in ["财务收支", "收支明细", "收支情况", "收支公开", "收支表", "收支"] where series.contains(word) {
                    series = series.replacing(word, with: "")
                    break
                }
                let source = LedgerSource(file, records, period: period, series: series, officials: officials, check: &check)
                if let source { ledgers.append((source, check)) } else { hold(file, tile, check, title: period.map { "\($0.chinese)收支" }) }
            } else {
                check.warning("不知道这个表是什么，没有发布。", "请核对表头和文件名，如 收支、干部分工、低保公示。")
                checks.append(check)
            }
        case "md", "markdown", "txt":
            var check = FileCheck(file: file.shown, coverage: coverage)
            guard let text = text(file, limit: Self.textLimit, &check) else { return hold(file, tile, check) }
            var keys = EnvelopeFacts.keys
            for key in LaterKind.textKeys { keys[key] = key }
            let document = MarkdownReader(text, factKeys: keys, check: &check)
            if let kind = LaterKind(keys: Set(document.facts.keys)) {
                return later(file, tile, kind, title: document.facts["标题"]?.value ?? NameParts(file.stem).rest)
            }
            if let source = NoticeSource(file, document, tile: tile, check: &check) {
                notices.append((source, check))
            } else {
                hold(file, tile, check)
            }
        case let suffix where PublishedPhoto.suffixes.contains(suffix):
            break
        case let suffix where PublishedPhoto.otherPictures.contains(suffix):
            message(.warning, file, "这种图片（\(suffix.uppercased())）读不了，没有上屏。", "请用看图软件打开，另存为 JPG。")
        case "xlsx", "xls", "et", "ods", "xlsm":
            message(.error, file, "这一版还读不了 .\(file.suffix) 表格。", "请用表格软件打开，点\"另存为\"，选 CSV。", tile)
        case "docx", "doc", "wps", "odt", "rtf":
            message(.error, file, "这一版还读不了 .\(file.suffix) 文档。", "请打开后点\"另存为\"，选纯文本（.txt）。", tile)
        default:
            message(.warning, file, "不认识这种文件，没有发布。", "可以发布的有：CSV 表格、文本、JPG 和 PNG 照片。")
        }
    }

    /// `1村务`, `１村务`, `1 村务`, `1.村务`, or a tile's name without its digit.
    private static func tile(_ folder: String) -> Int? {
        let name = WidthFolding.value(folder)
        if let first = name.first, let digit = first.wholeNumberValue, (1...9).contains(digit), first.isASCII {
            let next = name.dropFirst().first
            return next.map { $0.isNumber && $0.isASCII } ?? false ? nil : digit
        }
        return VillageIndex.tileTitles.firstIndex { $0 == name || $0.split(separator: "·").contains { $0 == name } }.map { $0 + 1 }
    }

    private mutating func message(
        _ severity: CheckMessage.Severity, _ file: SourceFile, _ problem: String, _ mend: String, _ tile: Int? = nil
    ) {
        var check = FileCheck(file: file.shown, coverage: coverage)
        if severity == .error { check.error(problem, mend) } else { check.warning(problem, mend) }
        if let tile { hold(file, tile, check) } else { checks.append(check) }
    }

    private mutating func hold(_ file: SourceFile, _ tile: Int, _ check: FileCheck, title: String? = nil) {
        checks.append(check)
        let name = TextCleaning.clean(NameParts(file.stem).rest).text
        items.append(.init(fate: .held, tile: tile, title: title ?? (name.isEmpty ? file.name : name), detail: "", file: file.shown, page: nil))
    }

    private mutating func later(_ file: SourceFile, _ tile: Int, _ kind: LaterKind, title: String) {
        var check = FileCheck(file: file.shown, coverage: coverage)
        check.note("\"\(kind.rawValue)\"这种页面，这一版还不能上屏，先不发布。", "文件不用改，留在这里就行。")
        checks.append(check)
        let name = file.folders.count > 1 && kind == .board ? file.folders[file.folders.count - 1] : title
        items.append(.init(fate: .later, tile: tile, title: name.isEmpty ? kind.rawValue : name, detail: "", file: file.shown, page: nil))
    }

    // MARK: Books

    private mutating func publish(_ sources: [(source: LedgerSource, check: FileCheck)], _ facts: VillageFacts, _ progress: (String) -> Void) {
        var published: [String: [(period: Period, id: PageID, source: LedgerSource)]] = [:]
        let ordered = sources.sorted { Period.earlier($0.source.period, $1.source.period) }
        for (source, given) in ordered {
            var check = given
            let earlier = published[source.series] ?? []
            let slug = source.period.text.lowercased() + (source.series.isEmpty ? "" : "-" + sha256(source.series).prefix(6))
            guard let id = PageID("2/\(slug)") else { continue }
            if pages[id] != nil {
                check.error("\(source.period.chinese)的账有两份。", "请只留一份；如果是更正，请改原来那一份，并在上面加一行\"更正,改了什么\"。")
                hold(source.file, 2, check, title: "\(source.period.chinese)收支")
                continue
            }
            let before = earlier.last { $0.period == source.period.month(offsetBy: -1) }
            if let before, before.source.closing != source.opening {
                check.warning(
                    "期初 \(source.opening.plain) 与\(before.period.chinese)的期末 \(before.source.closing.plain) 不同。", "村民会看到两个月对不上，请核对。")
            }
            var rows = source.rows.map(\.entry)
            if let before { rows = LedgerSource.linked(rows, to: before.source.rows.map(\.entry), on: before.id) }
            let pictures = vouchers(source, &rows, &check, progress)
            let title = source.facts.title ?? (source.series.isEmpty ? "财务收支" : "\(source.series)收支")
            let envelope = envelope(
                id, title: title, source.facts, period: source.period, published: source.facts.published ?? Self.customary(source.period),
                names: source.masked ? .masked : .none, facts)
            if source.facts.published == nil {
                check.warning(
                    "没有写公布日期，屏幕上按\(envelope.published.chinese)写。", "请在表头上面加一行：公布日期,\(envelope.published.iso)。")
            }
            if source.facts.reviewedBy == nil {
                check.warning("没有写谁审核的。", "请在表头上面加一行：审核,村务监督委员会 \(envelope.published.iso)。")
            }
            let page = Page(envelope: envelope, body: .ledger(Ledger(opening: source.opening, rows: rows, closing: source.closing)))
            published[source.series, default: []].append((source.period, id, source))
            finish(page, source.file, title: "\(source.period.chinese)\(title)", detail: "\(rows.count)笔，\(pictures)张凭证照片", &check)
        }
        for (_, list) in published.sorted(by: { $0.key < $1.key }) { missingMonths(list.map(\.period), list.last?.source.file) }
    }

    /// Where a file does not say when it was published: the 5th after the period's end, when villages close their books.
    private static func customary(_ period: Period) -> Day { period.lastDay.adding(days: 5) }

    private mutating func missingMonths(_ periods: [Period], _ file: SourceFile?) {
        guard let first = periods.first, let last = periods.last, let file, first.month(offsetBy: 0) != nil else { return }
        var missing: [String] = []
        var month = first
        while month != last, let next = month.month(offsetBy: 1), missing.count < 24 {
            if !periods.contains(next) { missing.append(next.chinese) }
            month = next
        }
        // A month is due when the next one has ended, too.
        while let next = month.month(offsetBy: 1), let due = next.month(offsetBy: 1), due.lastDay < now.day, missing.count < 24 {
            missing.append(next.chinese)
            month = next
        }
        guard !missing.isEmpty else { return }
        var check = FileCheck(file: file.folders.first ?? "", coverage: coverage)
        check.warning("\(missing.joined(separator: "、"))的收支还没有公布。", "财务每月公布一次，请补上。")
        checks.append(check)
    }

    /// Gives the rows their photos; how many there are.
    private mutating func vouchers(
        _ source: LedgerSource, _ rows: inout [Ledger.Row], _ check: inout FileCheck, _ progress: (String) -> Void
    ) -> Int {
        let folder = source.file.folders.joined(separator: "/")
        let keys = Set(rows.compactMap { $0.voucher.map(VoucherNumber.key) })
        var found: [String: [SourceFile]] = [:]
        for file in pictureFiles.values.sorted(by: { $0.shown.utf8.lexicographicallyPrecedes($1.shown.utf8) })
        where file.folders.count == source.file.folders.count + 1 && file.folders.dropLast().joined(separator: "/") == folder
            && file.folders.last?.hasPrefix("凭证") == true
        {
            if let key = VoucherNumber.voucher(ofPhoto: file.stem, among: keys) {
                found[key, default: []].append(file)
            } else {
                check.warning(column: file.name, "表里没有这个凭证号，这张照片没有上屏。", "请把照片的名字改成凭证号，如 0012.jpg。")
            }
        }
        var count = 0
        var unticked: [String] = []
        var without: [String] = []
        for key in keys.sorted() {
            var references: [PictureReference] = []
            for file in found[key] ?? [] {
                guard ticks.paths.contains(file.shown) else {
                    unticked.append(file.name)
                    continue
                }
                if let photo = photo(file, &check, progress) { references.append(photo.reference(caption: nil)) }
            }
            if found[key] == nil { without.append(key) }
            count += references.count
            for index in rows.indices where rows[index].voucher.map(VoucherNumber.key) == key { rows[index].pictures = references }
        }
        if !without.isEmpty {
            let numbers = without.prefix(12).map { key in rows.first { $0.voucher.map(VoucherNumber.key) == key }?.voucher ?? key }
            let row = without.count == 1 ? source.rows.first { $0.entry.voucher.map(VoucherNumber.key) == without[0] }?.row : nil
            check.warning(
                row: row, column: "凭证号", "\(numbers.joined(separator: "、"))\(without.count > 12 ? "等\(without.count)张" : "")没有照片。",
                "请拍下来放进\"凭证\"文件夹，用凭证号作名字，如 \(numbers[0]).jpg。")
        }
        if !unticked.isEmpty { Self.untickedWarning(unticked, &check) }
        return count
    }

    private static func untickedWarning(_ names: [String], _ check: inout FileCheck) {
        check.warning(
            "\(names.prefix(12).joined(separator: "、"))\(names.count > 12 ? "等\(names.count)张" : "")没有核对，照片没有上屏。",
            "请看清照片上没有人脸、证件和车牌，再写进\"照片核对.csv\"。")
    }

    private mutating func photo(_ file: SourceFile, _ check: inout FileCheck, _ progress: (String) -> Void) -> PublishedPhoto? {
        if let known = photos[file.shown] { return known }
        progress("处理照片 \(file.shown)")
        guard let photo = PublishedPhoto(file, in: scan, check: &check) else { return nil }
        photos[file.shown] = photo
        objects[photo.object] = photo.bytes
        return photo
    }

    // MARK: Notices

    private mutating func publish(_ sources: [(source: NoticeSource, check: FileCheck)], _ facts: VillageFacts, _ progress: (String) -> Void) {
        for (source, given) in sources {
            var check = given
            // The file's name without its day, so that the same notice keeps its address when it moves or becomes another format.
            let slug = "\(source.published.iso)-\(sha256(NameParts(source.file.stem).rest).prefix(6))"
            guard let id = PageID("\(source.tile)/\(slug)") else { continue }
            if pages[id] != nil {
                check.error("同一天有两个同名的文件。", "请改一个名字，或者删掉多余的。")
                hold(source.file, source.tile, check, title: source.title)
                continue
            }
            var blocks: [Notice.Block] = []
            var unticked: [String] = []
            for block in source.blocks {
                switch block {
                case .ready(let block): blocks.append(block)
                case .picture(let path, let caption, let line):
                    guard let file = pictureFiles[path] else {
                        check.error(row: line, "没有找到图片\"\(path)\"。", "请核对文件名，或者把图片放进这个文件夹。")
                        continue
                    }
                    guard ticks.paths.contains(path) else {
                        unticked.append(file.name)
                        continue
                    }
                    if let photo = photo(file, &check, progress) { blocks.append(.picture(photo.reference(caption: caption))) }
                }
            }
            if !unticked.isEmpty { Self.untickedWarning(unticked, &check) }
            if check.heldBack {
                hold(source.file, source.tile, check, title: source.title)
                continue
            }
            let envelope = envelope(
                id, title: source.title, source.facts, period: source.period, published: source.published, names: .none, facts)
            finish(Page(envelope: envelope, body: .notice(Notice(blocks: blocks))), source.file, title: source.title, detail: "", &check)
            shorts[id] = source.short
        }
    }

    private var shorts: [PageID: String] = [:]

    // MARK: Index

    private func envelope(
        _ id: PageID, title: String, _ facts: EnvelopeFacts, period: Period?, published: Day, names: Envelope.Names, _ village: VillageFacts
    ) -> Envelope {
        Envelope(
            id: id, title: title, publisher: facts.publisher ?? village.committee, period: period, published: published,
            objectionsUntil: facts.objectionsUntil, responsible: facts.responsible, reviewedBy: facts.reviewedBy,
            phones: facts.phones.isEmpty ? Array(village.village.phones.prefix(1)) : facts.phones, expires: facts.expires,
            audience: facts.audience, names: names, correction: facts.correction)
    }

    /// Keeps a page, or drops it when its last day has passed.
    private mutating func finish(_ page: Page, _ file: SourceFile, title: String, detail: String, _ check: inout FileCheck) {
        let envelope = page.envelope
        let expired = envelope.expires.map { $0 < now.day } ?? false
        if envelope.published > now.day {
            check.warning("公布日期\(envelope.published.chinese)还没有到。", "现在发布就会上屏，请核对日期。")
        }
        checks.append(check)
        items.append(.init(
            fate: expired ? .expired : .published, tile: envelope.id.tile, title: title, detail: detail, file: file.shown,
            page: expired ? nil : envelope.id))
        if !expired { pages[envelope.id] = page }
    }

    private mutating func assemble(_ village: VillageIndex.Village) -> VillageBuild {
        var tiles = VillageIndex.tileTitles.enumerated().map { VillageIndex.Tile(digit: $0.offset + 1, title: $0.element) }
        var sections: [String: [ObjectID: Int]] = [:]
        // One order for everything that does not say otherwise.
        let ordered = pages.values.sorted { a, b in
            let (left, right) = (a.envelope, b.envelope)
            if left.published != right.published { return left.published > right.published }
            return left.id.text.utf8.lexicographicallyPrecedes(right.id.text.utf8)
        }
        var books: [String: [VillageIndex.Entry]] = [:]
        for page in ordered {
            let envelope = page.envelope
            guard let bytes = try? ContentJSON.encode(page) else { continue }
            let object = objectID(bytes)
            objects[object] = bytes
            let name = "\(envelope.id.tile)-\(envelope.period?.text.lowercased() ?? String(envelope.published.year))"
            sections[name, default: [:]][object] = bytes.count
            for picture in page.pictures { sections[name, default: [:]][picture.object] = objects[picture.object]?.count }
            var entry = VillageIndex.Entry(
                id: envelope.id, title: envelope.title, short: shorts[envelope.id] ?? envelope.title, period: envelope.period,
                published: envelope.published, objectionsUntil: envelope.objectionsUntil, expires: envelope.expires,
                audience: envelope.audience, object: object, length: bytes.count)
            if page.kind == .ledger, let period = envelope.period {
                entry.short = period.chineseShort + (envelope.title == "财务收支" ? "收支" : envelope.title)
                books[envelope.title, default: []].append(entry)
            } else {
                tiles[envelope.id.tile - 1].items.append(.init(title: envelope.title, kind: page.kind, pages: [entry]))
            }
        }
        // The village's main books first, whatever else stands in the tile.
        for (title, entries) in books.sorted(by: { ($0.key != "财务收支" ? 1 : 0, $0.key) > ($1.key != "财务收支" ? 1 : 0, $1.key) }) {
            let newest = entries.sorted { Period.earlier($1.period ?? .year(1900), $0.period ?? .year(1900)) }
            tiles[1].items.insert(.init(title: title, kind: .ledger, pages: newest), at: 0)
        }
        let manifests = sections.sorted { $0.key < $1.key }.map { name, members in
            VillageBuild.Section(
                name: name,
                manifest: SectionManifest(objects: members.sorted { $0.key.hex < $1.key.hex }.map { .init(sha256: $0.key, length: $0.value) }))
        }
        let index = VillageIndex(village: village, issued: now, tiles: tiles, sections: manifests.map(\.name))
        let used = Set(sections.values.flatMap(\.keys))
        return VillageBuild(index: index, pages: pages, objects: objects.filter { used.contains($0.key) }, sections: manifests)
    }

    private func finished(_ village: VillageIndex.Village?, build: VillageBuild?) -> CheckedVillage {
        let sorted = items.sorted { a, b in
            if a.tile != b.tile { return a.tile < b.tile }
            return a.file.utf8.lexicographicallyPrecedes(b.file.utf8)
        }
        return CheckedVillage(
            report: CheckReport(village: village, messages: scan.messages + checks.flatMap(\.messages), items: sorted), build: build)
    }
}
