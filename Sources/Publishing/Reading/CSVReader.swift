/// Comma-separated values after RFC 4180, read as spreadsheets write them: CRLF or LF, quoted fields with line ends, `="0012"`.
enum CSVReader {
    struct Record: Equatable {
        /// As a spreadsheet numbers it: empty lines count, line ends inside quotes do not.
        var row: Int
        var cells: [String]
        var isEmpty: Bool { cells.allSatisfy(WidthFolding.isBlank) }
    }

    enum Failure: Error, Equatable {
        /// A quote that no other one closes; what follows cannot be told apart.
        case unclosedQuote(row: Int)
        case tooManyRows(limit: Int)
        case tooManyColumns(row: Int, limit: Int)
    }

    static let rowLimit = 100_000
    static let columnLimit = 256

    static func records(_ text: String) throws(Failure) -> [Record] {
        let bytes = Array(text.utf8)
        let separator = separator(bytes)
        var records: [Record] = []
        var cells: [String] = []
        var field: [UInt8] = []
        var index = 0
        var row = 1
        func end(_ field: inout [UInt8], _ cells: inout [String], quoted: Bool) {
            cells.append(quoted ? String(decoding: field, as: UTF8.self) : plain(field))
            field.removeAll(keepingCapacity: true)
        }
        var quoted = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x22, !quoted, field.allSatisfy({ $0 == 0x20 }) {
                field.removeAll(keepingCapacity: true)
                quoted = true
                index += 1
                while true {
                    guard index < bytes.count else { throw .unclosedQuote(row: row) }
                    if bytes[index] == 0x22 {
                        index += 1
                        guard index < bytes.count, bytes[index] == 0x22 else { break }
                    }
                    field.append(bytes[index])
                    index += 1
                }
            } else if byte == separator {
                end(&field, &cells, quoted: quoted)
                quoted = false
                index += 1
                guard cells.count < columnLimit else { throw .tooManyColumns(row: row, limit: columnLimit) }
            } else if byte == 0x0A || byte == 0x0D {
                end(&field, &cells, quoted: quoted)
                quoted = false
                index += byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
                records.append(Record(row: row, cells: cells))
                cells = []
                row += 1
                guard records.count < rowLimit else { throw .tooManyRows(limit: rowLimit) }
            } else {
                field.append(byte)
                index += 1
            }
        }
        if !field.isEmpty || !cells.isEmpty || quoted {
            end(&field, &cells, quoted: quoted)
            records.append(Record(row: row, cells: cells))
        }
        return records
    }

    /// An unquoted cell. `="0012"` and `'0012` are how spreadsheets and their users keep zeros in front.
    private static func plain(_ field: [UInt8]) -> String {
        var slice = field[...]
        if slice.count >= 3, slice.starts(with: [0x3D, 0x22]), slice.last == 0x22 { slice = slice.dropFirst(2).dropLast() }
        if slice.count >= 2, slice.first == 0x27, (0x30...0x39).contains(slice[slice.startIndex + 1]) { slice = slice.dropFirst() }
        return String(decoding: slice, as: UTF8.self)
    }

    /// A comma, or a tab or semicolon when the first lines have those and no comma.
    private static func separator(_ bytes: [UInt8]) -> UInt8 {
        let head = bytes.prefix(2_000)
        for candidate in [0x2C, 0x09, 0x3B] as [UInt8] where head.contains(candidate) { return candidate }
        return 0x2C
    }
}
