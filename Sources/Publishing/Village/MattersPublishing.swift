import Content

/// Projects, votes, points, cases, cameras and figures; a project with its photos, its vote and the lines of the books that paid for it.
extension VillageBuilder {
    /// Nil for what becomes no page of its own.
    mutating func matter(
        _ kind: MatterKind, _ file: SourceFile, _ records: [CSVReader.Record], tile: Int, _ check: inout FileCheck
    ) -> Reading? {
        let source: MatterSource?
        switch kind {
        case .board: source = BoardSource.read(file, records, tile: tile, check: &check)
        case .points: source = PointsSource.read(file, records, tile: tile, check: &check)
        case .cases: source = CasesSource.read(file, records, tile: tile, check: &check)
        case .cameras: source = CamerasSource.read(file, records, tile: tile, check: &check)
        case .dash: source = DashSource.read(file, records, tile: tile, check: &check)
        case .pointRules:
            if let rules = PointsSource.rules(records, check: &check) {
                pointRules = rules
                checks.append(check)
            } else {
                hold(file, tile, check)
            }
            return nil
        }
        if let source { return .matter(Checked(source: source, check: check)) }
        let folder = kind == .board && file.folders.count > 1 ? file.folders.last ?? "" : ""
        hold(
            file, tile, check, title: folder.isEmpty ? nil : folder,
            page: kind == .board ? BoardSource.id(tile: tile, project: folder.isEmpty ? file.stem : folder) : nil)
        return nil
    }

    mutating func publish(_ sources: [Checked<MatterSource>], _ facts: VillageFacts) {
        func name(_ project: String?) -> String? { project.map { WidthFolding.value(NameParts($0).rest) } }
        for checked in sources {
            var source = checked.source
            var check = checked.check
            guard pages[source.id] == nil else {
                check.error("和另一个文件说的是同一件事，只能留一份。", "请删掉多余的，或者改一个名字、季度、日期。")
                hold(source.file, source.id.tile, check, title: source.title)
                continue
            }
            func other(_ matches: (MatterSource) -> Bool) -> PageID? { sources.first { matches($0.source) }?.source.id }
            switch source.body {
            case var board as Board:
                board.vote = other { if $0.body is Vote { name($0.project) == name(source.project) } else { false } }
                for index in board.payments.indices { board.payments[index].row = booked(board.payments[index]) }
                let photos = photos(of: source, &check)
                board.photos = photos
                if !photos.isEmpty { source.detail += "，\(photos.count)张照片" }
                source.body = board
            case var vote as Vote:
                if let project = source.project {
                    vote.project = other { if $0.body is Board { name($0.project) == name(project) } else { false } }
                    if vote.project == nil {
                        check.warning(column: "项目", "没有找到\"\(project)\"这个项目的进度。", "请和项目文件夹的名字写成一样，如 三组道路硬化。")
                    }
                }
                source.body = vote
            case var points as Points:
                points.rules = pointRules
                source.body = points
                if pointRules.isEmpty {
                    check.warning("没有加分减分的办法。", "请做一个\"积分办法.csv\"，表头写 事项、分值，村民才知道怎么加分。")
                }
            default: break
            }
            let envelope = envelope(
                source.id, title: source.title, source.facts, period: source.period, published: source.published, names: source.names, facts)
            finish(
                Page(envelope: envelope, body: source.body), short: source.short, source.file, title: source.title, detail: source.detail, check)
        }
    }

    /// The line of the published books that a payment is, by its voucher and month.
    private func booked(_ payment: Board.Payment) -> Ledger.RowReference? {
        guard let voucher = payment.voucher.map(VoucherNumber.key) else { return nil }
        for (id, named) in pages {
            guard case .month(let year, let month)? = named.page.envelope.period, year == payment.date.year, month == payment.date.month,
                let ledger = named.page.body as? Ledger,
                let row = ledger.rows.first(where: { $0.voucher.map(VoucherNumber.key) == voucher && $0.expense == payment.amount })
            else { continue }
            return .init(page: id, row: row.id)
        }
        return nil
    }

    /// The project's own photos, from the folder 照片 beside its table; what was ticked off, in the order of their names.
    private mutating func photos(of source: MatterSource, _ check: inout FileCheck) -> [PictureReference] {
        var references: [PictureReference] = []
        var unticked: [String] = []
        for file in photos.files(inFoldersNamed: "照片", below: source.file.folders) {
            guard photos.isTicked(file) else {
                unticked.append(file.name)
                continue
            }
            let caption = check.text(NameParts(file.stem).rest, column: file.name)
            let day = NameParts(file.stem).day.map { $0.chineseShort }
            let words = [day, caption.isEmpty ? nil : caption].compactMap { $0 }.joined(separator: "　")
            if let photo = photos.published(file, &check) { references.append(photo.reference(caption: words.isEmpty ? nil : words)) }
        }
        warnUnticked(unticked, &check)
        return references
    }
}
