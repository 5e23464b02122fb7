import Content

/// A number as a workbook stores it, as text for the same readers that read what people type. Decimal all the way: what a spreadsheet keeps
/// in binary is brought back to the fifteen digits that it shows.
enum CellNumber {
    /// `139.49999999999999` → `139.5`, `5.10123197001011E17` → `510123197001011000`; nil when it is no number.
    static func decimal(_ raw: String) -> String? {
        if isPlain(raw) { return raw }
        var text = raw[...]
        let negative = text.first == "-"
        if negative || text.first == "+" { text.removeFirst() }
        let parts = text.split(whereSeparator: { $0 == "e" || $0 == "E" })
        guard (1...2).contains(parts.count), let exponent = parts.count == 2 ? Int(parts[1]) : 0, abs(exponent) < 400 else { return nil }
        let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count) else { return nil }
        var digits: [UInt8] = []
        for character in halves.joined().utf8 {
            guard (0x30...0x39).contains(character) else { return nil }
            digits.append(character - 0x30)
        }
        guard !digits.isEmpty, digits.count < 400 else { return nil }
        // Where the point stands: so many digits are before it.
        var point = halves[0].count + exponent
        while digits.count > 1, digits[0] == 0 {
            digits.removeFirst()
            point -= 1
        }
        if digits.count > 15 { point += round(&digits, to: 15) }
        while let last = digits.last, last == 0, digits.count > max(1, point) { digits.removeLast() }
        if digits.allSatisfy({ $0 == 0 }) { return "0" }
        var whole = ""
        var fraction = ""
        for place in min(0, point)..<max(point, digits.count) {
            let digit = digits.indices.contains(place) ? digits[place] : 0
            if place < point { whole += String(digit) } else { fraction += String(digit) }
        }
        return (negative ? "-" : "") + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// Digits as they stay: no exponent, no zeros to drop, few enough not to be binary's.
    private static func isPlain(_ raw: String) -> Bool {
        let bytes = raw.utf8
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 15, (0x31...0x39).contains(first), last != 0x2E else { return false }
        var points = 0
        for byte in bytes {
            if byte == 0x2E { points += 1 } else if !(0x30...0x39).contains(byte) { return false }
        }
        return points == 0 || points == 1 && last != 0x30
    }

    /// How many places the point moves: one when 99…9 becomes 100…0.
    private static func round(_ digits: inout [UInt8], to count: Int) -> Int {
        let up = digits[count] >= 5
        digits.removeSubrange(count...)
        guard up else { return 0 }
        var place = count - 1
        while place >= 0, digits[place] == 9 {
            digits[place] = 0
            place -= 1
        }
        if place >= 0 {
            digits[place] += 1
            return 0
        }
        digits.insert(1, at: 0)
        digits.removeLast()
        return 1
    }

    /// The number as the cell shows it, or nearly: days whole, `0012` with its zeros, `65%`.
    static func text(_ raw: String, _ format: CellFormat, from1904: Bool) -> String? {
        guard let decimal = decimal(raw) else { return nil }
        if format == .general || format == .nothing { return decimal }
        let parts = decimal.split(separator: ".")
        switch format {
        case .general, .nothing: return decimal
        case .percent: return shifted(decimal) + "%"
        case .padded(let width):
            guard parts.count == 1, !decimal.hasPrefix("-"), decimal.count < width else { return decimal }
            return String(repeating: "0", count: width - decimal.count) + decimal
        case .date, .month, .time:
            guard let serial = Int(parts[0]), (0...2_958_465).contains(serial) else { return decimal }
            let seconds = parts.count == 2 ? Self.seconds(String(parts[1])) : 0
            let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
            if format == .time || serial == 0 { return clock }
            // 1900-02-29, which never was, has a number in the 1900 system: days before it are one off, and no page is that old.
            let day = Day(daysSinceEpoch: serial + (from1904 ? 1_462 : 0) - 25_569)
            if format == .month { return "\(day.year)年\(day.month)月" }
            return day.iso + (format == .date(time: true) && seconds > 0 ? " " + clock : "")
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Of a fraction of a day, given by its digits, to the nearest second.
    private static func seconds(_ digits: String) -> Int {
        let padded = digits.prefix(9)
        guard let value = Int(padded + String(repeating: "0", count: 9 - padded.count)) else { return 0 }
        return min(86_399, (value * 86_400 + 500_000_000) / 1_000_000_000)
    }

    /// Times a hundred.
    private static func shifted(_ decimal: String) -> String {
        Self.decimal(decimal + "e2") ?? decimal
    }
}
