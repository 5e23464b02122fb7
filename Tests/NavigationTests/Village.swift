import Content
import Navigation

/// A small village, and a stand-in for layout that numbers targets as the real one does: nine rows a page, seven in a ledger.
struct Village {
    static let day = Day(iso: "2026-11-22")!

    /// What a page holds, by its id: rows with their pictures, or pages of text.
    enum Inside {
        case ledger([String])
        /// Pages of text at normal size; the pictures stand on the first.
        case text(pages: Int, pictures: Int)
        /// Panes that ◀▶ change; the first is the page itself.
        case panes([String])
        /// Cards three abreast, six a page, with a filter of so many groups.
        case cards(Int, groups: Int)
    }

    var index: VillageIndex
    var inside: [PageID: Inside]

    static func id(_ text: String) -> PageID { PageID(text)! }

    /// A made-up hash that is another one for each version.
    static func object(_ seed: String, _ version: Int = 1) -> ObjectID {
        var state = UInt64(truncatingIfNeeded: version) &* 0x9E37_79B9_7F4A_7C15
        for byte in seed.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let part = String(state, radix: 16)
        let padded = String(repeating: "0", count: 16 - part.utf8.count) + part
        return ObjectID(hex: padded + padded + padded + padded)!
    }

    static func entry(_ text: String, expires: String? = nil) -> VillageIndex.Entry {
        VillageIndex.Entry(
            id: id(text), title: text, short: text, published: Day(iso: "2026-11-05")!,
            expires: expires.flatMap { Day(iso: $0) }, object: object(text), length: 100)
    }

    init() {
        var tiles = VillageIndex.tileTitles.enumerated().map { VillageIndex.Tile(digit: $0.offset + 1, title: $0.element) }
        tiles[0].items = [
            .init(title: "停水通知", kind: .notice, pages: [Self.entry("1/water")]),
            .init(title: "会议公告", kind: .notice, pages: [Self.entry("1/meeting")]),
            .init(title: "垃圾清运", kind: .notice, pages: [Self.entry("1/waste")]),
        ]
        tiles[1].items = [
            .init(
                title: "财务收支", kind: .ledger,
                pages: [Self.entry("2/2026-10"), Self.entry("2/2026-09"), Self.entry("2/2026-08")])
        ]
        tiles[3].items = [.init(title: "低保怎么申请", kind: .notice, pages: [Self.entry("4/welfare")])]
        tiles[4].items = [
            .init(title: "干部分工", kind: .directory, pages: [Self.entry("5/people")]),
            .init(title: "高龄津贴怎么领", kind: .notice, pages: [Self.entry("5/guide")]),
        ]
        tiles[5].items = (1...12).map {
            .init(title: "名单\($0)", kind: .notice, pages: [Self.entry("6/list\($0)", expires: "2026-12-12")])
        }
        index = VillageIndex(
            village: .init(code: "999999", name: "青溪坝村", town: "桐林镇"), issued: Instant(iso: "2026-11-22T03:00:00Z")!,
            tiles: tiles, sections: [])
        inside = [
            Self.id("2/2026-10"): .ledger((1...10).map { "r\($0)" }),
            Self.id("2/2026-09"): .ledger((1...3).map { "r\($0)" }),
            Self.id("2/2026-08"): .ledger((1...7).map { "r\($0)" }),
            Self.id("1/water"): .text(pages: 1, pictures: 1),
            Self.id("1/meeting"): .text(pages: 3, pictures: 0),
            Self.id("1/waste"): .text(pages: 1, pictures: 3),
            Self.id("4/welfare"): .text(pages: 2, pictures: 0),
            Self.id("5/people"): .cards(8, groups: 2),
            Self.id("5/guide"): .panes(["流程", "材料", "找谁"]),
        ]
    }

    static func picture(_ page: PageID, _ number: Int) -> ObjectID { object("\(page) picture \(number)") }

    /// Ledger rows numbered 1…7 on each page; every row has a picture and the same line in the month before.
    func outline(_ key: OutlineKey) -> Outline {
        switch key.place {
        case .home:
            return Outline(pages: [
                (1...9).map {
                    .init(identity: "tile\($0)", opens: .tile($0), digit: $0, row: ($0 - 1) / 3, column: ($0 - 1) % 3)
                }
            ])
        case .tile(let digit):
            let items = index.tile(digit)!.items
            return Self.numbered(items.map { ($0.pages[0].id.text, .page($0.pages[0].id)) }, perPage: 9)
        case .page(let id):
            switch inside[id] {
            case .ledger(let rows):
                return Self.numbered(rows.map { ($0, .row(id, row: $0)) }, perPage: key.type == .normal ? 7 : 4)
            case .text(let pages, let pictures):
                let targets = (0..<pictures).map {
                    Outline.Target(identity: "picture\($0)", opens: .picture(id, Self.picture(id, $0)), row: 0, column: $0)
                }
                let count = key.type == .normal ? pages : pages * 2
                return Outline(pages: [targets] + Array(repeating: [], count: count - 1))
            case .panes(let names):
                let stops = names.enumerated().map {
                    Outline.Axis.Stop($0.element, $0.offset == 0 ? .page(id) : .part(id, $0.element))
                }
                let targets = stops.dropFirst().enumerated().map {
                    Outline.Target(identity: $0.element.name, opens: $0.element.place, digit: $0.offset + 1, row: $0.offset)
                }
                return Outline(pages: [targets], axis: .init("换一栏", stops))
            case .cards(let count, _):
                return Self.cards((0..<count).map { "p\($0)" }, id)
            case nil: return .empty
            }
        case .part(let id, let part):
            switch inside[id] {
            case .panes(let names):
                var outline = outline(OutlineKey(place: .page(id), type: key.type))
                outline.pages = names.contains(part) ? [[], []] : [[]]
                return outline
            case .cards(let count, let groups):
                if part == "groups" {
                    return Outline(pages: [
                        (0..<groups).map {
                            .init(identity: "g\($0)", opens: .part(id, "group-\($0)"), digit: $0 + 1, row: $0 / 2, column: $0 % 2)
                        }
                    ])
                }
                let group = Int(part.dropFirst("group-".count)) ?? 0
                return Self.cards((0..<count).filter { $0 % groups == group }.map { "p\($0)" }, id)
            default: return .empty
            }
        case .row(let id, let row):
            var targets = [Outline.Target(identity: "voucher", opens: .picture(id, Self.picture(id, 0)), row: 0)]
            if let before = before(id), case .ledger(let rows)? = inside[before], rows.contains(row) {
                targets.append(.init(identity: "before", opens: .row(before, row: row), row: 1))
            }
            return Outline(pages: [targets])
        case .picture, .card: return .empty
        }
    }

    private static func cards(_ people: [String], _ id: PageID) -> Outline {
        Outline(
            pages: stride(from: 0, to: people.count, by: 6).map { start in
                people[start..<min(start + 6, people.count)].enumerated().map {
                    .init(
                        identity: $0.element, opens: .row(id, row: $0.element), digit: $0.offset + 1, row: $0.offset / 3,
                        column: $0.offset % 3)
                }
            }, filter: .init("按组看", .part(id, "groups")))
    }

    private func before(_ id: PageID) -> PageID? {
        guard let pages = index.item(of: id)?.pages, let here = pages.firstIndex(where: { $0.id == id }) else { return nil }
        return pages.indices.contains(here + 1) ? pages[here + 1].id : nil
    }

    private static func numbered(_ targets: [(String, Place)], perPage: Int) -> Outline {
        Outline(
            pages: stride(from: 0, to: targets.count, by: perPage).map { start in
                targets[start..<min(start + perPage, targets.count)].enumerated().map {
                    .init(identity: $0.element.0, opens: $0.element.1, digit: $0.offset + 1, row: $0.offset)
                }
            })
    }
}
