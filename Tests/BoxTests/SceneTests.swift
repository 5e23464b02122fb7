import Box
import Content
import Navigation
import Pages
import Testing

/// What a scene knows of a page that cannot be shown.
@Suite struct SceneTests {
    private final class Source: ContentSource {
        let index: VillageIndex
        let bytes: [UInt8]?

        struct Lost: Error {}

        init(_ bytes: [UInt8]?) throws {
            self.bytes = bytes
            let entry = VillageIndex.Entry(
                id: PageID("1/a")!, title: "停水通知", short: "停水", published: Day(iso: "2026-11-22")!,
                object: ObjectID(hex: String(repeating: "0", count: 64))!, length: 1)
            index = VillageIndex(
                village: .init(code: "999999", name: "青溪坝村", town: "桐林镇"), issued: Instant(secondsSinceEpoch: 0),
                tiles: (1...9).map {
                    .init(
                        digit: $0, title: VillageIndex.tileTitles[$0 - 1],
                        items: $0 == 1 ? [.init(title: "停水通知", kind: .notice, pages: [entry])] : [])
                },
                sections: [])
        }

        func object(_ id: ObjectID) throws -> [UInt8] {
            guard let bytes else { throw Lost() }
            return bytes
        }
    }

    /// Only what fetching again cannot mend is the village's to mend.
    @Test(arguments: [
        (nil, false, "the object is lost"), ("", true, "empty"), ("{\"schema\":1,\"nonsense\":true}", true, "no page"),
        ("[", true, "no JSON"),
    ] as [(String?, Bool, String)])
    func aPageThatIsNoneIsTheVillagesFault(text: String?, isUnreadable: Bool, why: String) throws {
        let source = try Source(text.map { Array($0.utf8) })
        let state = State(at: .page(PageID("1/a")!), type: .normal, in: World(index: source.index))
        var scene = Scene(view: state.view(in: World(index: source.index)), index: source.index)
        var registers = RegisterShelf()
        #expect(throws: (any Error).self, "\(why)") { try scene.fill(from: source, &registers) }
        #expect(scene.page == nil && scene.isUnreadable == isUnreadable, "\(why)")
    }
}
