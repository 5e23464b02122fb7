import Content
import Foundation
import Testing

/// Held against Foundation's JSON, which is somebody else's.
@Suite struct ContentJSONTests {
    struct Everything: Codable, Equatable {
        enum Shape: String, Codable { case round, square }
        enum Choice: Codable, Equatable {
            case none
            case some(Int, named: String)
        }
        var texts: [String]
        var smallest = Int64.min, largest = Int64.max, byte = UInt8.max, short = Int16.min, word: UInt32 = 7
        var yes = true, no = false
        var absent: Int?
        var there: Int? = 3
        var gaps: [Int?] = [1, nil, 3]
        var shape = Shape.square
        var choices: [Choice] = [.none, .some(-1, named: "一")]
        var counts = ["乙": 2, "a": 0, "甲": 1, "": -1, "B": 5]
        var numbers = [7: "seven", -1: "minus"]
        var nothing: [String: Int] = [:]
        var nested = [[[1, 2], []], []]
    }

    static let everything = Everything(
        texts: (0..<0x100).map { "a\(Unicode.Scalar(UInt8($0)))b" } + ["", "\"\\/", "蒋㛃𬴊", "e\u{301}é", "👩‍🌾", "\u{2028}\u{FEFF}\u{FFFF}\u{10FFFF}"])

    @Test func writesTheBytesThatFoundationWrites() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(try String(decoding: ContentJSON.encode(Self.everything), as: UTF8.self) == String(decoding: encoder.encode(Self.everything), as: UTF8.self))
    }

    @Test func readsWhatFoundationWrites() throws {
        for formatting: JSONEncoder.OutputFormatting in [[], .prettyPrinted] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = formatting
            #expect(try ContentJSON.decode(Everything.self, from: encoder.encode(Self.everything)) == Self.everything)
        }
    }

    /// More members than are looked through one by one.
    @Test func findsEachOfManyKeys() throws {
        let many = Dictionary(uniqueKeysWithValues: (0..<1_000).map { ("户\($0)", $0) })
        #expect(try ContentJSON.decode([String: Int].self, from: JSONEncoder().encode(many)) == many)
    }

    struct Text: Sendable, CustomTestStringConvertible {
        var json: [UInt8]
        var why: String
        /// Refused by us alone: two readers could understand it differently, or a page has no use for it.
        var foundationTakesIt = false
        var testDescription: String { why }

        init(_ json: String, _ why: String, foundationTakesIt: Bool = false) {
            self.init(Array(json.utf8), why, foundationTakesIt: foundationTakesIt)
        }

        init(_ json: [UInt8], _ why: String, foundationTakesIt: Bool = false) {
            (self.json, self.why, self.foundationTakesIt) = (json, why, foundationTakesIt)
        }
    }

    struct Loose: Codable, Equatable { var a: Int?, b: String?, c: [Int]? }

    static let wrong = [
        Text("", "nothing"), Text(" ", "only space"), Text("{", "cut short"), Text(#"{"a""#, "cut after a key"), Text(#"{"a":1"#, "cut after a value"),
        Text(#"{"a":1,}"#, "a comma too many", foundationTakesIt: true), Text(#"{"c":[1,]}"#, "a comma too many in a list", foundationTakesIt: true), Text(#"{"a":1 "b":"x"}"#, "a comma too few"),
        Text(#"{a:1}"#, "a key without quotes"), Text(#"{"a":01}"#, "a leading zero"), Text(#"{"a":+1}"#, "a plus sign"), Text(#"{"a":-}"#, "a minus alone"),
        Text(#"{"a":.5}"#, "a point first"), Text(#"{"a":0x10}"#, "hexadecimal"), Text(#"{"a":9223372036854775808}"#, "beyond 64 bits"),
        Text(#"{"a":tru}"#, "half a word"), Text(#"{"a":nan}"#, "not a number"), Text(#"{"a":1}{"#, "something after the end"),
        Text(#"{"b":"\x"}"#, "an escape that is none"), Text(#"{"b":"\u12g4"}"#, "a code with a letter too far"), Text(#"{"b":"\ud83d"}"#, "half a surrogate pair"),
        Text(#"{"b":"\ud83dx"}"#, "half a pair and a letter"), Text(#"{"b":"\udc00"}"#, "the second half first"), Text("{\"b\":\"a\nb\"}", "a bare line end"),
        Text(Array(#"{"b":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8), "an overlong form"), Text(Array(#"{"b":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8), "a surrogate in UTF-8"),
        Text(Array(#"{"b":""#.utf8) + [0xFF] + Array(#""}"#.utf8), "no UTF-8"), Text(#"{"a":"1"}"#, "a text for a number"), Text(#"{"b":1}"#, "a number for a text"),
        Text(#"{"c":{}}"#, "an object for a list"), Text("[]", "a list for an object"), Text(#"{"a":true}"#, "true for a number"), Text(#"{"a":1.5}"#, "a half"),
        Text(#"{"a":1.0}"#, "a fraction of nothing", foundationTakesIt: true), Text(#"{"a":1e2}"#, "an exponent", foundationTakesIt: true), Text(#"{"a":-0}"#, "a zero with a sign", foundationTakesIt: true),
        Text(#"{"a":1,"a":2}"#, "a key twice", foundationTakesIt: true), Text(#"{"a":1,"\u0061":2}"#, "a key twice, once in disguise", foundationTakesIt: true),
        Text([0xEF, 0xBB, 0xBF] + Array("{}".utf8), "a byte order mark", foundationTakesIt: true),
        Text(#"{"d":"# + String(repeating: "[", count: 70) + String(repeating: "]", count: 70) + "}", "nested too deeply", foundationTakesIt: true),
    ]

    @Test(arguments: wrong) func refuses(text: Text) {
        #expect(throws: ContentError.self) { try ContentJSON.decode(Loose.self, from: text.json) }
        let foundation = try? JSONDecoder().decode(Loose.self, from: Data(text.json))
        #expect((foundation != nil) == text.foundationTakesIt)
    }

    @Test func saysWhereSomethingIsWrong() {
        #expect(throws: ContentError.malformed("counts.甲: a text, where a number belongs")) {
            try ContentJSON.decode([String: [String: Int]].self, from: Array(#"{"counts":{"甲":"1"}}"#.utf8))
        }
        #expect(throws: ContentError.malformed("1: there is no \"a\"")) {
            struct Row: Decodable { var a: Int }
            return try ContentJSON.decode([Row].self, from: Array(#"[{"a":1},{}]"#.utf8)).count
        }
        #expect(throws: ContentError.malformed("bytes.2: 256 does not fit there")) {
            try ContentJSON.decode([String: [UInt8]].self, from: Array(#"{"bytes":[0,255,256]}"#.utf8))
        }
    }

    @Test func writesNoFractions() {
        #expect(throws: ContentError.self) { try ContentJSON.encode(["a": 0.5]) }
        #expect(throws: ContentError.self) { try ContentJSON.encode(UInt64.max) }
        #expect(throws: ContentError.self) { try ContentJSON.decode(Double.self, from: Array("1".utf8)) }
    }
}
