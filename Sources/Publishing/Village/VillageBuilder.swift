import Content

/// The passes over one folder, in order: list, village, ticks, texts and tables; then the books linked, the notices, their pictures, and the matters,
/// which may point to lines of the books.
struct VillageBuilder {
    let scan: FolderScan
    let now: Instant
    let coverage: GlyphCoverage
    var checks: [FileCheck] = []
    var items: [CheckReport.Item] = []
    var pages: [PageID: VillageBuild.Named] = [:]
    var photos: PhotoDesk
    /// What pages refer to besides photos, and what they say that is not in their own document.
    var objects = ObjectSet()
    var wordsElsewhere: [PageID: String] = [:]
    /// 积分办法, for every quarter's points.
    var pointRules: [Points.Rule] = []
    /// Names before masking, to warn where a mask hides nobody.
    var roster = Roster()
    /// Held back for a slip, not for person data: their last published version may stay on the screen.
    var heldPages = Set<PageID>()

    /// Long lists read earlier.
    let tables: TableCache?

    init(folder: String, now: Instant, coverage: GlyphCoverage, photos cache: PhotoCache?, tables: TableCache?) {
        self.tables = tables
        scan = FolderScan(folder)
        self.now = now
        self.coverage = coverage
        photos = PhotoDesk(scan, cache: cache)
    }

    mutating func run(progress: (String) -> Void) -> CheckedVillage {
        guard let facts = village() else { return CheckedVillage(report: report(nil), build: nil) }
        for file in scan.files where file.stem == "照片核对" {
            var check = FileCheck(file: file.shown, coverage: coverage)
            if let records = records(file, &check) { photos.tick(file, records, &check) }
            checks.append(check)
        }
        photos.prepare(progress)
        let officials = facts.officials.union(officialNames())
        var ledgers: [Checked<LedgerSource>] = []
        var notices: [Checked<NoticeSource>] = []
        var matters: [Checked<MatterSource>] = []
        var drafts: [Checked<PageDraft>] = []
        var directories: [Checked<DirectorySource>] = []
        var strangers = Set<String>()
        for file in scan.files where !["村信息", "照片核对"].contains(file.stem) {
            guard let top = file.folders.first else {
                if !PublishedPhoto.suffixes.contains(file.suffix) {
                    warn(file.shown, "没有放进栏目文件夹，没有发布。", "请放进\"1村务\"、\"2财务\"这样的文件夹。")
                }
                continue
            }
            guard let tile = FolderName.tile(top) else {
                if strangers.insert(top).inserted {
                    warn(top, "不认识这个文件夹，里面的没有发布。", "请在名字前面写栏目的数字，如\"1村务\"、\"2财务\"。")
                }
                continue
            }
            if AlbumSource.folder(of: file) != nil, AlbumSource.isTable(file) || PublishedPhoto.suffixes.contains(file.suffix) { continue }
            switch read(file, tile: tile, officials: officials) {
            case .ledger(let source)?: ledgers.append(source)
            case .notice(let source)?: notices.append(source)
            case .matter(let source)?: matters.append(source)
            case .page(let draft)?: drafts.append(draft)
            case .directory(let source)?: directories.append(source)
            case nil: break
            }
        }
        publish(ledgers, facts)
        publish(notices, facts)
        publish(matters, facts)
        publish(drafts, facts)
        publishAlbums(facts)
        publish(directories, facts)
        warnOfThinMasks(except: officials)
        tables?.finish(root: scan.root)
        let build = VillageBuild(village: facts.village, pages: pages, objects: photos.objects.merging(objects), issued: now)
        return CheckedVillage(report: report(facts.village), build: build)
    }

    private func report(_ village: VillageIndex.Village?) -> CheckReport {
        let sorted = items.sorted { a, b in
            a.tile != b.tile ? a.tile < b.tile : a.file.utf8.lexicographicallyPrecedes(b.file.utf8)
        }
        return CheckReport(
            village: village, messages: scan.messages + checks.flatMap(\.messages), items: sorted, heldPages: heldPages,
            untickedPhotos: photos.unticked.sorted())
    }

    private mutating func warnOfThinMasks(except officials: Set<String>) {
        func files(_ names: Envelope.Names) -> Set<String> {
            Set(items.filter { item in item.page.map { pages[$0]?.page.envelope.names == names } ?? false }.map(\.file))
        }
        let (masked, full) = (files(.masked), files(.full))
        let roster = roster.closed(full: full, officials: officials)
        for file in scan.files where masked.contains(file.shown) {
            if let (problem, mend) = roster.givenAway(in: file) { warn(file.shown, problem, mend) }
        }
        for item in items where item.fate == .published && !full.contains(item.file) {
            guard let page = item.page.flatMap({ pages[$0]?.page }), let bytes = try? ContentJSON.encode(page) else { continue }
            let text = String(decoding: bytes, as: UTF8.self) + (wordsElsewhere[page.envelope.id] ?? "")
            let names = roster.spelledOut(in: text)
            guard let first = names.first else { continue }
            let who = names.count > 1 ? "\(first)等\(names.count)人" : first
            warn(item.file, "写了\(who)的全名，名单上这个名字是隐去的。", "请看这里要不要写全名；不要的话，改成 \(first)。")
        }
    }

    mutating func warn(_ file: String, _ problem: String, _ mend: String) {
        var check = FileCheck(file: file, coverage: coverage)
        check.warning(problem, mend)
        checks.append(check)
    }

    /// Books an item that an error keeps back. `page`: where its last published version is, when that can be told.
    mutating func hold(_ file: SourceFile, _ tile: Int, _ check: FileCheck, title: String? = nil, page: PageID? = nil) {
        checks.append(check)
        let name = TextCleaning.clean(NameParts(file.stem).rest).text
        items.append(.init(fate: .held, tile: tile, title: title ?? (name.isEmpty ? file.name : name), detail: "", file: file.shown, page: page))
        if let page, !check.personal { heldPages.insert(page) }
    }

    /// Keeps a page, or drops it when its last day has passed.
    mutating func finish(_ page: Page, short: String, _ file: SourceFile, title: String, detail: String, _ given: FileCheck) {
        var check = given
        let envelope = page.envelope
        let expired = envelope.expires.map { $0 < now.day } ?? false
        if envelope.published > now.day {
            check.warning("公布日期\(envelope.published.chinese)还没有到。", "现在发布就会上屏，请核对日期。")
        }
        checks.append(check)
        items.append(.init(
            fate: expired ? .expired : .published, tile: envelope.id.tile, title: title, detail: detail, file: file.shown, page: envelope.id))
        if !expired { pages[envelope.id] = .init(page: page, short: short) }
    }

    func envelope(
        _ id: PageID, title: String, _ facts: EnvelopeFacts, period: Period?, published: Day, names: Envelope.Names, _ village: VillageFacts
    ) -> Envelope {
        Envelope(
            id: id, title: title, publisher: facts.publisher ?? village.committee, period: period, published: published,
            objectionsUntil: facts.objectionsUntil, responsible: facts.responsible, reviewedBy: facts.reviewedBy,
            phones: facts.phones.isEmpty ? Array(village.village.phones.prefix(1)) : facts.phones, expires: facts.expires,
            audience: facts.audience, names: names, correction: facts.correction)
    }
}

/// Something read, with the messages about it so far.
struct Checked<Source> {
    var source: Source
    var check: FileCheck
}

/// What the names of folders mean.
enum FolderName {
    /// The digit of `1村务`, `１村务`, `1 村务`, `1.村务`, or of a tile's name without its digit; nil for any other folder.
    static func tile(_ folder: String) -> Int? {
        let name = WidthFolding.value(folder)
        if let first = name.first, first.isASCII, let digit = first.wholeNumberValue, (1...9).contains(digit) {
            let next = name.dropFirst().first
            return next.map { $0.isNumber && $0.isASCII } ?? false ? nil : digit
        }
        return VillageIndex.tileTitles.firstIndex { $0 == name || $0.split(separator: "·").contains { $0 == name } }.map { $0 + 1 }
    }
}
