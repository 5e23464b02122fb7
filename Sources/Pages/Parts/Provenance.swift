internal import Content
internal import Navigation
internal import Pixels

/// One statement of the line under the page: `公布  青溪坝村民委员会  2026年11月5日`.
struct Fact: Hashable {
    var label: String
    var values: [String]

    init(_ label: String, _ values: String?...) {
        self.label = label
        self.values = values.compactMap { $0 }
    }
}

/// The line under the page: badges first, then facts. It has several wordings, and the first one that fits is shown.
struct Provenance {
    var badges: [Badge]
    /// From the fullest wording to the shortest.
    var wordings: [[Fact]]

    /// Of a page. The words of a correction stay as long as there is room beside them for the days and the phone. What goes first when
    /// there is no room, in this order: these words, the day of the review, who is responsible, the second phone, the last day on the
    /// screen and the basis in law, the years, the reviewer, what the phone is called, the phone. Who published it, when, and until when
    /// one may object, stay.
    init(_ envelope: Envelope, basis: String? = nil, overdue: Int?, strip: Strip?) {
        badges = strip.map { [Badge($0)] } ?? []
        if let overdue { badges.append(Badge("已超期 \(overdue) 天未更新", .redFill)) }
        if envelope.correction != nil { badges.append(Badge("更正", .amberFill)) }
        var corrected: [[Fact]] = []
        if let correction = envelope.correction {
            let words = [Fact("", correction)]
            let phone = envelope.phones.prefix(1).map { Fact($0.label, $0.number) }
            let until = envelope.objectionsUntil.map { [Fact("异议期至", $0.chineseShort)] } ?? []
            let published = [Fact("公布", envelope.published.chineseShort)] + until
            corrected = [words + [Fact("公布", envelope.publisher, envelope.published.chineseShort)] + until + phone, words + published + phone]
        }
        wordings = (0...9).map { dropped in
            func day(_ day: Day) -> String { dropped < 6 ? day.chinese : day.chineseShort }
            var facts: [Fact] = []
            if let correction = envelope.correction, dropped < 1 { facts.append(Fact("", correction)) }
            facts.append(Fact("公布", envelope.publisher, day(envelope.published)))
            if let basis, dropped < 5 { facts.append(Fact("依据", basis)) }
            if let until = envelope.objectionsUntil { facts.append(Fact("异议期至", day(until))) }
            if let review = envelope.reviewedBy, dropped < 7 {
                facts.append(Fact("审核", review.body, dropped < 2 ? review.date.map(day) : nil))
            }
            if let responsible = envelope.responsible, dropped < 3 { facts.append(Fact("责任人", responsible)) }
            if let expires = envelope.expires, dropped < 5 { facts.append(Fact("下屏", day(expires))) }
            for phone in envelope.phones.prefix(dropped < 4 ? 2 : dropped < 9 ? 1 : 0) {
                facts.append(Fact(dropped < 8 ? phone.label : "电话", phone.number))
            }
            return facts
        }
        wordings.insert(contentsOf: corrected, at: 1)
    }

    /// Of cameras: on whose word one looks at them, until when, and what becomes of it.
    init(watching authorisation: CameraList.Authorisation, _ envelope: Envelope, strip: Strip?) {
        badges = strip.map { [Badge($0)] } ?? []
        let promise = Fact("观看会记录，不录像、不外传")
        wordings = [
            [Fact("公布", envelope.published.chinese), Fact("授权", "\(authorisation.number)，到\(authorisation.expires.chinese)"), promise],
            [Fact("授权", "\(authorisation.number)，到\(authorisation.expires.chinese)"), promise],
            [Fact("授权到\(authorisation.expires.chinese)"), promise], [promise],
        ]
    }

    /// Of home: what was published lately, and how old the content is.
    init(_ index: VillageIndex, now: Instant?, strip: Strip?) {
        badges = strip.map { [Badge($0)] } ?? []
        let entries = index.tiles.flatMap { $0.items.flatMap(\.pages) }.sorted { $0.published > $1.published }
        let current = entries.filter { entry in now.map { now in entry.expires.map { $0 >= now.day } ?? true } ?? true }
        let recent = now.map { now in current.filter { (0...7).contains(now.day.days(since: $0.published)) } } ?? []
        let shown = recent.isEmpty ? Array(current.prefix(1)) : recent
        let label = recent.isEmpty ? "最近公布" : "新公布"
        let updated = Fact("内容更新", Self.updated(index.issued, now))
        wordings = stride(from: shown.count, through: 1, by: -1).map { count in
            let names = shown.prefix(count).map { entry in
                entry.short + (entry.objectionsUntil.map { "（异议到\($0.chineseShort)）" } ?? "")
            }
            return [Fact(label, names.joined(separator: "，") + (count < shown.count ? " 等 \(shown.count) 条" : "")), updated]
        }
        wordings.append([updated])
    }

    /// Of a tile's list.
    init(tile: VillageIndex.Tile, of index: VillageIndex, now: Instant?, strip: Strip?) {
        badges = strip.map { [Badge($0)] } ?? []
        let updated = Fact("内容更新", Self.updated(index.issued, now))
        let phones = index.village.phones.prefix(2).map { Fact($0.label, $0.number) }
        wordings = [[updated] + phones, [updated] + Array(phones.prefix(1)), [updated]]
    }

    init(badges: [Badge] = [], _ wordings: [[Fact]]) {
        self.badges = badges
        self.wordings = wordings
    }

    /// `今天19:20` when it is known what today is.
    private static func updated(_ issued: Instant, _ now: Instant?) -> String {
        guard let now else { return issued.day.chinese }
        switch now.day.days(since: issued.day) {
        case 0: return "今天\(issued.clock)"
        case 1: return "昨天\(issued.clock)"
        case 2...300: return issued.day.chineseShort
        default: return issued.day.chinese
        }
    }
}

extension Badge {
    init(_ strip: Strip) {
        switch strip {
        case .newContent: self.init("有新内容，按确认查看", .greenFill)
        case .withdrawn: self.init("刚才看的内容已经撤下", .amberFill)
        case .expired: self.init("刚才看的内容公示期满，已经下屏", .amberFill)
        case .stick(let note): self.init(note.words, note.isGood ? .greenFill : .amberFill)
        case .old(let days, let trouble):
            self.init("\(days) 天没有更新" + (trouble.map { "，" + $0.short } ?? ""), .amberFill)
        }
    }
}

extension Trouble {
    /// In a few words, where a strip names it.
    var short: String {
        switch self {
        case .notProvisioned: "还没有接入"
        case .settings: "盒子的设置有错"
        case .offline: "网络不通"
        case .server: "镇上服务器有问题"
        case .untrusted: "新内容没有通过验证"
        case .diskFull: "存储空间满了"
        case .disk: "存储坏了"
        case .newerSoftware: "要升级软件"
        case .failing: "程序出错"
        case .stick: "U 盘没有用上"
        }
    }
}

extension StickNote {
    /// In one line; a card says more.
    var words: String {
        switch self {
        case .reading: "正在读 U 盘，请先不要拔"
        case .taken: "U 盘里的新内容装好了，可以拔了"
        case .nothingNew: "U 盘里没有更新的内容，可以拔了"
        case .format: "这个 U 盘读不了，要用 FAT32 或 exFAT 格式的"
        case .empty: "U 盘里没有本村的内容"
        case .untrusted: "U 盘里的内容没有通过验证，没有采用"
        case .store: "U 盘里的内容存不进盒子，请告诉镇上"
        case .unreadable: "U 盘读到一半出了错，请换一个"
        }
    }

    fileprivate var isGood: Bool { self == .reading || self == .taken || self == .nothingNew }
}

extension Kit {
    func provenance(_ provenance: Provenance, in area: PixelRect) -> [Drawing.Op] {
        var ops: [Drawing.Op] = [.fill(PixelRect(x: area.x, y: area.y, width: area.width, height: metrics.rule), .line)]
        let lines = metrics.provenanceRows
        var row = PixelRect(x: area.x, y: area.y + px(4), width: area.width, height: (area.height - px(4)) / lines)
        var x = row.x
        for badge in provenance.badges {
            let size = size(of: badge)
            guard x + size.width <= row.maxX else { break }
            ops += self.badge(badge, left: x, middle: row.midY)
            x += size.width + px(28)
        }
        let left = row.maxX - x
        guard let rows = provenance.wordings.lazy.map({ self.rows($0, first: left, width: row.width) }).first(where: { $0.count <= lines })
            ?? provenance.wordings.last.map({ [$0] })
        else { return ops }
        for facts in rows {
            let baseline = row.midY + style(.provenance).size * 38 / 100
            for fact in facts {
                for text in [fact.label] + fact.values where !text.isEmpty {
                    guard row.maxX - x > px(80) else { break }
                    let line = line(text, .provenance, within: row.maxX - x)
                    ops.append(.text(line, PixelPoint(x: x, y: baseline), .dim))
                    x += line.width + px(24)
                }
                x += px(28)
            }
            row.y += row.height
            x = row.x
        }
        return ops
    }

    /// The facts in lines that hold them whole; the first has badges before it. One that is longer than a line makes one line too many.
    private func rows(_ facts: [Fact], first: Int, width: Int) -> [[Fact]] {
        var rows: [[Fact]] = [[]]
        var room = first
        for fact in facts {
            let needed = ([fact.label] + fact.values).filter { !$0.isEmpty }.reduce(-px(24)) { $0 + line($1, .provenance).width + px(24) }
            if needed > room, !(rows.count == 1 && rows[0].isEmpty && first == width) {
                rows.append([])
                room = width
            }
            rows[rows.count - 1].append(fact)
            room -= needed + px(52)
            if needed > width { rows.append([]) }
        }
        return rows
    }
}
