import Content
import Foundation
import Testing

@testable import Publishing

@Suite struct RegisterDivisionTests {
    private static func rows(_ numbers: some Sequence<Int>) -> [Register.Row] {
        var ids = RowNames()
        return numbers.map { number in
            let cells = ["张＊\(number % 7)", "\(number % 8 + 1)组", "\(number)"]
            return Register.Row(id: ids.id("r", cells.joined(separator: "\n")), cells: cells, surname: "张")
        }
    }

    private static func divided(_ rows: [Register.Row]) throws -> (register: Register, objects: ObjectSet) {
        var register = Register(columns: [.init("姓名", .name), .init("组"), .init("金额", .number)], rows: rows, groupColumn: 1)
        let objects = try register.divide()
        return (register, objects)
    }

    @Test func aShortListStaysInItsPage() throws {
        let (register, objects) = try Self.divided(Self.rows(0..<Register.inlineLimit))
        #expect(register.table == nil && register.rows.count == Register.inlineLimit && objects.count == 0)
        #expect(try Self.divided(Self.rows(0...Register.inlineLimit)).register.table != nil)
    }

    @Test func theSameListIsTheSameObjects() throws {
        let (first, again) = (try Self.divided(Self.rows(0..<5_000)), try Self.divided(Self.rows(0..<5_000)))
        #expect(first.register == again.register && first.objects == again.objects)
        try first.register.validate()
        #expect(first.register.table?.chunks.allSatisfy { first.objects.byteCount($0.object) == $0.length && (1...4_096).contains($0.rows) } == true)
    }

    /// A box fetches the chunks in which something is different, wherever in the list that is.
    @Test(arguments: [0, 2_500, 4_999])
    func oneRowMoreChangesOneChunk(place: Int) throws {
        var numbers = Array(0..<5_000)
        let before = Set(try Self.divided(Self.rows(numbers)).objects.keys)
        numbers.insert(7_000_000 + place, at: place)
        let after = Set(try Self.divided(Self.rows(numbers)).objects.keys)
        #expect(before.count >= 3 && after.subtracting(before).count <= 2, "\(after.subtracting(before).count) of \(after.count)")
    }

    /// A page's document must not grow with what cannot be filtered by sensibly.
    @Test func whatIsDifferentInEveryRowIsNoChoice() throws {
        var register = Register(
            columns: [.init("名称"), .init("组")],
            rows: (0..<6_000).map { Register.Row(id: "r\($0)", cells: ["x", "\($0)"], surname: "\($0)") }, groupColumn: 1)
        _ = try register.divide()
        #expect(register.groupColumn == nil && register.table?.shares.count == 1 && register.rowCount == 6_000)
    }

    /// What a correction replaces stays readable, chunks and all; what nobody wrote a correction for does not.
    @Test func aCorrectedListKeepsItsFormerRows() throws {
        func text(_ amount: Int, _ head: String) -> String {
            "下屏日期,2026-12-31\n公布日期,2026-11-05\n" + head + "姓名,组,金额\n"
                + (0..<700).map { "张某\(["明", "华", "中"][$0 % 3]),\($0 % 4 + 1)组,\($0 == 350 ? amount : $0)" }.joined(separator: "\n") + "\n"
        }
        let village = try TestVillage(["6名单/补贴公示.csv": text(1_000, "")])
        let before = try #require(village.checked().build)
        try village.write("6名单/补贴公示.csv", text(2_000, "更正,第351行应为2000元\n"))
        let (after, silent) = try #require(village.checked().build).correcting(before.index, object: { before.objects[$0] })
        let page = try #require(after.pages.values.first { $0.kind == .register })
        let former = try #require(page.envelope.former)
        #expect(silent.isEmpty && former.object == before.index.entry(page.envelope.id)?.object)
        let old = try ContentJSON.decode(Page.self, from: try #require(after.objects[former.object]))
        #expect(!old.objects.isEmpty && old.objects.allSatisfy { after.objects[$0] != nil })
        let listed = Set(after.sections.flatMap(\.manifest.objects).map(\.sha256))
        #expect(Set(old.objects).union(page.objects).isSubset(of: listed))
    }

    /// Nothing of a name that is masked stands in a chunk, and a full name in a remark is told of although it is not in the page's document.
    @Test func chunksHoldWhatThePageMayHold() throws {
        let lines = (0..<600).map { "李大\(["山", "水", "田"][$0 % 3]),\($0 % 4 + 1)组,\($0 == 500 ? "李大田的母亲" : "")" }
        let village = try TestVillage(["6名单/补贴公示.csv": "下屏日期,2026-12-31\n公布日期,2026-11-05\n姓名,组,备注\n" + lines.joined(separator: "\n") + "\n"])
        let checked = village.checked()
        #expect(checked.report.messages.contains { $0.problem.contains("李＊田的全名") })
        let bytes = try #require(checked.build).objects.values.filter { $0.starts(with: Array("SQLite".utf8)) }
        #expect(!bytes.isEmpty && bytes.allSatisfy { $0.firstRange(of: Array("李＊山".utf8)) != nil && $0.firstRange(of: Array("李大山".utf8)) == nil })
    }
}
