import Content
import CSQLite
import Testing

@testable import Registers

@Suite struct RegisterChunkTests {
    private static let register = Register(columns: [.init("姓名", .name), .init("组"), .init("金额", .number)], rows: [], groupColumn: 1)

    private static func rows(_ count: Int) -> [Register.Row] {
        (0..<count).map { number in
            Register.Row(
                id: "r\(number)", cells: ["\(["张", "刘", "王"][number % 3])＊明", ["一组", "二组", "", "三/四组"][number % 4], "\(number).00"],
                surname: ["张", "刘", nil][number % 3])
        }
    }

    /// What is read is what a plain filter over the rows gives.
    @Test(arguments: [
        (nil, nil), ("一组", nil), (nil, "张"), ("二组", "刘"), ("没有写", nil), ("三／四组", "没有写"), ("九组", nil), ("一组", "赵"),
    ] as [(String?, String?)])
    func partsAreReadInOrder(group: String?, surname: String?) throws {
        let rows = Self.rows(1_000)
        let chunk = try RegisterChunk(RegisterChunk.bytes(of: rows, in: Self.register), of: Self.register)
        let names = ["一组", "二组", "没有写", "三／四组"]
        let wanted = rows.indices.filter { number in
            (group == nil || names[number % 4] == group) && (surname == nil || ["张", "刘", "没有写"][number % 3] == surname)
        }
        #expect(try chunk.count(group: group, surname: surname) == wanted.count)
        for (offset, limit) in [(0, 1_000), (0, 7), (30, 50), (990, 50), (5_000, 5)] {
            let found = try chunk.rows(group: group, surname: surname, offset: offset, limit: limit, after: 100)
            let slice = wanted.dropFirst(offset).prefix(limit)
            #expect(found.map(\.number) == slice.map { 101 + $0 } && found.map(\.cells) == slice.map { rows[$0].cells })
        }
    }

    @Test func aRowIsFoundByItsID() throws {
        let rows = Self.rows(300)
        let chunk = try RegisterChunk(RegisterChunk.bytes(of: rows, in: Self.register), of: Self.register)
        #expect(try chunk.row("r7", after: 10)?.number == 18 && chunk.row("r7", after: 10)?.cells == rows[7].cells)
        #expect(try chunk.row("r300", after: 0) == nil && chunk.row("' OR 1=1 --", after: 0) == nil)
    }

    /// The fields of the header that tell of the writer (sqlite.org/fileformat.html) are the same always, and SQLite finds the file whole.
    @Test func theSameRowsAreTheSameBytes() throws {
        let bytes = try RegisterChunk.bytes(of: Self.rows(1_200), in: Self.register)
        #expect(try RegisterChunk.bytes(of: Self.rows(1_200), in: Self.register) == bytes)
        #expect(Array(bytes[..<16]) == Array("SQLite format 3\0".utf8) && bytes.count % 4_096 == 0)
        #expect(Array(bytes[24..<28]) == [0, 0, 0, 1] && Array(bytes[92..<100]) == [0, 0, 0, 1, 0x00, 0x2E, 0x63, 0x00])
        let database = try Database(reading: bytes)
        let check = try database.prepare("PRAGMA integrity_check")
        #expect(try check.step() && check.text(0) == "ok")
        #expect(throws: RegisterError.self) { try database.run("DELETE FROM row") }
    }

    /// Whatever else a database may hold, it is refused before anything of it is looked up.
    @Test(arguments: [
        ("another table", "CREATE TABLE more(x)"), ("an index of its own", "CREATE INDEX more ON row(cells)"),
        ("a trigger", "CREATE TRIGGER more AFTER INSERT ON row BEGIN DELETE FROM row; END"), ("a view", "CREATE VIEW more AS SELECT * FROM row"),
        ("a lost index", "DROP INDEX by_part"), ("another version", "PRAGMA user_version=2"), ("another application", "PRAGMA application_id=7"),
        ("a view in the table's place", "DROP TABLE row; CREATE VIEW row AS SELECT 1 AS number, '' AS id, '' AS part, '' AS surname, '' AS cells"),
        ("another column", "ALTER TABLE row ADD COLUMN more TEXT"),
    ])
    func anotherFormIsRefused(why: String, change: String) throws {
        let bytes = try Self.changed(RegisterChunk.bytes(of: Self.rows(10), in: Self.register), by: change)
        #expect(throws: RegisterError.self, "\(why)") { try RegisterChunk(bytes, of: Self.register) }
    }

    @Test func rowsThatAreNoneAreRefused() throws {
        let bytes = try Self.changed(RegisterChunk.bytes(of: Self.rows(10), in: Self.register), by: "UPDATE row SET cells = 'x' WHERE number = 3")
        let chunk = try RegisterChunk(bytes, of: Self.register)
        #expect(throws: RegisterError.self) { try chunk.rows(group: nil, surname: nil, offset: 0, limit: 10, after: 0) }
        #expect(try chunk.rows(group: nil, surname: nil, offset: 5, limit: 10, after: 0).count == 5)
    }

    /// Bytes cut off, and every byte changed once: an error or rows, never a crash and never for long.
    @Test func damageIsAnErrorAndNoMore() throws {
        let whole = try RegisterChunk.bytes(of: Self.rows(60), in: Self.register)
        var refused = 0
        for place in stride(from: 0, to: whole.count, by: 7) {
            var bytes = whole
            bytes[place] ^= 0xFF
            do {
                let chunk = try RegisterChunk(bytes, of: Self.register)
                _ = try chunk.rows(group: "一组", surname: "张", offset: 0, limit: 1_000, after: 0)
                _ = try chunk.rows(group: nil, surname: nil, offset: 0, limit: 1_000, after: 0)
            } catch { refused += 1 }
        }
        #expect(refused > 50)
        for count in stride(from: 0, through: whole.count - 4_096, by: 997) {
            #expect(throws: RegisterError.self, "the first \(count) bytes") {
                try RegisterChunk(Array(whole[..<count]), of: Self.register).rows(group: nil, surname: nil, offset: 0, limit: 1_000, after: 0)
            }
        }
    }

    @Test func aQueryHasABound() throws {
        let database = try Database(reading: RegisterChunk.bytes(of: Self.rows(4_000), in: Self.register))
        database.allow(instructions: 2_000)
        let statement = try database.prepare("SELECT count(*) FROM row a, row b WHERE a.cells < b.cells")
        #expect(throws: RegisterError.tooMuchWork) { try statement.step() }
    }

    /// The bytes after some statements, by SQLite itself and without any of our settings.
    private static func changed(_ bytes: [UInt8], by sql: String) throws -> [UInt8] {
        var handle: OpaquePointer?
        #expect(sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
        defer { sqlite3_close_v2(handle) }
        let image = try #require(sqlite3_malloc64(UInt64(bytes.count)))
        image.copyMemory(from: bytes, byteCount: bytes.count)
        let count = Int64(bytes.count)
        let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE)
        #expect(sqlite3_deserialize(handle, "main", image.assumingMemoryBound(to: UInt8.self), count, count, flags) == SQLITE_OK)
        #expect(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK, "\(sql)")
        var length: Int64 = 0
        let changed = try #require(sqlite3_serialize(handle, "main", &length, 0))
        defer { sqlite3_free(changed) }
        return Array(UnsafeBufferPointer(start: changed, count: Int(length)))
    }
}
