import Content
import Foundation
import Publishing
import Testing

/// Projects, votes, points, cases, cameras and figures as a clerk writes them, and what is said when something is wrong.
struct MatterSourceTests {
    static let dated = "公布日期,2026-11-05\n审核,村务监督委员会 2026-11-04\n"
    static let road = """
        阶段,日期,完成,金额,完成比例,说明,凭证号
        村民表决,2026-06-20,是,,,,
        路基,2026-09-28,是,,,,
        浇筑,,否,,,正在做,
        预算,,,600000,72%,,
        自筹,,,84000,,,
        镇财政补助,,,516000,,,
        已付,,,320000,,,
        付款,2026-10-08,,3200,,垃圾清运,0012
        付款,2026-10-20,,316800,,首期款,
        施工,,,,,青溪建设公司,

        """
    static let books = TestVillage.october("2026-10-08,垃圾清运,公益支出,,3200.00,0012,何某,陈某,", closing: "96800.00")
    static let vote = "会议: 村民代表会议\n项目: 三组道路\n应到: 45\n实到: 38\n赞成: 36\n反对: 1\n弃权: 1\n---\n## 决定\n通过。\n"

    private func body(_ files: [String: String], _ id: String? = nil) throws -> (any PageBody)? {
        let checked = try TestVillage(files).checked()
        let pages = try #require(checked.build).pages.values.filter { id == nil || $0.envelope.id.text == id }
        let page = try #require(
            pages.first { ![.notice, .ledger].contains($0.kind) }, Comment(rawValue: checked.report.messages.map(\.text).joined(separator: "\n")))
        return page.body
    }

    @Test func aProjectFindsItsVoteAndItsMoney() throws {
        let village = try TestVillage([
            "7项目/三组道路/进度.csv": Self.dated + Self.road, "2财务/2026-10/收支.csv": Self.books, "7表决/2026-06-20 道路.md": Self.vote,
        ])
        let build = try #require(village.checked().build)
        #expect(village.texts(.error) == [])
        let board = try #require(build.pages.values.first { $0.kind == .board })
        let vote = try #require(build.pages.values.first { $0.kind == .vote })
        guard let road = board.body as? Board, let count = vote.body as? Vote else { throw Unexpected() }
        #expect(road.stages.map(\.name) == ["村民表决", "路基", "浇筑"] && road.current == 2)
        #expect(road.sources.map(\.name) == ["群众自筹", "镇财政补助"])
        #expect(road.percentDone == 72 && road.contractor == "青溪建设公司")
        #expect(road.vote == vote.envelope.id && count.project == board.envelope.id)
        #expect(road.payments.map { $0.row?.row } == ["v0012", nil], "what is in the village's books is a link into them")
        #expect(build.index.tiles[6].items.map(\.kind.rawValue).sorted() == ["board", "vote"])
        #expect(build.index.entry(board.envelope.id)?.short == "三组道路")
    }

    @Test func aContractsSumInWordsIsTheSumInFigures() throws {
        func errors(_ words: String) throws -> [String] {
            try TestVillage(["7项目/三组道路/进度.csv": Self.dated + Self.road + "预算大写,,,,,\(words)\n"]).texts(.error)
        }
        #expect(try errors("人民币陆拾万圆正") == [])
        let wrong = try errors("陆拾伍万元整")
        #expect(wrong.count == 1 && wrong[0].contains("\"陆拾伍万元整\"和预算 600000.00 对不上，应当是 陆拾万元整。"), "\(wrong)")
    }

    @Test func pointsBecomeARedList() throws {
        let table = """
            季度,2026-Q3
            公布日期,2026-10-10
            姓名,组,变动,原因
            张某明,二组,+12,修水渠
            张某明,二组,-3,乱倒垃圾
            欧阳某华,五组,９分,照顾老人
            刘某,一组,-10,违规用火
            何某秀,八组,5,巡逻
            何某秀,八组,4,开会

            """
        let village = try TestVillage(["1村务/2026-Q3 积分.csv": table, "1村务/积分办法.csv": "事项,分值\n乱倒垃圾,-3\n巡逻,+5\n"])
        let build = try #require(village.checked().build)
        let page = try #require(PageID("1/2026-q3-points").flatMap { build.pages[$0] })
        guard let points = page.body as? Points else { throw Unexpected() }
        #expect(points.households.map(\.name) == ["张＊明", "欧阳＊华", "何＊秀"])
        #expect(points.households.map(\.delta) == [9, 9, 9] && points.ranks == [1, 1, 1])
        #expect(points.households[0].deducted == -3)
        #expect(points.rules.map(\.delta) == [-3, 5])
        #expect(page.envelope.names == .masked)
        let json = String(decoding: try ContentJSON.encode(page), as: UTF8.self)
        for secret in ["张某明", "刘", "违规用火", "欧阳某华"] { #expect(!json.contains(secret), "\(secret) left the folder") }
        #expect(village.texts(.note).contains { $0.contains("1 户这一季没有加分，不上榜") })
    }

    @Test func privateMattersAreCountedAndNotRead() throws {
        let table = """
            所属期间,2026-11
            公布日期,2026-11-20
            满意率,96%
            编号,类别,事项,地点,环节,部门,期限,结果
            1,小事,路灯不亮,三组,办结,村委会,2026-11-05,已换
            2,大事,仓库漏雨,八组,交办,村民代表会议,2027-01-31,
            3,私事,刘某家的事,二组,,,,
            4,小事,护栏缺口,七组,办理,镇水务站,2026-11-15,

            """
        let village = try TestVillage(["9诉求/办件.csv": table])
        let build = try #require(village.checked().build)
        let page = try #require(PageID("9/2026-11-cases").flatMap { build.pages[$0] })
        guard let cases = page.body as? Cases else { throw Unexpected() }
        #expect(cases.rows.map(\.id) == ["c1", "c2", "c4"] && cases.privateMatters == 1 && cases.satisfied == 96)
        #expect(!String(decoding: try ContentJSON.encode(page), as: UTF8.self).contains("刘某"))
        let entry = try #require(build.index.entry(page.envelope.id))
        #expect(entry.short == "11月办结 1 件" && entry.dues?.map(\.iso) == ["2026-11-15", "2027-01-31"])
        #expect(village.texts(.warning).contains("办件.csv：1 件超期没有办结：护栏缺口。电视上会写明超期几天、哪个部门在办。"))
    }

    @Test func figuresAndBars() throws {
        guard let dash = try body(["1村务/集体经济.csv": Self.dated + "截至,2026-09-30\n指标,项目,数值,单位\n集体收入,,31.6,万元\n历年,2025年,38.2,万元\n历年,2026年,31.60,万元\n"]) as? Dash
        else { throw Unexpected() }
        #expect(dash.figures.map(\.value.text) == ["31.6"] && dash.charts.map(\.bars.count) == [2] && dash.asOf.iso == "2026-09-30")
    }

    @Test func cameras() throws {
        let table = "公布日期,2026-10-08\n授权文号,桐公技〔2026〕8号\n授权到期,2027-03-31\n授权盒子,0417、0418\n编号,地点\n1,村口\n２,河堤\n"
        guard let list = try body(["8平安/摄像头.csv": table]) as? CameraList else { throw Unexpected() }
        #expect(list.cameras.map(\.id) == ["1", "2"] && list.authorisation?.boxes == ["0417", "0418"])
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var why: String
        var file: String
        var text: String
        var message: String
        var severity = CheckMessage.Severity.error
        var testDescription: String { why }
    }

    static func points(_ row: String) -> String { "季度,2026-Q3\n公布日期,2026-10-10\n姓名,组,变动,原因\n\(row)\n" }
    static func cases(_ row: String) -> String { dated + "编号,类别,事项,地点,环节,部门,期限,结果\n\(row)\n" }
    static func changed(_ text: String, _ from: String, _ to: String) -> String { text.replacingOccurrences(of: from, with: to) }

    static let wrong: [Wrong] = [
        Wrong(
            why: "shares that are not the budget", file: "7项目/路/进度.csv", text: dated + changed(road, "84000", "80000"),
            message: "进度.csv：群众自筹+镇财政补助=596000.00，与预算 600000.00 相差 4000.00 元。请核对。"),
        Wrong(
            why: "payments that are not what was paid", file: "7项目/路/进度.csv", text: dated + changed(road, "316800", "310000"),
            message: "进度.csv：各笔付款加起来 313200.00，与已付 320000.00 相差 6800.00 元。请核对。"),
        Wrong(
            why: "a share that is none", file: "7项目/路/进度.csv", text: dated + changed(road, "72%", "快完了"),
            message: "进度.csv 第7行\"完成比例\"：\"快完了\"不是完成比例。请填 0% 到 100%，如 72%。"),
        Wrong(
            why: "a project without a day", file: "7项目/路/进度.csv", text: road,
            message: "进度.csv：没有\"公布日期\"。请在表头上面加一行，第一格写\"公布日期\"，第二格写日期，如 2026-11-05。"),
        Wrong(
            why: "done before what comes first", file: "7项目/路/进度.csv", text: dated + changed(road, "路基,2026-09-28,是", "路基,2026-09-28,否") + "验收,2026-10-01,是,,,,\n",
            message: "进度.csv：\"验收\"写的是完成了，前面的\"路基\"还没有完成。请核对\"完成\"这一列。", severity: .warning),
        Wrong(
            why: "votes that do not add up", file: "7表决/2026-06-20 道路.md", text: changed(vote, "赞成: 36", "赞成: 35"),
            message: "2026-06-20 道路.md：赞成+反对+弃权=37，与实到 38 不符。请核对票数。"),
        Wrong(
            why: "too few came", file: "7表决/2026-06-20 道路.md", text: changed(changed(vote, "实到: 38", "实到: 29"), "赞成: 36", "赞成: 27"),
            message: "2026-06-20 道路.md：实到 29 人，应到 45 人，不够开会的人数。村民代表会议要有三分之二以上的代表到会，至少 30。人数写错了请改；真的不够，要重新开会，这次的决定不算数。"),
        Wrong(
            why: "more came than could", file: "7表决/2026-06-20 道路.md", text: changed(vote, "应到: 45", "应到: 30"),
            message: "2026-06-20 道路.md：实到 38 比应到 30 还多。请核对人数。"),
        Wrong(
            why: "a count is missing", file: "7表决/2026-06-20 道路.md", text: changed(vote, "弃权: 1\n", ""),
            message: "2026-06-20 道路.md：没有写\"弃权\"。请在开头加一行：弃权: 人数。没有人的写 0。"),
        Wrong(
            why: "a meeting that cannot decide", file: "7表决/2026-06-20 道路.md", text: changed(vote, "村民代表会议", "党员大会"),
            message: "2026-06-20 道路.md 第1行\"会议\"：\"党员大会\"不是能作决定的会议。请写 村民代表会议、村民会议 或 村民会议（户代表）。"),
        Wrong(
            why: "points in words", file: "1村务/积分.csv", text: points("张某明,二组,很多,修水渠"),
            message: "积分.csv 第4行\"变动\"：\"很多\"不是分数。请填 +5 或 -3 这样的数，一次不超过100分。"),
        Wrong(
            why: "points without a reason", file: "1村务/积分.csv", text: points("张某明,二组,+5,"),
            message: "积分.csv 第4行\"原因\"：没有填原因。加分要写明为什么，如 带头修水渠3天。"),
        Wrong(
            why: "a case of no kind", file: "9诉求/办件.csv", text: cases("1,急事,路灯,三组,办理,村委会,2026-11-30,"),
            message: "办件.csv 第4行\"类别\"：\"急事\"不是类别。请填 大事、小事 或 私事。"),
        Wrong(
            why: "a step of no loop", file: "9诉求/办件.csv", text: cases("1,小事,路灯,三组,研究,村委会,2026-11-30,"),
            message: "办件.csv 第4行\"环节\"：\"研究\"不是环节。请填 上报、交办、办理、办结 或 评价。"),
        Wrong(
            why: "one number twice", file: "9诉求/办件.csv", text: cases("1,小事,路灯,三组,办理,村委会,2026-11-30,\n1,小事,水管,三组,办理,村委会,2026-11-30,"),
            message: "办件.csv 第5行\"编号\"：编号\"1\"写了两次。请改成不同的编号。"),
        Wrong(
            why: "a mobile number in a case", file: "9诉求/办件.csv", text: cases("1,小事,路灯坏了打13912345678,三组,办理,村委会,2026-11-30,"),
            message: "手机号"),
        Wrong(
            why: "cameras without a word", file: "8平安/摄像头.csv", text: "公布日期,2026-10-08\n编号,地点\n1,村口\n",
            message: "摄像头.csv：没有授权文号，电视上只写地点，不放画面。请在表头上面写\"授权文号\"和\"授权到期\"，没有就向管理单位申请。", severity: .warning),
        Wrong(
            why: "two units in one chart", file: "1村务/数据.csv", text: dated + "指标,项目,数值,单位\n收入,一月,3,万元\n收入,二月,4,元\n",
            message: "数据.csv 第5行\"单位\"：\"收入\"有两种单位：万元、元。一张图只能用一种单位。"),
    ]

    @Test(arguments: wrong) func isSaid(_ row: Wrong) throws {
        let texts = try TestVillage([row.file: row.text]).texts(row.severity)
        #expect(texts.contains { $0 == row.message || $0.contains(row.message) }, "\(texts)")
    }

    /// A slip keeps its page back and nothing else.
    @Test func theRestGoesOut() throws {
        let village = try TestVillage([
            "9诉求/办件.csv": Self.cases("1,急事,路灯,三组,办理,村委会,2026-11-30,"), "7项目/三组道路/进度.csv": Self.dated + Self.road,
        ])
        let checked = village.checked()
        #expect(checked.build?.pages.values.map(\.kind.rawValue) == ["board"])
        #expect(checked.report.items.map(\.fate.rawValue).sorted() == ["held", "published"])
    }
}
