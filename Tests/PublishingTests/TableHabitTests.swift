import ChildProgram
import Content
import Foundation
import Publishing
import Testing

/// How clerks lay out the books, and how programs save them: each row is a file and what must come of it.
struct TableHabitTests {
    static let plain = "期初,100000.00\n期末,111860.50\n公布日期,2026-11-05\n审核,村务监督委员会\n"
        + "日期,摘要,类别,收入,支出,凭证号,经手人,审批人,备注\n"
        + "2026-10-03,林地承包费,资产租金,12000.00,,0009,唐某,陈某,\n2026-10-08,路灯,公益支出,,139.50,0012,唐某,陈某,三组\n"

    /// Each of these is the same book; the reason is why it could have gone wrong.
    static let forms: [(why: String, bytes: [UInt8])] = {
        let plain = Self.plain
        let rows = "2026-10-03,林地承包费,资产租金,12000.00,,0009,唐某,陈某,\n2026-10-08,路灯,公益支出,,139.50,0012,唐某,陈某,三组\n"
        let head = "日期,摘要,类别,收入,支出,凭证号,经手人,审批人,备注\n"
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        return [
            ("as the manual says", text(plain)),
            ("a byte order mark", [0xEF, 0xBB, 0xBF] + text(plain)),
            ("CRLF", text(plain.replacing("\n", with: "\r\n"))),
            ("CR alone, old Mac", text(plain.replacing("\n", with: "\r"))),
            ("no line end at the end", text(String(plain.dropLast()))),
            ("GB18030, as WPS saves CSV", gb18030(plain)),
            ("GB18030 with CRLF", gb18030(plain.replacing("\n", with: "\r\n"))),
            ("UTF-16 as \"Unicode text\" with tabs", [0xFF, 0xFE] + plain.replacing(",", with: "\t").utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
            ("UTF-16, big end first", [0xFE, 0xFF] + plain.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
            ("tabs", text(plain.replacing(",", with: "\t"))),
            ("semicolons", text(plain.replacing(",", with: ";"))),
            ("every cell quoted", text(plain.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map { "\"\($0)\"" }.joined(separator: ",") }.joined(separator: "\n"))),
            ("commas up to the width of the table", text(plain.replacing("期初,100000.00", with: "期初,100000.00,,,,,,,"))),
            ("empty rows between", text(plain.replacing(head, with: "\n,,,,,,,,\n" + head).replacing("陈某,\n", with: "陈某,\n\n"))),
            ("a title above", text("青溪坝村2026年10月财务收支公开表,,,,,,,,\n" + plain)),
            ("key and value in one cell", text(plain.replacing("期初,100000.00", with: "期初：100000.00元").replacing("期末,111860.50", with: "期末: 111,860.50"))),
            ("two keys in one row", text(plain.replacing("期初,100000.00\n期末,111860.50", with: "期初,100000.00,期末,111860.50"))),
            ("synonyms of the keys", text(plain.replacing("期初,", with: "上月结余,").replacing("期末,", with: "本月结余（元）,"))),
            ("synonyms of the heads", text(plain.replacing(head, with: "时间,事由,科目,收入金额（元）,支出金额（元）,凭证编号,经办人,批准人,附注\n"))),
            ("spaces in the heads", text(plain.replacing(head, with: "日 期,摘　要, 类别 ,收入,支出,凭证号,经手人,审批人,备注\n"))),
            ("a line end in a head", text(plain.replacing("收入,支出", with: "\"收入\n（元）\",\"支出\n（元）\""))),
            ("another order of columns", text("期初,100000.00\n期末,111860.50\n公布日期,2026-11-05\n审核,村务监督委员会\n支出,收入,备注,凭证号,摘要,审批人,日期,经手人,类别\n,12000,,0009,林地承包费,陈某,2026-10-03,唐某,资产租金\n139.5,,三组,0012,路灯,陈某,2026-10-08,唐某,公益支出\n")),
            ("a number and a balance column", text(plain.replacing(head, with: "序号,日期,摘要,类别,收入,支出,余额,凭证号,经手人,审批人,备注\n").replacing(rows, with: "1,2026-10-03,林地承包费,资产租金,12000.00,,112000,0009,唐某,陈某,\n2,2026-10-08,路灯,公益支出,,139.50,111860.5,0012,唐某,陈某,三组\n"))),
            ("totals below", text(plain + "合计,,,12000.00,139.50,,,,\n")),
            ("totals under the summary", text(plain + ",本月合计,,12000.00,139.50,,,,\n小计,,,1,1,,,,\n")),
            ("balances as rows of the table", text("公布日期,2026-11-05\n审核,村务监督委员会\n" + head + "2026-10-01,上月结余,,100000.00,,,,,\n" + rows + ",本月结余,,111860.50,,,,,\n")),
            ("zeros and dashes for nothing", text(plain.replacing("12000.00,,0009", with: "12000.00,0.00,0009").replacing(",,139.50", with: ",—,139.50"))),
            ("zeros kept with =\"…\" and '", text(plain.replacing(",0009,", with: ",=\"0009\",").replacing(",0012,", with: ",'0012,"))),
            ("the unit stated", text("单位：元\n" + plain)),
            ("short rows", text(plain.replacing(",0009,唐某,陈某,\n", with: ",0009,唐某,陈某\n"))),
        ]
    }()

    @Test(arguments: forms.indices)
    func isTheSameBook(index: Int) throws {
        let form = Self.forms[index]
        let village = try TestVillage()
        try village.write("2财务/2026-10/收支.csv", bytes: form.bytes)
        #expect(village.texts(.error) == [], "\(form.why)")
        let ledger = try village.ledger()
        #expect(ledger.opening == Fen(10_000_000) && ledger.closing == Fen(11_186_050), "\(form.why)")
        #expect(ledger.rows.map(\.summary) == ["林地承包费", "路灯"], "\(form.why)")
        #expect(ledger.rows.map(\.voucher) == ["0009", "0012"], "\(form.why)")
        #expect(ledger.rows.map(\.income) == [Fen(1_200_000), nil] && ledger.rows.map(\.expense) == [nil, Fen(13_950)], "\(form.why)")
        #expect(ledger.rows.map(\.category) == ["资产租金", "公益支出"], "\(form.why)")
        #expect(ledger.rows[1].remark == "三组" && ledger.rows[0].remark == nil, "\(form.why)")
        let warnings = village.texts(.warning).filter { !$0.contains("没有照片") }
        #expect(warnings == [], "\(form.why)")
    }

    @Test func textKeepsWhatItIs() throws {
        let village = try TestVillage([
            "2财务/2026-10/收支.csv": TestVillage.october(
                "10月5日,\"修路，\"\"三通一平\"\"，\n换灯头６个\",公益支出,,100,付字第００１２号,,,《合同》（Ａ版）", closing: "99900")
        ])
        let row = try village.ledger().rows[0]
        #expect(row.summary == "修路，\"三通一平\"， 换灯头6个", "quotes, the line end as a space, digits narrow")
        #expect(row.voucher == "付字第0012号")
        #expect(row.remark == "《合同》（A版）")
    }

    @Test func rareCharactersOfGB18030() throws {
        let village = try TestVillage()
        let text = TestVillage.october("10月5日,付𬱖某工钱,公益支出,,100,,,,", closing: "99900")
        try village.write("2财务/2026-10/收支.csv", bytes: gb18030(text))
        #expect(try village.ledger().rows[0].summary == "付𬱖某工钱")
    }

    @Test func peopleInOfficeKeepTheirNames() throws {
        let village = try TestVillage([
            "2财务/2026-10/收支.csv": TestVillage.october("10月5日,路灯,公益支出,,100,,赵某、张某明,陈某,", closing: "99900"),
            "5找人/干部分工.csv": "姓名,职务,分管,办公电话\n赵某,委员,路灯,028-0000-0011\n",
        ])
        let row = try village.ledger().rows[0]
        #expect(row.handler == "赵某、张＊明")
        #expect(row.approver == "陈某")
        #expect(try #require(village.checked().build).pages.values.first { $0.kind == .ledger }?.envelope.names == .masked)
    }

    /// Ids of rows: by voucher; the second of a voucher is told apart; without a voucher by what the row is about, not by amount or place.
    @Test func rowIdsStay() throws {
        func ids(_ rows: String, _ closing: String) throws -> [String] {
            try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october(rows, closing: closing)]).ledger().rows.map(\.id)
        }
        let first = try ids("10月5日,路灯,公益,,100,0012,,,\n10月6日,电线,公益,,100,0012,,,\n10月7日,广播,公益,,100,,,,\n10月8日,广播,公益,,50,,,,", "99650")
        #expect(first.prefix(2) == ["v0012", "v0012-2"])
        #expect(first[2].hasPrefix("r") && first[3] == first[2] + "-2")
        let corrected = try ids("10月1日,新的一行,公益,,1,,,,\n10月5日,路灯,公益,,100,0012,,,\n10月6日,电线,公益,,100,0012,,,\n10月9日,广播,公益,,101,,,,\n10月8日,广播,公益,,50,,,,", "99648")
        #expect(Array(corrected.dropFirst()) == first)
    }

    @Test func theSameLineOfTheMonthBefore() throws {
        let september = "期初,101000\n期末,100000\n公布日期,2026-10-05\n审核,监委会\n" + TestVillage.head + """
            9月2日,垃圾清运费（8月两次）,公益支出,,300,01,,,
            9月3日,保洁员补助9月,公益支出,,200,02,,,
            9月4日,路灯维修,公益支出,,100,03,,,
            9月5日,路灯维修,公益支出,,100,04,,,
            9月6日,路灯维修,办公支出,,100,05,,,
            9月7日,二季度租金,资产,200,,06,,,
            9月8日,九月份电费,办公支出,,400,07,,,
            """
        let october = TestVillage.october(
            """
            10月2日,垃圾清运费（9月3次）,公益支出,,300,11,,,
            10月3日,保洁员补助10月,公益支出,,200,12,,,
            10月4日,路灯维修,公益支出,,100,13,,,
            10月5日,路灯维修,公益支出,,100,14,,,
            10月6日,路灯维修,公益支出,,100,15,,,
            10月7日,三季度租金,资产,200,,16,,,
            10月8日,十月份电费,办公支出,,400,17,,,
            10月9日,三组路灯维修,公益支出,,1,18,,,
            """, closing: "98999")
        let village = try TestVillage(["2财务/2026-09/收支.csv": september, "2财务/2026-10/收支.csv": october])
        #expect(village.texts(.error) == [])
        #expect(try village.ledger().rows.map { $0.before?.row } == ["v01", "v02", "v03", "v04", nil, "v06", "v07", nil])
        #expect(try village.ledger().rows[0].before?.page == PageID("2/2026-09"))
        #expect(try village.ledger("2/2026-09").rows.allSatisfy { $0.before == nil })
    }

    @Test func aSecondSetOfBooks() throws {
        let village = try TestVillage([
            "2财务/2026-10/收支.csv": Self.plain, "2财务/2026-10/村公资金收支.csv": Self.plain,
        ])
        #expect(village.texts(.error) == [])
        let items = try #require(village.checked().build).index.tiles[1].items
        #expect(items.map(\.title) == ["财务收支", "村公资金收支"])
        #expect(items[1].pages[0].short == "10月村公资金收支")
    }

    @Test func booksOfAnotherTile() throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": Self.plain, "3党务/2026-10/党费收支.csv": Self.plain])
        #expect(village.texts(.error) == [])
        let tiles = try #require(village.checked().build).index.tiles
        #expect(tiles[1].items.map(\.title) == ["财务收支"] && tiles[2].items.map(\.title) == ["党费收支"])
        #expect(tiles[2].items[0].pages[0].id.text.hasPrefix("3/2026-10-"))
    }

    /// The months stay one item when a month's file calls the books otherwise; the newest name stands.
    @Test func aTitleMayChange() throws {
        let village = try TestVillage(["2财务/2026-10/收支.csv": "标题,集体收支\n" + Self.plain, "2财务/2026-11/收支.csv": TestVillage.october("11月5日,路灯,公益支出,,100,,,,", opening: "111860.50", closing: "111760.50")])
        let items = try #require(village.checked().build).index.tiles[1].items
        #expect(items.map(\.title) == ["财务收支"] && items[0].pages.map(\.id.text) == ["2/2026-11", "2/2026-10"])
    }

    /// Sums against decimal arithmetic that is not ours.
    @Test(arguments: 0..<12) func randomBooksAddUp(seed: UInt64) throws {
        var dice = Dice(state: seed)
        var opening = Decimal(Int.random(in: 0...50_000_000, using: &dice)) / 100
        let village = try TestVillage()
        var expected: [String: (Decimal, Decimal, Decimal)] = [:]
        for month in 1...6 {
            var (income, expense) = (Decimal(), Decimal())
            var rows = ""
            for number in 1...Int.random(in: 1...40, using: &dice) {
                let amount = Decimal(Int.random(in: 1...9_999_999, using: &dice)) / 100
                let isIncome = Bool.random(using: &dice)
                if isIncome { income += amount } else { expense += amount }
                var text = "\(amount)"
                if Bool.random(using: &dice) { text = "￥\(text)元" }
                rows += "\(month)月\(Int.random(in: 1...28, using: &dice))日,事由\(number % 7),类别,\(isIncome ? "\(text)," : ",\(text)"),\(number),,,\n"
            }
            let closing = opening + income - expense
            try village.write("2财务/2026-0\(month)/收支.csv", "期初,\(opening)\n期末,\(closing)\n" + TestVillage.tail + TestVillage.head + rows)
            expected["2/2026-0\(month)"] = (opening, income, expense)
            opening = closing
        }
        #expect(village.texts(.error) == [])
        let build = try #require(village.checked().build)
        for (id, sums) in expected {
            guard let ledger = PageID(id).flatMap({ build.pages[$0] })?.body as? Ledger else { throw Unexpected() }
            #expect(Decimal(ledger.opening.value) / 100 == sums.0)
            #expect(Decimal(ledger.income.value) / 100 == sums.1)
            #expect(Decimal(ledger.expense.value) / 100 == sums.2)
            try ledger.validate()
        }
    }

    struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}

/// By the C library's own program, so that the reader is not tested against itself.
func gb18030(_ text: String) -> [UInt8] {
    do { return try ChildProgram.output(["/usr/bin/iconv", "-f", "UTF-8", "-t", "GB18030"], input: Array(text.utf8)) } catch {
        Issue.record("iconv: \(error)")
        return []
    }
}
