import Deltas
import Testing

@Suite struct FileDeltaTests {
    private static let lines = (0..<400).map { #"{"id":"1/\#($0 &* 7919 % 1000)","title":"第\#($0)号通知","object":"\#(String($0 &* 2_654_435_761, radix: 16))"},"# }
    private static let old = Array(lines.joined(separator: "\n").utf8)

    private static func changed(_ change: (inout [String]) -> Void) -> [UInt8] {
        var copy = lines
        change(&copy)
        return Array(copy.joined(separator: "\n").utf8)
    }

    // Outside of @Test: Swift 6.0 does not take a closure in there.
    private static let changes: [(String, [UInt8], Int)] = [
        ("a word in the middle", changed { $0[200] = $0[200].replacing("通知", with: "公告") }, 40),
        ("a line more at the front", changed { $0.insert("{\"id\":\"new\"},", at: 0) }, 40),
        ("a line less", changed { $0.remove(at: 17) }, 30),
        ("the last line", changed { $0[399] = "the end" }, 30),
        ("two ends exchanged", changed { $0.swapAt(0, 399) }, 200),
        ("nothing", old, 16),
        ("only the front", Array(old.prefix(1_000)), 16),
        ("twice", old + old, 30),
    ]

    @Test(arguments: changes)
    func aSmallChangeIsSmall(what: String, new: [UInt8], limit: Int) throws {
        let delta = try #require(FileDelta.make(from: Self.old, to: new), "\(what)")
        #expect(delta.count <= limit, "\(what)")
        #expect(FileDelta.apply(delta, to: Self.old, limit: new.count) == new, "\(what)")
        #expect(FileDelta.apply(delta, to: Self.old, limit: new.count - 1) == nil, "\(what)")
    }

    @Test func whatHasNothingInCommonHasNoDelta() {
        let other = (0..<20_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
        #expect(FileDelta.make(from: Self.old, to: other) == nil)
        #expect(FileDelta.make(from: [], to: other) == nil && FileDelta.make(from: Self.old, to: []) == nil)
    }

    /// The form by hand, and what is no delta.
    @Test(arguments: [
        ([0x59, 0x42, 0x44, 0x31], [], "nothing"),
        ([0x59, 0x42, 0x44, 0x31, 4, 65, 66, 7, 1], [65, 66, 2, 3, 4], "two new bytes, then three old ones"),
        ([0x59, 0x42, 0x44, 0x31, 7, 1, 7, 0], [2, 3, 4, 1, 2, 3], "pieces in any order"),
        ([0x59, 0x42, 0x44, 0x31, 4, 65], nil, "ends too early"),
        ([0x59, 0x42, 0x44, 0x31, 7], nil, "no offset"),
        ([0x59, 0x42, 0x44, 0x31, 7, 3], nil, "past the end of the old file"),
        ([0x59, 0x42, 0x44, 0x31, 7, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], nil, "an offset of 2^63"),
        ([0x59, 0x42, 0x44, 0x31, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], nil, "a number without end"),
        ([0x59, 0x42, 0x44, 0x32], nil, "another form"), ([], nil, "no bytes"),
    ] as [([UInt8], [UInt8]?, String)])
    func theForm(delta: [UInt8], new: [UInt8]?, why: String) {
        #expect(FileDelta.apply(delta, to: [1, 2, 3, 4, 5], limit: 100) == new, "\(why)")
    }

    /// Steps that each copy the whole old file must stop at the limit.
    @Test func aBombIsStopped() {
        let bomb: [UInt8] = Array("YBD1".utf8) + (0..<50_000).flatMap { _ in [0x81, 0x80, 0x01, 0] as [UInt8] }
        #expect(FileDelta.apply(bomb, to: [UInt8](repeating: 0, count: 100_000), limit: 5_000_000) == nil)
    }
}
