import Content
import Navigation
import Pages
import Pixels
import Testing
import Typography

extension RandomContent {
    mutating func board() -> Board {
        var stages: [Board.Stage] = []
        for _ in 0..<number(1...chanceOf(20, 20, 8)) {
            stages.append(.init(name: text(chance(80) ? 6 : 40), done: chance(50), date: chance(70) ? day() : nil, note: maybe(30, 10)))
        }
        var sources: [Board.Source] = []
        for _ in 0..<number(0...chanceOf(20, 12, 4)) { sources.append(.init(name: text(chance(80) ? 6 : 24), amount: Fen(Int64(number(0...9_999_999_999))))) }
        var payments: [Board.Payment] = []
        for _ in 0..<number(0...5) {
            payments.append(.init(date: day(), amount: Fen(Int64(number(1...9_999_999_999))), summary: text(chance(70) ? 10 : 60), voucher: maybe(50, 4)))
        }
        var photos: [PictureReference] = []
        for _ in 0..<chanceOf(50, 0, number(0...8)) { photos.append(picture()) }
        return Board(
            stages: stages, percentDone: chance(70) ? number(0...100) : nil, budget: chance(80) ? sources.reduce(.zero) { $0 + $1.amount } : nil,
            sources: sources, paid: chance(60) ? Fen(Int64(number(0...9_999_999_999))) : nil, payments: payments, contractor: maybe(60, 30),
            vote: chance(50) ? SampleVillage.page("7/i0-1") : nil, photos: photos)
    }

    mutating func vote() -> Vote {
        let present = number(0...5_000)
        let inFavour = number(0...present)
        let against = number(0...(present - inFavour))
        var sections: [Vote.Section] = []
        for _ in 0..<number(0...4) {
            var paragraphs: [String] = []
            for _ in 0..<number(1...3) { paragraphs.append(text(chance(70) ? 80 : 400)) }
            sections.append(.init(heading: chance(40) ? "决定" : text(12), paragraphs: paragraphs))
        }
        var stages: [Vote.Stage] = []
        for step in Vote.Step.allCases where chance(70) { stages.append(.init(step: step, date: day())) }
        return Vote(
            body: [.villagers, .households, .representatives][number(0...2)], matter: maybe(70, 60), stages: stages, due: present + number(0...3_000),
            present: present, inFavour: inFavour, against: against, abstained: present - inFavour - against, sections: sections,
            project: chance(50) ? SampleVillage.page("7/i0-1") : nil)
    }

    mutating func points() -> Points {
        var rules: [Points.Rule] = []
        for _ in 0..<number(0...20) { rules.append(.init(text: text(chance(80) ? 8 : 30), delta: chance(70) ? number(1...20) : -number(1...20))) }
        var households: [Points.Household] = []
        for index in 0..<number(0...30) {
            var merits: [Points.Rule] = []
            for _ in 0..<number(1...6) { merits.append(.init(text: text(chance(80) ? 10 : 60), delta: number(1...40))) }
            households.append(.init(id: "h\(index)", group: maybe(80, 3), name: text(4), merits: merits, deducted: 0))
        }
        return Points(base: number(0...1_000), rules: rules, households: households.sorted { $0.delta > $1.delta })
    }

    mutating func cases() -> Cases {
        var rows: [Cases.Case] = []
        for index in 0..<chanceOf(10, 0, number(1...30)) {
            rows.append(
                .init(
                    id: "c\(index)", number: maybe(60, 8), triage: chance(30) ? .major : .minor, matter: text(chance(70) ? 12 : 60), place: maybe(70, 6),
                    step: Cases.Step.allCases[number(0...4)], department: maybe(70, chance(80) ? 6 : 20), due: chance(70) ? day() : nil,
                    result: maybe(50, chance(80) ? 20 : 300)))
        }
        return Cases(
            rows: rows, privateMatters: number(0...200), averageTenthDays: chance(50) ? number(0...9_999) : nil, satisfied: chance(50) ? number(0...100) : nil)
    }

    mutating func dash() -> Dash {
        var figures: [Dash.Figure] = []
        for _ in 0..<number(0...3) { figures.append(.init(label: text(10), value: Quantity(hundredths: Int64(number(0...9_999_999_999))), unit: text(2))) }
        var charts: [Dash.Chart] = []
        for _ in 0..<number(1...3) {
            var bars: [Dash.Chart.Bar] = []
            for _ in 0..<number(1...chanceOf(20, 30, 8)) { bars.append(.init(label: text(chance(80) ? 5 : 20), value: Quantity(hundredths: Int64(number(0...99_999_999))))) }
            charts.append(.init(title: text(12), unit: text(2), bars: bars))
        }
        return Dash(figures: figures, charts: charts, asOf: day())
    }

    mutating func cameras() -> CameraList {
        let count = number(1...40)
        return CameraList(
            cameras: (0..<count).map { .init(id: "\($0)", place: text(chance(80) ? 5 : 20)) },
            authorisation: chance(70) ? .init(number: text(12), expires: SampleVillage.day("2027-03-31"), boxes: ["0417"]) : nil,
            repair: chance(60) ? .init(label: text(4), number: "028-0000-0009") : nil)
    }

    mutating func chanceOf(_ percent: Int, _ yes: Int, _ no: Int) -> Int { chance(percent) ? yes : no }
}

/// Matters and figures on random content: no ink overlaps, leaves its card or the safe area; every word is on some page or behind 确认.
@Suite struct RandomMatterTests {
    @Test(arguments: 200..<232) func randomPages(_ seed: Int) throws {
        var random = RandomContent(seed: seed)
        let size = InkTests.sizes[seed % InkTests.sizes.count]
        let type: TypeSize = seed / 4 % 2 == 0 ? .normal : .large
        let meter = try InkTests.meter.get()
        let renderer = try LayoutTests.renderer(size)
        let metrics = Metrics(size: size, type: type)

        /// The text of all pages of a place, without what the frame says.
        func check(_ place: Place, _ page: Page) -> String {
            var scene = Scene(
                view: View(place: place, type: type), page: page, hints: SampleVillage.pageHints, now: random.chance(80) ? SampleVillage.now : nil,
                box: "0417")
            scene.cameras = ["0": .live, "1": .noSignal(last: SampleVillage.now), "2": .frozen(since: SampleVillage.now)]
            let outline = renderer.outline(scene)
            var text = ""
            for number in outline.pages.indices {
                scene.view.page = number
                scene.view.focus = outline.pages[number].isEmpty ? nil : random.number(0...outline.pages[number].count - 1)
                let drawing = renderer.drawing(scene)
                let faults = Ink(drawing, meter).faults(metrics)
                #expect(faults == [], "seed \(seed), \(place), page \(number), \(size), \(type)")
                for op in drawing.ops {
                    if case .text(let line, let pen, _) = op, metrics.body.contains(pen) { text += line.text }
                }
            }
            // The steps of a case stand on each of its pages.
            return text.filter { !$0.isWhitespace }.split(separator: "上报交办办理办结评价").joined()
        }
        func expect(_ pieces: [String?], in text: String, _ what: String) {
            for piece in pieces.compactMap({ $0 }) { #expect(text.contains(piece.filter { !$0.isWhitespace }), "seed \(seed), \(what): \(piece)") }
        }
        func page(_ body: any PageBody) -> Page { Page(envelope: random.envelope("7/i0-0"), body: body) }
        let id = SampleVillage.page("7/i0-0")

        let board = random.board()
        let boardText = check(.page(id), page(board))
        expect(board.stages.map(\.name) + board.payments.map(\.summary) + board.sources.map(\.name) + [board.contractor], in: boardText, "board")
        let vote = random.vote()
        let voteText = check(.page(id), page(vote))
        expect(vote.sections.flatMap { [$0.heading] + $0.paragraphs }, in: voteText, "vote")
        let points = random.points()
        let red = page(points)
        expect(points.rules.map(\.text), in: check(.page(id), red), "rules")
        if let household = points.households.first { expect(household.merits.map(\.text), in: check(.row(id, row: household.id), red), "household") }
        let cases = random.cases()
        let asked = page(cases)
        _ = check(.page(id), asked)
        _ = check(.part(id, "closed"), asked)
        if let found = cases.rows.last {
            expect([found.matter, found.place, found.department, found.result], in: check(.row(id, row: found.id), asked), "case")
        }
        let dash = random.dash()
        expect(dash.charts.flatMap { [$0.title] + $0.bars.map(\.label) }, in: check(.page(id), page(dash)), "dash")
        _ = check(.page(id), page(random.cameras()))
    }
}
