import Content
import Foundation
import Publishing
import Testing

/// A village folder made for one test and removed with it.
final class TestVillage {
    let path = NSTemporaryDirectory() + "yuanba-village-" + UUID().uuidString
    static let now = Instant(iso: "2026-11-22T11:20:00Z")!
    static let facts = "项目,内容\n村名,青溪坝村\n镇名,桐林镇\n村代码,999999\n户数,612\n人口,1847\n村务监督电话,028-0000-0003\n村民委员会主任,陈某\n文书,唐某\n"
    static let tail = "公布日期,2026-11-05\n审核,村务监督委员会 2026-11-04\n"
    static let head = "日期,摘要,类别,收入,支出,凭证号,经手人,审批人,备注\n"

    init(_ files: [String: String] = [:], facts: String? = TestVillage.facts) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if let facts { try write("村信息.csv", facts) }
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws { try write(name, bytes: Array(text.utf8)) }

    func write(_ name: String, bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func checked(coverage: GlyphCoverage = .unknown) -> CheckedVillage {
        build(folder: path, now: Self.now, coverage: coverage)
    }

    /// The messages of one severity, whole.
    func texts(_ severity: CheckMessage.Severity, coverage: GlyphCoverage = .unknown) -> [String] {
        checked(coverage: coverage).report.messages.filter { $0.severity == severity }.map(\.text)
    }

    /// October's books with these rows between a head and the totals that they need.
    static func october(_ rows: String, opening: String = "100000.00", closing: String, head: String = TestVillage.head) -> String {
        "期初,\(opening)\n期末,\(closing)\n" + tail + head + rows + "\n"
    }

    func ledger(_ id: String = "2/2026-10") throws -> Ledger {
        let build = try #require(checked().build)
        let page = try #require(PageID(id).flatMap { build.pages[$0] })
        guard let ledger = page.body as? Ledger else { throw Unexpected() }
        return ledger
    }

    func notice(_ tile: Int = 1) throws -> (envelope: Envelope, notice: Notice) {
        let checked = checked()
        let page = try #require(
            checked.build?.pages.values.first { $0.envelope.id.tile == tile && $0.kind == .notice },
            Comment(rawValue: checked.report.messages.map(\.text).joined(separator: "\n")))
        guard let notice = page.body as? Notice else { throw Unexpected() }
        return (page.envelope, notice)
    }
}

struct Unexpected: Error {}
