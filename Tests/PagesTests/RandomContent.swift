import Content
import Navigation
import Pages

/// Content that is longer, shorter, emptier and stranger than expected, the same for the same seed.
struct RandomContent {
    private var state: UInt64

    init(seed: Int) {
        state = UInt64(seed)
        state = next()
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }
    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    private static let words = [
        "垃圾清运费", "路灯", "（9月两次）", "三组", "，", "重阳节慰问47户", "水渠清淤", "2026年", "打印纸", "、", "光伏发电", "12.5公里", "“一卡通”", "PVC管", "。",
        "承包费", "028-0000-0003", "《森林防火条例》", "——", "%", "每人1485元", "村委会", "A4", "维修", "；", "文化广场",
    ]

    /// Between one and about `length` characters.
    mutating func text(_ length: Int) -> String {
        var text = ""
        let wanted = number(1...max(1, length))
        while text.count < wanted { text += Self.words[number(0...Self.words.count - 1)] }
        return text
    }

    mutating func maybe(_ percent: Int, _ length: Int) -> String? { chance(percent) ? text(length) : nil }

    mutating func day() -> Day { Day(year: 2026, month: number(1...12), day: number(1...28))! }

    mutating func picture() -> PictureReference {
        PictureReference(
            object: SampleVillage.object(number(1...9999)), width: number(30...3000), height: number(30...3000), caption: maybe(50, 30))
    }

    mutating func envelope(_ id: String) -> Envelope {
        var phones: [Envelope.Phone] = []
        for _ in 0..<number(0...3) { phones.append(Envelope.Phone(label: text(6), number: "028-0000-\(number(1000...9999))")) }
        return Envelope(
            id: SampleVillage.page(id), title: text(chance(70) ? 10 : 60), publisher: text(20),
            period: chance(50) ? .month(year: 2026, month: number(1...12)) : nil, published: day(),
            objectionsUntil: chance(30) ? day() : nil, responsible: maybe(50, 4),
            reviewedBy: chance(60) ? Envelope.Review(body: text(12), date: chance(50) ? day() : nil) : nil, phones: phones,
            expires: chance(30) ? day() : nil, correction: maybe(15, 80))
    }

    mutating func ledger() -> Ledger {
        let most = chance(50) ? 99_999_999 : 99_999_999_999
        var rows: [Ledger.Row] = []
        for number in 0..<(chance(10) ? 0 : number(1...40)) {
            let amount = Fen(Int64(self.number(0...most)))
            let isIncome = chance(40)
            rows.append(
                Ledger.Row(
                    id: "r\(number)", date: day(), summary: text(chance(80) ? 14 : 60), category: text(8), income: isIncome ? amount : nil,
                    expense: isIncome ? nil : amount, voucher: chance(80) ? String(self.number(1...99_999)) : nil, handler: maybe(70, 4),
                    approver: maybe(70, 4), remark: maybe(60, chance(80) ? 30 : 400), pictures: chance(40) ? [picture()] : []))
        }
        let opening = Fen(Int64(number(0...most)) - Int64(most / 3))
        return Ledger(
            opening: opening, rows: rows, closing: rows.reduce(opening) { $0 + ($1.income ?? .zero) - ($1.expense ?? .zero) })
    }

    mutating func notice() -> Notice {
        var blocks: [Notice.Block] = []
        for _ in 0..<number(0...14) {
            switch number(0...9) {
            case 0, 1: blocks.append(.heading(text(chance(80) ? 12 : 50)))
            case 2:
                blocks.append(.picture(picture()))
            case 3:
                let columns = number(1...5)
                var rows: [[String]] = []
                for _ in 0..<number(1...chanceOf(20, 30, 6)) {
                    var row: [String] = []
                    for _ in 0..<columns { row.append(chance(10) ? "" : text(chance(85) ? 8 : 60)) }
                    rows.append(row)
                }
                var heads: [String] = []
                if chance(60) { for _ in 0..<columns { heads.append(text(5)) } }
                blocks.append(.table(Notice.Table(title: maybe(50, 14), columns: heads, rows: rows)))
            default: blocks.append(.paragraph(text(chance(80) ? 120 : 700)))
            }
        }
        var attachments: [Notice.Attachment] = []
        for _ in 0..<number(0...3) { attachments.append(Notice.Attachment(title: text(20), picture: chance(50) ? picture() : nil)) }
        return Notice(blocks: blocks, attachments: attachments)
    }

    mutating func directory() -> PeopleDirectory {
        var people: [PeopleDirectory.Person] = []
        for number in 0..<(chance(10) ? 0 : self.number(1...40)) {
            var guides: [PeopleDirectory.GuideLink] = []
            for guide in 0..<(chance(20) ? self.number(1...12) : 0) {
                guides.append(.init(page: SampleVillage.page("4/g\(guide)"), title: text(chance(80) ? 12 : 50)))
            }
            people.append(
                PeopleDirectory.Person(
                    id: "p\(number)", name: text(chance(80) ? 3 : 20), post: text(chance(80) ? 8 : 40),
                    duties: texts(0...(chance(80) ? 4 : 20), chance(90) ? 12 : 60), phone: chance(80) ? "028-0000-\(self.number(1000...9999))" : nil,
                    hours: maybe(60, chance(80) ? 16 : 60), group: maybe(30, 4),
                    backup: chance(50) ? (people.last?.name ?? text(3)) : nil, guides: guides))
        }
        return PeopleDirectory(people: people)
    }

    mutating func texts(_ count: ClosedRange<Int>, _ length: Int) -> [String] {
        var texts: [String] = []
        for _ in 0..<number(count) { texts.append(text(length)) }
        return texts
    }

    mutating func guide() -> Guide {
        var steps: [Guide.Step] = []
        for _ in 0..<number(0...9) {
            steps.append(.init(name: text(chance(80) ? 5 : 30), who: maybe(80, chance(80) ? 6 : 40), place: maybe(30, 20), time: maybe(80, 8)))
        }
        var contacts: [Guide.Contact] = []
        for _ in 0..<number(0...3) { contacts.append(.init(name: text(4), post: maybe(70, 20), phone: maybe(70, 12))) }
        var sections: [Guide.Section] = []
        for _ in 0..<number(0...2) { sections.append(.init(title: text(10), paragraphs: texts(1...3, 200))) }
        return Guide(
            mode: chance(60) ? Guide.Mode.allCases[number(0...2)] : nil, conditions: texts(0...8, chance(70) ? 20 : 120),
            materials: texts(0...12, chance(70) ? 14 : 80), steps: steps, contacts: contacts, limit: maybe(60, 8), fee: maybe(60, chance(80) ? 6 : 30),
            place: maybe(60, chance(80) ? 20 : 60), phone: maybe(60, 12), basis: maybe(60, 30), sections: sections)
    }

    mutating func charter() -> Charter {
        var articles: [Charter.Article] = []
        for number in 0..<self.number(0...30) {
            articles.append(
                .init(
                    id: "a\(number)", number: "第\(number + 1)条", chapter: maybe(70, chance(90) ? 10 : 50),
                    text: texts(1...3, chance(70) ? 60 : 600).joined(separator: "\n")))
        }
        return Charter(
            preamble: texts(0...2, 200), articles: articles, effective: chance(50) ? day() : nil, filed: maybe(50, 30))
    }

    mutating func register() -> Register {
        let count = number(1...Register.columnLimit)
        let kinds: [Register.Column.Kind] = [.text, .text, .number, .name]
        var columns: [Register.Column] = []
        for _ in 0..<count { columns.append(.init(text(chance(80) ? 4 : 20), kinds[number(0...3)])) }
        var rows: [Register.Row] = []
        for number in 0..<(chance(10) ? 0 : self.number(1...60)) {
            var cells: [String] = []
            for column in columns {
                cells.append(
                    chance(10) ? ""
                        : column.kind == .number ? Fen(Int64(self.number(0...99_999_999_999))).grouped : text(chance(90) ? 6 : 60))
            }
            rows.append(.init(id: "r\(number)", cells: cells, surname: chance(80) ? ["张", "欧阳", "李", "王"][self.number(0...3)] : nil))
        }
        return Register(columns: columns, rows: rows, groupColumn: chance(60) ? number(0...count - 1) : nil, basis: maybe(30, 20))
    }

    mutating func catalogue() -> Catalogue {
        var lessons: [Catalogue.Lesson] = []
        for number in 0..<(chance(10) ? 0 : self.number(1...40)) {
            lessons.append(
                .init(
                    id: "l\(number)", issue: String(self.number(1...9999)), title: text(chance(80) ? 16 : 70),
                    minutes: chance(80) ? self.number(1...600) : nil,
                    link: chance(50) ? "https://tonglin.example/weike/\(String(repeating: "x", count: self.number(1...150)))" : nil))
        }
        return Catalogue(lessons: lessons)
    }

    mutating func album() -> Album {
        var photos: [Album.Photo] = []
        for number in 0..<(chance(10) ? 0 : self.number(1...20)) {
            var picture = picture()
            picture.object = SampleVillage.object(10_000 + number)
            photos.append(.init(picture: picture, date: chance(50) ? day() : nil))
        }
        return Album(photos: photos)
    }

    mutating func index() -> VillageIndex {
        var tiles: [VillageIndex.Tile] = []
        for digit in 1...9 {
            var items: [VillageIndex.Item] = []
            for item in 0..<(chance(20) ? 0 : number(1...chanceOf(20, 25, 5))) {
                var pages: [VillageIndex.Entry] = []
                for page in 0..<number(1...3) {
                    pages.append(
                        VillageIndex.Entry(
                            id: SampleVillage.page("\(digit)/i\(item)-\(page)"), title: text(20), short: text(12),
                            period: chance(40) ? .month(year: 2026, month: number(1...12)) : nil, published: day(),
                            objectionsUntil: chance(20) ? day() : nil, object: SampleVillage.object(1), length: 1))
                }
                items.append(VillageIndex.Item(title: text(chance(80) ? 10 : 40), kind: chance(30) ? .ledger : .notice, pages: pages))
            }
            tiles.append(VillageIndex.Tile(digit: digit, title: VillageIndex.tileTitles[digit - 1], items: items))
        }
        return VillageIndex(
            village: VillageIndex.Village(
                code: "999999", name: text(6), town: text(6), phones: chance(70) ? SampleVillage.phones : []),
            issued: SampleVillage.now, tiles: tiles, sections: [])
    }

    mutating func strip() -> Strip? {
        switch number(0...9) {
        case 0: .newContent
        case 1: .old(days: number(3...400), .offline)
        case 2: .old(days: number(3...400), nil)
        default: nil
        }
    }
}
