import Content
import Navigation
import Pages
import Pixels
import Testing
import Typography

/// On the samples and on random content: no painted ink overlaps other ink, leaves its card or the safe area, or is smaller than the
/// floor; nothing of the content is lost between the pages.
@Suite struct InkTests {
    static let sizes = [
        PixelSize.fullHD, PixelSize(width: 1280, height: 720), PixelSize(width: 1366, height: 768), PixelSize(width: 1080, height: 1920),
    ]

    static let meter = Result { InkMeter(try GlyphCache(fonts: LayoutTests.fonts.get())) }

    // Outside of @Test: Swift 6.0 does not take a closure in there.
    static let withoutOverlay = Sample.inBothSizes.filter { $0.scene.view.overlay == nil }

    @Test(arguments: withoutOverlay, sizes)
    func samples(_ sample: Sample, _ size: PixelSize) throws {
        let drawing = try LayoutTests.renderer(size).drawing(sample.scene)
        #expect(Ink(drawing, try Self.meter.get()).faults(Metrics(size: size, type: sample.scene.view.type)) == [])
    }

    /// The longest warning that may be published is shown whole on every screen.
    @Test(arguments: sizes, TypeSize.allCases)
    func theLongestWarningIsWhole(_ size: PixelSize, _ type: TypeSize) throws {
        func text(_ count: Int, _ seed: String) -> String { String(String(repeating: seed, count: count).prefix(count)) }
        let warning = Emergency(
            id: "x", revision: 1, level: .red, kind: text(12, "泥石流"), issuer: text(24, "桐林镇人民政府"), issued: Instant(secondsSinceEpoch: 1_795_000_000),
            until: Instant(secondsSinceEpoch: 1_795_300_000), headline: ["甲", "乙", "丙"].map { text(24, $0 + "组立即转移") },
            details: ["丁", "戊", "己", "庚"].map { text(44, $0 + "不要走河边的路，") },
            phones: [.init(label: "镇值班室", number: "028-0000-0001"), .init(label: "水电管护员", number: "028-0000-0011")])
        try warning.validate()
        let scene = Scene(
            view: View(place: .home, type: type, overlay: .emergency, emergency: warning, hints: [Hint(.text("确认"), "缩成一条")]), now: SampleVillage.now)
        let drawing = try LayoutTests.renderer(size).drawing(scene)
        #expect(Ink(drawing, try Self.meter.get()).faults(Metrics(size: size, type: type)) == [])
        let read = drawing.ops.map { if case .text(let line, _, _) = $0 { line.text } else { "" } }.joined().filter { !$0.isWhitespace }
        for piece in warning.headline + warning.details + [warning.kind, warning.issuer, "028-0000-0011", "110", "120", "有效到", "发布"] {
            #expect(read.contains(piece.filter { !$0.isWhitespace }), "\(piece)")
        }
    }

    @Test(arguments: 0..<24)
    func randomPages(_ seed: Int) throws {
        var random = RandomContent(seed: seed)
        let size = Self.sizes[seed % Self.sizes.count]
        let type: TypeSize = seed / 4 % 2 == 0 ? .normal : .large
        let meter = try Self.meter.get()
        let renderer = try LayoutTests.renderer(size)
        let metrics = Metrics(size: size, type: type)
        let index = random.index()

        func check(_ scene: Scene) {
            var scene = scene
            let outline = renderer.outline(scene)
            for page in outline.pages.indices {
                scene.view.page = page
                scene.view.focus = outline.pages[page].isEmpty ? nil : random.number(0...outline.pages[page].count - 1)
                let faults = Ink(renderer.drawing(scene), meter).faults(metrics)
                #expect(faults == [], "seed \(seed), \(scene.view.place), page \(page)")
            }
        }
        func scene(_ place: Place, _ page: Page? = nil) -> Scene {
            Scene(
                view: View(place: place, type: type, strip: random.strip()), index: index, page: page, hints: SampleVillage.pageHints,
                now: random.chance(80) ? SampleVillage.now : nil, box: "0417")
        }

        check(scene(.home))
        check(scene(.tile(random.number(1...9))))
        let ledger = Page(envelope: random.envelope("2/i0-0"), body: random.ledger())
        check(scene(.page(ledger.envelope.id), ledger))
        if let body = ledger.body as? Ledger, let row = body.rows.last {
            check(scene(.row(ledger.envelope.id, row: row.id), ledger))
            if let picture = row.pictures.first { check(scene(.picture(ledger.envelope.id, picture.object), ledger)) }
        }
        let notice = Page(envelope: random.envelope("1/i0-0"), body: random.notice())
        check(scene(.page(notice.envelope.id), notice))
    }

    /// Every place of every kind of list, in what was made at random.
    @Test(arguments: 200..<224)
    func randomLists(_ seed: Int) throws {
        var random = RandomContent(seed: seed)
        let size = Self.sizes[seed % Self.sizes.count]
        let type: TypeSize = seed / 4 % 2 == 0 ? .normal : .large
        let meter = try Self.meter.get()
        let renderer = try LayoutTests.renderer(size)
        let metrics = Metrics(size: size, type: type)
        let index = random.index()
        let bodies: [any PageBody] = [
            random.directory(), random.guide(), random.charter(), random.register(),
            random.catalogue(), random.album(),
        ]
        for body in bodies {
            let page = Page(envelope: random.envelope("5/i0-0"), body: body)
            var scene = Scene(
                view: View(place: .page(page.envelope.id), type: type, strip: random.strip()), index: index, page: page,
                hints: SampleVillage.pageHints, now: random.chance(80) ? SampleVillage.now : nil, box: "0417")
            // The page, its parts, and of the rows that it opens a few.
            var open: [Place] = [scene.view.place]
            var known = Set(open)
            var rows = 0
            while let place = open.popLast() {
                scene.view.place = place
                let outline = renderer.outline(scene)
                for page in outline.pages.indices where page < 3 || page == outline.pages.count - 1 {
                    scene.view.page = page
                    let targets = outline.pages[page]
                    scene.view.focus = targets.isEmpty ? nil : random.number(0...targets.count - 1)
                    let faults = Ink(renderer.drawing(scene), meter).faults(metrics)
                    #expect(faults == [], "seed \(seed), \(place), page \(page)")
                    #expect(targets.allSatisfy { ($0.digit ?? 1) <= 9 })
                }
                let next = outline.pages.joined().compactMap(\.opens) + (outline.axis?.stops.map(\.place) ?? [])
                    + (outline.filter.map { [$0.place] } ?? [])
                for place in next where place.pageID == page.envelope.id && known.insert(place).inserted {
                    if case .row = place {
                        rows += 1
                        if rows > 4 { continue }
                    }
                    open.append(place)
                }
            }
        }
    }

    /// What a list cuts short with an ellipsis, or leaves out, is on the place that its row opens; each row is reached once.
    @Test(arguments: 300..<312)
    func nothingOfAListIsLost(_ seed: Int) throws {
        var random = RandomContent(seed: seed)
        let size = Self.sizes[seed % Self.sizes.count]
        let type: TypeSize = seed / 4 % 2 == 0 ? .normal : .large
        let renderer = try LayoutTests.renderer(size)
        let area = Metrics(size: size, type: type).body
        func read(_ place: Place, _ page: Page) -> String {
            var scene = Scene(view: View(place: place, type: type), page: page, now: SampleVillage.now)
            return renderer.outline(scene).pages.indices.map { number in
                scene.view.page = number
                return renderer.drawing(scene).ops.map { op in
                    guard case .text(let line, let pen, _) = op, area.contains(pen) else { return "" }
                    return solid(line.text)
                }.joined()
            }.joined()
        }
        func identities(_ page: Page) -> [String] {
            renderer.outline(Scene(view: View(place: .page(page.envelope.id), type: type), page: page)).pages.joined().map(\.identity)
        }
        func page(_ body: any PageBody) -> Page { Page(envelope: SampleVillage.envelope("5/i0-0", "例"), body: body) }
        func row(_ id: String) -> Place { .row(SampleVillage.page("5/i0-0"), row: id) }

        let register = random.register()
        let list = page(register)
        #expect(identities(list) == register.rows.map(\.id))
        for entry in register.rows.prefix(5) {
            let text = read(row(entry.id), list)
            for (column, cell) in zip(register.columns, entry.cells) where !cell.isEmpty {
                #expect(text.contains(solid(cell)), "\(column.title): \(cell)")
            }
        }
        let directory = random.directory()
        let people = page(directory)
        #expect(identities(people) == directory.people.map(\.id))
        for person in directory.people.prefix(5) {
            let text = read(row(person.id), people)
            for piece in [person.name, person.post, person.phone, person.hours, person.group].compactMap({ $0 }) + person.duties {
                #expect(holds(text, solid(piece)), "\(person.id): \(piece)")
            }
        }
        let charter = random.charter()
        let rules = page(charter)
        let preamble = charter.preamble.isEmpty ? [] : ["preamble"]
        #expect(identities(rules) == preamble + charter.articles.map(\.id) + (charter.filed == nil ? [] : ["filed"]))
        for article in charter.articles.prefix(4) {
            let text = read(row(article.id), rules)
            for piece in article.text.split(separator: "\n") { #expect(text.contains(solid(String(piece))), "\(article.number)") }
        }
        let guide = random.guide()
        let how = page(guide)
        let parts = renderer.outline(Scene(view: View(place: .page(how.envelope.id), type: type), page: how)).axis?.stops.map(\.place) ?? []
        let whole = parts.dropFirst().map { read($0, how) }.joined()
        for piece in guide.conditions + guide.materials + guide.steps.map(\.name) + guide.contacts.map(\.name)
            + guide.sections.flatMap({ [$0.title] + $0.paragraphs }) + [guide.place, guide.limit, guide.fee, guide.basis].compactMap({ $0 }) {
            #expect(whole.contains(solid(piece)), "\(piece)")
        }
        let catalogue = random.catalogue()
        let lessons = page(catalogue)
        #expect(identities(lessons) == catalogue.lessons.map(\.id))
        for lesson in catalogue.lessons.prefix(3) { #expect(read(row(lesson.id), lessons).contains(solid(lesson.title))) }
    }

    @Test(arguments: 100..<124)
    func nothingIsLostBetweenPages(_ seed: Int) throws {
        var random = RandomContent(seed: seed)
        let size = Self.sizes[seed % Self.sizes.count]
        let type: TypeSize = seed / 4 % 2 == 0 ? .normal : .large
        let renderer = try LayoutTests.renderer(size)
        let body = Metrics(size: size, type: type).body
        func texts(_ place: Place, _ page: Page) -> String {
            var scene = Scene(view: View(place: place, type: type), page: page, now: SampleVillage.now)
            return renderer.outline(scene).pages.indices.map { number in
                scene.view.page = number
                return renderer.drawing(scene).ops.map { op in
                    guard case .text(let line, let pen, _) = op, body.contains(pen) else { return "" }
                    return solid(line.text)
                }.joined()
            }.joined()
        }

        let notice = Page(envelope: random.envelope("1/i0-0"), body: random.notice())
        let read = texts(.page(notice.envelope.id), notice)
        for piece in pieces(of: notice) { #expect(read.contains(solid(piece)), "\(piece)") }

        var ledger = random.ledger()
        // Their captions stand beside the words on each page and would be read between them.
        for row in ledger.rows.indices { ledger.rows[row].pictures = [] }
        let books = Page(envelope: random.envelope("2/i0-0"), body: ledger)
        let outline = renderer.outline(Scene(view: View(place: .page(books.envelope.id), type: type), page: books))
        #expect(outline.pages.flatMap { $0 }.map(\.identity) == ledger.rows.map(\.id), "each page starts where the one before ended")
        let counts = outline.pages.map(\.count)
        let most = counts.max() ?? 0
        let isFilled = counts.dropLast().allSatisfy { $0 == most } && (counts.last ?? 0) * 2 >= most
        #expect(isFilled || most - (counts.min() ?? 0) <= 1, "full pages, or all about as full: \(counts)")
        for row in ledger.rows.prefix(6) {
            let read = texts(.row(books.envelope.id, row: row.id), books)
            for piece in [row.summary, row.category, row.voucher, row.handler, row.approver, row.remark].compactMap({ $0 }) {
                #expect(read.contains(solid(piece)), "row \(row.id): \(piece)")
            }
        }
    }

    /// In one piece, or in two: what stands beside is read between the pages.
    private func holds(_ text: String, _ piece: String) -> Bool {
        text.contains(piece) || piece.indices.dropFirst().contains { text.contains(piece[..<$0]) && text.contains(piece[$0...]) }
    }

    private func solid(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    private func pieces(of page: Page) -> [String] {
        guard let notice = page.body as? Notice else { return [] }
        return notice.blocks.flatMap { block -> [String] in
            switch block {
            case .heading(let text), .paragraph(let text): [text]
            case .picture: []
            case .table(let table): [table.title].compactMap { $0 } + table.columns + table.rows.flatMap { $0.filter { !$0.isEmpty } }
            }
        } + [page.envelope.correction].compactMap { $0 } + notice.attachments.map(\.title)
    }
}
