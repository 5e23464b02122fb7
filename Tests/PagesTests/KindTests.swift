import Content
import Navigation
import Pages
import Testing

@Suite struct KindTests {
    private static let pages = Array(SampleVillage.pages.values) + Array(SampleMatters.pages.values)

    /// Each kind has a page among the samples, in every size, and a look of its own.
    @Test func everyKindIsDrawn() throws {
        let renderer = try LayoutTests.renderer()
        for kind in Page.kinds.map({ $0.kind }) {
            let page = try #require(Self.pages.first { $0.kind == kind && $0.body != nil }, "no sample of \(kind.rawValue)")
            let scene = Scene(view: View(place: .page(page.envelope.id)), page: page, now: SampleVillage.now)
            let text = renderer.drawing(scene).ops.map { if case .text(let line, _, _) = $0 { line.text } else { "" } }.joined()
            #expect(!text.contains("新版软件"), "\(kind.rawValue) has no look")
            #expect(Sample.upright.contains { upright in Sample.all.contains { $0.name == upright && $0.scene.page?.kind == kind } }, "\(kind.rawValue) upright")
        }
    }

    /// A list of hundreds of pages: every row on one page, at its place; and one page is drawn for itself.
    @Test func aLongList() throws {
        let lessons = (0..<5_000).map { Catalogue.Lesson(id: "l\($0)", issue: "\($0)", title: "第\($0)课") }
        let page = Page(envelope: SampleVillage.envelope("3/lessons", "微课目录"), body: Catalogue(lessons: lessons))
        let renderer = try LayoutTests.renderer()
        var scene = Scene(view: View(place: .page(page.envelope.id)), page: page, now: SampleVillage.now)
        let outline = renderer.outline(scene)
        #expect(outline.pages.count == 625)
        #expect(outline.pages.joined().map(\.identity) == lessons.map(\.id))
        for number in [0, 1, 311, 624, 0] {
            scene.view.page = number
            scene.view.focus = 7
            let drawing = renderer.drawing(scene)
            let text = drawing.ops.map { if case .text(let line, _, _) = $0 { line.text } else { "" } }
            for row in number * 8..<number * 8 + 8 { #expect(text.filter { $0 == "第\(row)课" }.count == 1) }
            #expect(!text.contains("第\(number * 8 + 8)课"))
            #expect(drawing.ops.filter { if case .frame(_, _, _, .sun) = $0 { true } else { false } }.count == 1)
        }
    }
}
