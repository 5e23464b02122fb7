import Display
import Pixels
import Testing

@Suite struct ModeChoiceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var request: String?
        let listed: [DisplayMode]
        var hasEDID = true
        /// The first candidates, as text.
        let expected: [String]
        var testDescription: String { name }
    }

    static let rows = [
        Row(name: "a TV of today: 1080p60, although it prefers 4K",
            listed: [mode(3840, 2160, 60, preferred: true), mode(1920, 1080, 50), mode(1920, 1080, 60), mode(1280, 720, 60)],
            expected: ["1920x1080@60", "1920x1080@50", "1280x720@60", "3840x2160@60"]),
        Row(name: "4K on request",
            request: "3840x2160", listed: [mode(3840, 2160, 30), mode(3840, 2160, 60), mode(1920, 1080, 60)],
            expected: ["3840x2160@60", "3840x2160@30", "1920x1080@60"]),
        Row(name: "the rate asked for wins over the better one",
            request: "1920x1080@50", listed: [mode(1920, 1080, 60, preferred: true), mode(1920, 1080, 50)],
            expected: ["1920x1080@50", "1920x1080@60"]),
        Row(name: "60 takes 59.94 but prefers the exact one",
            request: "1920x1080@60", listed: [mode(1920, 1080, 59.94), mode(1920, 1080, 60)],
            expected: ["1920x1080@60", "1920x1080@59.94"]),
        Row(name: "a request that the display does not list is forced when it is a TV standard",
            request: "1280x720@50", listed: [mode(1024, 768, 60, preferred: true)],
            expected: ["1280x720@50", "1024x768@60"]),
        Row(name: "one that is no standard is ignored",
            request: "1234x567", listed: [mode(1024, 768, 60)], expected: ["1024x768@60"]),
        Row(name: "progressive before interlaced of the same size",
            listed: [mode(1920, 1080, 50, interlaced: true, preferred: true), mode(1280, 720, 50)],
            expected: ["1280x720@50", "1920x1080i@50"]),
        Row(name: "interlaced when asked for",
            request: "1920x1080", listed: [mode(1920, 1080, 50, interlaced: true), mode(1280, 720, 50)],
            expected: ["1920x1080i@50", "1280x720@50"]),
        Row(name: "without EDID 1080p60 and 720p60 are forced before the kernel's guesses",
            listed: [mode(1024, 768, 60, preferred: true), mode(800, 600, 60)], hasEDID: false,
            expected: ["1920x1080@60", "1280x720@60", "1024x768@60", "800x600@60"]),
        Row(name: "without EDID the listed timing is taken when there is one (vkms)",
            listed: [mode(1024, 768, 60, preferred: true), mode(1920, 1080, 60.2)], hasEDID: false,
            expected: ["1920x1080@60.20", "1280x720@60", "1024x768@60"]),
        Row(name: "a portrait panel keeps its direction",
            listed: [mode(1080, 1920, 60, preferred: true), mode(1920, 1080, 60)],
            expected: ["1080x1920@60", "1920x1080@60"]),
        Row(name: "a panel with one odd mode gets that",
            listed: [mode(1366, 768, 75, preferred: true)], expected: ["1366x768@75"]),
        Row(name: "a virtual display that prefers 75 Hz",
            listed: [mode(1920, 1080, 75, preferred: true), mode(1920, 1080, 60)],
            expected: ["1920x1080@60", "1920x1080@75"]),
        Row(name: "nothing listed, EDID broken", listed: [], hasEDID: false, expected: ["1920x1080@60", "1280x720@60"]),
    ]

    @Test(arguments: rows)
    func candidates(row: Row) {
        let request = row.request.flatMap(ModeRequest.init(parsing:))
        #expect((row.request == nil) == (request == nil))
        let found = ModeChoice.candidates(requested: request, listed: row.listed, hasEDID: row.hasEDID)
        #expect(found.prefix(row.expected.count).map(\.description) == row.expected)
        for mode in row.listed { #expect(found.contains { $0.hasSameTiming(as: mode) }, "\(mode) is never tried") }
    }

    @Test(arguments: [
        ("1920x1080", true), ("1280x720@50", true), ("1280x720@59.94", true), ("1920", false), ("1920x", false),
        ("1920x1080@", false), ("1920x1080@x", false), ("x", false), ("", false), ("0x0", false), ("99999x1", false),
        ("1920x1080@60@60", false),
    ])
    func requests(text: String, isOne: Bool) {
        #expect((ModeRequest(parsing: text) != nil) == isOne)
    }

    @Test func theStandardTimingsHaveTheirRates() {
        #expect(DisplayMode.standard.map(\.description)
            == ["1920x1080@60", "1920x1080@50", "1280x720@60", "1280x720@50"])
    }
}

/// A timing of this size whose clock gives the rate exactly.
func mode(
    _ width: UInt16, _ height: UInt16, _ hertz: Double, interlaced: Bool = false, preferred: Bool = false
) -> DisplayMode {
    let total = (width: 2000 + width / 1000 * 1000, height: 2500 as UInt16)
    let clock = hertz * Double(total.width) * Double(total.height) / 1000 / (interlaced ? 2 : 1)
    return DisplayMode(
        clockKilohertz: UInt32(clock.rounded()),
        horizontal: .init(visible: width, syncStart: width + 8, syncEnd: width + 16, total: total.width),
        vertical: .init(visible: height, syncStart: height + 4, syncEnd: height + 8, total: total.height),
        flags: interlaced ? 1 << 4 : 0, isPreferred: preferred)
}
