import Content
import Foundation
import Publishing
import Testing

/// What the box has no glyph for, and names that a mask does not hide.
struct NamesAndGlyphsTests {
    private static let coverage = GlyphCoverage { $0.value < 0x30000 }

    @Test func aRowThatCannotBeShownIsLeftOut() throws {
        let village = try TestVillage([
            "9诉求/2026-Q4 办件.csv": "公布日期,2026-11-05\n编号,类别,事项,地点,环节,部门,期限,结果\n1,大事,修路,三组,办理,村委会,2026-12-01,\n2,小事,\u{30000}家门口路灯,三组,办理,村委会,2026-12-01,\n"
        ])
        let checked = village.checked(coverage: Self.coverage)
        #expect(checked.report.messages.filter { $0.severity == .error }.map(\.text) == ["2026-Q4 办件.csv 第4行\"\u{30000}\"：字库没有这个字。请联系镇上补字，本行暂不发布。"])
        #expect(checked.report.heldBack, "something does not go out")
        guard let cases = checked.build?.pages.values.first?.body as? Cases else { throw Unexpected() }
        #expect(cases.rows.map(\.matter) == ["修路"])
    }

    @Test func peopleOfListsAreLeftOutOneByOne() throws {
        let village = try TestVillage([
            "5找人/干部分工.csv": "姓名,职务,分管,办公电话\n陈某,主任,财务,028-0000-0011\n\u{30000}某,委员,水,028-0000-0012\n",
            "6名单/2026-Q4 补贴公示.csv": "下屏日期,2026-12-31\n公布日期,2026-11-05\n姓名,组,备注\n张\u{30000}明,三组,\n\u{30000}某明,三组,\n李某,二组,\n",
        ])
        let checked = village.checked(coverage: Self.coverage)
        #expect(checked.report.messages.filter { $0.severity == .error }.map(\.text) == [
            "干部分工.csv 第3行\"\u{30000}\"：字库没有这个字。请联系镇上补字，本行暂不发布。", "2026-Q4 补贴公示.csv 第5行\"\u{30000}\"：字库没有这个字。请联系镇上补字，本行暂不发布。",
        ])
        let pages = try #require(checked.build).pages.values
        #expect(pages.count == 2)
        for page in pages {
            switch page.body {
            case let directory as PeopleDirectory: #expect(directory.people.map(\.name) == ["陈某"])
            case let register as Register: #expect(register.rows.map { $0.cells[0] } == ["张＊明", "李＊"])
            default: throw Unexpected()
            }
        }
    }

    /// A list with full names beside a masked one.
    @Test func aFullListGivesAMaskedOneAway() throws {
        let village = try TestVillage([
            "6名单/2026-Q4 补贴公示.csv": "下屏日期,2026-12-31\n公布日期,2026-11-05\n姓名,组\n张大明,三组\n李某,二组\n",
            "6名单/2026-Q3 低保公示.csv": "下屏日期,2026-12-31\n公布日期,2026-11-05\n依据,社会救助暂行办法\n姓名显示,全名\n姓名,组\n张大明,三组\n",
        ])
        #expect(village.texts(.error) == [])
        #expect(village.texts(.warning).contains("2026-Q4 补贴公示.csv：三组的张＊明在\"2026-Q3 低保公示.csv\"里写了全名，一对照就认得出来。请看那一份是不是该下屏了。"))
    }

    /// Books add up only whole, and what a mask covers needs no glyph.
    @Test func booksAreHeldWholeAndMasksNeedNoGlyph() throws {
        let summary = try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october("10月5日,\u{30000}家,公益支出,,100,,,,", closing: "99900")])
        #expect(summary.texts(.error, coverage: Self.coverage) == ["收支.csv 第6行\"\u{30000}\"：字库没有这个字。请联系镇上补字，补好以前这一项暂不发布。"])
        let name = try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october("10月5日,路灯,公益支出,,100,,张\u{30000}明,张明\u{30000},", closing: "99900")])
        #expect(name.texts(.error, coverage: Self.coverage) == ["收支.csv 第6行\"\u{30000}\"：字库没有这个字。请联系镇上补字，补好以前这一项暂不发布。"], "the last character is shown")
        let masked = try TestVillage(["2财务/2026-10/收支.csv": TestVillage.october("10月5日,路灯,公益支出,,100,,张\u{30000}明,,", closing: "99900")])
        #expect(masked.texts(.error, coverage: Self.coverage) == [])
        #expect(try masked.ledger().rows[0].handler == "张＊明")
    }

    fileprivate static func points(_ people: [String]) -> String {
        "季度,2026-Q3\n公布日期,2026-10-10\n姓名,组,变动,原因\n" + people.map { "\($0),三组,+5,修水渠" }.joined(separator: "\n")
    }

    /// 张 has many, 欧阳 one.
    @Test func aSurnameOfItsOwnIsWarnedOf() throws {
        let many = (0..<24).map { "张某\(Array("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯")[$0])" }
        func said(_ people: [String]) throws -> [String] {
            try TestVillage(["1村务/2026-Q3 积分.csv": Self.points(people)]).texts(.warning).filter { $0.contains("＊") }
        }
        #expect(try said(many) == [])
        #expect(try said(many + ["欧阳某华"]) == ["2026-Q3 积分.csv：三组的欧阳＊华的姓在本组只有一户，隔着＊也认得出来。可以不写组，或者不写姓名只写户数。"])
        #expect(try said(["张某明", "欧阳某华"]) == [], "two households say nothing of a group")
    }
}

extension NamesAndGlyphsTests {
    @Test func aNameOfAMaskedListInAnotherText() throws {
        let village = try TestVillage([
            "1村务/2026-Q3 积分.csv": Self.points(["张大明", "欧阳小华", "王平"]), "1村务/2026-11-03 感谢.md": "感谢欧阳小华和张大明修渠，王平桥已通车。",
            "1村务/2026-11-04 停水.md": "停水。",
        ])
        #expect(village.texts(.warning).filter { $0.contains("全名") } == [
            "2026-11-03 感谢.md：写了欧阳＊华等2人的全名，名单上这个名字是隐去的。请看这里要不要写全名；不要的话，改成 欧阳＊华。"
        ])
    }
}
