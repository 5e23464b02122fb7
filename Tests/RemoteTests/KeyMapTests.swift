import Navigation
import Remote
import Testing

/// Codes written as numbers, from linux/input-event-codes.h: the table names them by macro.
@Suite struct KeyMapTests {
    @Test(arguments: [
        (103, .up), (108, .down), (105, .left), (106, .right), (0x160, .ok), (28, .ok), (96, .ok), (0x161, .ok), (158, .back), (1, .back),
        (174, .back), (14, .back), (172, .home), (102, .home), (139, .menu), (0x192, .channelUp), (0x193, .channelDown), (104, .pageUp),
        (109, .pageDown), (0x200, .digit0), (0x209, .digit9), (11, .digit0), (2, .digit1), (10, .digit9), (79, .digit1), (73, .digit9),
        (0x18e, .red), (0x18f, .green), (0x190, .yellow), (0x191, .blue), (59, .red), (62, .blue), (0x179, .tv), (0x182, .tv),
    ] as [(UInt16, RemoteKey)])
    func standard(_ code: UInt16, _ key: RemoteKey) {
        #expect(KeyMap.standard[code] == key)
    }

    @Test(arguments: RemoteKey.allCases) func everyKeyHasACode(_ key: RemoteKey) {
        #expect(KeyMap.standard.codes.contains { KeyMap.standard[$0] == key })
    }

    @Test(arguments: [116, 113, 272, 330, 30] as [UInt16]) func notOurs(_ code: UInt16) {
        #expect(KeyMap.standard[code] == nil, "power, mute, mouse button, touch and letters are not keys of the remote")
    }

    @Test func aModelChangesSingleCodes() {
        let table = KeyMap.standard.changed(by: KeyMap([.tv: [59]]))
        #expect(table[59] == .tv)
        #expect(table[60] == .green)
    }
}
