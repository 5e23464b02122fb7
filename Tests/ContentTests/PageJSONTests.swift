import Content
import Testing

/// The JSON here is written by hand, not by our encoder: it is the format that other programs may read.
@Suite struct PageJSONTests {
    static let ledger = """
        {"schema":1,"kind":"ledger","envelope":{"id":"2/2026-10","title":"财务收支","publisher":"青溪坝村民委员会","period":"2026-10",
        "published":"2026-11-05","phones":[{"label":"监督电话","number":"028-0000-0003"}],"audience":"public","names":"none"},
        "body":{"opening":1000,"closing":800,"rows":[
        {"id":"0012","date":"2026-10-08","summary":"垃圾清运费","category":"公益支出","expense":320,"voucher":"0012","pictures":[]},
        {"id":"0013","date":"2026-10-11","summary":"卖废品","category":"其他收入","income":120,"pictures":[]}]}}
        """

    @Test func readsALedger() throws {
        let page = try ContentJSON.decode(Page.self, from: Self.ledger.utf8)
        #expect(page.envelope.period == .month(year: 2026, month: 10))
        guard let ledger = page.body as? Ledger else {
            Issue.record("not a ledger")
            return
        }
        #expect(ledger.income == Fen(120))
        #expect(ledger.expense == Fen(320))
        #expect(try ContentJSON.decode(Page.self, from: ContentJSON.encode(page)) == page)
    }

    struct Hostile: Sendable, CustomTestStringConvertible {
        var why: String
        var from: String
        var to: String
        var testDescription: String { why }
    }

    static let hostile = [
        Hostile(why: "books that do not add up", from: "\"closing\":800", to: "\"closing\":801"),
        Hostile(why: "a row that is income and expense", from: "\"income\":120", to: "\"income\":120,\"expense\":0"),
        Hostile(why: "a row that is neither", from: "\"income\":120,", to: ""),
        Hostile(why: "one row id twice", from: "\"id\":\"0013\"", to: "\"id\":\"0012\""),
        Hostile(why: "a newer schema", from: "\"schema\":1", to: "\"schema\":2"),
        Hostile(why: "an id that leaves its folder", from: "2/2026-10", to: "2/../2026-10"),
        Hostile(why: "an id in capitals", from: "2/2026-10", to: "2/OCT"),
        Hostile(why: "no such day", from: "2026-11-05", to: "2026-11-31"),
        Hostile(why: "money as a float", from: "\"opening\":1000", to: "\"opening\":1000.5"),
        Hostile(why: "truncated", from: "]}}", to: ""),
    ]

    @Test(arguments: hostile) func refuses(row: Hostile) {
        let text = Self.ledger.split(separator: row.from, omittingEmptySubsequences: false).joined(separator: row.to)
        #expect(text != Self.ledger)
        #expect(throws: ContentError.self) { try ContentJSON.decode(Page.self, from: text.utf8) }
    }

    @Test func keepsAKindItDoesNotKnow() throws {
        let text = Self.ledger.split(separator: "\"kind\":\"ledger\"").joined(separator: "\"kind\":\"hologram\"")
        let page = try ContentJSON.decode(Page.self, from: text.utf8)
        #expect(page.body == nil && page.kind == PageKind(rawValue: "hologram"))
        #expect(page.envelope.title == "财务收支")
    }

    struct Money: Sendable { var fen: Int64, grouped: String, plain: String }

    @Test(arguments: [
        Money(fen: 0, grouped: "0.00", plain: "0.00"), Money(fen: 5, grouped: "0.05", plain: "0.05"),
        Money(fen: -5, grouped: "−0.05", plain: "-0.05"), Money(fen: 99_999, grouped: "999.99", plain: "999.99"),
        Money(fen: 100_000, grouped: "1,000.00", plain: "1000.00"),
        Money(fen: 12_864_052, grouped: "128,640.52", plain: "128640.52"),
        Money(fen: -123_456_789_012, grouped: "−1,234,567,890.12", plain: "-1234567890.12"),
        Money(fen: .min, grouped: "−92,233,720,368,547,758.08", plain: "-92233720368547758.08"),
    ]) func writesMoney(row: Money) {
        #expect(Fen(row.fen).grouped == row.grouped)
        #expect(Fen(row.fen).plain == row.plain)
    }
}
