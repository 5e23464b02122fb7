import Glibc
import Testing

import Typography

/// Unicode's own conformance tests, whole.
@Suite("Unicode algorithms")
struct UnicodeTests {
    @Test("UAX #14: every line of LineBreakTest.txt")
    func lineBreaks() throws {
        let rows = try UnicodeTests.rows("LineBreakTest.txt")
        #expect(rows.count > 7000)
        var failures: [String] = []
        for row in rows {
            let breaks = LineBreaking.unicodeOpportunities(row.scalars)
            for index in 1 ..< row.scalars.count where (breaks[index] != .none) != row.breaks[index] {
                failures.append("\(row.text) at \(index)")
            }
        }
        #expect(failures.isEmpty, "\(failures.count) of \(rows.count): \(failures.prefix(20).joined(separator: "\n"))")
    }

    @Test("UAX #29: every line of GraphemeBreakTest.txt")
    func graphemes() throws {
        let rows = try UnicodeTests.rows("GraphemeBreakTest.txt")
        #expect(rows.count > 500)
        var failures: [String] = []
        for row in rows where Array(row.breaks.prefix(row.scalars.count)) != LineBreaking.graphemeBoundaries(row.scalars) {
            failures.append(row.text)
        }
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(20).joined(separator: "\n"))")
    }

    struct Row {
        var text: String
        var scalars: [UInt32] = []
        /// Before each scalar, and after the last.
        var breaks: [Bool] = []
    }

    static func rows(_ name: String) throws -> [Row] {
        let here = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(here)/Assets/unicode-15.0.0/\(name)"
        let file = try #require(fopen(path, "r"), "\(path)")
        defer { fclose(file) }
        var rows: [Row] = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, file) > 0, let bytes = line {
            let text = String(cString: bytes).split(separator: "#", omittingEmptySubsequences: false)[0]
            var row = Row(text: String(text))
            for word in text.split(whereSeparator: \.isWhitespace) {
                switch word {
                case "÷": row.breaks.append(true)
                case "×": row.breaks.append(false)
                default: row.scalars.append(try #require(UInt32(word, radix: 16)))
                }
            }
            if !row.scalars.isEmpty { rows.append(row) }
        }
        return rows
    }
}
