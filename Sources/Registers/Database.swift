internal import CSQLite

/// A database in memory, for one thread. What is read may come from anybody: no function, view or trigger of it is run, and it cannot be
/// changed.
final class Database {
    private let handle: OpaquePointer
    /// What is being read, in SQLite's own memory; it reads there until it is closed.
    private var image: UnsafeMutableRawPointer?
    /// Calls that a query has left before it is stopped.
    private let budget: UnsafeMutablePointer<Int>

    private static let instructionsPerCall: Int32 = 1_000

    /// An empty database, to be written.
    init() throws(RegisterError) {
        (handle, budget) = try Self.open()
    }

    /// A database's bytes, to be read; they are copied.
    init(reading bytes: [UInt8]) throws(RegisterError) {
        (handle, budget) = try Self.open()
        // Settings come before the first look at what may be hostile (sqlite.org/security.html).
        for (operation, on) in [
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
            (SQLITE_DBCONFIG_ENABLE_VIEW, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
        ] as [(Int32, Int32)] {
            try check(yuanba_sqlite3_switch(handle, operation, on), "setting \(operation)")
        }
        for (limit, value) in [
            (SQLITE_LIMIT_LENGTH, 1 << 20), (SQLITE_LIMIT_SQL_LENGTH, 4_096), (SQLITE_LIMIT_COLUMN, 32), (SQLITE_LIMIT_ATTACHED, 0),
            (SQLITE_LIMIT_EXPR_DEPTH, 20), (SQLITE_LIMIT_COMPOUND_SELECT, 2), (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
        ] as [(Int32, Int32)] {
            sqlite3_limit(handle, limit, value)
        }
        sqlite3_progress_handler(
            handle, Self.instructionsPerCall,
            { context in
                guard let budget = context?.assumingMemoryBound(to: Int.self) else { return 1 }
                budget.pointee -= 1
                return budget.pointee < 0 ? 1 : 0
            }, budget)
        // What is sorted stays in memory: there is no file to be opened where this runs.
        try run("PRAGMA temp_store=MEMORY")
        guard let image = sqlite3_malloc64(UInt64(max(1, bytes.count))) else { throw .sqlite(code: SQLITE_NOMEM, doing: "copying \(bytes.count) bytes") }
        image.copyMemory(from: bytes, byteCount: bytes.count)
        self.image = image
        let count = Int64(bytes.count)
        try check(
            sqlite3_deserialize(
                handle, "main", image.assumingMemoryBound(to: UInt8.self), count, count, UInt32(SQLITE_DESERIALIZE_READONLY)),
            "opening \(bytes.count) bytes")
    }

    deinit {
        sqlite3_close_v2(handle)
        sqlite3_free(image)
        budget.deallocate()
    }

    private static func open() throws(RegisterError) -> (OpaquePointer, UnsafeMutablePointer<Int>) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_MEMORY, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw .sqlite(code: code, doing: "opening a database in memory")
        }
        sqlite3_extended_result_codes(handle, 1)
        let budget = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        budget.initialize(to: .max)
        return (handle, budget)
    }

    /// Runs statements that give nothing back.
    func run(_ sql: String) throws(RegisterError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil), sql)
    }

    func prepare(_ sql: String) throws(RegisterError) -> Statement {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil), sql)
        guard let statement else { throw .sqlite(code: SQLITE_MISUSE, doing: sql) }
        return Statement(statement, of: self, sql)
    }

    /// So many instructions of SQLite's machine from now on, and no more.
    func allow(instructions: Int) { budget.pointee = instructions / Int(Self.instructionsPerCall) }

    /// The database as a file has it.
    func serialized() throws(RegisterError) -> [UInt8] {
        var count: Int64 = 0
        guard let bytes = sqlite3_serialize(handle, "main", &count, 0) else { throw .sqlite(code: SQLITE_NOMEM, doing: "serializing") }
        defer { sqlite3_free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    func check(_ code: Int32, _ doing: @autoclosure () -> String) throws(RegisterError) {
        if code == SQLITE_OK { return }
        if code & 0xFF == SQLITE_INTERRUPT { throw .tooMuchWork }
        throw .sqlite(code: code, doing: doing())
    }
}

/// A prepared statement; it keeps its database open.
final class Statement {
    private let handle: OpaquePointer
    private let database: Database
    private let sql: String

    fileprivate init(_ handle: OpaquePointer, of database: Database, _ sql: String) {
        self.handle = handle
        self.database = database
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// From 1.
    func bind(_ place: Int, _ number: Int) throws(RegisterError) {
        try database.check(sqlite3_bind_int64(handle, Int32(place), Int64(number)), sql)
    }

    func bind(_ place: Int, _ text: String?) throws(RegisterError) {
        guard var text else { return try database.check(sqlite3_bind_null(handle, Int32(place)), sql) }
        let code = text.withUTF8 { bytes in
            // A null pointer would be NULL and not the empty text.
            guard let base = bytes.baseAddress else { return yuanba_sqlite3_bind_copy(handle, Int32(place), "", 0) }
            return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                yuanba_sqlite3_bind_copy(handle, Int32(place), $0, Int32(bytes.count))
            }
        }
        try database.check(code, sql)
    }

    /// False when there is no further row.
    func step() throws(RegisterError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code != SQLITE_DONE { try database.check(code, sql) }
        return false
    }

    /// For other values.
    func reset() { sqlite3_reset(handle) }

    /// From 0; nil for what is no whole number.
    func number(_ column: Int) -> Int? {
        sqlite3_column_type(handle, Int32(column)) == SQLITE_INTEGER ? Int(sqlite3_column_int64(handle, Int32(column))) : nil
    }

    /// From 0; nil for what is no text. Bytes that are no UTF-8 become U+FFFD.
    func text(_ column: Int) -> String? {
        guard sqlite3_column_type(handle, Int32(column)) == SQLITE_TEXT, let bytes = sqlite3_column_text(handle, Int32(column)) else { return nil }
        return String(decoding: UnsafeBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, Int32(column)))), as: UTF8.self)
    }
}
