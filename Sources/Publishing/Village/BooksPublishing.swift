import Content

/// The books of all months: linked to each other, with their vouchers' photos.
extension VillageBuilder {
    mutating func publish(_ sources: [Checked<LedgerSource>], _ facts: VillageFacts) {
        struct Books: Hashable { var tile: Int, series: String }
        var months: [Books: [(period: Period, id: PageID, source: LedgerSource)]] = [:]
        for checked in sources.sorted(by: { Period.earlier($0.source.period, $1.source.period) }) {
            let source = checked.source
            var check = checked.check
            let books = Books(tile: source.tile, series: source.series)
            guard let id = LedgerSource.id(source.period, tile: books.tile, series: books.series) else { continue }
            let title = source.facts.title ?? LedgerSource.title(tile: books.tile, series: books.series)
            let long = source.period.chinese + title
            guard pages[id] == nil else {
                check.error("\(source.period.chinese)的账有两份。", "请只留一份；如果是更正，请改原来那一份，并在表头上面加一行，第一格写\"更正\"，第二格写改了什么。")
                hold(source.file, books.tile, check, title: long)
                continue
            }
            let before = months[books]?.last { $0.period == source.period.month(offsetBy: -1) }
            if let before, before.source.closing != source.opening {
                check.warning(
                    "期初 \(source.opening.plain) 与\(before.period.chinese)的期末 \(before.source.closing.plain) 不同。", "村民会看到两个月对不上，请核对。")
            }
            var rows = source.rows.map(\.entry)
            if let before { rows = LedgerSource.linked(rows, to: before.source.rows.map(\.entry), on: before.id) }
            let pictures = attachVouchers(source, &rows, &check)
            // Villages close their books in the first days of the next month; the 5th stands where the file says nothing.
            let published = source.facts.published ?? source.period.lastDay.adding(days: 5)
            if source.facts.published == nil {
                check.warning("没有写公布日期，屏幕上按\(published.chinese)写。", "请在表头上面加一行，第一格写\"公布日期\"，第二格写 \(published.iso)。")
            }
            if source.facts.reviewedBy == nil {
                check.warning("没有写谁审核的。", "请在表头上面加一行，第一格写\"审核\"，第二格写 村务监督委员会 和审核日期。")
            }
            let envelope = envelope(
                id, title: title, source.facts, period: source.period, published: published, names: source.masked ? .masked : .none, facts)
            let page = Page(envelope: envelope, body: Ledger(opening: source.opening, rows: rows, closing: source.closing))
            months[books, default: []].append((source.period, id, source))
            let short = source.period.chineseShort + (title == LedgerSource.mainTitle ? "收支" : title)
            finish(page, short: short, source.file, title: long, detail: "\(rows.count)笔，\(pictures)张凭证照片", check)
        }
        // A month that an error keeps back has a message of its own.
        let held = Set(items.lazy.filter { $0.fate == .held }.compactMap(\.page))
        for (books, read) in months.sorted(by: { ($0.key.tile, $0.key.series) < ($1.key.tile, $1.key.series) }) {
            guard let folder = read.last?.source.file.folders.first else { continue }
            warnOfMissingMonths(read.map(\.period), in: folder) { month in
                LedgerSource.id(month, tile: books.tile, series: books.series).map(held.contains) ?? false
            }
        }
    }

    private mutating func warnOfMissingMonths(_ periods: [Period], in folder: String, held: (Period) -> Bool) {
        guard let first = periods.first, let last = periods.last, first.month(offsetBy: 0) != nil else { return }
        var missing: [String] = []
        var month = first
        while month != last, let next = month.month(offsetBy: 1), missing.count < 24 {
            if !periods.contains(next), !held(next) { missing.append(next.chinese) }
            month = next
        }
        // A month is due when the next one has ended, too: as late as the screen's own "overdue".
        while let next = month.month(offsetBy: 1), let due = next.month(offsetBy: 1), due.lastDay < now.day, missing.count < 24 {
            if !held(next) { missing.append(next.chinese) }
            month = next
        }
        guard !missing.isEmpty else { return }
        warn(folder, "\(missing.joined(separator: "、"))的收支还没有公布。", "财务每月公布一次，请补上。")
    }

    /// Gives the rows their photos; how many there are.
    private mutating func attachVouchers(
        _ source: LedgerSource, _ rows: inout [Ledger.Row], _ check: inout FileCheck
    ) -> Int {
        var numbers: [String: String] = [:]
        for row in rows {
            if let voucher = row.voucher { numbers[VoucherNumber.key(voucher)] = voucher }
        }
        var found: [String: [SourceFile]] = [:]
        for file in photos.files(inFoldersNamed: "凭证", below: source.file.folders) {
            if let key = VoucherNumber.voucher(ofPhoto: file.stem, among: Set(numbers.keys)) {
                found[key, default: []].append(file)
            } else {
                check.warning(column: file.name, "表里没有这个凭证号，这张照片没有上屏。", "请把照片的名字改成凭证号，如 0012.jpg。")
            }
        }
        var count = 0
        var unticked: [String] = []
        for key in numbers.keys.sorted() {
            var references: [PictureReference] = []
            for file in found[key] ?? [] {
                guard photos.isTicked(file) else {
                    unticked.append(file.name)
                    continue
                }
                if let photo = photos.published(file, &check) { references.append(photo.reference(caption: nil)) }
            }
            count += references.count
            for index in rows.indices where rows[index].voucher.map(VoucherNumber.key) == key { rows[index].pictures = references }
        }
        let without = numbers.keys.filter { found[$0] == nil }.sorted().map { numbers[$0] ?? $0 }
        if let first = without.first {
            let row = without.count == 1 ? source.rows.first { $0.entry.voucher == first }?.row : nil
            check.warning(row: row, column: "凭证号", "\(Self.listed(without, "张"))没有照片。", "请拍下来放进\"凭证\"文件夹，用凭证号作名字，如 \(first).jpg。")
        }
        warnUnticked(unticked, &check)
        return count
    }

    func warnUnticked(_ names: [String], _ check: inout FileCheck) {
        guard !names.isEmpty else { return }
        check.warning("照片 \(Self.listed(names, "张")) 还没有核对，没有上屏。", "请看清照片上没有人脸、证件和车牌，再写进\"照片核对.csv\"。")
    }

    private static func listed(_ names: [String], _ unit: String) -> String {
        names.prefix(12).joined(separator: "、") + (names.count > 12 ? "等\(names.count)\(unit)" : "")
    }
}
