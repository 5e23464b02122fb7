import Content
import Navigation
import Pages
import Pixels

/// A village small enough to read and large enough to fill every place: the same words as the reference pictures.
enum SampleVillage {
    static func object(_ seed: Int) -> ObjectID {
        let digits = String(seed, radix: 16)
        return ObjectID(hex: String(repeating: "0", count: 64 - digits.count) + digits)!
    }

    static func day(_ iso: String) -> Day { Day(iso: iso)! }
    static func page(_ text: String) -> PageID { PageID(text)! }

    static let now = Instant(iso: "2026-11-22T11:32:00Z")!
    static let phones = [
        Envelope.Phone(label: "监督电话", number: "028-0000-0003"), Envelope.Phone(label: "镇纪委", number: "028-0000-0002"),
    ]

    static func entry(
        _ id: String, _ title: String, _ short: String, _ published: String, period: String? = nil, until: String? = nil,
        expires: String? = nil
    ) -> VillageIndex.Entry {
        VillageIndex.Entry(
            id: page(id), title: title, short: short, period: period.flatMap { Period($0) }, published: day(published),
            objectionsUntil: until.map(day), expires: expires.map(day), object: object(id.hashValue & 0xFFFF), length: 1000)
    }

    static func item(_ title: String, _ kind: PageKind = .notice, _ pages: VillageIndex.Entry...) -> VillageIndex.Item {
        VillageIndex.Item(title: title, kind: kind, pages: pages)
    }

    static let tiles: [VillageIndex.Tile] = [
        VillageIndex.Tile(
            digit: 1, title: "村务",
            items: [
                item("停水通知", .notice, entry("1/water", "停水通知", "停水通知", "2026-11-22", expires: "2026-11-24")),
                item("冬季森林防火", .notice, entry("1/fire", "关于做好冬季森林防火工作的通知", "冬季森林防火", "2026-11-18")),
                item("医保缴费", .notice, entry("1/medical", "2027年城乡居民医保缴费", "医保缴费", "2026-11-10")),
                item("重阳节活动", .notice, entry("1/elders", "重阳节活动", "重阳节活动", "2026-10-12")),
                item("农户积分", PageKind(rawValue: "points"), entry("1/points", "红榜", "三季度积分", "2026-10-10", period: "2026-Q3")),
            ]),
        VillageIndex.Tile(
            digit: 2, title: "财务",
            items: [
                item(
                    "财务收支", .ledger, entry("2/2026-10", "财务收支", "10月收支", "2026-11-05", period: "2026-10"),
                    entry("2/2026-09", "财务收支", "9月收支", "2026-10-06", period: "2026-09"),
                    entry("2/2026-08", "财务收支", "8月收支", "2026-09-05", period: "2026-08"))
            ]),
        VillageIndex.Tile(
            digit: 3, title: "党务",
            items: [item("微课", .notice, entry("3/lessons", "微课目录", "微课 327 期", "2026-06-01"))]),
        VillageIndex.Tile(
            digit: 4, title: "办事",
            items: [item("办事指南", .notice, entry("4/guides", "办事指南", "65 项，找谁、带什么", "2026-09-01"))]),
        VillageIndex.Tile(
            digit: 5, title: "找人",
            items: [item("干部分工", .notice, entry("5/officials", "干部分工", "谁管什么，电话", "2026-09-01"))]),
        VillageIndex.Tile(
            digit: 6, title: "名单",
            items: [
                item(
                    "低保公示", .notice,
                    entry("6/2026-q4", "低保公示", "低保公示", "2026-11-20", until: "2026-12-12", expires: "2026-12-12"))
            ]),
        VillageIndex.Tile(
            digit: 7, title: "项目·表决",
            items: [item("三组道路硬化", .notice, entry("7/road", "三组道路硬化", "三组道路硬化", "2026-10-20"))]),
        VillageIndex.Tile(digit: 8, title: "平安", items: []),
        VillageIndex.Tile(
            digit: 9, title: "诉求",
            items: [item("办件", .ledger, entry("9/cases", "办件", "本月办结 24 件", "2026-08-20", period: "2026-08"))]),
    ]

    static let index = VillageIndex(
        village: VillageIndex.Village(
            code: "999999", name: "青溪坝村", town: "桐林镇", households: 612, population: 1847, phones: phones),
        issued: Instant(iso: "2026-11-22T11:20:00Z")!, tiles: tiles, sections: [])

    static func envelope(
        _ id: String, _ title: String, period: String? = nil, published: String = "2026-11-05", until: String? = nil
    ) -> Envelope {
        Envelope(
            id: page(id), title: title, publisher: "青溪坝村民委员会", period: period.flatMap { Period($0) }, published: day(published),
            objectionsUntil: until.map(day), responsible: "陈某",
            reviewedBy: Envelope.Review(body: "村务监督委员会", date: day("2026-11-04")), phones: phones)
    }

    static func row(
        _ id: String, _ date: String, _ summary: String, _ category: String, _ income: Int64?, _ expense: Int64?, _ voucher: String?,
        _ remark: String? = nil, pictures: [PictureReference] = [], before: Ledger.RowReference? = nil
    ) -> Ledger.Row {
        Ledger.Row(
            id: id, date: day(date), summary: summary, category: category, income: income.map { Fen($0) },
            expense: expense.map { Fen($0) }, voucher: voucher, handler: "何某", approver: "陈某", remark: remark, pictures: pictures,
            before: before)
    }

    static let voucher = PictureReference(object: object(0xAB12), width: 900, height: 1200, caption: "垃圾清运费收据")

    static let october: Ledger = {
        let rows = [
            row("r9", "2026-10-03", "集体林地承包费", "资产租金", 1_200_000, nil, "0009", "六组林地120亩，每亩100元，合同到2031年"),
            row(
                "r12", "2026-10-08", "垃圾清运费（9月两次）", "公益支出", nil, 320_000, "0012", "每次1600元，9月11日、9月25日各一次",
                pictures: [voucher], before: Ledger.RowReference(page: page("2/2026-09"), row: "r4")),
            row("r13", "2026-10-11", "村公资金下拨", "上级补助", 2_450_000, nil, "0013", "镇财政所拨付，三季度"),
            row("r14", "2026-10-15", "三组路灯维修", "公益支出", nil, 186_050, "0014", "换灯头6个、电缆80米，三组代表验收"),
            row("r16", "2026-10-19", "重阳节慰问47户", "福利支出", nil, 705_000, "0016", "每户150元，签领表47人"),
            row("r18", "2026-10-24", "水渠清淤人工18个工", "农田水利", nil, 540_000, "0018", "每个工300元"),
            row("r21", "2026-10-29", "村委会电费", "办公支出", nil, 387_480, "0021", "含文化广场和抽水站，三季度结算"),
            row("r10", "2026-10-30", "打印纸和墨盒", "办公支出", nil, 38_650, "0010", "月底集中报账"),
            row("r11", "2026-10-30", "便民服务室宽带费（10月）", "办公支出", nil, 29_900, "0011"),
            row("r15", "2026-10-30", "森林防火横幅6条，挂在六组、七组、八组进山的路口和水库旁边", "公益支出", nil, 42_000, "0015"),
            row("r19", "2026-10-31", "光伏电站发电收益（三季度）", "经营收入", 860_000, nil, "0019", "村委会楼顶60千瓦"),
        ]
        let opening = Fen(12_864_052)
        let closing = rows.reduce(opening) { $0 + ($1.income ?? .zero) - ($1.expense ?? .zero) }
        return Ledger(opening: opening, rows: rows, closing: closing)
    }()

    static let octoberPage = Page(envelope: envelope("2/2026-10", "财务收支", period: "2026-10"), body: october)

    static let septemberPage: Page = {
        let rows = [row("r4", "2026-09-09", "垃圾清运费（8月两次）", "公益支出", nil, 280_000, "0004", "每次1400元")]
        return Page(
            envelope: envelope("2/2026-09", "财务收支", period: "2026-09", published: "2026-10-06"),
            body: Ledger(opening: Fen(13_144_052), rows: rows, closing: Fen(12_864_052)))
    }()

    static let emptyPage = Page(
        envelope: envelope("2/2026-08", "财务收支", period: "2026-08", published: "2026-09-05"),
        body: Ledger(opening: Fen(13_144_052), rows: [], closing: Fen(13_144_052)))

    static let waterPage = Page(
        envelope: envelope("1/water", "停水通知", published: "2026-11-22"),
        body: Notice(blocks: [
                .paragraph("因镇自来水厂更换主管道，本村一组、二组、三组和五组将于11月24日（星期二）8:00至18:00停水。请各家提前蓄水，关好水龙头。"),
                .paragraph("停水期间，文化广场设有取水点，由值班干部负责；行动不便的老人和残疾人，由组长送水上门。"),
                .table(
                    Notice.Table(
                        title: "取水点值班", rows: [["8:00—13:00", "赵某", "028-0000-0011"], ["13:00—18:00", "何某", "028-0000-0012"]])),
            ]))

    static let firePage = Page(
        envelope: envelope("1/fire", "关于做好冬季森林防火工作的通知", published: "2026-11-18", until: "2026-12-12"),
        body: Notice(
                blocks: [
                    .paragraph("各位村民：今冬雨水少，林区枯草多，一点火星就能成灾。从11月20日到明年4月30日是森林防火期，请家家户户做到下面几条。"),
                    .heading("一、哪些事不能做"),
                    .paragraph("不在林区和林边烧秸秆、烧田坎、烧垃圾；不带打火机进山；上坟不烧纸、不放鞭炮，改用鲜花。小孩不玩火，家里有老人的，儿女要提醒。"),
                    .paragraph("在林区野外用火的，由镇上依照《森林防火条例》处理；造成火灾的，要赔偿损失，严重的要追究责任。"),
                    .heading("二、谁来巡山"),
                    .table(
                        Notice.Table(
                            columns: ["地段", "护林员", "时间", "电话"],
                            rows: [
                                ["六组林地", "罗某", "每天7:00—19:00", "028-0000-0021"], ["七组水库边", "周某", "每天7:00—19:00", "028-0000-0022"],
                                ["八组进山路口，含老鹰岩、核桃坪两处没有手机信号的地方", "唐某", "节假日全天", "028-0000-0023"],
                            ])),
                    .heading("三、看到火怎么办"),
                    .paragraph("马上打 119，再打村委会 028-0000-0003，说清楚在哪里、火有多大、有没有人。老人、小孩、孕妇不要去打火；上风的人往两边走，不要顺着风往山上跑。"),
                    .picture(PictureReference(object: object(0xC0FE), width: 1600, height: 900, caption: "防火期巡山路线")),
                    .paragraph("村里备有风力灭火机4台、二号工具30把，放在村委会和六组保管室。各组组长每周检查一次。"),
                ],
                attachments: [
                    Notice.Attachment(
                        title: "防火责任书样张", picture: PictureReference(object: object(0xD00D), width: 1200, height: 1600)),
                    Notice.Attachment(title: "护林员名单（纸质，在村委会看）"),
                ]))

    static let unknownPage = Page(
        envelope: envelope("1/points", "红榜", period: "2026-Q3", published: "2026-10-10"),
        unknown: PageKind(rawValue: "points"))

    static let pages: [PageID: Page] = Dictionary(
        uniqueKeysWithValues: ([octoberPage, septemberPage, emptyPage, waterPage, firePage, unknownPage] + SampleKinds.pages).map { ($0.envelope.id, $0) })

    static let homeHints = [
        Hint(.text("1—9"), "直接按数字"), Hint(.text("确认"), "打开"), Hint(.text("看电视"), "看节目"),
        Hint(.colour(.green, "绿键"), "大字"), Hint(.colour(.red, "红键"), "报警"),
    ]
    static let pageHints = [
        Hint(.leftRight, "换月份"), Hint(.text("频道＋－"), "翻页"), Hint(.text("确认"), "看这一笔"), Hint(.text("返回"), "上一级"),
        Hint(.colour(.blue, "蓝键"), "扫码"), Hint(.colour(.red, "红键"), "报警"),
    ]
    static let shortHints = [Hint(.text("返回"), "上一级"), Hint(.colour(.green, "绿键"), "大字"), Hint(.colour(.red, "红键"), "报警")]
}
