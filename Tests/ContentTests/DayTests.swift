import Content
import Testing

/// Expected numbers from `date -u -d … +%s` of GNU coreutils, an implementation that is not ours.
@Suite struct DayTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var iso: String
        var days: Int
        var weekday: String
        var why: String
        var testDescription: String { "\(iso) \(why)" }
    }

    static let rows = [
        Row(iso: "1970-01-01", days: 0, weekday: "星期四", why: "the epoch"),
        Row(iso: "1969-12-31", days: -1, weekday: "星期三", why: "before the epoch"),
        Row(iso: "1900-02-28", days: -25_509, weekday: "星期三", why: "1900 was no leap year"),
        Row(iso: "2000-02-29", days: 11_016, weekday: "星期二", why: "2000 was one"),
        Row(iso: "2024-12-31", days: 20_088, weekday: "星期二", why: "last day of a leap year"),
        Row(iso: "2026-11-22", days: 20_779, weekday: "星期日", why: "the day on the reference pictures"),
    ]

    @Test(arguments: rows) func countsDays(row: Row) throws {
        let day = try #require(Day(iso: row.iso))
        #expect(day.daysSinceEpoch == row.days)
        #expect(day.chineseWeekday == row.weekday)
        #expect(day.iso == row.iso)
    }

    @Test func everyDayOfFourCenturiesComesBack() throws {
        for days in -25_567..<120_530 {
            let day = Day(daysSinceEpoch: days)
            try #require(day.daysSinceEpoch == days)
            try #require(Day(year: day.year, month: day.month, day: day.day) == day)
        }
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "2026-11-31", "２０２６-11-05", "", "2026-11-05 ", "1899-01-01"])
    func refuses(text: String) { #expect(Day(iso: text) == nil) }

    @Test func instantsAreChinaTimeOnTheScreen() throws {
        let instant = try #require(Instant(iso: "2026-11-22T16:05:09Z"))
        #expect(instant.secondsSinceEpoch == 1_795_363_509)
        #expect(instant.day.chinese == "2026年11月23日")
        #expect(instant.clock == "0:05")
        #expect(instant.iso == "2026-11-22T16:05:09Z")
        #expect(Instant(iso: "2026-11-22T24:00:00Z") == nil)
        #expect(Instant(iso: "2026-11-22T16:05:09+08:00") == nil)
    }

    @Test func periods() throws {
        #expect(Period("2026-10")?.chinese == "2026年10月")
        #expect(Period("2026-Q3")?.chinese == "2026年第三季度")
        #expect(Period("2026-Q3")?.lastDay.iso == "2026-09-30")
        #expect(Period("2024-02")?.lastDay.iso == "2024-02-29")
        #expect(Period("2026")?.lastDay.iso == "2026-12-31")
        for wrong in ["2026-13", "2026-Q5", "26-10", "2026-1", "2026-10-01"] { #expect(Period(wrong) == nil) }
    }
}
