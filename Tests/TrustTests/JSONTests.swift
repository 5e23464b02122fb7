import JSON
import Testing
import ThrownError
import Trust

@Suite struct JSONTests {
    @Test func canonicalFormIsThatOfSecuresystemslib() throws {
        for row in try #require(Fixture.json("canonical.json").array) {
            let text = try #require(row.object?["json"]?.text)
            let expected = try #require(row.object?["canonical"]?.text)
            #expect(Hexadecimal.string(try JSONValue(parsing: text.utf8).canonical) == expected.description)
        }
    }

    /// What two parsers could read differently, each with its refusal.
    @Test(arguments: [
        ("", .unexpectedEnd, "nothing"),
        ("{", .unexpectedEnd, "cut off"),
        ("{} x", .trailingBytes, "two documents"),
        ("{}{}", .trailingBytes, "two documents"),
        ("\u{FEFF}{}", .unexpectedByte, "byte order mark"),
        (#"{"a":1,"a":1}"#, .duplicateKey, "first or last wins?"),
        (#"{"a":1,"\u0061":2}"#, .duplicateKey, "the same key, spelt differently"),
        (#"{"a":{"b":1,"b":2}}"#, .duplicateKey, "inside"),
        ("1.5", .notAnInteger, "canonical JSON has no fractions"),
        ("1e3", .notAnInteger, "nor exponents"),
        ("1.0", .notAnInteger, "1 to some parsers"),
        ("-0", .notAnInteger, "0 to some parsers"),
        ("01", .notAnInteger, "octal to some parsers"),
        ("-", .notAnInteger, "no digits"),
        ("+1", .unexpectedByte, "not JSON"),
        ("9223372036854775808", .integerOutOfRange, "one past 64 bits"),
        ("-9223372036854775809", .integerOutOfRange, "one past 64 bits"),
        ("99999999999999999999999999", .integerOutOfRange, "far past"),
        ("NaN", .unexpectedByte, "Python's json takes it"),
        ("Infinity", .unexpectedByte, "Python's json takes it"),
        (#""\ud800""#, .invalidEscape, "lone high surrogate"),
        (#""\udc00""#, .invalidEscape, "lone low surrogate"),
        (#""\ud800\ud800""#, .invalidEscape, "two high surrogates"),
        (#""\x41""#, .invalidEscape, "not JSON"),
        (#""\u12g4""#, .invalidEscape, "not a digit"),
        ("\"a\nb\"", .controlCharacter, "newline in a string"),
        ("[1,]", .unexpectedByte, "trailing comma"),
        ("{'a':1}", .unexpectedByte, "single quotes"),
        ("[1 2]", .unexpectedByte, "no comma"),
        ("nul", .unexpectedEnd, "cut off"),
        ("// c\n{}", .unexpectedByte, "comment"),
    ] as [(String, JSONError.Problem, String)])
    func refused(text: String, problem: JSONError.Problem, why: String) {
        let error = thrown(JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.problem == problem, "\(why)")
    }

    @Test(arguments: [
        ([0x22, 0xFF, 0x22], "no such byte in UTF-8"), ([0x22, 0xC0, 0x80, 0x22], "overlong"),
        ([0x22, 0xED, 0xA0, 0x80, 0x22], "surrogate"), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], "past U+10FFFF"),
        ([0x22, 0xE9, 0x99, 0x22], "cut off"),
    ] as [([UInt8], String)])
    func illFormedUTF8IsRefused(bytes: [UInt8], why: String) {
        let error = thrown(JSONError.self) { try JSONValue(parsing: bytes) }
        #expect(error?.problem == .invalidUTF8)
    }

    @Test func nestingEndsBeforeTheStackDoes() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONValue(parsing: nested(JSONValue.deepestNesting))
        for depth in [JSONValue.deepestNesting + 1, 1_000_000] {
            let error = thrown(JSONError.self) { try JSONValue(parsing: nested(depth)) }
            #expect(error?.problem == .tooDeep)
        }
        let openOnly = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONError.self) { try JSONValue(parsing: openOnly) }
    }

    @Test func extremesAndEscapes() throws {
        #expect(try JSONValue(parsing: Array("9223372036854775807".utf8)) == .integer(.max))
        #expect(try JSONValue(parsing: Array("-9223372036854775808".utf8)) == .integer(.min))
        #expect(try JSONValue(parsing: Array(#""\ud840\udc00\/\b\t""#.utf8)) == "\u{20000}/\u{8}\t")
        // Swift's own equality says that these are one key.
        let object = try JSONValue(parsing: Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)).object
        #expect(object?["\u{E9}"] == 1 && object?["e\u{301}"] == 2)
    }

    @Test func whatIsWrittenReadsBackAsItself() throws {
        let value: JSONValue = ["a\u{1}\n\"\\": [1, -2, true, .null, ["z": "\u{20000}", "": []]]]
        #expect(try JSONValue(parsing: value.serialized) == value)
        let again = try JSONValue(parsing: value.serialized).serialized
        #expect(value.serialized == again)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799), ("2038-01-19T03:14:08Z", 2_147_483_648),
        ("2100-03-01T00:00:00Z", 4_107_542_400), ("1969-12-31T23:59:59Z", -1), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("0000-01-01T00:00:00Z", -62_167_219_200),
    ] as [(String, Int64)])
    func dates(text: String, seconds: Int64) {
        #expect(UnixTime(iso8601: UTF8Text(text))?.seconds == seconds)
        #expect(UnixTime(seconds: seconds).iso8601 == text)
    }

    @Test(arguments: [
        "", "2030-01-01", "2030-01-01T00:00:00", "2030-01-01T00:00:00+00:00", "2030-01-01T00:00:00.0Z",
        "2030-13-01T00:00:00Z", "2030-02-29T00:00:00Z", "2030-04-31T00:00:00Z", "2030-00-01T00:00:00Z",
        "2030-01-00T00:00:00Z", "2030-01-01T24:00:00Z", "2030-01-01T00:60:00Z", "2030-01-01t00:00:00z",
        "２030-01-01T00:00:00", "+203-01-01T00:00:00Z", " 030-01-01T00:00:00Z",
    ])
    func datesThatAreNone(text: String) {
        #expect(UnixTime(iso8601: UTF8Text(text)) == nil)
    }
}
