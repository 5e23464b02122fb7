import Content
import Foundation
import Publishing
import Testing

/// The demo village is what the first minutes with the project show: it must go through without an error, and say what the pictures say.
struct DemoVillageTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Assets/demo/青溪坝村").path
    static let now = Instant(iso: "2026-11-22T11:20:00Z")!
    static let checked = build(folder: folder, now: now)

    @Test func nothingIsHeldBack() throws {
        #expect(Self.checked.report.messages.filter { $0.severity == .error } == [])
        let build = try #require(Self.checked.build)
        try build.index.validate()
        #expect(build.index.village.name == "青溪坝村")
        #expect(build.index.village.households == 612)
        #expect(build.index.tiles[1].items[0].pages.map(\.id.text) == ["2/2026-10", "2/2026-09", "2/2026-08"])
        #expect(build.index.tiles[1].items[0].pages[0].short == "10月收支")
        #expect(build.index.tiles[0].items.map { $0.pages[0].short }.prefix(5) == ["停水通知", "冬季森林防火", "医保缴费", "秋天的青溪坝图集", "三季度集体经济"])
        #expect(Set(build.sections.map(\.name)).isSuperset(of: ["1-2026", "2-2026-08", "2-2026-09", "2-2026-10", "3-2026", "4-2026", "5-2026", "6-2026-q4"]))
    }

    @Test func octoberIsTheReferencePicture() throws {
        let build = try #require(Self.checked.build)
        let page = try #require(PageID("2/2026-10").flatMap { build.pages[$0] })
        guard let ledger = page.body as? Ledger else { throw Unexpected() }
        #expect([ledger.opening, ledger.income, ledger.expense, ledger.closing].map(\.grouped)
            == ["128,640.52", "48,500.00", "26,945.80", "150,194.72"])
        #expect(ledger.rows.count == 13)
        #expect(ledger.rows.prefix(7).map { $0.voucher ?? "" } == ["0009", "0012", "0013", "0014", "0016", "0018", "0021"])
        let rubbish = ledger.rows[1]
        #expect(rubbish.summary == "垃圾清运费（9月两次）")
        let september = try #require(PageID("2/2026-09"))
        #expect(rubbish.before == Ledger.RowReference(page: september, row: "v0001"))
        #expect(ledger.rows[3].pictures.map { $0.height > $0.width } == [true], "the receipt that the phone stored lying stands upright")
        #expect(page.envelope.published.iso == "2026-11-05")
        #expect(page.envelope.publisher == "青溪坝村民委员会")
        #expect(page.envelope.reviewedBy?.body == "村务监督委员会")
        #expect(page.envelope.phones.first?.number == "028-0000-0003")
        try ledger.validate()
    }

    @Test func theNoticeHasItsTable() throws {
        let build = try #require(Self.checked.build)
        let page = try #require(build.pages.values.first { $0.envelope.title == "停水通知" })
        guard let notice = page.body as? Notice, case .table(let table) = notice.blocks.last else { throw Unexpected() }
        #expect(notice.blocks.count == 3)
        #expect(table.title == "取水点值班")
        #expect(table.columns.isEmpty)
        #expect(table.rows == [["8:00—13:00", "赵某", "028-0000-0011"], ["13:00—18:00", "何某", "028-0000-0012"]])
        #expect(page.envelope.published.iso == "2026-11-22")
    }

    /// Everything that the index and the manifests name is there, under its hash, and decodes.
    @Test func objectsMatchTheirNames() throws {
        let build = try #require(Self.checked.build)
        var listed = Set<ObjectID>()
        for section in build.sections {
            for object in section.manifest.objects {
                let bytes = try #require(build.objects[object.sha256])
                #expect(bytes.count == object.length)
                listed.insert(object.sha256)
            }
        }
        #expect(listed == Set(build.objects.keys))
        for entry in build.index.tiles.flatMap(\.items).flatMap(\.pages) {
            let bytes = try #require(build.objects[entry.object])
            #expect(bytes.count == entry.length)
            #expect(try ContentJSON.decode(Page.self, from: bytes) == build.pages[entry.id])
        }
    }

    @Test func theSameFolderIsTheSameBytes() throws {
        let first = try #require(Self.checked.build)
        let later = try #require(build(folder: Self.folder, now: Self.now.adding(seconds: 3_600)).build)
        #expect(first.objects == later.objects)
        #expect(first.index.issued != later.index.issued)
        let continued = later.continuing(first.index)
        #expect(continued.index == first.index)
        let (a, b) = (try first.bundle(), try continued.bundle())
        #expect(a.targets.map(\.bytes) == b.targets.map(\.bytes))
    }
}

