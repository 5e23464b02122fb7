internal import Content
internal import Navigation
internal import Pages
internal import Pixels
internal import Typography

/// A screen of each kind of page, laid out and painted into frames at 1920×1080.
final class PagesBench: BenchGroup {
    /// The kinds in the order of the documentation; `roll` is a register of 200 rows, as many as one place shows.
    private static let kinds = [
        "home", "notice", "charter", "ledger", "directory", "guide", "register", "roll", "board", "dash", "points", "vote", "cases", "catalogue",
        "album", "cameras", "emergency",
    ]
    static let allNames = kinds.flatMap { page in parts.map { "\(page).\($0)" } }
    private static let parts = ["warm", "layout", "paint", "focus"]
    let names = PagesBench.allNames
    private(set) var notes: [String] = []
    private let clock: Clock
    private let fonts: FontSet
    private let cache: GlyphCache
    private let renderer: Renderer
    private var photos: [PixelSize: Picture] = [:]

    init(_ clock: Clock) throws {
        self.clock = clock
        fonts = try FontSet.open()
        cache = try GlyphCache(fonts: fonts)
        renderer = Renderer(fonts: fonts, cache: cache, style: Style(size: .fullHD))
    }

    func measure(_ wants: (String) -> Bool) -> [Measurement] {
        notes = []
        var results: [Measurement] = []
        for (name, scenes) in [("home", homes), ("ledger", ledgers), ("notice", notices), ("emergency", warnings)] + matters + lists {
            guard PagesBench.parts.contains(where: { wants("\(name).\($0)") }) else { continue }
            let drawing = renderer.drawing(scenes[0])
            let painter = Painter(cache: cache, size: .fullHD, palette: .dark)
            let parts: [(String, (Int) -> Void)] = [
                ("warm", { [self] in
                    renderer.forget()
                    paint(scenes[$0 % scenes.count])
                }),
                ("layout", { [self] _ in layOut(scenes[0]) }),
                ("paint", { [self] _ in _ = painter.paint(drawing, pictures: picture, isCancelled: { false }) }),
                ("focus", { [self] in paint(scenes[$0 % scenes.count]) }),
            ]
            for (part, body) in parts where wants("\(name).\(part)") { results.append(clock.measure("\(name).\(part)", 100, body)) }
            if wants(name + ".warm"), let frame = painter.paint(drawing, pictures: picture, isCancelled: { false }) {
                notes.append("\(name): \(frame.byteCount) bytes, \(drawing.ops.count) operations")
            }
        }
        return results
    }

    private func paint(_ scene: Scene) {
        _ = renderer.paint(scene, pictures: picture, isCancelled: { false })
    }

    /// What stands in for photos: they come to a page decoded and at their size, see `photo.scale`.
    private func picture(_: ObjectID, _ size: PixelSize) -> Picture? {
        if let known = photos[size] { return known }
        let photo = Picture(size: size, words: (0..<size.width * size.height).map { 0x20_4060 &+ UInt32($0 % 251) })
        photos[size] = photo
        return photo
    }

    /// With everything set anew; the typesetter's fonts stay open.
    private func layOut(_ scene: Scene) {
        renderer.forget()
        _ = renderer.drawing(scene)
    }

    private var hints: [Hint] {
        [
            Hint(.leftRight, "换月份"), Hint(.text("频道＋－"), "翻页"), Hint(.text("确认"), "看这一笔"), Hint(.text("返回"), "上一级"),
            Hint(.colour(.blue, "蓝键"), "扫码"), Hint(.colour(.red, "红键"), "报警"),
        ]
    }

    private func scenes(_ place: Place, _ page: Page?) -> [Scene] {
        (0..<2).map { focus in
            Scene(
                view: View(place: place, focus: focus), index: Self.index, page: page, hints: hints,
                now: Instant(iso: "2026-11-22T11:32:00Z"), box: "0417")
        }
    }

    private var homes: [Scene] { scenes(.home, nil) }

    private var warnings: [Scene] {
        let now = Instant(secondsSinceEpoch: 1_795_000_000)
        let warning = Emergency(
            id: "flood", revision: 1, level: .red, kind: "山洪", issuer: "桐林镇人民政府", issued: now,
            until: Instant(secondsSinceEpoch: 1_795_020_000), headline: ["六组、七组", "立即转移到村小学"],
            details: ["青溪河的水20分钟内可能漫过河堤。", "带上老人和孩子，别收拾行李，别走河边的路。"], phones: [.init(label: "镇值班", number: "028-0000-0001")])
        return scenes(.home, nil).map { scene in
            var scene = scene
            scene.view.overlay = .emergency
            scene.view.emergency = warning
            return scene
        }
    }

    private var ledgers: [Scene] {
        let summaries = ["集体林地承包费", "垃圾清运费（9月两次）", "村公资金下拨", "三组路灯维修", "重阳节慰问47户", "水渠清淤人工18个工", "村委会电费"]
        let rows = (0..<14).compactMap { number -> Ledger.Row? in
            Day(year: 2026, month: 10, day: 3 + number * 2).map { day in
                Ledger.Row(
                    id: "r\(number)", date: day, summary: summaries[number % summaries.count], category: "公益支出",
                    expense: Fen(Int64(100_000 + number * 12_345)), voucher: "00\(10 + number)", handler: "何某", approver: "陈某")
            }
        }
        let opening = Fen(12_864_052)
        let body = Ledger(opening: opening, rows: rows, closing: rows.reduce(opening) { $0 - ($1.expense ?? .zero) })
        return page("2/2026-10", "财务收支", body)
    }

    private var notices: [Scene] {
        let text = "因镇自来水厂更换主管道，本村一组、二组、三组和五组将于11月24日（星期二）8:00至18:00停水。请各家提前蓄水，关好水龙头。行动不便的老人和残疾人，由组长送水上门。"
        return page("1/water", "停水通知", Notice(blocks: (0..<3).map { _ in .paragraph(text) }))
    }

    func page(_ id: String, _ title: String, _ body: any PageBody) -> [Scene] {
        guard let id = PageID(id), let day = Day(year: 2026, month: 11, day: 5) else { return [] }
        let envelope = Envelope(
            id: id, title: title, publisher: "青溪坝村民委员会", published: day, reviewedBy: Envelope.Review(body: "村务监督委员会"),
            phones: [Envelope.Phone(label: "监督电话", number: "028-0000-0003")])
        return scenes(.page(id), Page(envelope: envelope, body: body))
    }

    private static let index = VillageIndex(
        village: VillageIndex.Village(code: "999999", name: "青溪坝村", town: "桐林镇"), issued: Instant(secondsSinceEpoch: 1_795_000_000),
        tiles: (1...9).map { VillageIndex.Tile(digit: $0, title: VillageIndex.tileTitles[$0 - 1]) }, sections: [])
}
