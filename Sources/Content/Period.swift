/// The time a page speaks of: a month `2026-10`, a quarter `2026-Q3` or a year `2026`.
package enum Period: Hashable, Sendable {
    case month(year: Int, month: Int)
    case quarter(year: Int, quarter: Int)
    case year(Int)

    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 4, let year = decimal(bytes[0..<4]), (1900...2999).contains(year) else { return nil }
        switch bytes.count {
        case 4:
            self = .year(year)
        case 7 where bytes[4] == 0x2D && bytes[5] == 0x51:
            guard let quarter = decimal(bytes[6..<7]), (1...4).contains(quarter) else { return nil }
            self = .quarter(year: year, quarter: quarter)
        case 7 where bytes[4] == 0x2D:
            guard let month = decimal(bytes[5..<7]), (1...12).contains(month) else { return nil }
            self = .month(year: year, month: month)
        default:
            return nil
        }
    }

    package var text: String {
        switch self {
        case .month(let year, let month): "\(padded(year, 4))-\(padded(month, 2))"
        case .quarter(let year, let quarter): "\(padded(year, 4))-Q\(quarter)"
        case .year(let year): padded(year, 4)
        }
    }

    /// `2026年10月`, `2026年第三季度`, `2026年`
    package var chinese: String {
        switch self {
        case .month(let year, let month): "\(year)年\(month)月"
        case .quarter(let year, let quarter): "\(year)年第\(["一", "二", "三", "四"][quarter - 1])季度"
        case .year(let year): "\(year)年"
        }
    }

    /// `10月`, `第三季度`, `2026年`: where the year is clear.
    package var chineseShort: String {
        switch self {
        case .month(_, let month): "\(month)月"
        case .quarter(_, let quarter): "第\(["一", "二", "三", "四"][quarter - 1])季度"
        case .year(let year): "\(year)年"
        }
    }

    /// The last day that the period covers; overdue counts from here.
    package var lastDay: Day {
        let (year, month) =
            switch self {
            case .month(let year, let month): (year, month)
            case .quarter(let year, let quarter): (year, quarter * 3)
            case .year(let year): (year, 12)
            }
        return Day(year: year, month: month, day: Day.length(ofMonth: month, year: year)) ?? Day(daysSinceEpoch: 0)
    }
}

extension Period: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let period = Period(text) else { throw ContentError.notAPeriod(text) }
        self = period
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
