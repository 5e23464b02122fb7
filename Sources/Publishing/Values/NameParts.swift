import Content

/// What a file's or folder's name says: a day or a period in front, and the rest.
struct NameParts: Equatable {
    var day: Day?
    var period: Period?
    var rest: String

    /// `2026-11-03 停水通知`, `20261103停水通知`, `2026年11月3日停水通知`, `2026-Q4 低保公示`, `2026-10`.
    init(_ name: String) {
        let characters = Array(WidthFolding.value(name))
        rest = String(characters)
        let separators: Set<Character> = [" ", "-", "_", "—", "、", ".", "·", "，", ","]
        for length in stride(from: min(14, characters.count), through: 4, by: -1) {
            if length < characters.count, characters[length - 1].isNumber, characters[length].isNumber { continue }
            var front = characters[..<length]
            while let last = front.last, separators.contains(last) { front.removeLast() }
            guard let first = front.first, first.isNumber else { continue }
            let text = String(front)
            var found = false
            if text.count >= 8, text.count != 5, case .day(let day) = DayReading(text) {
                self.day = day
                found = true
            } else if let period = PeriodReading.period(text), text.count > 4 || length == characters.count || !characters[length].isNumber {
                self.period = period
                found = true
            }
            guard found else { continue }
            var back = characters[length...]
            while let first = back.first, separators.contains(first) { back.removeFirst() }
            rest = String(back)
            return
        }
    }
}
