import Content
import Testing

@testable import Navigation

@Suite struct RegisterPartTests {
    private static func register(_ shares: [(String?, String, Int)]) -> Register {
        let count = shares.reduce(0) { $0 + $1.2 }
        let object = ObjectID(hex: String(repeating: "ab", count: 32))!
        return Register(
            columns: [.init("组")], rows: [], groupColumn: shares.first?.0 == nil ? nil : 0,
            table: .init(chunks: [.init(object: object, length: 1, rows: count)], shares: shares.map { .init(group: $0.0, surname: $0.1, count: $0.2) }))
    }

    @Test(arguments: [
        RegisterPart(), RegisterPart(choice: .groups), RegisterPart(group: "二组"), RegisterPart(group: "二组", choice: .surnames),
        RegisterPart(group: "二组", surname: "张"), RegisterPart(surname: "张"), RegisterPart(range: 3), RegisterPart(group: "二组", surname: "张", range: 0),
    ])
    func aNameReadsAsThePartThatItNames(part: RegisterPart) { #expect(RegisterPart(part.name) == part) }

    @Test(arguments: [nil, "", "nonsense", "group", "range/0", "range/x", "range/-1", "range/999999999", "former-1"] as [String?])
    func anythingElseIsTheWhole(name: String?) { #expect(RegisterPart(name) == RegisterPart()) }

    /// From the top of a list of 37,000 rows every choice leads to fewer, down to rows, and no place shows more than a stretch of them.
    @Test func everyRowOfALongListIsReached() {
        var shares: [(String?, String, Int)] = []
        for group in 1...8 { for (surname, count) in [("张", 2_300), ("王", 1_900), ("欧阳", 424), ("没有写", 1)] { shares.append(("\(group)组", surname, count)) } }
        let register = Self.register(shares)
        var reached = 0
        var open = [RegisterPart()]
        var places = 0
        while let part = open.popLast() {
            places += 1
            switch part.shown(of: register) {
            case .groups: open += register.groups.map { RegisterPart(group: $0.name) }
            case .surnames: open += register.surnames(of: part.group).map { RegisterPart(group: part.group, surname: $0.name) }
            case .stretches(let count): open += (0..<count).map { RegisterPart(group: part.group, surname: part.surname, range: $0) }
            case .rows(let rows):
                #expect(rows.count <= RegisterPart.stretch && !rows.isEmpty)
                reached += rows.count
            }
        }
        #expect(reached == register.rowCount && reached == 37_000 && places < 300)
    }

    @Test func whatDividesTheListIsAskedFor() {
        #expect(RegisterPart().shown(of: Self.register([("一组", "张", 200)])) == .rows(0..<200))
        #expect(RegisterPart().shown(of: Self.register([("一组", "张", 150), ("二组", "张", 150)])) == .groups)
        #expect(RegisterPart().shown(of: Self.register([(nil, "张", 150), (nil, "王", 150)])) == .surnames)
        #expect(RegisterPart().shown(of: Self.register([(nil, "没有写", 450)])) == .stretches(3))
        #expect(RegisterPart(range: 2).shown(of: Self.register([(nil, "没有写", 450)])) == .rows(400..<450))
        #expect(RegisterPart(range: 9).shown(of: Self.register([(nil, "没有写", 450)])) == .rows(450..<450))
    }
}
