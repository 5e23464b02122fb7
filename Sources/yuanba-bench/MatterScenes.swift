internal import Content
internal import Navigation
internal import Pages

/// Pages of matters and figures as full as they usually are.
extension PagesBench {
    var matters: [(String, [Scene])] {
        let day = Day(daysSinceEpoch: 20_762)
        let stages = ["村民表决", "中标公示", "路基", "浇筑", "验收", "质保"].enumerated().map {
            Board.Stage(name: $0.element, done: $0.offset < 3, date: day.adding(days: $0.offset * 21))
        }
        let sources = ["群众自筹", "村公资金", "镇财政补助", "市县奖补"].enumerated().map {
            Board.Source(name: $0.element, amount: Fen(Int64(8_000_000 + $0.offset * 4_000_000)))
        }
        let board = Board(
            stages: stages, percentDone: 72, budget: sources.reduce(.zero) { $0 + $1.amount }, sources: sources, paid: Fen(38_500_000),
            contractor: "青溪建设公司")
        let vote = Vote(
            body: .representatives, stages: Vote.Step.allCases.map { Vote.Stage(step: $0, date: day) }, due: 45, present: 38, inFavour: 36,
            against: 1, abstained: 1,
            sections: [.init(heading: "决定", paragraphs: ["38名村民代表到会，超过应到人数的三分之二；36人赞成，超过到会人数的半数，通过。"])])
        let cases = Cases(
            rows: (0..<12).map {
                Cases.Case(
                    id: "c\($0)", triage: .minor, matter: ["三组路灯两盏不亮", "五组垃圾桶不够", "七组水库防护栏缺口"][$0 % 3], place: "三组",
                    step: $0 < 6 ? .acting : .closed, department: "村委会", due: day.adding(days: $0 * 3))
            }, privateMatters: 2)
        let points = Points(
            rules: (1...8).map { Points.Rule(text: "支持村里公共事务", delta: $0) },
            households: (0..<40).map {
                Points.Household(id: "h\($0)", group: "二组", name: "张＊明", merits: [.init(text: "带头修水渠3天", delta: 60 - $0)])
            })
        let dash = Dash(
            figures: [.init(label: "集体收入", value: Quantity(hundredths: 3_160), unit: "万元")],
            charts: [
                .init(title: "历年集体收入", unit: "万元", bars: (2019...2026).map { .init(label: "\($0)年", value: Quantity(hundredths: Int64($0 - 2_010) * 300)) })
            ], asOf: day)
        let cameras = CameraList(
            cameras: (1...4).map { .init(id: "\($0)", place: "三组路口") }, authorisation: .init(number: "桐公技〔2026〕8号", expires: day.adding(days: 90), boxes: ["0417"]),
            repair: .init(label: "报修电话", number: "028-0000-0009"))
        return [
            ("board", page("7/board", "三组道路硬化1.2公里", board)), ("vote", page("7/vote", "三组道路硬化要不要修", vote)),
            ("cases", page("9/cases", "办件公开", cases)), ("points", page("1/points", "积分红榜", points)),
            ("dash", page("1/dash", "集体经济", dash)), ("cameras", page("8/cameras", "平安", cameras)),
        ]
    }
}
