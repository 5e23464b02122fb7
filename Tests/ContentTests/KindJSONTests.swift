import Content
import Testing

/// One example of each kind, written by hand: the format that other programs may read.
@Suite struct KindJSONTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var kind: PageKind
        var body: String
        /// The same with something that must not be shown, and why.
        var hostile: [(why: String, from: String, to: String)] = []
        var testDescription: String { kind.rawValue }

        var json: String { Self.json(kind, body) }

        static func json(_ kind: PageKind, _ body: String) -> String {
            """
            {"schema":1,"kind":"\(kind.rawValue)","envelope":{"id":"5/x","title":"例","publisher":"青溪坝村民委员会","published":"2026-11-05",
            "phones":[],"audience":"public","names":"none"},"body":\(body)}
            """
        }
    }

    static let examples = [
        Example(
            kind: .directory,
            body: """
                {"people":[{"id":"p1","name":"唐某","post":"文书","duties":["财务公开","合同台账"],"phone":"028-0000-0005","hours":"工作日 9:00—17:00",
                "backup":"周某","guides":[{"page":"4/low","title":"低保怎么申请"}]},
                {"id":"p2","name":"杨某","post":"一组组长","duties":[],"group":"一组","guides":[]}]}
                """, hostile: [("one id twice", "\"id\":\"p2\"", "\"id\":\"p1\""), ("a link out of the village", "4/low", "../low")]),
        Example(
            kind: .guide,
            body: """
                {"mode":"agent","conditions":["户籍在本村"],"materials":["户口簿","身份证"],"steps":[{"name":"申请","who":"本人","time":"当天"},
                {"name":"受理","who":"镇便民中心","place":"一楼3号窗口","time":"1个工作日"}],"contacts":[{"name":"王某","post":"村代办员",
                "phone":"028-0000-0007"}],"limit":"20个工作日","fee":"不收费","place":"村便民服务室","phone":"028-0000-0007",
                "basis":"《社会救助暂行办法》","sections":[{"title":"注意","paragraphs":["每年复核。"]}]}
                """, hostile: [("a way that nobody knows", "\"agent\"", "\"ghost\"")]),
        Example(
            kind: .charter,
            body: """
                {"preamble":["为了把村里的事办好。"],"articles":[{"id":"a1","number":"第一条","chapter":"第一章 邻里","text":"邻里和睦。"},
                {"id":"a2","number":"第二条","text":"不乱倒垃圾。"}],"effective":"2024-01-01","filed":"桐林镇人民政府"}
                """, hostile: [("one article twice", "\"id\":\"a2\"", "\"id\":\"a1\""), ("no such day", "2024-01-01", "2024-02-30")]),
        Example(
            kind: .register,
            body: """
                {"columns":[{"title":"姓名","kind":"name"},{"title":"组","kind":"text"},{"title":"金额","kind":"number"}],
                "rows":[{"id":"r1","cells":["张＊明","二组","860.00"],"surname":"张"},{"id":"r2","cells":["刘＊","一组",""]}],
                "groupColumn":1,"basis":"《最低生活保障审核确认办法》"}
                """,
            hostile: [
                ("one row id twice", "\"id\":\"r2\"", "\"id\":\"r1\""), ("a row with a cell too few", "\"一组\",\"\"", "\"一组\""),
                ("a group column that is not there", "\"groupColumn\":1", "\"groupColumn\":3"), ("a column of no kind", "\"number\"", "\"money\""),
            ]),
        Example(
            kind: .catalogue,
            body: """
                {"lessons":[{"id":"l327","issue":"327","title":"秸秆还田怎么做","minutes":12,"link":"https://tonglin.example/w/327"},
                {"id":"l326","issue":"326","title":"老人防诈骗"}]}
                """,
            hostile: [
                ("one lesson twice", "\"id\":\"l326\"", "\"id\":\"l327\""), ("a link that is no https address", "https://", "javascript:"),
            ]),
        Example(
            kind: .album,
            body: """
                {"photos":[{"picture":{"object":"\(String(repeating: "a", count: 64))","width":1600,"height":1200,"caption":"新修的文化广场"},
                "date":"2026-10-18"},{"picture":{"object":"\(String(repeating: "b", count: 64))","width":900,"height":1200}}]}
                """,
            hostile: [("one photo twice", String(repeating: "b", count: 64), String(repeating: "a", count: 64))]),
    ]

    @Test(arguments: examples) func reads(_ example: Example) throws {
        let page = try ContentJSON.decode(Page.self, from: example.json.utf8)
        #expect(page.kind == example.kind)
        #expect(page.body != nil)
        #expect(try ContentJSON.decode(Page.self, from: ContentJSON.encode(page)) == page)
    }

    @Test(arguments: examples) func refuses(_ example: Example) throws {
        for row in example.hostile {
            let text = example.json.split(separator: row.from, omittingEmptySubsequences: false).joined(separator: row.to)
            #expect(text != example.json, "\(row.why)")
            #expect(throws: ContentError.self, "\(row.why)") { try ContentJSON.decode(Page.self, from: text.utf8) }
        }
    }

    @Test func keepsWhatItRead() throws {
        func body(_ kind: PageKind) throws -> (any PageBody)? {
            try ContentJSON.decode(Page.self, from: #require(Self.examples.first { $0.kind == kind }).json.utf8).body
        }
        guard let directory = try body(.directory) as? PeopleDirectory, let guide = try body(.guide) as? Guide,
            let charter = try body(.charter) as? Charter, let register = try body(.register) as? Register,
            let catalogue = try body(.catalogue) as? Catalogue, let album = try body(.album) as? Album
        else {
            Issue.record("a kind reads as another")
            return
        }
        #expect(directory.people[0].guides.map(\.page.text) == ["4/low"] && directory.person(named: "杨某")?.group == "一组")
        #expect(guide.mode == .agent && guide.steps[1].place == "一楼3号窗口" && guide.sections[0].paragraphs == ["每年复核。"])
        #expect(charter.effective?.iso == "2024-01-01" && charter.articles.map(\.number) == ["第一条", "第二条"])
        #expect(register.row("r1")?.cells == ["张＊明", "二组", "860.00"] && register.columns.map(\.kind) == [.name, .text, .number])
        #expect(catalogue.lessons[0].minutes == 12 && catalogue.lessons[1].link == nil)
        #expect(album.photos[0].picture.caption == "新修的文化广场" && album.photos[1].date == nil)
    }

    @Test func aRegisterHasABound() {
        func row(_ number: Int) -> Register.Row { Register.Row(id: "r\(number)", cells: ["x"]) }
        let fits = Register(columns: [.init("名称")], rows: (0..<Register.rowLimit).map(row))
        #expect(throws: Never.self) { try fits.validate() }
        let over = Register(columns: [.init("名称")], rows: (0...Register.rowLimit).map(row))
        #expect(throws: ContentError.self) { try over.validate() }
    }
}
