/// Numbers that belong to a person and must not reach a screen. Found by form; a false alarm costs the clerk a minute, a miss cannot be
/// taken back.
enum PersonData {
    enum Finding: Hashable {
        case identityNumber(digits: Int)
        case bankCard(digits: Int)
        case mobile
        /// A household's door; the text is shown back, it is what the clerk must look for.
        case door(String)
        /// A street number: an institution's address may stay.
        case street(String)
        /// `5.10123E+17`: a spreadsheet rounded a long number.
        case rounded(String)

        /// A street number may be an institution's; everything else keeps its item back.
        var mayStay: Bool { if case .street = self { true } else { false } }

        /// Problem and mend as the clerk reads them. Numbers are not repeated: messages get photographed too.
        var message: (problem: String, mend: String) {
            switch self {
            case .identityNumber(let digits):
                ("像身份证号（\(digits)位）。", "公开内容不能有身份证号，请删除后重新发布。")
            case .bankCard(let digits):
                ("像银行卡号（\(digits)位）。", "公开内容不能有银行卡号，请删除后重新发布。")
            case .mobile:
                ("像手机号（11位）。", "公开内容不能有手机号，请改成办公电话，或者删除后重新发布。")
            case .door(let text):
                ("像门牌号（\(text)）。", "公开内容只写到组，请删除门牌号后重新发布。")
            case .street(let text):
                ("像门牌号（\(text)）。", "如果是村民家的地址，请删除后重新发布；如果是单位的地址，可以留下。")
            case .rounded(let text):
                ("\"\(text)\"像被表格改了样的身份证号或银行卡号。", "公开内容不能有这类号码，请删除后重新发布。")
            }
        }
    }

    /// In order of appearance, each form once.
    static func scan(_ text: String) -> [Finding] {
        guard text.unicodeScalars.contains(where: mayBelongToANumber) else { return [] }
        var found: [Finding] = []
        func add(_ finding: Finding) { if !found.contains(finding) { found.append(finding) } }
        let characters = text.unicodeScalars.map { WidthFolding.narrow($0) }
        if characters.count(where: isDigit) >= 11 {
            for chain in chains(characters) { scan(chain, add) }
        }
        scanRounded(characters, add)
        scanDoors(characters, add)
        return found
    }

    /// A digit of any width, or what stands behind the number of a door.
    private static func mayBelongToANumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0xFF10...0xFF19: true
        default: scalar == "号" || scalar == "號" || scalar == "室" || scalar == "户"
        }
    }

    // MARK: Long numbers

    /// Digits that stand together, with what separates them from the next such group.
    private struct Group {
        var digits: [UInt8]
        /// A final x or X, which only an identity number has.
        var hasX: Bool
        /// The single separator before this group; nil for the first of a chain.
        var separator: Unicode.Scalar?
        var count: Int { digits.count + (hasX ? 1 : 0) }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

    private static func chains(_ characters: [Unicode.Scalar]) -> [[Group]] {
        var chains: [[Group]] = []
        var chain: [Group] = []
        var index = 0
        var gap: Unicode.Scalar?
        var gapCount = 0
        while index < characters.count {
            guard isDigit(characters[index]) else {
                let separates = [" ", "-", "_", ".", "·", "/", "−", "–", "—"].contains(characters[index])
                if separates, !chain.isEmpty, gapCount < 2 {
                    gap = characters[index]
                    gapCount += 1
                } else {
                    if !chain.isEmpty { chains.append(chain) }
                    chain = []
                }
                index += 1
                continue
            }
            var group = Group(digits: [], hasX: false, separator: chain.isEmpty ? nil : gap)
            while index < characters.count, isDigit(characters[index]) {
                group.digits.append(UInt8(characters[index].value - 0x30))
                index += 1
            }
            if index < characters.count, characters[index] == "x" || characters[index] == "X" || characters[index] == "×" {
                group.hasX = true
                index += 1
            }
            chain.append(group)
            (gap, gapCount) = (nil, 0)
            // One group of thousands of digits is no number of a person; the windows below are linear anyway.
        }
        if !chain.isEmpty { chains.append(chain) }
        return chains
    }

    private static func scan(_ chain: [Group], _ add: (Finding) -> Void) {
        for group in chain { scanOne(group, add) }
        guard chain.count > 1 else { return }
        for first in chain.indices.dropLast() {
            var digits = chain[first].digits
            for last in chain.indices[(first + 1)...] {
                digits += chain[last].digits
                guard digits.count <= 19 else { break }
                let parts = chain[first...last]
                let length = digits.count + (chain[last].hasX ? 1 : 0)
                let inner = parts.dropLast().contains { $0.hasX }
                if !inner, length == 18, plausibleBirth(digits, at: 0) { add(.identityNumber(digits: 18)) }
                if length == 15, parts.map(\.count) == [6, 6, 3], plausibleShortBirth(digits) { add(.identityNumber(digits: 15)) }
                let dotted = parts.dropFirst().contains { $0.separator == "." || $0.separator == "/" }
                if !dotted, (16...19).contains(length), parts.dropLast().allSatisfy({ $0.count == 4 || $0.count == 6 }), isCard(digits) {
                    add(.bankCard(digits: length))
                }
                if !dotted, !chain[last].hasX, parts.first.map({ $0.count >= 3 }) ?? false, isMobile(digits[...]) { add(.mobile) }
            }
        }
    }

    private static func scanOne(_ group: Group, _ add: (Finding) -> Void) {
        let digits = group.digits
        let length = group.count
        if length >= 18 {
            for start in 0...(length - 18) where start + 17 <= digits.count && plausibleBirth(digits, at: start) {
                add(.identityNumber(digits: 18))
                return
            }
        }
        if length == 15, !group.hasX, plausibleShortBirth(digits) {
            add(.identityNumber(digits: 15))
        } else if !group.hasX, (16...19).contains(length), isCard(digits) {
            add(.bankCard(digits: length))
        } else if !group.hasX, isMobile(digits[...]) {
            add(.mobile)
        }
    }

    /// 1 and an operator's digit, eleven in all; also with 86, 0086 or 0 before it.
    private static func isMobile(_ digits: ArraySlice<UInt8>) -> Bool {
        for prefix in [[], [8, 6], [0, 0, 8, 6], [0]] as [[UInt8]] where digits.count == 11 + prefix.count && digits.starts(with: prefix) {
            let rest = Array(digits.dropFirst(prefix.count))
            if rest[0] == 1, rest[1] >= 3 { return true }
        }
        return false
    }

    /// GB 11643: six digits of a place, eight of a birth date. The check digit is ignored on purpose: a mistyped number is one as well.
    private static func plausibleBirth(_ digits: [UInt8], at start: Int) -> Bool {
        guard digits.count >= start + 17, provinces.contains(digits[start] * 10 + digits[start + 1]) else { return false }
        func value(_ from: Int, _ count: Int) -> Int { digits[(start + from)..<(start + from + count)].reduce(0) { $0 * 10 + Int($1) } }
        return (1900...2035).contains(value(6, 4)) && (1...12).contains(value(10, 2)) && (1...31).contains(value(12, 2))
    }

    /// The form before 1999: two digits of the year, no check digit.
    private static func plausibleShortBirth(_ digits: [UInt8]) -> Bool {
        guard digits.count == 15, provinces.contains(digits[0] * 10 + digits[1]) else { return false }
        return (1...12).contains(digits[8] * 10 + digits[9]) && (1...31).contains(digits[10] * 10 + digits[11])
    }

    /// GB/T 2260.
    private static let provinces: Set<UInt8> = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65,
        71, 81, 82, 83,
    ]

    /// ISO/IEC 7812: Luhn. Numbers that begin with 62 (UnionPay) count without it: spreadsheets round the last digits to 0.
    private static func isCard(_ digits: [UInt8]) -> Bool {
        if digits.starts(with: [6, 2]) { return true }
        guard let first = digits.first, first >= 3, first <= 6 || first == 9, Set(digits).count > 1 else { return false }
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = Int(digit) * (index % 2 == 1 ? 2 : 1)
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    private static func scanRounded(_ characters: [Unicode.Scalar], _ add: (Finding) -> Void) {
        for (index, scalar) in characters.enumerated() where scalar == "E" || scalar == "e" {
            var end = index + 1
            if end < characters.count, characters[end] == "+" { end += 1 }
            var exponent = 0, count = 0
            while end < characters.count, isDigit(characters[end]), count < 3 {
                exponent = exponent * 10 + Int(characters[end].value - 0x30)
                end += 1
                count += 1
            }
            var start = index
            while start > 0, isDigit(characters[start - 1]) || characters[start - 1] == "." { start -= 1 }
            guard start < index, (14...18).contains(exponent) else { continue }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: characters[start..<end])
            add(.rounded(String(text)))
        }
    }

    // MARK: Doors

    private static let numerals: Set<Unicode.Scalar> = ["零", "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百"]

    /// What may stand behind 三组5号 without its being a door: things that villages number by group.
    private static let numberedThings = [
        "路灯", "灯", "电杆", "杆", "井", "泵", "机", "桥", "渠", "塘", "田", "地", "变", "台", "凭证", "文", "桩", "摄", "监控", "垃圾",
        "桶", "点", "水", "阀", "池", "坝", "线", "车", "公路", "大棚", "棚",
    ]

    private static func scanDoors(_ characters: [Unicode.Scalar], _ add: (Finding) -> Void) {
        for (index, scalar) in characters.enumerated() {
            switch scalar {
            case "号", "號", "室", "户": break
            default: continue
            }
            var start = index
            while start > 0, isDigit(characters[start - 1]) || numerals.contains(characters[start - 1])
                || (characters[start - 1] == "-" && start < index)
            {
                start -= 1
            }
            guard start < index, start > 0 else { continue }
            var before = start - 1
            if characters[before] == "附", before > 0 {
                before -= 1
                if characters[before] == "号", before > 0 { // 12号附3号
                    before -= 1
                    while before > 0, isDigit(characters[before]) { before -= 1 }
                }
            }
            func excerpt(from: Int) -> String {
                var text = String.UnicodeScalarView()
                text.append(contentsOf: characters[max(0, from)...index])
                return String(text)
            }
            let after = String(String.UnicodeScalarView(characters[(index + 1)...].prefix(3)))
            switch characters[before] {
            case "组", "社", "队":
                guard scalar == "号" || scalar == "號", !numberedThings.contains(where: { after.hasPrefix($0) }) else { continue }
                add(.door(excerpt(from: before - 1)))
            case "路", "街", "巷", "弄", "道":
                guard scalar == "号" || scalar == "號", !numberedThings.contains(where: { after.hasPrefix($0) }) else { continue }
                add(.street(excerpt(from: before - 2)))
            case "元" where before > 0 && characters[before - 1] == "单", "栋", "幢", "楼":
                // 47户 is a count, 2单元301户 a door.
                guard scalar != "户" || characters[before] == "元" else { continue }
                add(.door(excerpt(from: before - 2)))
            default: continue
            }
        }
    }
}
