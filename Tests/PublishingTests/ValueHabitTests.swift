import Content
import Publishing
import Testing

/// How clerks type money and days: each row is a cell and what must come of it.
struct ValueHabitTests {
    @Test(arguments: [
        ("3200", 320_000), ("3200.5", 320_050), ("3,200.00", 320_000), ("1,234,567.89", 123_456_789), ("３２００．００", 320_000), ("３，２００", 320_000),
        ("￥3200", 320_000), ("¥ 3,200元", 320_000), ("3200元整", 320_000), ("RMB3200", 320_000), ("人民币3200元", 320_000), ("0.05", 5), (".5", 50),
        ("003200", 320_000), ("3200.", 320_000), ("3200.000", 320_000), ("+3200", 320_000), (" 3200 ", 320_000), ("\u{3000}3200\u{A0}", 320_000),
        ("(3,200.00)", -320_000), ("（3200）", -320_000), ("-3200", -320_000), ("−3200", -320_000), ("￥-3200", -320_000), ("'3200", 320_000),
        ("=\"3200\"", 320_000), ("99999999999.99", 9_999_999_999_999),
    ])
    func money(cell: String, fen: Int64) throws {
        let closing = Fen(10_000_000 - fen).plain
        let village = try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october("2026-10-05,路灯,公益支出,,\"\(cell.replacing("\"", with: "\"\""))\",,,,", closing: closing)])
        // ="…" and '… only mean something outside quotes.
        if cell.contains("\"") || cell.hasPrefix("'") {
            try village.write("2财务/2026-10/收支.csv", TestVillage.october("2026-10-05,路灯,公益支出,,\(cell),,,,", closing: closing))
        }
        #expect(village.texts(.error) == [])
        #expect(try village.ledger().rows.map(\.expense) == [Fen(fen)])
    }

    @Test(arguments: [
        ("三千二", "\"三千二\"不是数字。请填 3200 或 3200.00。"),
        ("叁仟贰佰元整", "\"叁仟贰佰元整\"不是数字。请填 3200 或 3200.00。"),
        ("三千零二十", "\"三千零二十\"不是数字。请填 3020 或 3020.00。"),
        ("一万二", "\"一万二\"不是数字。请填 12000 或 12000.00。"),
        ("二十八块五", "\"二十八块五\"不是数字。请填 28.50。"),
        ("壹万贰仟叁佰肆拾伍元陆角柒分", "\"壹万贰仟叁佰肆拾伍元陆角柒分\"不是数字。请填 12345.67。"),
        ("1.2万", "\"1.2万\"不是数字。请填 12000 或 12000.00。"),
        ("3千", "\"3千\"不是数字。请填 3000 或 3000.00。"),
        ("约3200", "\"约3200\"不是数字。请填数字，如 3200 或 3200.00。"),
        ("3,20", "\"3,20\"里的逗号位置不对，看不出是多少钱。请填数字，如 3200 或 3200.00。"),
        ("3200.555", "\"3200.555\"的小数超过两位，没有比分更小的钱。请填数字，如 3200 或 3200.00。"),
        ("3200.00.00", "\"3200.00.00\"不是数字。请填数字，如 3200 或 3200.00。"),
        ("3.2E+03", "\"3.2E+03\"不是数字。请填数字，如 3200 或 3200.00。"),
        ("1234567890123", "\"1234567890123\"太大了。请填数字，如 3200 或 3200.00。"),
        ("3200-", "\"3200-\"不是数字。请填数字，如 3200 或 3200.00。"),
        ("#REF!", "\"#REF!\"不是数字。请填数字，如 3200 或 3200.00。"),
        ("万", "\"万\"不是数字。请填数字，如 3200 或 3200.00。"),
        (".", "\".\"不是数字。请填数字，如 3200 或 3200.00。"),
    ])
    func noMoney(cell: String, message: String) throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october("2026-10-05,路灯,公益支出,,\"\(cell)\",,,,", closing: "1")])
        #expect(village.texts(.error) == ["收支.csv 第6行\"支出\"：" + message])
    }

    @Test(arguments: [
        "2026-10-05", "2026/10/5", "2026.10.5", "2026年10月5日", "2026年10月5号", "10月5日", "10-5", "10/5", "10.05", "20261005", "46300", "46300.75",
        "２０２６－１０－０５", "2026-10-05 14:30", "2026/10/5 9:05:00", "2026-10-05T14:30:00", "2026年10月5日（星期一）", "10月5日 周一", "5日",
        "二〇二六年十月五日", "十月五日", " 2026 年 10 月 5 日 ",
    ])
    func days(cell: String) throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october("\(cell),路灯,公益支出,,100,,,,", closing: "99900")])
        #expect(village.texts(.error) == [])
        #expect(try village.ledger().rows.map(\.date.iso) == ["2026-10-05"])
    }

    /// The example of the source format, and the leap day that the spreadsheets' calendar has too many.
    @Test(arguments: [("46331", "2026-11-05"), ("45351", "2024-02-29"), ("45352", "2024-03-01"), ("36526", "2000-01-01")])
    func serials(cell: String, day: String) throws {
        let folder = String(day.prefix(7))
        let village = try TestVillage(["2财务/\(folder)/收支.csv": TestVillage.october("\(cell),路灯,公益支出,,100,,,,", closing: "99900")])
        #expect(try village.ledger("2/" + folder).rows.map(\.date.iso) == [day])
    }

    @Test(arguments: [
        ("10.2", "\"10.2\"看不出是10月2日还是10月20日。请填 10月2日 或 10月20日。"),
        ("10/5/2026", "\"10/5/2026\"看不出哪个是月、哪个是日。请把年写在前面，如 2026-11-05。"),
        ("26.10.5", "\"26.10.5\"的年份只有两位。请写全，如 2026-10-5。"),
        ("2026-10-32", "\"2026-10-32\"没有这一天。请改成日历上有的日期，如 2026-11-05。"),
        ("2026-02-29", "\"2026-02-29\"没有这一天。请改成日历上有的日期，如 2026-11-05。"),
        ("2026-10", "\"2026-10\"没有写几日。请写全，如 2026-10-05。"),
        ("昨天", "\"昨天\"不是日期。请填 2026-11-05 或 11月5日。"),
        ("5", "\"5\"不是日期。请填 2026-11-05 或 11月5日。"),
        ("99999", "\"99999\"不是日期。请填 2026-11-05 或 11月5日。"),
        ("2026--10-05", "\"2026--10-05\"不是日期。请填 2026-11-05 或 11月5日。"),
        ("", "没有填日期。请填这笔钱收支的日期，如 2026-10-05。"),
    ])
    func noDay(cell: String, message: String) throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october("\(cell),路灯,公益支出,,100,,,,", closing: "99900")])
        #expect(village.texts(.error) == ["收支.csv 第6行\"日期\"：" + message])
    }

    /// Folder and file names as people write months.
    @Test(arguments: [
        "2财务/2026-10/收支.csv", "2财务/2026年10月/收支.csv", "2 财务/2026.10/收支.csv", "２财务/202610/收支.csv", "2.财务/2026-10月/财务收支.csv",
        "财务/2026年十月/收支明细.csv", "2财务/2026/2026-10 收支.csv", "2财务/2026年10月份收支.csv", "2财务/2026年10月/收支表.csv",
    ])
    func months(path: String) throws {
        let village = try TestVillage([path: TestVillage.october("10月5日,路灯,公益支出,,100,,,,", closing: "99900")])
        #expect(village.texts(.error) == [])
        #expect(try village.ledger().rows.map(\.date.iso) == ["2026-10-05"])
    }

    @Test(arguments: [
        ("2026-11-03 停水通知", "2026-11-03", "停水通知"), ("20261103停水通知", "2026-11-03", "停水通知"), ("2026年11月3日停水通知", "2026-11-03", "停水通知"),
        ("2026.11.3停水通知", "2026-11-03", "停水通知"), ("2026-11-3_停水通知", "2026-11-03", "停水通知"), ("２０２６－１１－０３　停水通知", "2026-11-03", "停水通知"),
        ("2026-11-03 5组停水", "2026-11-03", "5组停水"), ("2026-11-03 2027年医保缴费", "2026-11-03", "2027年医保缴费"),
    ])
    func namesOfNotices(stem: String, day: String, title: String) throws {
        let village = try TestVillage(["1村务/\(stem).md": "明天停水。"])
        let (envelope, _) = try village.notice()
        #expect(envelope.published.iso == day)
        #expect(envelope.title == title)
    }
}
