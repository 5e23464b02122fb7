import Content
import Damage
import Registers
import Testing

@Suite struct ChunkDamageTests {
    /// What is behind the hash of an object that a thief of the village's key has signed: a SQLite file that is none, or lies.
    @Test func damagedChunksAreRefusedOrRead() throws {
        let register = Register(columns: [.init("姓名", .name), .init("组"), .init("金额", .number)], rows: [], groupColumn: 1)
        let rows = (0..<120).map { number in
            Register.Row(id: "r\(number)", cells: ["张＊明", ["一组", "二组"][number % 2], "\(number).00"], surname: "张")
        }
        let chunk = try RegisterChunk.bytes(of: rows, in: register)
        let words = ["CREATE TABLE", "CREATE TRIGGER x AFTER", "load_extension('x')", "randomblob(1000000000)", "SQLite format 3\u{0}", "\u{0}\u{0}\u{0}\u{1}", "sqlite_master"]
        Damage.rounds("registers", ordinary: 400) { dice in
            var bytes = chunk
            // In place: what changes the length falls at the first look.
            for _ in 0..<Int.random(in: 1...8, using: &dice) {
                let page = [0, 0, 1, 2].randomElement(using: &dice) ?? 0
                let place = min(bytes.count - 1, page * 4_096 + Int.random(in: 0..<4_096, using: &dice) / (Bool.random(using: &dice) ? 1 : 20))
                let piece = Damage.done(to: Array(bytes[place..<min(bytes.count, place + 24)]), words: words, &dice).prefix(bytes.count - place)
                bytes.replaceSubrange(place..<place + piece.count, with: piece)
            }
            if Int.random(in: 0..<10, using: &dice) == 0 { bytes = Damage.done(to: bytes, words: words, &dice) }
            Damage.keep(bytes, "registers")
            guard let read = try? RegisterChunk(bytes, of: register) else { return false }
            _ = try? read.count(group: "一组", surname: nil)
            let found = try? read.rows(group: nil, surname: "张", offset: 0, limit: 50, after: 0)
            #expect(found?.count ?? 0 <= 50 && found?.allSatisfy { $0.cells.count == 3 } ?? true)
            _ = try? read.row("r7", after: 0)
            return true
        }
    }
}
