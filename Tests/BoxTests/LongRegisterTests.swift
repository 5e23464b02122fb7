import Content
import Foundation
import Navigation
import Pages
import Publishing
import Testing

@testable import Box

/// A list too long for its page's document, from the clerk's file to the rows of a place.
@Suite struct LongRegisterTests {
    private final class Source: ContentSource {
        let index: VillageIndex
        let objects: ObjectSet
        /// An object that is not what its page says.
        let damaged: ObjectID?

        init(_ build: VillageBuild, damaged: ObjectID? = nil) {
            index = build.index
            objects = build.objects
            self.damaged = damaged
        }

        func object(_ id: ObjectID) throws -> [UInt8] {
            guard var bytes = objects[id] else { throw ContentError.notAnIdentifier(id.hex) }
            if id == damaged { bytes[4_096] ^= 0xFF }
            return bytes
        }
    }

    private struct Village {
        let build: VillageBuild
        let id: PageID
        /// `组 姓 金额` by line of the file, in order.
        var lines: [(group: String, surname: String, amount: String)] = []

        init(_ count: Int) throws {
            let path = NSTemporaryDirectory() + "yuanba-list-" + UUID().uuidString
            defer { try? FileManager.default.removeItem(atPath: path) }
            try FileManager.default.createDirectory(atPath: path + "/6名单", withIntermediateDirectories: true)
            try "项目,内容\n村名,青溪坝村\n镇名,桐林镇\n村代码,999999\n村务监督电话,028-0000-0001\n".write(
                toFile: path + "/村信息.csv", atomically: true, encoding: .utf8)
            var text = "下屏日期,2026-12-31\n公布日期,2026-11-05\n姓名,组,金额\n"
            for number in 0..<count {
                let group = "\(["一", "二", "三"][number % 3])组"
                let surname = ["张", "刘", "欧阳", "杨"][number * 7 / 3 % 4]
                lines.append((group, surname, "\(number + 1).50"))
                text += "\(surname)某\(["明", "华"][number % 2]),\(group),\(number + 1).50\n"
            }
            try text.write(toFile: path + "/6名单/2026-11-05 补贴公示.csv", atomically: true, encoding: .utf8)
            let checked = Publishing.build(folder: path, now: Instant(iso: "2026-11-22T11:20:00Z")!)
            build = try #require(checked.build, Comment(rawValue: checked.report.text))
            id = try #require(build.pages.keys.first { $0.tile == 6 }, Comment(rawValue: checked.report.text))
        }
    }

    @Test func everyRowIsWhereItsGroupAndSurnameLead() throws {
        let village = try Village(3_100)
        let source = Source(village.build)
        let page = try source.page(village.id)
        guard let register = page.body as? Register, let table = register.table else { throw ContentError.notAnIdentifier("no table") }
        #expect(register.rows.isEmpty && register.rowCount == 3_100 && table.chunks.count > 1)
        #expect(page.objects.count == table.chunks.count)
        var shelf = RegisterShelf()
        var seen = Set<Int>()
        var open = [RegisterPart()]
        while let part = open.popLast() {
            switch part.shown(of: register) {
            case .groups: open += register.groups.map { RegisterPart(group: $0.name) }
            case .surnames: open += register.surnames(of: part.group).map { RegisterPart(group: part.group, surname: $0.name) }
            case .stretches(let count): open += (0..<count).map { RegisterPart(group: part.group, surname: part.surname, range: $0) }
            case .rows:
                let filled = try #require(shelf.filled(page, part, from: source).body as? Register)
                for row in filled.rows {
                    let number = try #require(row.number)
                    let line = village.lines[number - 1]
                    #expect(seen.insert(number).inserted && line.group == part.group && line.surname == part.surname)
                    #expect(row.cells[1] == line.group && row.cells[2].filter { $0 != "," } == line.amount && row.cells[0].hasPrefix(line.surname + "＊"))
                }
            }
        }
        #expect(seen.count == 3_100)
    }

    /// Whether it was on the shelf or not, a row is the same.
    @Test func aRowIsFoundFromAnywhere() throws {
        let village = try Village(1_200)
        let source = Source(village.build)
        let page = try source.page(village.id)
        var shelf = RegisterShelf()
        let shown = try #require(shelf.filled(page, RegisterPart(group: "二组", surname: "张"), from: source).body as? Register)
        for row in shown.rows.prefix(3) + shown.rows.suffix(3) {
            var empty = RegisterShelf()
            let fresh = try empty.filled(page, row: row.id, from: source)
            #expect(try shelf.filled(page, row: row.id, from: source) == fresh)
            #expect((fresh.body as? Register)?.rows == [row])
        }
        #expect(try (shelf.filled(page, row: "r0", from: source).body as? Register)?.rows == [])
    }

    @Test func aDamagedChunkMakesAnUnreadablePage() throws {
        let village = try Village(600)
        let chunk = try #require((village.build.pages[village.id]?.body as? Register)?.table?.chunks.first)
        let source = Source(village.build, damaged: chunk.object)
        let world = World(index: source.index)
        let state = State(at: .part(village.id, "group/一组"), type: .normal, in: world)
        var scene = Scene(view: state.view(in: world), index: source.index)
        var shelf = RegisterShelf()
        #expect(throws: ContentError.self) { try scene.fill(from: source, &shelf) }
        #expect(scene.page == nil && scene.isUnreadable)
    }
}
