import Content
import Navigation
import Pages
import Testing

/// A corrected page leads to the version that it corrects, and that one to the one before.
@Suite struct FormerVersionTests {
    private static func version(_ title: String, former: ObjectID?) -> Page {
        var page = SampleVillage.octoberPage
        page.envelope.title = title
        page.envelope.correction = "路灯应为20元"
        page.envelope.former = former.map { FormerVersion(object: $0, length: 1, published: SampleVillage.day("2026-11-05")) }
        return page
    }

    private func layout(_ place: Place, _ page: Page) throws -> (outline: Outline, texts: [String]) {
        let renderer = try LayoutTests.renderer()
        let scene = Scene(view: View(place: place), index: SampleVillage.index, page: page, now: SampleVillage.now)
        return (renderer.outline(scene), renderer.drawing(scene).ops.compactMap { if case .text(let line, _, _) = $0 { line.text } else { nil } })
    }

    @Test func leadsBack() throws {
        let id = SampleVillage.octoberPage.envelope.id
        let newest = try layout(.page(id), Self.version("新", former: SampleVillage.object(7)))
        #expect(newest.outline.former == .part(id, "former-1"))
        #expect(newest.outline.filter?.place == .part(id, "former-1"), "on the yellow key")
        #expect(newest.texts.contains("更正"))
        let middle = try layout(.part(id, "former-1"), Self.version("中", former: SampleVillage.object(8)))
        #expect(middle.outline.former == .part(id, "former-2"))
        #expect(middle.outline.pages.joined().allSatisfy { $0.opens == nil }, "what it opened is of the newest one")
        #expect(middle.texts.contains("已经更正，以新的为准") && middle.texts.contains { $0.hasPrefix("更正前") })
        let oldest = try layout(.part(id, "former-2"), Self.version("旧", former: nil))
        #expect(oldest.outline.former == nil && oldest.outline.filter == nil)
    }

    @Test(arguments: ["former-0", "former-01", "former-100", "former-", "former--1", "open"]) func isNoFormerPart(_ part: String) {
        #expect(FormerPart.back(part) == nil)
    }
}
