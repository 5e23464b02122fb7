/// Why rows could not be put into a chunk, or read out of one.
package enum RegisterError: Error, Equatable, Sendable {
    /// SQLite said no: its extended result code (sqlite.org/rescode.html) and what it was asked.
    case sqlite(code: Int32, doing: String)
    /// A database, but not one of a register; the text says what is different, in English, for the log.
    case notARegister(String)
    /// A query went on beyond all that reading a chunk can take.
    case tooMuchWork
}
