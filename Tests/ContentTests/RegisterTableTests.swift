import Testing

@testable import Content

@Suite struct RegisterTableTests {
    private static let object = ObjectID(hex: String(repeating: "ab", count: 32))!

    private static func register(_ chunks: [Int], _ shares: [(String?, String, Int)]) -> Register {
        Register(
            columns: [.init("姓名", .name), .init("组")], rows: [], groupColumn: 1,
            table: .init(
                chunks: chunks.map { .init(object: object, length: 4_096, rows: $0) },
                shares: shares.map { .init(group: $0.0, surname: $0.1, count: $0.2) }))
    }

    @Test func whatIsChosenFromIsKnownWithoutARow() throws {
        let register = Self.register([300, 200], [("二组", "王", 100), ("一组", "王", 150), ("十组", "张", 250)])
        try register.validate()
        #expect(register.rowCount == 500)
        #expect(register.groups.map(\.name) == ["一组", "二组", "十组"] && register.groups.map(\.count) == [150, 100, 250])
        #expect(register.surnames(of: nil).map(\.name) == ["王", "张"] && register.surnames(of: "二组").map(\.count) == [100])
        #expect(register.count(group: nil, surname: "王") == 250 && register.count(group: "十组", surname: "王") == 0)
    }

    /// The same answers from rows as from what a table says of them.
    @Test func rowsAreCountedAsTheTableCountsThem() throws {
        let rows = (0..<40).map { number in
            Register.Row(id: "r\(number)", cells: ["x", ["一组", "", "二/三组"][number % 3]], surname: number % 4 == 0 ? nil : "张")
        }
        let register = Register(columns: [.init("姓名", .name), .init("组")], rows: rows, groupColumn: 1)
        #expect(register.groups.map(\.name) == ["一组", "二／三组", "没有写"] && register.groups.map(\.count) == [14, 13, 13])
        #expect(register.surnames(of: nil).map(\.name) == ["张", "没有写"] && register.surnames(of: nil).map(\.count) == [30, 10])
        #expect(register.shares.reduce(0) { $0 + $1.count } == 40)
    }

    @Test func aTableAddsUp() throws {
        let wrong: [(String, Register)] = [
            ("no chunk", Self.register([], [])), ("an empty chunk", Self.register([0, 5], [("一组", "王", 5)])),
            ("shares that say less", Self.register([5], [("一组", "王", 4)])),
            ("less than nothing", Self.register([5], [("一组", "王", 6), ("一组", "张", -1)])),
            ("too long", Self.register([Register.tableLimit, 1], [("一组", "王", Register.tableLimit), ("一组", "张", 1)])),
            ("too many chunks", Self.register(Array(repeating: 1, count: 1_001), [("一组", "王", 1_001)])),
        ]
        for (why, register) in wrong {
            #expect(throws: ContentError.self, "\(why)") { try register.validate() }
        }
        var both = Self.register([5], [("一组", "王", 5)])
        both.rows = [.init(id: "r", cells: ["x", "y"])]
        #expect(throws: ContentError.self) { try both.validate() }
    }
}
