import Content
import Damage
import Foundation
import Navigation
import Pages
import Pixels
import Testing

@Suite struct PageDamageTests {
    private static let words = [
        "null", "-1", "99999999999999999999", "1e300", "\"\"", "[]", "{}", "true", "\\u0000", "\\ud800", "\u{202E}", "\u{0}", "𰀀", "👨‍👩‍👧‍👦", "\"kind\":\"ledger\"",
        "\"2026-02-30\"", "\"9999-12-31\"", "9223372036854775807", "-9223372036854775808", "\"rows\":[]", "\"title\":\"\"", "　", "\\n\\n\\n", "“《（", "。、，！？",
    ]

    /// What a village's key may have signed, or a newer publisher means: each page that can be read is laid out, in both sizes of type, and
    /// every part of it.
    @Test func damagedPagesAreRefusedOrDrawn() throws {
        let seeds = try SampleVillage.pages.values.sorted { $0.envelope.id.text < $1.envelope.id.text }.map { try ContentJSON.encode($0) }
        let renderer = try LayoutTests.renderer(PixelSize(width: 1_280, height: 720))
        let scenes = Sample.all.filter { $0.scene.page != nil }.map(\.scene)
        Damage.rounds("pages", ordinary: 150) { dice in
            let bytes = Damage.done(to: seeds.randomElement(using: &dice) ?? [], words: Self.words, &dice)
            Damage.keep(bytes, "pages")
            guard let page = try? ContentJSON.decode(Page.self, from: bytes) else { return false }
            // In its own places, and in one that knows nothing of it.
            var own = scenes.filter { $0.page?.envelope.id == page.envelope.id }
            if let other = scenes.randomElement(using: &dice) { own.append(other) }
            for var scene in own.shuffled(using: &dice).prefix(3) {
                scene.page = page
                scene.view.type = Bool.random(using: &dice) ? .large : .normal
                _ = renderer.drawing(scene)
                _ = renderer.outline(scene)
            }
            return true
        }
    }

    @Test func damagedIndexesAreRefusedOrDrawn() throws {
        let seed = try ContentJSON.encode(SampleVillage.index)
        let renderer = try LayoutTests.renderer(PixelSize(width: 1_280, height: 720))
        let scenes = Sample.all.map(\.scene).filter { $0.index != nil }
        Damage.rounds("indexes", ordinary: 150) { dice in
            let bytes = Damage.done(to: seed, words: Self.words, &dice)
            Damage.keep(bytes, "indexes")
            guard let index = try? ContentJSON.decode(VillageIndex.self, from: bytes), (try? index.validate()) != nil else { return false }
            for var scene in [scenes[0], scenes.randomElement(using: &dice) ?? scenes[0]] {
                scene.index = index
                _ = renderer.drawing(scene)
            }
            return true
        }
    }
}
