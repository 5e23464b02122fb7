package import Content

/// A range of a long register's rows as an SQLite database of one form. The same rows are the same bytes, whichever SQLite wrote them.
///
/// Not thread-safe; reads what it was given, never a file, so that the bytes that are queried are the bytes that were verified.
package final class RegisterChunk {
    /// Cells stand in one text with this between them; published text has no control characters.
    private static let separator: Character = "\u{1F}"
    private static let schema = [
        "CREATE TABLE row(number INTEGER PRIMARY KEY, id TEXT NOT NULL, part TEXT, surname TEXT NOT NULL, cells TEXT NOT NULL) STRICT",
        "CREATE UNIQUE INDEX by_id ON row(id)",
        "CREATE INDEX by_part ON row(part, surname)",
    ]
    /// "YuRe": what `file` and sqlite3 see the form by.
    private static let applicationID = 0x5975_5265
    /// What the longest chunk costs to be read from end to end is a tenth of it.
    private static let instructionLimit = 10_000_000

    private let database: Database
    private let columns: Int

    /// `rows` in their order, filed as `register` files them, as a database's bytes. Blocks for some milliseconds a thousand rows.
    package static func bytes(of rows: some Collection<Register.Row>, in register: Register) throws(RegisterError) -> [UInt8] {
        let database = try Database()
        // A page's free room is zeroed: what stood there a moment ago is no part of the list.
        try database.run("PRAGMA page_size=4096; PRAGMA secure_delete=ON; PRAGMA application_id=\(applicationID); PRAGMA user_version=1")
        try database.run("BEGIN; " + schema[0])
        let statement = try database.prepare("INSERT INTO row VALUES(?1, ?2, ?3, ?4, ?5)")
        for (offset, row) in rows.enumerated() {
            try statement.bind(1, offset + 1)
            try statement.bind(2, row.id)
            try statement.bind(3, register.group(of: row))
            try statement.bind(4, register.surname(of: row))
            try statement.bind(5, row.cells.joined(separator: String(separator)))
            _ = try statement.step()
            statement.reset()
        }
        try database.run(schema.dropFirst().joined(separator: "; ") + "; COMMIT")
        return normalized(try database.serialized())
    }

    /// Who wrote the file and how often it was changed (sqlite.org/fileformat.html, offsets 24, 92 and 96) say nothing to a reader, and would
    /// make other bytes of the same rows with the next version of SQLite.
    private static func normalized(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for (offset, value) in [(24, 1), (92, 1), (96, 3_040_000)] as [(Int, UInt32)] where offset + 4 <= bytes.count {
            for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(byte))) }
        }
        return bytes
    }

    /// Opens a chunk's bytes. Throws `.notARegister` when its tables are not exactly those of a chunk.
    package convenience init(_ bytes: [UInt8], of register: Register) throws(RegisterError) {
        try self.init(bytes, columns: register.columns.count)
    }

    /// The same for a list of so many columns.
    package init(_ bytes: [UInt8], columns: Int) throws(RegisterError) {
        self.columns = columns
        database = try Database(reading: bytes)
        database.allow(instructions: Self.instructionLimit)
        for (name, value) in [("application_id", Self.applicationID), ("user_version", 1)] {
            let statement = try database.prepare("PRAGMA \(name)")
            guard try statement.step(), statement.number(0) == value else { throw .notARegister("its \(name) is another") }
        }
        let found = try database.prepare("SELECT sql FROM sqlite_schema ORDER BY rowid")
        for wanted in Self.schema {
            guard try found.step(), found.text(0) == wanted else { throw .notARegister("its tables are others") }
        }
        guard try !found.step() else { throw .notARegister("it has more tables") }
    }

    /// How many rows of the chunk are in a group and bear a surname.
    package func count(group: String?, surname: String?) throws(RegisterError) -> Int {
        let statement = try query("SELECT count(*) FROM row", group, surname, "")
        return try statement.step() ? statement.number(0) ?? 0 : 0
    }

    /// The rows of a group and a surname, of all where none is said, in the list's order: `limit` of them from the `offset`th on. `first` is
    /// how many rows of the list stand before the chunk.
    package func rows(group: String?, surname: String?, offset: Int, limit: Int, after first: Int) throws(RegisterError) -> [Register.Row] {
        let statement = try query("SELECT number, id, surname, cells FROM row", group, surname, "ORDER BY number LIMIT ?3 OFFSET ?4")
        try statement.bind(3, limit)
        try statement.bind(4, offset)
        var rows: [Register.Row] = []
        while try statement.step() { rows.append(try row(statement, after: first)) }
        return rows
    }

    /// Nil when it is not in the chunk.
    package func row(_ id: String, after first: Int) throws(RegisterError) -> Register.Row? {
        database.allow(instructions: Self.instructionLimit)
        let statement = try database.prepare("SELECT number, id, surname, cells FROM row WHERE id = ?1")
        try statement.bind(1, id)
        return try statement.step() ? try row(statement, after: first) : nil
    }

    private func query(_ select: String, _ group: String?, _ surname: String?, _ end: String) throws(RegisterError) -> Statement {
        database.allow(instructions: Self.instructionLimit)
        let conditions = [group.map { _ in "part = ?1" }, surname.map { _ in "surname = ?2" }].compactMap { $0 }
        let statement = try database.prepare([select, conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "), end].joined(separator: " "))
        if let group { try statement.bind(1, group) }
        if let surname { try statement.bind(2, surname) }
        return statement
    }

    private func row(_ statement: Statement, after first: Int) throws(RegisterError) -> Register.Row {
        guard let number = statement.number(0), let id = statement.text(1), let surname = statement.text(2), let text = statement.text(3) else {
            throw .notARegister("a row without number or text")
        }
        let cells = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
        guard cells.count == columns else { throw .notARegister("row \(id) has \(cells.count) cells") }
        return Register.Row(id: id, cells: cells, surname: surname, number: first + number)
    }
}
