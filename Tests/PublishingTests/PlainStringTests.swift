import Foundation
import Testing

@testable import Publishing

/// Against Foundation, which the tool does without.
@Suite struct PlainStringTests {
    @Test(arguments: ["e\u{301}te\u{301}", "\u{1100}\u{1161}\u{11A8}", "青溪坝", "\u{2126}\u{212B}", "a\u{0323}\u{0307}", "\u{0344}", "", "ｶﾞ"])
    func composition(_ text: String) {
        #expect(Array(text.precomposed.unicodeScalars) == Array(text.precomposedStringWithCanonicalMapping.unicodeScalars))
    }

    @Test(arguments: ["a%20b", "%E5%87%AD%e8%af%81/1.jpg", "100%", "%4", "%zz", "%FF", "凭证 %41", "", "%00"])
    func escapes(_ text: String) {
        #expect(text.percentDecoded == text.removingPercentEncoding)
    }
}
