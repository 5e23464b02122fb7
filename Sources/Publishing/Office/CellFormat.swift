/// How a spreadsheet shows a number, as far as reading needs it (ECMA-376 part 1, 18.8.30 and 18.8.31).
enum CellFormat: Equatable {
    case general
    /// A day, and a time of the day when it is shown.
    case date(time: Bool)
    /// A month without its day.
    case month
    case time
    case percent
    /// `0000`: zeros in front.
    case padded(Int)
    /// `;;;`: the cell shows nothing.
    case nothing

    /// - Parameters:
    ///   - code: what the workbook itself says for the id, if it does.
    init(id: Int, code: String?) {
        if let code {
            self.init(code: code)
            return
        }
        // 27…36 and 50…58 are those of a Chinese Excel.
        switch id {
        case 9, 10: self = .percent
        case 17, 27, 36, 50, 52, 57: self = .month
        case 14...16, 28...31, 51, 53, 54, 58: self = .date(time: false)
        case 22: self = .date(time: true)
        case 18...21, 32...35, 45...47, 55, 56: self = .time
        default: self = .general
        }
    }

    /// The section for positive numbers, without what stands in quotes or brackets.
    init(code: String) {
        if !code.isEmpty, code.allSatisfy({ $0 == ";" }) {
            self = .nothing
            return
        }
        var letters: [Character] = []
        var quoted = false
        var bracket: String?
        var escaped = false
        var zeros = 0
        for character in code.lowercased() {
            if escaped {
                escaped = false
            } else if quoted {
                quoted = character != "\""
            } else if let inside = bracket {
                // [h] is a duration; [red] and [$-804] say nothing of what the number is.
                if character != "]" {
                    bracket = inside + String(character)
                } else {
                    if inside.allSatisfy({ "hms".contains($0) }) { letters += inside }
                    bracket = nil
                }
            } else {
                switch character {
                case "\"": quoted = true
                case "\\", "_", "*": escaped = true
                case "[": bracket = ""
                case ";":
                    self = Self.form(letters, zeros: zeros)
                    return
                case "0": zeros += 1
                default: letters.append(character)
                }
            }
        }
        self = Self.form(letters, zeros: zeros)
    }

    private static func form(_ letters: [Character], zeros: Int) -> CellFormat {
        if letters.contains("%") { return .percent }
        if String(letters).contains("general") { return .general }
        let (year, month, day) = (letters.contains("y"), letters.contains("m"), letters.contains("d"))
        let hour = letters.contains("h")
        if day { return .date(time: hour) }
        if year && month || month && !hour && !letters.contains("s") { return .month }
        if hour || letters.contains("s") { return .time }
        return zeros > 1 && letters.isEmpty ? .padded(zeros) : .general
    }
}
