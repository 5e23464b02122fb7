/// The numbers that a .docx writes before the paragraphs of its lists: they are counted when the page is drawn and stand in no text
/// (ECMA-376 part 1, 17.9).
struct WordNumbering {
    private struct Level {
        var start = 1
        var format = "decimal"
        /// `%1.`, `（%2）`, `第%1条`
        var text = ""
    }

    private var levels: [String: [Int: Level]] = [:]
    private var lists: [String: String] = [:]
    private var counts: [String: [Int: Int]] = [:]

    init(_ part: [UInt8]?) throws(OfficeFailure) {
        guard let part else { return }
        let xml = try XMLReading(part)
        let (abstract, abstractID, list, listID) = (xml.name("abstractNum"), xml.name("abstractNumId"), xml.name("num"), xml.name("numId"))
        let (level, number, val) = (xml.name("lvl"), xml.name("ilvl"), xml.name("val"))
        let (start, format, text) = (xml.name("start"), xml.name("numFmt"), xml.name("lvlText"))
        var inAbstract: String?
        var inList: String?
        var current = 0
        while let event = try xml.next() {
            if event == .end {
                if xml.current == abstract { inAbstract = nil }
                if xml.current == list { inList = nil }
            }
            guard event == .start else { continue }
            if xml.current == abstract {
                inAbstract = xml.attribute(abstractID)
            } else if xml.current == list {
                inList = xml.attribute(listID)
            } else if xml.current == abstractID {
                if let inList { lists[inList] = xml.attribute(val) }
            } else if let id = inAbstract {
                if xml.current == level { current = xml.attribute(number).flatMap { Int($0) } ?? 0 }
                var own = levels[id, default: [:]][current] ?? Level()
                if xml.current == start { own.start = xml.attribute(val).flatMap { Int($0) } ?? 1 }
                if xml.current == format { own.format = xml.attribute(val) ?? own.format }
                if xml.current == text { own.text = xml.attribute(val) ?? "" }
                levels[id, default: [:]][current] = own
            }
        }
    }

    /// What stands before the next paragraph of the list; empty when nothing does.
    mutating func next(_ list: String, level: Int) -> String {
        guard let id = lists[list], let all = levels[id], let own = all[level] else { return "" }
        var count = counts[id] ?? [:]
        count[level] = (count[level] ?? own.start - 1) &+ 1
        for deeper in count.keys where deeper > level { count[deeper] = nil }
        counts[id] = count
        if own.format == "bullet" { return "· " }
        if own.format == "none" { return "" }
        var text = ""
        var isPlace = false
        for character in own.text {
            if isPlace, let place = character.wholeNumberValue, place > 0 {
                let other = all[place - 1] ?? Level()
                text += Self.written(count[place - 1] ?? other.start, other.format)
                isPlace = false
            } else if character == "%" {
                isPlace = true
            } else {
                text.append(character)
                isPlace = false
            }
        }
        return text.last.map { $0.isASCII && !$0.isWhitespace } ?? false ? text + " " : text
    }

    private static func written(_ number: Int, _ format: String) -> String {
        switch format {
        case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting", "taiwaneseCountingThousand",
            "chineseLegalSimplified":
            return ChineseNumber.counting(number)
        case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
            return (1...20).contains(number) ? Unicode.Scalar(UInt32(0x245F + number)).map { String($0) } ?? "\(number)" : "\(number)"
        case "upperLetter", "lowerLetter":
            guard (1...26).contains(number) else { return "\(number)" }
            return String(UnicodeScalar(UInt8((format == "upperLetter" ? 64 : 96) + number)))
        case "upperRoman", "lowerRoman":
            let roman = Self.roman(number)
            return format == "upperRoman" ? roman : roman.lowercased()
        default: return "\(number)"
        }
    }

    private static func roman(_ number: Int) -> String {
        guard (1...100).contains(number) else { return "\(number)" }
        var (rest, text) = (number, "")
        for (value, sign) in [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
            while rest >= value {
                text += sign
                rest -= value
            }
        }
        return text
    }
}
