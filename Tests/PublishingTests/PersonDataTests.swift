import Publishing
import Testing

/// What belongs to a person must not get through, however it is written; what looks alike and does not must.
struct PersonDataTests {
    private func errors(_ text: String) throws -> [String] {
        let village = try TestVillage(["1村务/2026-11-03 通知.md": text])
        return village.checked().report.messages.filter { $0.severity == .error }.map { $0.problem + $0.mend }
    }

    private static let identity = "像身份证号（18位）。公开内容不能有身份证号，请删除后重新发布。"
    private static let identity15 = "像身份证号（15位）。公开内容不能有身份证号，请删除后重新发布。"
    private static let mobile = "像手机号（11位）。公开内容不能有手机号，请改成办公电话，或者删除后重新发布。"
    private static func card(_ digits: Int) -> String { "像银行卡号（\(digits)位）。公开内容不能有银行卡号，请删除后重新发布。" }
    private static func door(_ text: String) -> String { "像门牌号（\(text)）。公开内容只写到组，请删除门牌号后重新发布。" }

    @Test(arguments: [
        ("510123198001011234", identity), ("身份证：51012319800101123X。", identity), ("51012319800101123x", identity), ("５１０１２３１９８００１０１１２３４", identity),
        ("５１０１２３１９８００１０１１２３Ｘ", identity), ("510123 19800101 1234", identity), ("510123-19800101-1234", identity), ("5101 2319 8001 0112 34", identity),
        ("510123\u{A0}19800101\u{A0}1234", identity), ("510123198001011000", identity), ("510123198013011234510123198001011234", identity),
        ("510123800101123", identity15), ("510123 800101 123", identity15), ("5.10123E+17", "\"5.10123E+17\"像被表格改了样的身份证号或银行卡号。公开内容不能有这类号码，请删除后重新发布。"),
        ("6222020000000000000", card(19)), ("6222 0200 0000 0000 000", card(19)), ("4111111111111111", card(16)), ("4111-1111-1111-1111", card(16)),
        ("电话13800000000", mobile), ("138 0000 0000", mobile), ("138-0000-0000", mobile), ("+86 13800000000", mobile), ("8613800000000", mobile),
        ("１３８００００００００", mobile), ("1380000 0000", mobile), ("住三组45号", door("三组45号")), ("3组45号附2号", door("3组45号")),
        ("青溪苑3栋2单元501室", door("2单元501室")), ("五组十二号", door("五组十二号")),
    ])
    func isFound(text: String, message: String) throws {
        #expect(try errors(text + "，来领。").contains(message))
    }

    @Test(arguments: [
        "028-0000-0003", "电话 028-0000-0011、028-0000-0012", "2026年11月5日8:00至18:00", "凭证0012号，金额 1,234,567.89 元", "〔2026〕8号", "发票号 24512000000012345678",
        "12393、12119、119", "47户，每户150元", "三组5号路灯", "二组3号机井", "全村612户1847人", "3号楼水泵", "统一社会信用代码 91510100MA6CXXXX0X", "10月5号", "第3号公告",
        "2026-10-05 2026-10-06 2026-10-07", "0.1E+3", "100000000000000000", "1234567890", "23800000000",
    ])
    func isLeftAlone(text: String) throws {
        #expect(try errors(text + "，请看。") == [])
    }

    @Test func aStreetNumberIsAsked() throws {
        let village = try TestVillage(["1村务/2026-11-03 通知.md": "请到青溪路12号办理。"])
        #expect(village.texts(.error) == [])
        #expect(village.texts(.warning) == ["2026-11-03 通知.md 第1行：像门牌号（青溪路12号）。如果是村民家的地址，请删除后重新发布；如果是单位的地址，可以留下。"])
    }

    /// Everywhere that text goes: title, file name, table cell, caption, key, ledger cell.
    @Test func isFoundEverywhere() throws {
        let number = "510123198001011234"
        for (path, text) in [
            ("1村务/2026-11-03 通知\(number).md", "停水。"), ("1村务/2026-11-03 通知.md", "标题: \(number)\n---\n停水。"),
            ("1村务/2026-11-03 通知.md", "责任人: \(number)\n---\n停水。"), ("1村务/2026-11-03 通知.md", "## \(number)\n停水。"),
            ("1村务/2026-11-03 通知.md", "|姓名|号|\n|---|---|\n|张|\(number)|"), ("1村务/2026-11-03 通知.md", "停水。\n![\(number)](图.png)"),
            ("1村务/2026-11-03 通知.md", "**\(number)**停水"), ("1村务/2026-11-03 通知.md", "[点这里](http://x/\(number)) 5101231980**01011234**"),
            ("2财务/2026-10/收支.csv", TestVillage.october("10月5日,付\(number),公益支出,,100,,,,", closing: "99900")),
            ("2财务/2026-10/收支.csv", TestVillage.october("10月5日,路灯,公益支出,,100,\(number),,,", closing: "99900")),
            ("2财务/2026-10/收支.csv", TestVillage.october("10月5日,路灯,公益支出,,100,,\(number),,", closing: "99900")),
            ("2财务/2026-10/收支.csv", TestVillage.october("10月5日,路灯,公益支出,,100,,,,\(number)", closing: "99900")),
        ] {
            let village = try TestVillage([path: text])
            let checked = village.checked()
            #expect(checked.report.messages.contains { $0.severity == .error && $0.problem == "像身份证号（18位）。" }, "\(path): \(text)")
            #expect(checked.build?.pages.isEmpty == true)
            #expect(checked.report.heldPages.isEmpty, "what was published before must go, too")
        }
    }

    /// A column that is not known is not published, so what stands in it is nobody's business but the clerk's.
    @Test func unknownColumnsStayOut() throws {
        let village = try TestVillage([
            "2财务/2026-10/收支.csv": "期初,100\n期末,0\n" + TestVillage.tail + "日期,摘要,收入,支出,身份证号\n10月5日,路灯,,100,510123198001011234\n"
        ])
        #expect(village.texts(.error) == [])
        #expect(village.texts(.warning).contains("收支.csv 第5行\"身份证号\"：不认识这一列，没有上屏。本来就不公开的话，可以不管。"))
        let build = try #require(village.checked().build)
        #expect(!build.objects.values.contains { String(decoding: $0, as: UTF8.self).contains("510123") })
    }
}
