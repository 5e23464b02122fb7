import Content
import Testing

@Suite struct CapitalsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var fen: Int64
        var text: String
        var testDescription: String { text }
    }

    /// The examples of the rule itself, without 人民币, and the ends of what can be.
    @Test(arguments: [
        Row(fen: 140_950, text: "壹仟肆佰零玖元伍角"), Row(fen: 600_714, text: "陆仟零柒元壹角肆分"), Row(fen: 168_032, text: "壹仟陆佰捌拾元零叁角贰分"),
        Row(fen: 10_700_053, text: "壹拾万柒仟元零伍角叁分"), Row(fen: 1_640_902, text: "壹万陆仟肆佰零玖元零贰分"), Row(fen: 32_504, text: "叁佰贰拾伍元零肆分"),
        Row(fen: 60_000_000, text: "陆拾万元整"), Row(fen: 38_500_000, text: "叁拾捌万伍仟元整"), Row(fen: 0, text: "零元整"), Row(fen: 7, text: "柒分"),
        Row(fen: 30, text: "叁角"), Row(fen: 10_000_000_000, text: "壹亿元整"), Row(fen: 10_000_000_100, text: "壹亿零壹元整"),
        Row(fen: 10_010_000_000, text: "壹亿零壹拾万元整"), Row(fen: 1_000_100_000_500, text: "壹佰亿零壹佰万零伍元整"), Row(fen: -12_300, text: "负壹佰贰拾叁元整"),
        Row(fen: .max, text: "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分"),
    ])
    func amounts(_ row: Row) { #expect(Fen(row.fen).capitals == row.text) }

    /// Read again by rules that have nothing to do with how it was written: every sum of digit times place times group is the amount.
    @Test func whatIsWrittenReadsBack() throws {
        var state: UInt64 = 7
        for round in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Of all lengths, with many zeros.
            var fen = Int64((state >> 20) % [1_000, 100_000, 10_000_000, 1_000_000_000_000][round % 4])
            if round % 3 == 0 { fen -= fen % 10_000 }
            if round % 5 == 0 { fen -= fen / 100 % 1_000 * 100 }
            #expect(try Self.read(Fen(fen).capitals) == fen, "\(fen): \(Fen(fen).capitals)")
        }
        for count in 0...2_000 { #expect(try Self.read(Capitals.number(count) + "元整") == Int64(count) * 100) }
    }

    /// In fen.
    private static func read(_ text: String) throws -> Int64 {
        let digits: [Character: Int64] = ["零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9]
        let places: [Character: Int64] = ["拾": 10, "佰": 100, "仟": 1_000]
        var (total, section, digit) = (Int64(0), Int64(0), Int64(0))
        var fen: Int64 = 0
        for character in text {
            if let value = digits[character] {
                digit = value
            } else if let place = places[character] {
                section += digit * place
                digit = 0
            } else {
                switch character {
                case "万", "亿":
                    // 万 counts for what was read since the last of them, 亿 for all before it.
                    total = character == "万" ? total + (section + digit) * 10_000 : (total + section + digit) * 100_000_000
                    (section, digit) = (0, 0)
                case "元":
                    fen += (total + section + digit) * 100
                    (total, section, digit) = (0, 0, 0)
                case "角":
                    fen += digit * 10
                    digit = 0
                case "分":
                    fen += digit
                    digit = 0
                case "整": break
                default: throw Unreadable(character: character)
                }
            }
        }
        return fen
    }

    private struct Unreadable: Error { var character: Character }

    @Test func otherWritingsOfTheSameAmount() {
        let amount = Fen(10_700_053)
        for text in ["人民币壹拾万零柒仟元伍角叁分", "壹拾万柒仟圆零伍角叁分", "￥ 壹拾万零柒仟元零伍角叁分"] { #expect(Capitals.says(text, amount), "\(text)") }
        #expect(Capitals.says("陆拾万元正", Fen(60_000_000)))
        for text in ["壹拾万柒仟元整", "柒仟元零伍角叁分", "", "壹拾万柒佰元零伍角叁分"] { #expect(!Capitals.says(text, amount), "\(text)") }
        #expect(!Capitals.says("壹仟伍元整", Fen(150_000)), "1,005 is not 1,500")
    }
}
