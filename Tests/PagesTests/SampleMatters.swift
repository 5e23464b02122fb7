import Content
import Navigation
import Pages
import Pixels

/// Pages of matters and figures: the same words as the reference pictures, and the emptiest and fullest of each kind.
enum SampleMatters {
    private static func amount(_ yuan: Int64) -> Fen { Fen(yuan * 100) }

    static let photos = (0..<4).map { number in
        PictureReference(
            object: SampleVillage.object(0xB0A0 + number), width: number == 2 ? 900 : 1600, height: number == 2 ? 1600 : 1200,
            caption: number == 3 ? nil : "9月2\(number)日　路基压实")
    }

    static let road = Board(
        stages: [
            .init(name: "村民表决", done: true, date: SampleVillage.day("2026-06-20")), .init(name: "中标公示", done: true, date: SampleVillage.day("2026-07-29")),
            .init(name: "路基", done: true, date: SampleVillage.day("2026-09-28")), .init(name: "浇筑", done: false),
            .init(name: "验收", done: false, date: SampleVillage.day("2026-12-10")), .init(name: "质保", done: false, note: "2年"),
        ], percentDone: 72, budget: amount(600_000),
        sources: [
            .init(name: "群众自筹", amount: amount(84_000)), .init(name: "村公资金", amount: amount(120_000)),
            .init(name: "镇财政补助", amount: amount(150_000)), .init(name: "市县奖补", amount: amount(246_000)),
        ], paid: amount(385_000),
        payments: [
            .init(
                date: SampleVillage.day("2026-09-30"), amount: amount(120_000), summary: "首期款，路基完成后付", voucher: "0031",
                row: .init(page: SampleVillage.page("2/2026-09"), row: "r4")),
            .init(date: SampleVillage.day("2026-10-25"), amount: amount(265_000), summary: "第二期款，镇财政直接付给施工单位，材料进场以后"),
        ], contractor: "青溪建设公司", vote: SampleVillage.page("7/vote"), photos: photos)

    /// Everything that an ordinary project has not.
    static let pond = Board(
        stages: (1...14).map { .init(name: $0 == 5 ? "清淤和堤坝加固，东岸、西岸和溢洪道一起做" : "第\($0)段", done: $0 < 3, date: SampleVillage.day("2027-03-0\($0 % 9 + 1)")) },
        budget: Fen(12_345_678_901), sources: (1...9).map { .init(name: "第\($0)家企业捐款", amount: Fen(Int64($0) * 274_348_420)) })

    static let roadVote = Vote(
        body: .representatives, matter: "本村公益事业的兴办和筹资筹劳方案及建设承包方案",
        stages: [
            .init(step: .proposed, date: SampleVillage.day("2026-05-18")), .init(step: .discussed, date: SampleVillage.day("2026-05-25")),
            .init(step: .reviewed, date: SampleVillage.day("2026-06-05")), .init(step: .decided, date: SampleVillage.day("2026-06-20")),
            .init(step: .announced, date: SampleVillage.day("2026-06-22")),
        ], due: 45, present: 38, inFavour: 36, against: 1, abstained: 1,
        sections: [
            .init(heading: "提的是什么", paragraphs: ["三组从村道到山坪塘的1.2公里机耕道，下雨就陷车，今年上半年有5户收青菜头的时候车进不去。"]),
            .init(heading: "决定", paragraphs: ["38名村民代表到会，超过应到人数的三分之二；36人赞成，超过到会人数的半数，通过。"]),
            .init(heading: "后来办得怎样", paragraphs: ["7月29日公示中标单位，8月10日开工，9月28日路基完成，现在正在浇筑。"]),
        ], project: SampleVillage.page("7/board"))

    static let refused = Vote(
        body: .households, stages: [.init(step: .decided, date: SampleVillage.day("2025-12-28"))], due: 612, present: 431, inFavour: 98,
        against: 300, abstained: 33, sections: [])

    static let cases = Cases(
        rows: [
            .init(id: "c1", number: "2026-1101", triage: .minor, matter: "三组路灯两盏不亮", place: "三组", step: .closed, department: "村委会", due: SampleVillage.day("2026-11-05"), result: "已换灯头"),
            .init(id: "c2", number: "2026-1102", triage: .minor, matter: "五组垃圾桶不够", place: "五组", step: .acting, department: "村委会", due: SampleVillage.day("2026-11-25")),
            .init(id: "c3", number: "2026-1103", triage: .major, matter: "八组老仓库漏雨要维修，屋顶和东面的墙都要拆了重新做", place: "八组", step: .assigned, department: "村民代表会议", due: SampleVillage.day("2027-01-31")),
            .init(id: "c5", number: "2026-1105", triage: .minor, matter: "七组水库防护栏缺口", place: "七组", step: .acting, department: "镇水务站", due: SampleVillage.day("2026-11-15")),
            .init(id: "c6", triage: .minor, matter: "一组饮水发黄", step: .rated, result: "管道已冲洗，水质复检合格，11月10日起每周取样"),
            .init(id: "c7", triage: .minor, matter: "六组核桃树挡路", step: .reported),
        ], privateMatters: 2, averageTenthDays: 35, satisfied: 96)

    static let points: Points = {
        let names = ["二组 张＊明", "五组 欧阳＊华", "一组 刘＊", "八组 何＊秀", "二组 唐＊国", "三组 李＊芳", "六组 周＊", "四组 罗＊平", "七组 谢＊珍", "一组 阿＊果"]
        let merits = ["带头修水渠3天", "照顾孤寡老人", "庭院卫生评比第一", "参加坝坝会6次", "义务巡逻", "调解邻里纠纷", "垃圾分类示范户", "助学捐款", "支持村里公共事务", "把自家晒坝借给全组打谷子用了整整一个秋天"]
        let deltas = [18, 15, 14, 12, 11, 10, 9, 9, 5, 4]
        return Points(
            rules: [
                .init(text: "支持村里公共事务", delta: 5), .init(text: "卫生评比前三", delta: 4), .init(text: "义务巡逻一次", delta: 2),
                .init(text: "参加坝坝会", delta: 2), .init(text: "乱倒垃圾", delta: -3), .init(text: "违规用火", delta: -10),
            ],
            households: names.enumerated().map { offset, name in
                let parts = name.split(separator: " ").map(String.init)
                return .init(
                    id: "h\(offset)", group: parts[0], name: parts[1],
                    merits: [.init(text: merits[offset], delta: deltas[offset] + (offset == 0 ? 3 : 0))], deducted: offset == 0 ? -3 : 0)
            })
    }()

    static let income = Dash(
        figures: [
            .init(label: "今年集体收入", value: Quantity(hundredths: 3_160), unit: "万元"), .init(label: "成员分红户数", value: Quantity(hundredths: 59_800), unit: "户"),
            .init(label: "平均每户分红", value: Quantity(hundredths: 18_650), unit: "元"),
        ],
        charts: [
            .init(
                title: "历年集体收入", unit: "万元",
                bars: zip(2021...2026, [1_240, 1_580, 2_135, 2_610, 3_820, 3_160]).map {
                    .init(label: "\($0)年", value: Quantity(hundredths: Int64($1)))
                }),
            .init(
                title: "今年收入从哪里来", unit: "万元",
                bars: [("林地和鱼塘承包费", 1_120), ("核桃烘干房", 940), ("光伏电站", 610), ("入股合作社分红", 350), ("场地出租", 0)].map {
                    .init(label: $0.0, value: Quantity(hundredths: Int64($0.1)))
                }),
        ], asOf: SampleVillage.day("2026-09-30"))

    static func cameras(_ count: Int, expires: String = "2027-03-31") -> CameraList {
        let places = ["村口", "文化广场", "河堤", "三组路口", "水库大坝和溢洪道", "学校门口", "五组路口", "八组进山口", "停车场", "垃圾中转站"]
        return CameraList(
            cameras: (0..<count).map { .init(id: "\($0 + 1)", place: places[$0 % places.count]) },
            authorisation: .init(number: "桐公技〔2026〕8号", expires: SampleVillage.day(expires), boxes: ["0417"]),
            repair: Envelope.Phone(label: "报修电话", number: "028-0000-0009"))
    }

    static let flood = Emergency(
        id: "flood", revision: 1, level: .red, kind: "山洪", issuer: "桐林镇人民政府", issued: Instant(iso: "2026-11-22T11:30:00Z")!,
        until: Instant(iso: "2026-11-22T15:30:00Z")!, headline: ["六组、七组", "立即转移到村小学"],
        details: ["青溪河的水20分钟内可能漫过河堤。", "带上老人和孩子，别收拾行李，别走河边的路。"], phones: [.init(label: "镇值班", number: "028-0000-0001")])

    static let frost = Emergency(
        id: "frost", revision: 3, level: .orange, kind: "低温冰冻和道路结冰", issuer: "桐林镇应急和自然灾害防治领导小组办公室",
        issued: Instant(iso: "2026-11-21T11:30:00Z")!, until: Instant(iso: "2026-11-24T01:00:00Z")!,
        headline: ["松林坡、老鹰岩、核桃坪的路不要走", "水管和水表今晚包好保温材料", "老人住的房子要有人去看一看"],
        details: [
            "夜间最低气温零下6度，山上有冰，二十吨以上的车不能上山，校车停开两天。", "屋里烧炭要开窗，睡觉以前把火熄掉；头昏、恶心马上到屋外，打120。",
            "水池和管道冻裂了报给水电管护员；没有水用的，到文化广场取水点。", "牛羊圈要加草帘子，大棚晚上九点以前盖好。",
        ], phones: [.init(label: "镇值班", number: "028-0000-0001"), .init(label: "水电管护员", number: "028-0000-0011")])

    private static func page(_ id: String, _ title: String, _ body: any PageBody, period: String? = nil, published: String = "2026-11-05") -> Page {
        Page(envelope: SampleVillage.envelope(id, title, period: period, published: published), body: body)
    }

    static let pages: [PageID: Page] = Dictionary(
        uniqueKeysWithValues: [
            page("7/board", "三组道路硬化1.2公里", road), page("7/pond", "七组山坪塘整治、溢洪道改造和两岸机耕道配套工程", pond),
            page("7/bare", "架空线入地", Board(stages: [.init(name: "开工", done: false)])),
            page("7/vote", "三组道路硬化要不要修", roadVote, published: "2026-06-22"),
            page("7/refused", "要不要把集体林地整体租出去三十年", refused, published: "2025-12-29"),
            page("9/2026-11-cases", "办件公开", cases, period: "2026-11", published: "2026-11-20"),
            page("9/none", "办件公开", Cases(rows: [])),
            page("1/2026-q3-points", "积分红榜", points, period: "2026-Q3", published: "2026-10-10"),
            page("1/income", "集体经济", income, period: "2026-Q3", published: "2026-10-15"),
            page("8/cameras", "平安", cameras(4), published: "2026-10-08"), page("8/many", "平安", cameras(14), published: "2026-10-08"),
            page("8/expired", "平安", cameras(2, expires: "2026-10-31"), published: "2026-10-08"),
        ].map { ($0.envelope.id, $0) })
}

extension Sample {
    private static func matter(_ name: String, _ id: String, page: Int = 0, focus: Int? = nil, part: String? = nil, row: String? = nil) -> Sample {
        let id = SampleVillage.page(id)
        let place: Place = if let row { .row(id, row: row) } else if let part { .part(id, part) } else { .page(id) }
        var sample = Sample(name, place, page: page, focus: focus)
        sample.scene.page = SampleMatters.pages[id]
        sample.scene.before = nil
        return sample
    }

    private static func watched(_ name: String, _ id: String, focus: Int? = nil, box: String = "0417") -> Sample {
        var sample = matter(name, id, focus: focus)
        sample.scene.box = box
        sample.scene.cameras = ["1": .live, "2": .live, "3": .noSignal(last: Instant(iso: "2026-11-21T10:04:00Z")), "4": .frozen(since: nil)]
        return sample
    }

    /// Nine cameras, each another way of being no picture but the first.
    private static func everyState() -> Sample {
        var sample = matter("cameras-states", "8/many", focus: 0)
        let last = Instant(iso: "2026-11-21T10:04:00Z")
        sample.scene.cameras = [
            "1": .live, "2": .starting, "3": .frozen(since: last), "4": .late(last: last), "5": .noSignal(last: last), "6": .wrongFormat,
            "7": .absent(last: last), "8": .unlogged,
        ]
        return sample
    }

    /// A camera in the corner of a page.
    private static func cornered(_ name: String, _ place: Place, _ state: CameraState) -> Sample {
        var sample = Sample(name, place, hints: [Hint(.text("确认"), "看大图")] + SampleVillage.shortHints)
        sample.scene.view.corner = WatchedCamera(page: SampleVillage.page("8/cameras"), camera: "2")
        sample.scene.cornerList = SampleMatters.cameras(4)
        sample.scene.cameras = ["2": state]
        return sample
    }

    private static func warned(_ name: String, _ emergency: Emergency, folded: Bool = false, _ place: Place = .home) -> Sample {
        var sample = Sample(
            name, place, focus: folded ? 1 : nil, hints: folded ? SampleVillage.homeHints : [Hint(.text("确认"), "缩成一条"), Hint(.colour(.red, "红键"), "报警")],
            overlay: folded ? nil : .emergency)
        sample.scene.view.emergency = emergency
        return sample
    }

    static let matters: [Sample] = [
        cornered("notice-camera", .page(SampleVillage.page("1/water")), .live),
        cornered("notice-camera-lost", .page(SampleVillage.page("1/water")), .noSignal(last: Instant(iso: "2026-11-22T10:04:00Z"))),
        warned("emergency", SampleMatters.flood), warned("emergency-long", SampleMatters.frost),
        warned("emergency-folded", SampleMatters.flood, folded: true), warned("emergency-folded-long", SampleMatters.frost, folded: true, .page(SampleVillage.page("2/2026-10"))),
        matter("board", "7/board", focus: 0), matter("board-payments", "7/board", page: 1, focus: 0), matter("board-photos", "7/board", page: 2, focus: 1),
        matter("board-long", "7/pond"), matter("board-bare", "7/bare"), matter("vote", "7/vote", focus: 0), matter("vote-text", "7/vote", page: 1),
        matter("vote-refused", "7/refused"), matter("cases", "9/2026-11-cases", focus: 0), matter("cases-closed", "9/2026-11-cases", focus: 1, part: "closed"),
        matter("cases-none", "9/none"), matter("case", "9/2026-11-cases", row: "c5"), matter("case-closed", "9/2026-11-cases", row: "c6"),
        matter("points", "1/2026-q3-points", focus: 1), matter("points-household", "1/2026-q3-points", row: "h0"), matter("dash", "1/income"),
        matter("dash-rows", "1/income", page: 1), watched("cameras", "8/cameras", focus: 0), watched("cameras-many", "8/many", focus: 2), everyState(),
        watched("cameras-expired", "8/expired"), watched("cameras-other-box", "8/cameras", box: "0999"),
    ]

    static let uprightMatters = [
        "board", "board-payments", "board-photos", "vote", "vote-text", "cases", "case", "points", "points-household", "dash", "dash-rows",
        "cameras", "notice-camera", "emergency", "emergency-long", "emergency-folded",
    ]
}
