@testable import Box
import Content
import Pixels
import Synchronization
import Testing

/// Which decoded photos are kept, told by how often their bytes are asked for.
@Suite struct PictureShelfTests {
    private final class Source: ContentSource {
        let index = VillageIndex(
            village: .init(code: "999999", name: "青溪坝村", town: "桐林镇"), issued: Instant(secondsSinceEpoch: 0), tiles: [], sections: [])
        let bytes: [UInt8]
        private let asked = Mutex(0)
        var reads: Int { asked.withLock { $0 } }

        init() throws {
            bytes = try Picture(size: PixelSize(width: 8, height: 6), words: [UInt32](repeating: 0x20_4060, count: 48)).png()
        }

        func object(_ id: ObjectID) throws -> [UInt8] {
            asked.withLock { $0 += 1 }
            return bytes
        }
    }

    private func id(_ number: Int) throws -> ObjectID { try #require(ObjectID(hex: String(repeating: "0", count: 63) + "\(number)")) }

    @Test func theFocusMovesThroughAnAlbum() throws {
        let source = try Source()
        var shelf = PictureShelf()
        func show(_ focus: Int) throws {
            for number in 1...8 { _ = try shelf.picture(id(number), fitting: PixelSize(width: 200, height: 150), from: source) }
            _ = try shelf.picture(id(focus), fitting: PixelSize(width: 1000, height: 750), from: source)
        }
        try show(1)
        #expect(source.reads == 9)
        try show(2)
        #expect(source.reads == 10, "the small ones are there, the large one is new")
        try show(1)
        #expect(source.reads == 10)
    }

    @Test func twoOverTheWholeScreenAreNotHeld() throws {
        let source = try Source()
        var shelf = PictureShelf()
        for number in [1, 1, 2, 1] { _ = try shelf.picture(id(number), fitting: PixelSize(width: 1700, height: 860), from: source) }
        #expect(source.reads == 3)
    }
}
