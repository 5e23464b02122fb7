import Content
import Foundation
import Publishing
import Testing

/// Documents that LibreOffice has written (Fixtures/make.py), and some made by hand for what it does not write.
struct WordDocumentTests {
    private static let name = "2026-11-03 停水.docx"

    private func village(_ bytes: [UInt8], at path: String = "1村务/" + name) throws -> TestVillage {
        let village = try TestVillage(["3党务/2026-11-03 党日.md": "党日。"])
        try village.write(path, bytes: bytes)
        return village
    }

    @Test func anotherProgramsDocument() throws {
        let village = try village(WorkbookTests.fixture("plain.docx"))
        #expect(village.texts(.error) == [])
        let (envelope, notice) = try village.notice()
        #expect(envelope.title == "停水通知" && envelope.published.iso == "2026-11-03")
        #expect(notice.blocks == [
            .paragraph("因更换主管道，明天停水。"), .paragraph("一、请蓄水"), .paragraph("二、关好龙头"),
            .table(.init(columns: ["时间", "地点"], rows: [["8:00", "广场"]])), .paragraph("青溪坝村民委员会"),
        ])
    }

    @Test(arguments: [
        ("deleted.docx", name, "文档里有修订痕迹，改掉的话还留在里面。请点\"审阅\"，选\"接受所有修订\"，再保存。"),
        ("inserted.docx", name, "文档里有修订痕迹，改掉的话还留在里面。请点\"审阅\"，选\"接受所有修订\"，再保存。"),
        ("comment.docx", name, "文档里有批注。请点\"审阅\"，选\"删除所有批注\"，再保存。"),
        ("hidden-text.docx", name, "文档里有隐藏的文字。隐藏的内容没有人看过，不能发布。请全选，在\"字体\"里去掉\"隐藏文字\"，看过以后再保存。"),
        ("plain.doc", "2026-11-03 停水.doc", "这是旧格式的文件（.doc），读不了。请用文字软件打开，点\"另存为\"，选 .docx。"),
        ("plain.doc", "2026-11-03 停水.wps", "这是旧格式的文件（.wps），读不了。请用文字软件打开，点\"另存为\"，选 .docx。"),
        ("plain.xlsx", name, "不是 .docx 文件，读不了。请用文字软件打开看一看，点\"另存为\"，选 .docx。"),
    ]) func isHeldBack(fixture: String, name: String, message: String) throws {
        let village = try village(WorkbookTests.fixture(fixture), at: "1村务/" + name)
        #expect(village.texts(.error) == ["\(name)：\(message)"])
        let build = try #require(village.checked().build)
        #expect(build.pages.count == 1, "the notice beside it goes out")
        #expect(!build.objects.values.contains { String(decoding: $0, as: UTF8.self).contains("张某明") })
    }

    // MARK: Made by hand

    static func document(_ body: String, parts: [String: String] = [:]) throws -> [UInt8] {
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        var all = [
            "_rels/.rels": "<Relationships><Relationship Id=\"rId1\" Type=\"\(relation)officeDocument\" Target=\"word/document.xml\"/></Relationships>",
            "word/_rels/document.xml.rels": "<Relationships><Relationship Id=\"a\" Type=\"\(relation)styles\" Target=\"styles.xml\"/><Relationship Id=\"b\" Type=\"\(relation)numbering\" Target=\"numbering.xml\"/><Relationship Id=\"c\" Type=\"\(relation)comments\" Target=\"comments.xml\"/></Relationships>",
            "word/document.xml": "<w:document xmlns:w=\"w\" xmlns:mc=\"mc\" xmlns:wps=\"wps\" xmlns:a=\"a\"><w:body>\(body)</w:body></w:document>",
        ]
        all.merge(parts) { $1 }
        return try WorkbookTests.zip(all.mapValues { Array($0.utf8) })
    }

    private static func p(_ text: String, _ properties: String = "") -> String {
        "<w:p><w:pPr>\(properties)</w:pPr><w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r></w:p>"
    }

    static let readings: [(why: String, body: String, blocks: [Notice.Block])] = [
        ("runs of one paragraph", "<w:p><w:r><w:t>因</w:t></w:r><w:proofErr/><w:r><w:rPr><w:b/></w:rPr><w:t>停水</w:t></w:r><w:hyperlink><w:r><w:t>一天</w:t></w:r></w:hyperlink><w:r><w:t>。</w:t></w:r></w:p>", [.paragraph("因停水一天。")]),
        ("a line end inside a paragraph", "<w:p><w:r><w:t>一。</w:t><w:br/><w:t>二。</w:t></w:r></w:p>", [.paragraph("一。"), .paragraph("二。")]),
        ("a title in the middle", p("关于停水的通知", "<w:jc w:val=\"center\"/>") + p("停水。"), [.paragraph("停水。")]),
        ("a paragraph in the middle further down", p("停水。") + p("特此通知", "<w:jc w:val=\"center\"/>"), [.paragraph("停水。"), .paragraph("特此通知")]),
        ("an empty paragraph", p("停水。") + "<w:p/>" + p("　") + p("来水。"), [.paragraph("停水。"), .paragraph("来水。")]),
        ("a reading above a name", "<w:p><w:r><w:ruby><w:rt><w:r><w:t>wěi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>𬱖</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>家停水。</w:t></w:r></w:p>", [.paragraph("𬱖家停水。")]),
        ("the code of a field is not its text", "<w:p><w:r><w:t>第</w:t></w:r><w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>1</w:t></w:r><w:r><w:t>页。</w:t></w:r></w:p>", [.paragraph("第1页。")]),
        ("the earlier format of a paragraph", "<w:p><w:pPr><w:pPrChange><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>停水</w:t></w:r></w:p>", [.paragraph("停水")]),
        ("shown again", "<w:p><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>停水。</w:t></w:r></w:p>", [.paragraph("停水。")]),
        ("text in a box, once", "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><a:t>图</a:t><wps:txbx><w:txbxContent>\(p("盒里。"))</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>\(p("盒里。"))</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>外面。</w:t></w:r></w:p>", [.paragraph("外面。"), .paragraph("盒里。")]),
        ("a content control", "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>\(p("停水。"))</w:sdtContent></w:sdt>", [.paragraph("停水。")]),
        ("cells merged across and down", "<w:tbl><w:tr><w:tc>\(p("时间"))</w:tc><w:tc>\(p("地点"))</w:tc><w:tc>\(p("人数"))</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>\(p("上午"))</w:tc><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>\(p("广场"))</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>\(p(""))</w:tc><w:tc>\(p("学校"))</w:tc><w:tc>\(p("3"))</w:tc></w:tr></w:tbl>",
            [.table(.init(columns: ["时间", "地点", "人数"], rows: [["上午", "广场", ""], ["上午", "学校", "3"]]))]),
        ("numbers of a list", p("第一", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>") + p("里面", "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr>") + p("里面", "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr>") + p("第二", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>") + p("里面", "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr>"),
            [.paragraph("第一条 第一"), .paragraph("一.1 里面"), .paragraph("一.2 里面"), .paragraph("第二条 第二"), .paragraph("二.1 里面")]),
        ("headings by style", p("一、时间", "<w:pStyle w:val=\"2\"/>") + p("明天。"), [.heading("一、时间"), .paragraph("明天。")]),
        ("names in a table are masked", "<w:tbl><w:tr><w:tc>\(p("姓名"))</w:tc><w:tc>\(p("职务"))</w:tc><w:tc>\(p("组"))</w:tc></w:tr><w:tr><w:tc>\(p("张某明"))</w:tc><w:tc>\(p("村民"))</w:tc><w:tc>\(p("三组"))</w:tc></w:tr><w:tr><w:tc>\(p("陈某"))</w:tc><w:tc>\(p("主任"))</w:tc><w:tc>\(p("一组"))</w:tc></w:tr></w:tbl>",
            [.table(.init(columns: ["姓名", "职务", "组"], rows: [["张＊明", "村民", "三组"], ["陈某", "主任", "一组"]]))]),
    ]

    private static let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"1\"><w:name w:val=\"heading 2\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style><w:style w:styleId=\"2\"><w:name w:val=\"x\"/><w:basedOn w:val=\"1\"/></w:style><w:style w:styleId=\"3\"><w:basedOn w:val=\"3\"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    private static let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"第%1条 \"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>"

    @Test(arguments: readings.indices) func reads(index: Int) throws {
        let one = Self.readings[index]
        let bytes = try Self.document(one.body, parts: ["word/styles.xml": Self.styles, "word/numbering.xml": Self.numbering])
        let village = try village(bytes)
        #expect(village.texts(.error) == [], "\(one.why)")
        #expect(try village.notice().notice.blocks == one.blocks, "\(one.why)")
    }

    static let findings = [
        ("hidden by its style", p("停水。") + "<w:p><w:r><w:rPr><w:rStyle w:val=\"3\"/></w:rPr><w:t>秘密</w:t></w:r></w:p>", "隐藏的文字"),
        ("a paragraph hidden by its style", p("停水。") + p("秘密", "<w:pStyle w:val=\"3\"/>"), "隐藏的文字"),
        ("a paragraph taken out", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>停水。</w:t></w:r></w:p>", "修订"),
        ("a row taken out", "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>\(p("x"))</w:tc></w:tr></w:tbl>", "修订"),
        ("a text moved", "<w:p><w:moveFrom><w:r><w:t>停水。</w:t></w:r></w:moveFrom></w:p>", "修订"),
        ("a comment", "<w:p><w:commentRangeStart/><w:r><w:t>停水。</w:t></w:r></w:p>", "批注"),
        ("an identity number split into runs", "<w:p><w:r><w:t>5101231</w:t></w:r><w:r><w:t>99001011234</w:t></w:r></w:p>", "像身份证号（18位）"),
    ]

    @Test(arguments: findings) func finds(why: String, body: String, message: String) throws {
        let village = try village(Self.document(body, parts: ["word/styles.xml": Self.styles]))
        #expect(village.texts(.error).count == 1 && village.texts(.error).first?.contains(message) == true, "\(why): \(village.texts(.error))")
    }

    @Test func theHeadFillsTheEnvelope() throws {
        let body = Self.p("标题：停水通知") + Self.p("责任人：赵某", "<w:pBdr><w:bottom w:val=\"single\"/></w:pBdr>") + Self.p("明天停水。")
        let (envelope, notice) = try village(Self.document(body)).notice()
        #expect(envelope.title == "停水通知" && envelope.responsible == "赵某")
        #expect(notice.blocks == [.paragraph("明天停水。")])
        let typed = Self.p("下屏日期：2026-12-01") + Self.p("---") + Self.p("明天停水。")
        #expect(try village(Self.document(typed)).notice().envelope.expires?.iso == "2026-12-01")
    }

    /// Messages count paragraphs, a row of a table as one.
    @Test func placesAreParagraphs() throws {
        let body = Self.p("停水。") + "<w:tbl><w:tr><w:tc>\(Self.p("a"))</w:tc></w:tr><w:tr><w:tc>\(Self.p("13800000000"))</w:tc></w:tr></w:tbl>" + Self.p("电话13900000000")
        #expect(try village(Self.document(body)).texts(.error) == [
            "2026-11-03 停水.docx 第3段：像手机号（11位）。公开内容不能有手机号，请改成办公电话，或者删除后重新发布。",
            "2026-11-03 停水.docx 第4段：像手机号（11位）。公开内容不能有手机号，请改成办公电话，或者删除后重新发布。",
        ])
    }
}
