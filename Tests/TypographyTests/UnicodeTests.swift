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

    /// Why Chinese setting departs from UAX #14, by the section of clreq that asks for it; see `ChineseRules`.
    enum Departure: String, CaseIterable {
        case quotes = "clreq prohibition_rules_for_line_start_end: “ ‘ open, ” ’ close"
        case connectors = "clreq prohibition_rules_for_line_start_end: — ～ · do not start a line"
        case solidus = "clreq prohibition_rules_for_line_start_end: / and ＊ hold to the ideograph before them"
        case units = "clreq h-digits_and_their_prefix_and_suffix: a number keeps its unit"
        case space = "clreq mixed_text_composition_in_horizontal_writing_mode: a space between Han and digits is no word space"

        /// What explains that the place before `scalars[index]` is decided otherwise.
        static func of(_ scalars: [UInt32], _ index: Int) -> Departure? {
            let near = scalars[max(0, index - 2) ... min(scalars.count - 1, index + 1)]
            if near.contains(where: { [0x2018, 0x2019, 0x201C, 0x201D].contains($0) }) { return .quotes }
            if near.contains(where: { [0x2014, 0x2015, 0xB7, 0x2027, 0x30FB, 0xFF5E, 0x301C].contains($0) }) { return .connectors }
            if near.contains(where: { [0x2F, 0xFF0F, 0xFF0A].contains($0) }) { return .solidus }
            if scalars[index - 1] == 0x20 || scalars[index] == 0x20 { return .space }
            if near.contains(where: { (0x30 ... 0x39).contains($0) }) { return .units }
            return nil
        }
    }

    @Test("the departures of Chinese setting from LineBreakTest.txt are those that clreq asks for")
    func departures() throws {
        let typesetter = try Setting.typesetter()
        var counts: [Departure: Int] = [:]
        var lines = 0
        var unexplained: [String] = []
        let rows = try UnicodeTests.rows("LineBreakTest.txt")
        for row in rows {
            var view = String.UnicodeScalarView()
            for scalar in row.scalars { if let scalar = Unicode.Scalar(scalar) { view.append(scalar) } }
            // Surrogates are no text.
            guard view.count == row.scalars.count else { continue }
            let breaks = typesetter.opportunities(String(view))
            var departs = false
            for index in 1 ..< row.scalars.count where (breaks[index] != .none) != row.breaks[index] {
                departs = true
                guard let departure = Departure.of(row.scalars, index) else {
                    unexplained.append("\(row.text) at \(index)")
                    continue
                }
                counts[departure, default: 0] += 1
            }
            lines += departs ? 1 : 0
        }
        print("UAX #14: \(rows.count) lines, \(rows.count - lines) alike in Chinese setting, \(lines) depart:")
        for departure in Departure.allCases { print("  \(counts[departure] ?? 0) × \(departure.rawValue)") }
        #expect(unexplained.isEmpty, "\(unexplained.count): \(unexplained.prefix(20).joined(separator: "\n"))")
        #expect(lines < rows.count / 20)
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
