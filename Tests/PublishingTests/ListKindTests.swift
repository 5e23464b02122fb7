import Content
import Foundation
import Publishing
import Testing

/// Directories, guides, charters, lists, lessons and albums: from the clerk's file to the page, and what the clerk is told.
@Suite struct ListKindTests {
    static let head = "公布日期,2026-11-05\n"

    static func page(_ file: String, _ text: String, _ also: [String: String] = [:]) throws -> Page {
        let village = try TestVillage(also.merging([file: text]) { $1 })
        let checked = village.checked()
        let tile = try #require(file.first?.wholeNumberValue)
        return try #require(
            checked.build?.pages.values.first { $0.envelope.id.tile == tile },
            Comment(rawValue: checked.report.messages.map(\.text).joined(separator: "\n")))
    }

    // MARK: Directory

    static let people = head + """
        姓名,职务,分管,办公电话,坐班时间,组,代替人
        唐某,文书,财务公开；合同台账,028-0000-0005,工作日 9:00—17:00,,周某
        周某,妇女主任,医保社保,028-0000-0007,,,
        杨某,一组组长,,,,一组,
        """

    @Test func readsADirectory() throws {
        let page = try Self.page("5找人/干部分工.csv", Self.people)
        guard let directory = page.body as? PeopleDirectory else { throw Unexpected() }
        #expect(directory.people.map(\.name) == ["唐某", "周某", "杨某"])
        #expect(directory.people[0].duties == ["财务公开", "合同台账"])
        #expect(directory.people[0].backup == "周某" && directory.people[2].group == "一组" && directory.people[2].phone == nil)
        #expect(page.envelope.title == "干部分工" && page.envelope.names == .full && page.envelope.published.iso == "2026-11-05")
    }

    @Test func linksPeopleToTheirGuides() throws {
        let village = try TestVillage(["5找人/干部分工.csv": Self.people, "4办事/低保申请.md": Self.guide])
        let pages = try #require(village.checked().build).pages.values
        let guide = try #require(pages.first { $0.kind == .guide })
        let directory = try #require(pages.first { $0.kind == .directory })
        guard let body = directory.body as? PeopleDirectory else { throw Unexpected() }
        #expect(body.people.map { $0.guides.map(\.page) } == [[], [guide.envelope.id], []])
        #expect(body.people[1].guides[0].title == "低保怎么申请")
    }

    // MARK: Guide

    static let guide = """
        标题: 低保怎么申请
        公布日期: 2026-09-01
        方式: 代办
        时限: 20个工作日
        收费: 不收费
        地点: 村便民服务室
        依据: 《社会救助暂行办法》
        ---
        ## 一、申请条件

        1. 户籍在本村。
        2、收入低于标准。

        ## 材料

        - 户口簿
        （2）身份证

        ## 办理流程

        | 步骤 | 谁办 | 时间 |
        |---|---|---|
        | 申请 | 本人 | 当天 |
        | 受理 | 镇便民中心 | 1个工作日 |

        ## 找谁

        周某，村代办员，028-0000-0007。

        ## 要注意

        每年复核一次。
        """

    @Test func readsAGuide() throws {
        let page = try Self.page("4办事/低保申请.md", Self.guide)
        guard let guide = page.body as? Guide else { throw Unexpected() }
        #expect(guide.mode == .agent && guide.limit == "20个工作日" && guide.fee == "不收费" && guide.basis == "《社会救助暂行办法》")
        #expect(guide.conditions == ["户籍在本村。", "收入低于标准。"], "the screen numbers its lists itself")
        #expect(guide.materials == ["户口簿", "身份证"])
        #expect(guide.steps == [.init(name: "申请", who: "本人", time: "当天"), .init(name: "受理", who: "镇便民中心", time: "1个工作日")])
        #expect(guide.contacts == [.init(name: "周某", post: "村代办员", phone: "028-0000-0007")])
        #expect(guide.sections == [.init(title: "要注意", paragraphs: ["每年复核一次。"])])
    }

    @Test func stepsMayBeLines() throws {
        let text = "公布日期: 2026-09-01\n---\n## 材料\n\n1. 身份证\n\n## 流程\n\n1. 受理：镇便民中心，1个工作日\n2. 发证\n"
        guard let guide = try Self.page("4办事/证明.md", text).body as? Guide else { throw Unexpected() }
        #expect(guide.steps == [.init(name: "受理", who: "镇便民中心", time: "1个工作日"), .init(name: "发证")])
    }

    // MARK: Charter

    static let charter = """
        公布日期: 2024-03-01
        施行日期: 2024年3月1日
        备案: 桐林镇人民政府
        ---
        # 青溪坝村村规民约

        经村民会议讨论，定下这些规矩。

        ## 第一章 邻里

        第一条 邻里互相帮忙。

        第二条　有了争执先找组长。
        两边都不服的，村里陪着去镇上。

        ## 第二章 环境

        第十三条：垃圾分干湿。
        """

    @Test func readsACharter() throws {
        let page = try Self.page("1村务/村规民约.md", Self.charter)
        guard let charter = page.body as? Charter else { throw Unexpected() }
        #expect(page.envelope.title == "青溪坝村村规民约")
        #expect(charter.preamble == ["经村民会议讨论，定下这些规矩。"])
        #expect(charter.articles.map(\.number) == ["第一条", "第二条", "第十三条"])
        #expect(charter.articles.map(\.chapter) == ["第一章 邻里", "第一章 邻里", "第二章 环境"])
        #expect(charter.articles[1].text == "有了争执先找组长。\n两边都不服的，村里陪着去镇上。")
        #expect(charter.articles[2].text == "垃圾分干湿。")
        #expect(charter.effective?.iso == "2024-03-01" && charter.filed == "桐林镇人民政府")
    }

    @Test func aNoticeThatQuotesTheLawIsANotice() throws {
        let text = "依照《森林防火条例》的两条：\n\n第二十五条 森林防火期内，禁止在森林防火区野外用火。\n\n第五十条 违反规定的，依法处理。\n"
        #expect(try Self.page("1村务/2026-11-03 森林防火.md", text).kind == .notice)
    }

    // MARK: Register

    static let list = """
        公布日期,2026-11-20
        下屏日期,2026-12-12
        依据,《最低生活保障审核确认办法》
        序号,户主,组,人数,每月金额,起始日期,备注
        1,张某明,二组,2,860,2026-10-01,
        2,欧阳某华,五组,1,520.5,2026.11.1,
        合计,,,3,1380.5,,
        """

    @Test func readsARegister() throws {
        let page = try Self.page("6名单/2026-Q4 低保公示.csv", Self.list)
        guard let register = page.body as? Register else { throw Unexpected() }
        #expect(register.columns.map(\.title) == ["户主", "组", "人数", "每月金额", "起始日期", "备注"], "the screen numbers its rows itself")
        #expect(register.columns.map(\.kind) == [.name, .text, .number, .number, .text, .text])
        #expect(register.rows.map(\.cells) == [
            ["张＊明", "二组", "2", "860.00", "2026年10月1日", ""], ["欧阳＊华", "五组", "1", "520.50", "2026年11月1日", ""],
        ])
        #expect(register.rows.map(\.surname) == ["张", "欧阳"])
        #expect(register.groupColumn == 1 && register.basis == "《最低生活保障审核确认办法》")
        #expect(page.envelope.names == .masked && page.envelope.period == .quarter(year: 2026, quarter: 4))
        #expect(page.envelope.id.text.hasPrefix("6/2026-q4-"))
    }

    @Test func noBundleCarriesAFullName() throws {
        let village = try TestVillage(["6名单/低保公示.csv": Self.list])
        let build = try #require(village.checked().build)
        for bytes in build.objects.values {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("张某明") && !text.contains("欧阳某华"))
        }
    }

    @Test func fullNamesNeedABasisAndAnEnd() throws {
        let full = "姓名显示,全名\n" + Self.list
        guard let register = try Self.page("6名单/低保公示.csv", full).body as? Register else { throw Unexpected() }
        #expect(register.rows[0].cells[0] == "张某明")
        let bare = full.replacing("依据,《最低生活保障审核确认办法》\n", with: "")
        #expect(try TestVillage(["6名单/低保公示.csv": bare]).texts(.error).contains {
            $0.hasPrefix("低保公示.csv 第1行\"姓名显示\"：写全名要有法律依据。")
        })
    }

    @Test func thingsAreNotMasked() throws {
        let text = Self.head + """
            名称,类型,位置,承租方,租金
            集体林地,资源,六组,青溪林业专业合作社,12000元/年
            二组鱼塘,资源,二组,张某明,6800元/年
            老仓库,资产,八组,闲置,
            """
        let page = try Self.page("6名单/集体资产.csv", text)
        guard let register = page.body as? Register else { throw Unexpected() }
        #expect(register.rows.map { $0.cells[3] } == ["青溪林业专业合作社", "张＊明", "闲置"])
        #expect(register.groupColumn == 1, "by class where there are no groups")
        #expect(page.envelope.expires == nil, "no persons, no end")
    }

    @Test func quartersOfAListAreOneItem() throws {
        let village = try TestVillage(["6名单/2026-Q4 低保公示.csv": Self.list, "6名单/2026-Q3 低保公示.csv": Self.list])
        let items = try #require(village.checked().build).index.tiles[5].items
        #expect(items.map(\.title) == ["低保公示"])
        #expect(items[0].pages.map { $0.period?.text } == ["2026-Q4", "2026-Q3"])
    }

    // MARK: Catalogue

    @Test func readsACatalogue() throws {
        let text = Self.head + "期号,标题,分钟,文件\n326,老人防诈骗,9分钟,\n327,秸秆还田怎么做,12,https://tonglin.example/w/327\n"
        guard let catalogue = try Self.page("3党务/课程.csv", text).body as? Catalogue else { throw Unexpected() }
        #expect(catalogue.lessons.map(\.issue) == ["327", "326"], "newest first")
        #expect(catalogue.lessons.map(\.minutes) == [12, 9])
        #expect(catalogue.lessons[0].link == "https://tonglin.example/w/327")
    }

    // MARK: Album

    @Test func readsAnAlbum() throws {
        let folder = DemoVillageTests.folder + "/1村务/2026-10-28 秋天的青溪坝图集/"
        func photo(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: folder + name))) }
        let village = try TestVillage([
            "1村务/2026-10-28 秋天图集/说明.csv": "文件,说明,日期\nb.jpg,石桥,2026-10-18\na.jpg,广场,10.12\n",
            "照片核对.csv": "文件,核对人,日期\n1村务/2026-10-28 秋天图集/a.jpg,蒋某,2026-10-27\n1村务/2026-10-28 秋天图集/b.jpg,蒋某,2026-10-27\n"
                + "1村务/2026-10-28 秋天图集/IMG_0007.jpg,蒋某,2026-10-27\n",
        ])
        try village.write("1村务/2026-10-28 秋天图集/a.jpg", bytes: photo("文化广场，地面换成了透水砖.jpg"))
        try village.write("1村务/2026-10-28 秋天图集/b.jpg", bytes: photo("青溪和石桥，桥栏杆新修过.jpg"))
        try village.write("1村务/2026-10-28 秋天图集/IMG_0007.jpg", bytes: photo("村口的黄葛树，去年支了架子.jpg"))
        try village.write("1村务/2026-10-28 秋天图集/没有核对.jpg", bytes: photo("三组的路，正在一段一段浇.jpg"))
        #expect(village.texts(.error) == ["说明.csv 第3行\"日期\"：\"10.12\"没有写哪一年。请写全，如 2026-10-12。"])
        try village.write("1村务/2026-10-28 秋天图集/说明.csv", "文件,说明,日期\nb.jpg,石桥,2026-10-18\na.jpg,广场,\n")
        let page = try #require(village.checked().build?.pages.values.first)
        guard let album = page.body as? Album else { throw Unexpected() }
        #expect(page.envelope.title == "秋天图集" && page.envelope.published.iso == "2026-10-28")
        #expect(album.photos.map(\.picture.caption) == ["石桥", "广场", nil], "in the table's order; a camera's name says nothing")
        #expect(album.photos.map { $0.date?.iso } == ["2026-10-18", nil, nil])
        #expect(village.texts(.warning).contains("说明.csv：照片 没有核对.jpg 还没有核对，没有上屏。请看清照片上没有人脸、证件和车牌，再写进\"照片核对.csv\"。"))
    }

    /// Who has a name that the box cannot draw is left out; the others are not kept waiting.
    @Test func aRowWithoutAGlyphIsLeftOut() throws {
        let coverage = GlyphCoverage { $0.value != 0x30000 }
        let village = try TestVillage(["5找人/干部分工.csv": Self.head + "姓名,职务,分管,办公电话\n唐\u{30000},文书,财务,028-0000-0005\n周某,委员,医保,028-0000-0007\n"])
        let page = try #require(village.checked(coverage: coverage).build?.pages.values.first)
        guard let directory = page.body as? PeopleDirectory else { throw Unexpected() }
        #expect(directory.people.map(\.name) == ["周某"])
        let list = try TestVillage(["6名单/低保公示.csv": "下屏日期,2026-12-12\n公布日期,2026-11-20\n姓名,组\n张\u{30000}明,二组\n李\u{30000},\u{30000}组\n"])
        guard let register = try #require(list.checked(coverage: coverage).build?.pages.values.first).body as? Register else { throw Unexpected() }
        #expect(register.rows.map(\.cells) == [["张＊明", "二组"]], "what a mask covers needs no glyph")
    }

    // MARK: Messages

    struct Row: Sendable, CustomTestStringConvertible {
        var why: String
        var file: String
        var text: String
        var expected: String
        var testDescription: String { why }
    }

    static let errors = [
        Row(why: "a list of persons without an end", file: "6名单/低保公示.csv", text: "姓名,组\n张某明,二组\n",
            expected: "低保公示.csv：没有\"下屏日期\"。名单必须填写公示截止日期。请在表头上面加一行，第一格写\"下屏日期\"，第二格写日期。"),
        Row(why: "a column that must not be there", file: "6名单/低保公示.csv", text: "下屏日期,2026-12-12\n姓名,组,身份证号\n张某明,二组,\n",
            expected: "低保公示.csv 第2行\"身份证号\"：公开内容不能有身份证。请删除这一列，再重新发布。"),
        Row(why: "an id number in a note", file: "6名单/低保公示.csv", text: "下屏日期,2026-12-12\n姓名,组,备注\n张某明,二组,110101199003078515\n",
            expected: "低保公示.csv 第3行\"备注\"：像身份证号（18位）。公开内容不能有身份证号，请删除后重新发布。"),
        Row(why: "nobody's post", file: "5找人/干部分工.csv", text: "姓名,职务,分管\n唐某,,财务\n",
            expected: "干部分工.csv 第2行\"职务\"：没有填职务。请填职务，如 二组组长。"),
        Row(why: "a way that is none", file: "4办事/低保.md", text: "方式: 飞办\n---\n## 材料\n\n身份证\n",
            expected: "低保.md 第1行\"方式\"：\"飞办\"不是办理方式。请填 直办、代办 或 陪办。"),
        Row(why: "a guide that says nothing", file: "4办事/低保.md", text: "方式: 代办\n---\n",
            expected: "低保.md：没有写怎么办。请写上 ## 条件、## 材料、## 流程、## 找谁 这几段。"),
        Row(why: "an article twice", file: "1村务/村规民约.md", text: "公布日期: 2024-03-01\n---\n第一条 甲。\n\n第一条 乙。\n",
            expected: "村规民约.md 第5行\"第一条\"：这一条写了两次。请核对条文的编号。"),
        Row(why: "minutes that are none", file: "3党务/课程.csv", text: "期号,标题,分钟\n327,秸秆,半小时\n",
            expected: "课程.csv 第2行\"分钟\"：\"半小时\"不是分钟数。请填数字，如 12。"),
        Row(why: "an address without encryption", file: "3党务/课程.csv", text: "期号,标题,文件\n327,秸秆,http://a.example/1\n",
            expected: "课程.csv 第2行\"文件\"：这个网址不能用。请用 https:// 开头、不带汉字的网址。"),
        Row(why: "an issue twice", file: "3党务/课程.csv", text: "期号,标题\n327,秸秆\n327,诈骗\n",
            expected: "课程.csv 第3行\"期号\"：第327期写了两次。请核对期号。"),
    ]

    @Test(arguments: errors) func tellsTheClerk(_ row: Row) throws {
        let village = try TestVillage([row.file: row.text])
        #expect(village.texts(.error).contains(row.expected), "\(village.texts(.error))")
        #expect(try #require(village.checked().build).pages.isEmpty, "held back")
    }

    @Test func warnsOfAnAbsenceThatNobodyFills() throws {
        let village = try TestVillage(["5找人/干部分工.csv": Self.head + "姓名,职务,分管,代替人\n唐某,文书,财务,孙某\n"])
        #expect(village.texts(.warning).contains("干部分工.csv \"唐某\"：代替人\"孙某\"不在这张表里。请核对名字。"))
        #expect(village.texts(.warning).contains("干部分工.csv 第3行\"办公电话\"：没有填办公电话。请填办公电话，不要填手机号。"))
    }
}
