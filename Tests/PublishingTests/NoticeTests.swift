import Content
import Foundation
import Publishing
import Testing

/// Texts as people type them, with Markdown and without.
struct NoticeTests {
    private func blocks(_ text: String, name: String = "1村务/2026-11-03 通知.md") throws -> [Notice.Block] {
        try TestVillage([name: text]).notice().notice.blocks
    }

    private func table(_ columns: [String], _ rows: [[String]], title: String? = nil) -> Notice.Block {
        .table(Notice.Table(title: title, columns: columns, rows: rows))
    }

    static let texts: [(why: String, text: String, blocks: [Notice.Block])] = [
        ("plain lines are paragraphs", "第一段。\n第二段。", [.paragraph("第一段。"), .paragraph("第二段。")]),
        ("a signature does not run into the date", "请知悉。\n青溪坝村民委员会\n2026年11月3日", [.paragraph("请知悉。"), .paragraph("青溪坝村民委员会"), .paragraph("2026年11月3日")]),
        ("an editor's wrapped line is one paragraph",
            "因镇自来水厂更换主管道，本村一组、二组、三组和五组将于十一月二十四日上午八点起\n停水，到下午六点恢复。",
            [.paragraph("因镇自来水厂更换主管道，本村一组、二组、三组和五组将于十一月二十四日上午八点起停水，到下午六点恢复。")]),
        ("an indent of two full-width spaces", "　　因为停水。\n　　请蓄水。", [.paragraph("因为停水。"), .paragraph("请蓄水。")]),
        ("CRLF and blank lines", "一。\r\n\r\n\r\n二。\r\n", [.paragraph("一。"), .paragraph("二。")]),
        ("headings", "## 时间\n明天。\n# 地点 #\n广场。\n＃ 全角\n人。", [.heading("时间"), .paragraph("明天。"), .heading("地点"), .paragraph("广场。"), .heading("全角"), .paragraph("人。")]),
        ("lists keep their numbers", "1. 户口簿\n2、身份证\n（三）照片\n- 一寸\n* 两张", [.paragraph("1. 户口簿"), .paragraph("2、身份证"), .paragraph("（三）照片"), .paragraph("· 一寸"), .paragraph("· 两张")]),
        ("marks fall away", "**重要**：*今天*停水，`8:00`起，~~不~~，[详情](http://a.b/c)。", [.paragraph("重要：今天停水，8:00起，不，详情。")]),
        ("marks that are none stay", "3*4=12，张*明，a_b_c，5 < 6，价格*另议，1~2天，【公告】[2026]8号", [.paragraph("3*4=12，张*明，a_b_c，5 < 6，价格*另议，1~2天，【公告】[2026]8号")]),
        ("escapes", "\\*不是重点\\*，\\# 不是标题", [.paragraph("*不是重点*，# 不是标题")]),
        ("tags of pasted pages", "停水<br>请<b>蓄水</b>。", [.paragraph("停水请蓄水。")]),
        ("a rule is nothing", "一。\n\n---\n\n二。\n***\n三。", [.paragraph("一。"), .paragraph("二。"), .paragraph("三。")]),
        ("a rule right below the first lines ends no head", "今天停水。\n---\n明天来水。", [.paragraph("今天停水。"), .paragraph("明天来水。")]),
        ("a table with a head", "| 时间 | 地点 |\n|---|:--:|\n| 8:00 | 广场 |", [.table(.init(columns: ["时间", "地点"], rows: [["8:00", "广场"]]))]),
        ("a table without its line of dashes", "|8:00|广场|\n|9:00|学校|", [.table(.init(rows: [["8:00", "广场"], ["9:00", "学校"]]))]),
        ("a table with an empty head", "| | |\n|---|---|\n|8:00|广场|", [.table(.init(rows: [["8:00", "广场"]]))]),
        ("a heading right above is the title", "## 值班\n\n|8:00|赵某|", [.table(.init(title: "值班", rows: [["8:00", "赵某"]]))]),
        ("short rows are filled", "|a|b|c|\n|---|---|---|\n|1|\n|1|2|3|", [.table(.init(columns: ["a", "b", "c"], rows: [["1", "", ""], ["1", "2", "3"]]))]),
        ("full-width bars, escaped bars", "｜一｜二｜\n|---|---|\n|1\\|2|3|", [.table(.init(columns: ["一", "二"], rows: [["1|2", "3"]]))]),
        ("cells pasted from a spreadsheet", "安排如下：\n时间\t地点\n8:00\t广场\n请准时。", [.paragraph("安排如下："), .table(.init(columns: ["时间", "地点"], rows: [["8:00", "广场"]])), .paragraph("请准时。")]),
    ]

    @Test(arguments: texts.indices) func reads(index: Int) throws {
        let one = Self.texts[index]
        #expect(try blocks(one.text) == one.blocks, "\(one.why)")
    }

    /// Marks that find no partner are looked for once, not once for every mark: a long text of nothing else comes back.
    @Test(arguments: ["[", "*a", "_ ", "`", "<", "**a", "~~", "](", "![", "\\[", "[a](", "<b"]) func marksWithoutPartners(mark: String) throws {
        let text = "一。" + String(repeating: mark, count: 100_000 / mark.count)
        _ = try TestVillage(["1村务/2026-11-03 通知.md": text]).checked()
    }

    @Test func aTableAsLongAsARegisterIsNone() throws {
        let village = try TestVillage(["1村务/2026-11-03 名单.md": "如下：\n|组|户|\n|---|---|\n" + String(repeating: "|一组|1|\n", count: 301)])
        #expect(village.texts(.error) == ["2026-11-03 名单.md 第2行：表格有302行，太长了。请做成 CSV 表格，或者拆开。"])
    }

    @Test func theHeadFillsTheEnvelope() throws {
        let village = try TestVillage([
            "1村务/2026-11-03 停水.md": """
                标题： 停水通知
                责任人:赵某
                审核: 村务监督委员会 2026年11月2日
                监督电话: 028-0000-0003、镇纪委 028-0000-0002
                公布单位: 桐林镇自来水厂
                异议期至: 2026.11.20
                下屏日期: 2026年11月30日
                范围: 村委会
                更正: 原来写的是11月23日
                ----
                # 停水通知

                明天停水。
                """
        ])
        let (envelope, notice) = try village.notice()
        #expect(village.texts(.warning) == [])
        #expect(envelope.title == "停水通知")
        #expect(envelope.publisher == "桐林镇自来水厂")
        #expect(envelope.responsible == "赵某")
        #expect(envelope.reviewedBy == Envelope.Review(body: "村务监督委员会", date: Day(iso: "2026-11-02")))
        #expect(envelope.phones == [.init(label: "监督电话", number: "028-0000-0003"), .init(label: "镇纪委", number: "028-0000-0002")])
        #expect(envelope.objectionsUntil == Day(iso: "2026-11-20") && envelope.expires == Day(iso: "2026-11-30"))
        #expect(envelope.audience == .hall)
        #expect(envelope.correction == "原来写的是11月23日")
        #expect(notice.blocks == [.paragraph("明天停水。")], "the title is not said twice")
        let entry = try #require(village.checked().build).index.tiles[0].items[0].pages[0]
        #expect(entry.short == "停水" && entry.audience == .hall && entry.expires == envelope.expires)
    }

    /// Other programs open a head with ---; an input method makes —— of ---.
    @Test(arguments: ["---\n标题: 甲\n---\n文。", "标题: 甲\n——\n文。", "标题：甲\n\n---\n文。", "\u{FEFF}标题: 甲\n- - -\n文。"])
    func headsOfOtherForms(text: String) throws {
        let (envelope, notice) = try TestVillage(["1村务/2026-11-03 通知.txt": text]).notice()
        #expect(envelope.title == "甲")
        #expect(notice.blocks == [.paragraph("文。")])
    }

    @Test func theFirstHeadingServesAsTitle() throws {
        let (envelope, notice) = try TestVillage(["1村务/2026-11-03 通知.md": "# 停水了\n明天。"]).notice()
        #expect(envelope.title == "停水了" && notice.blocks == [.paragraph("明天。")])
        let plain = try TestVillage(["1村务/2026-11-03 停水.md": "## 时间\n明天。"]).notice()
        #expect(plain.envelope.title == "停水" && plain.notice.blocks.count == 2)
    }

    /// The address does not change when the text, the folder or the format does; it does not contain what the file is called.
    @Test func theAddressStays() throws {
        func id(_ name: String, _ text: String) throws -> String { try TestVillage([name: text]).notice().envelope.id.text }
        let first = try id("1村务/2026-11-03 停水通知.md", "明天停水。")
        #expect(first.hasPrefix("1/2026-11-03-") && first.utf8.allSatisfy { $0 < 0x80 })
        #expect(try id("1村务/2026-11-03 停水通知.txt", "标题: 后天停水\n---\n后天停水。") == first)
        #expect(try id("1村务/公告/20261103停水通知.md", "明天停水。") == first)
        #expect(try id("1村务/2026-11-03 停电通知.md", "明天停水。") != first)
    }

    @Test func twoOfOneName() throws {
        let village = try TestVillage(["1村务/2026-11-03 停水.md": "甲。", "1村务/2026-11-03停水.txt": "乙。"])
        #expect(village.texts(.error) == ["2026-11-03停水.txt：同一天有两个同名的文件。请改一个名字，或者删掉多余的。"])
        #expect(village.checked().build?.pages.count == 1)
    }

    @Test func expiredOnesLeave() throws {
        let village = try TestVillage([
            "1村务/2026-11-01 昨天为止.md": "下屏日期: 2026-11-21\n---\n甲。", "1村务/2026-11-01 今天为止.md": "下屏日期: 2026-11-22\n---\n乙。",
        ])
        #expect(village.checked().build?.pages.values.map(\.envelope.title) == ["今天为止"])
        #expect(village.checked().report.items.map(\.fate.rawValue) == ["published", "expired"])
    }

    @Test func newestFirst() throws {
        let village = try TestVillage(["1村务/2026-11-01 甲.md": "甲。", "1村务/2026-11-20 乙.md": "乙。", "1村务/2026-11-10 丙.md": "丙。"])
        #expect(try #require(village.checked().build).index.tiles[0].items.map(\.title) == ["乙", "丙", "甲"])
    }
}
