import Content
import Testing

/// Pages of matters and figures as JSON written by hand: the format that other programs may read.
@Suite struct MatterJSONTests {
    private static func text(_ kind: String, _ body: String) -> String {
        """
        {"schema":1,"kind":"\(kind)","envelope":{"id":"7/x","title":"三组道路硬化","publisher":"青溪坝村民委员会","published":"2026-11-05",
        "phones":[],"audience":"public","names":"none"},"body":\(body)}
        """
    }

    static let board = text("board", """
        {"stages":[{"name":"村民表决","done":true,"date":"2026-06-20"},{"name":"浇筑","done":false,"note":"正在做"},{"name":"质保","done":false}],
        "percentDone":72,"budget":60000000,"sources":[{"name":"群众自筹","amount":8400000},{"name":"村公资金","amount":51600000}],
        "paid":38500000,"payments":[{"date":"2026-09-30","amount":12000000,"summary":"首期款","voucher":"0031",
        "row":{"page":"2/2026-09","row":"v0031"}}],"contractor":"青溪建设公司","vote":"7/vote","photos":[]}
        """)
    static let dash = text("dash", """
        {"figures":[{"label":"集体收入","value":3160,"unit":"万元"}],"charts":[{"title":"历年","unit":"万元","bars":[
        {"label":"2025年","value":3820},{"label":"2026年","value":3160}]}],"asOf":"2026-09-30"}
        """)
    static let points = text("points", """
        {"base":100,"rules":[{"text":"乱倒垃圾","delta":-3}],"households":[
        {"id":"a","group":"二组","name":"张＊明","merits":[{"text":"修水渠","delta":12}],"deducted":-3},
        {"id":"b","name":"刘＊","merits":[{"text":"巡逻","delta":9}],"deducted":0},
        {"id":"c","name":"周＊","merits":[{"text":"巡逻","delta":2}],"deducted":0}]}
        """)
    static let vote = text("vote", """
        {"body":"representatives","matter":"兴办公益事业","stages":[{"step":"decided","date":"2026-06-20"}],"due":45,"present":38,
        "inFavour":36,"against":1,"abstained":1,"sections":[{"heading":"决定","paragraphs":["通过。"]}],"project":"7/road"}
        """)
    static let cases = text("cases", """
        {"rows":[{"id":"c1","number":"1","triage":"minor","matter":"路灯不亮","place":"三组","step":"closed","due":"2026-11-05","result":"已换"},
        {"id":"c2","triage":"major","matter":"仓库漏雨","step":"assigned","department":"村民代表会议","due":"2026-11-15"}],
        "privateMatters":2,"averageTenthDays":35,"satisfied":96}
        """)
    static let cameras = text("cameras", """
        {"cameras":[{"id":"1","place":"村口"},{"id":"2","place":"河堤"}],
        "authorisation":{"number":"桐公技〔2026〕8号","expires":"2027-03-31","boxes":["0417"]},
        "repair":{"label":"报修电话","number":"028-0000-0009"}}
        """)

    private func page(_ text: String) throws -> Page {
        let page = try ContentJSON.decode(Page.self, from: text.utf8)
        #expect(try ContentJSON.decode(Page.self, from: ContentJSON.encode(page)) == page)
        return page
    }

    @Test func aProject() throws {
        guard let board = try page(Self.board).body as? Board else { throw Unexpected() }
        #expect(board.current == 1 && !board.isFinal)
        #expect(board.sources.map(\.amount.grouped) == ["84,000.00", "516,000.00"])
        #expect(board.payments[0].row?.row == "v0031")
    }

    @Test func figures() throws {
        guard let dash = try page(Self.dash).body as? Dash else { throw Unexpected() }
        #expect(dash.charts[0].bars.map(\.value.text) == ["38.2", "31.6"])
        #expect(
            [0, 5, 50, 100, 184_700, 123_456_789].map { Quantity(hundredths: $0).text } == ["0", "0.05", "0.5", "1", "1,847", "1,234,567.89"])
    }

    @Test func theRedList() throws {
        guard let points = try page(Self.points).body as? Points else { throw Unexpected() }
        #expect(points.households.map { points.total($0) } == [109, 109, 102])
        #expect(points.ranks == [1, 1, 3], "equal totals share a rank, and the next counts both")
    }

    struct Count: Sendable, CustomTestStringConvertible {
        var why: String
        var body: Vote.Body
        var due: Int, present: Int, inFavour: Int
        var quorum: Int
        var passed: Bool
        var testDescription: String { why }
    }

    /// 村民委员会组织法 art. 22 and 26, worked out by hand.
    @Test(arguments: [
        Count(why: "38 of 45 representatives", body: .representatives, due: 45, present: 38, inFavour: 36, quorum: 30, passed: true),
        Count(why: "exactly two thirds", body: .representatives, due: 45, present: 30, inFavour: 16, quorum: 30, passed: true),
        Count(why: "one short of two thirds", body: .representatives, due: 45, present: 29, inFavour: 29, quorum: 30, passed: false),
        Count(why: "two thirds of 46 is 30.7", body: .representatives, due: 46, present: 30, inFavour: 30, quorum: 31, passed: false),
        Count(why: "half of those present is not more than half", body: .representatives, due: 45, present: 38, inFavour: 19, quorum: 30, passed: false),
        Count(why: "adults: more than half", body: .villagers, due: 1_000, present: 501, inFavour: 251, quorum: 501, passed: true),
        Count(why: "adults: half is too few", body: .villagers, due: 1_000, present: 500, inFavour: 500, quorum: 501, passed: false),
        Count(why: "households: two thirds", body: .households, due: 76, present: 51, inFavour: 26, quorum: 51, passed: true),
    ])
    func votes(_ row: Count) throws {
        let vote = Vote(
            body: row.body, due: row.due, present: row.present, inFavour: row.inFavour, against: row.present - row.inFavour, abstained: 0)
        try vote.validate()
        #expect(vote.quorum == row.quorum)
        #expect(vote.passed == row.passed)
    }

    @Test func aVote() throws {
        guard let vote = try page(Self.vote).body as? Vote else { throw Unexpected() }
        #expect(vote.passed && vote.date(of: .decided)?.iso == "2026-06-20" && vote.date(of: .proposed) == nil)
    }

    @Test func whatPeopleAskedFor() throws {
        let page = try page(Self.cases)
        guard let cases = page.body as? Cases else { throw Unexpected() }
        #expect(cases.received == 4 && cases.closed == 1)
        #expect(page.dues?.map(\.iso) == ["2026-11-15"], "what is closed promises nothing any more")
        let late = try #require(cases.row("c2"))
        #expect(late.daysOverdue(on: try #require(Day(iso: "2026-11-15"))) == nil, "the last day is on time")
        #expect(late.daysOverdue(on: try #require(Day(iso: "2026-11-22"))) == 7)
        #expect(cases.row("c1")?.daysOverdue(on: try #require(Day(iso: "2026-11-22"))) == nil)
    }

    @Test func camerasNeedAWord() throws {
        guard var list = try page(Self.cameras).body as? CameraList else { throw Unexpected() }
        let day = try #require(Day(iso: "2027-03-31"))
        #expect(list.refusal(box: "0417", today: day) == nil)
        #expect(list.refusal(box: "0417", today: day.adding(days: 1)) == .expired(day))
        #expect(list.refusal(box: "0999", today: day) == .otherBox)
        #expect(list.refusal(box: "0417", today: nil) == .unknownDay)
        list.authorisation = nil
        #expect(list.refusal(box: "0417", today: day) == .notAuthorised)
    }

    struct Hostile: Sendable, CustomTestStringConvertible {
        var why: String
        var text: String
        var from: String
        var to: String
        var testDescription: String { why }
    }

    static let hostile: [Hostile] = [
        Hostile(why: "shares that are not the budget", text: board, from: "8400000", to: "8400001"),
        Hostile(why: "more than all done", text: board, from: "\"percentDone\":72", to: "\"percentDone\":101"),
        Hostile(why: "no stages", text: text("board", "{\"stages\":[],\"sources\":[],\"payments\":[],\"photos\":[]}"), from: "", to: ""),
        Hostile(why: "four figures", text: text("dash", "{\"figures\":[\(Array(repeating: "{\"label\":\"a\",\"value\":1,\"unit\":\"b\"}", count: 4).joined(separator: ","))],\"charts\":[],\"asOf\":\"2026-09-30\"}"), from: "", to: ""),
        Hostile(why: "a chart without bars", text: dash, from: "{\"label\":\"2025年\",\"value\":3820},{\"label\":\"2026年\",\"value\":3160}", to: ""),
        Hostile(why: "a bar below nothing", text: dash, from: "\"value\":3820", to: "\"value\":-1"),
        Hostile(why: "a household that lost points", text: points, from: "\"delta\":2}", to: "\"delta\":-2}"),
        Hostile(why: "a list out of order", text: points, from: "\"delta\":9}", to: "\"delta\":90}"),
        Hostile(why: "one household twice", text: points, from: "\"id\":\"b\"", to: "\"id\":\"a\""),
        Hostile(why: "votes that do not add up", text: vote, from: "\"against\":1", to: "\"against\":2"),
        Hostile(why: "more came than could", text: vote, from: "\"due\":45", to: "\"due\":37"),
        Hostile(why: "a meeting that decides nothing", text: vote, from: "representatives", to: "party"),
        Hostile(why: "one case twice", text: cases, from: "\"id\":\"c2\"", to: "\"id\":\"c1\""),
        Hostile(why: "a private case", text: cases, from: "\"triage\":\"minor\"", to: "\"triage\":\"private\""),
        Hostile(why: "more than all content", text: cases, from: "\"satisfied\":96", to: "\"satisfied\":960"),
        Hostile(why: "a camera that names a device", text: cameras, from: "\"id\":\"1\"", to: "\"id\":\"/dev/video0\""),
        Hostile(why: "one camera twice", text: cameras, from: "\"id\":\"2\"", to: "\"id\":\"1\""),
    ]

    @Test(arguments: hostile)
    func refuses(_ row: Hostile) {
        let text = row.from.isEmpty ? row.text : row.text.split(separator: row.from, omittingEmptySubsequences: false).joined(separator: row.to)
        #expect(throws: ContentError.self) { try ContentJSON.decode(Page.self, from: text.utf8) }
    }

    @Test func aWarning() throws {
        let text = """
            {"id":"flood","revision":2,"level":"red","kind":"山洪","issuer":"桐林镇人民政府","issued":"2026-11-22T11:30:00Z",
            "until":"2026-11-22T15:30:00Z","headline":["六组、七组","立即转移到村小学"],"details":["别走河边的路。"],
            "phones":[{"label":"镇值班","number":"028-0000-0001"}]}
            """
        let warning = try ContentJSON.decode(Emergency.self, from: text.utf8)
        try warning.validate()
        #expect(warning.isActive(at: Instant(iso: "2026-11-22T15:29:59Z")) && !warning.isActive(at: Instant(iso: "2026-11-22T15:30:00Z")))
        #expect(warning.isActive(at: nil), "without a clock it goes on")
        for (from, to) in [("[\"六组、七组\",\"立即转移到村小学\"]", "[]"), ("别走河边的路。", String(repeating: "长", count: 45)), ("15:30:00", "11:30:00")] {
            let wrong = try ContentJSON.decode(
                Emergency.self, from: text.split(separator: from, omittingEmptySubsequences: false).joined(separator: to).utf8)
            #expect(throws: ContentError.self) { try wrong.validate() }
        }
    }

    private struct Unexpected: Error {}
}
