import Content
import Foundation
import Publishing
import Testing

/// What the clerk reads: each row is a folder with one thing wrong and the whole of what must be said about it.
struct MessageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var text: String
        var message: String
        var severity = CheckMessage.Severity.error
        var testDescription: String { message }
    }

    private static let row = "10月5日,路灯,公益支出,,100,0012,,,"
    private static func book(_ rows: String = row, closing: String = "99900", head: String = TestVillage.head) -> String {
        TestVillage.october(rows, closing: closing, head: head)
    }
    private static let ledger = "2财务/2026-10/收支.csv"
    private static let notice = "1村务/2026-11-03 通知.md"

    static let cases: [Case] = [
        // The examples of the source format, to the letter.
        Case(path: ledger, text: book("10月5日,路灯,公益支出,,三千二,0012,,,"), message: "收支.csv 第6行\"支出\"：\"三千二\"不是数字。请填 3200 或 3200.00。"),
        Case(path: ledger, text: "期初,128640.52\n期末,143575.22\n" + TestVillage.tail + TestVillage.head + "10月5日,补助,补助,15114.70,,1,,,\n",
            message: "收支.csv：期初+收入−支出=143755.22，与期末 143575.22 相差 180.00 元。请核对。"),
        // Books.
        Case(path: ledger, text: "", message: "收支.csv：没有找到表头。请在第一行写上：日期、摘要、收入、支出。"),
        Case(path: ledger, text: "日期，摘要，收入，支出\n10月5日，路灯，，100\n", message: "收支.csv：没有找到表头。列与列之间的逗号要用英文逗号。请用表格软件打开，另存为 CSV。"),
        Case(path: ledger, text: "期初,1\n期末,1\n日期,摘要,收入\n10月5日,路灯,1\n", message: "收支.csv 第3行：没有\"支出\"这一列。请在表头加上\"支出\"。"),
        Case(path: ledger, text: book(head: "日期,摘要,类别,收入,支出,支出,经手人,审批人,备注\n"), message: "收支.csv 第5行\"支出\"：这一列出现了两次。请只留一列，或者改掉其中一个的名字。"),
        Case(path: ledger, text: book(head: "日期,摘要,类别,收入,支出金额,支出,经手人,审批人,备注\n"), message: "收支.csv 第5行\"支出\"：和\"支出金额\"说的是同一件事。请只留一列，或者改掉其中一个的名字。"),
        Case(path: ledger, text: book(head: "日期,摘要,类别,收入（万元）,支出,凭证号,经手人,审批人,备注\n"), message: "收支.csv 第5行\"收入（万元）\"：单位是万元。请换算成元，例如 1.2 万元写成 12000。"),
        Case(path: ledger, text: "单位：万元\n" + book(), message: "收支.csv 第1行\"单位\"：单位是万元。请换算成元，例如 1.2 万元写成 12000。"),
        Case(path: ledger, text: book("10月5日,路灯,公益支出,,,0012,,,"), message: "收支.csv 第6行：收入和支出都没有填。请填其中一个；如果这一行没有用，请删掉整行。"),
        Case(path: ledger, text: book("10月5日,路灯,公益支出,100,100,0012,,,"), message: "收支.csv 第6行：收入和支出都填了。一行只能填一个，请分成两行。"),
        Case(path: ledger, text: book("10月5日,,公益支出,,100,0012,,,"), message: "收支.csv 第6行\"摘要\"：没有填摘要。请写清楚钱用在哪里，或者从哪里来。"),
        Case(path: ledger, text: book("10月5日,路灯,公益支出,,3,200.00,0012,,,"), message: "收支.csv 第6行：这一行比表头多出一格，后面的都错了位。如果数字里有逗号，请去掉，如 3,200 写成 3200。"),
        Case(path: ledger, text: book().replacing("期初,100000.00\n", with: ""), message: "收支.csv：没有\"期初\"（上月底还剩多少钱）。请在表头上面加一行，第一格写\"期初\"，第二格写数字，如 128640.52。"),
        Case(path: ledger, text: book().replacing("期末,99900\n", with: ""), message: "收支.csv：没有\"期末\"（这个月底还剩多少钱）。请在表头上面加一行，第一格写\"期末\"，第二格写 99900.00（按本表算出来的，请核对）。"),
        Case(path: ledger, text: book().replacing("期末,99900\n", with: "期末,\n"), message: "收支.csv 第2行\"期末\"：没有填数字（这个月底还剩多少钱）。请填 99900.00（按本表算出来的，请核对）。"),
        Case(path: ledger, text: book().replacing("期末,99900\n", with: "期末,九万九千九\n"), message: "收支.csv 第2行\"期末\"：\"九万九千九\"不是数字。请填 99900 或 99900.00。"),
        Case(path: ledger, text: book() + "期末,99800\n", message: "收支.csv 第7行\"期末\"：写了两次，内容不同。请只留一个。"),
        Case(path: ledger, text: book() + "合计,,,,180,,,,\n", message: "收支.csv 第7行\"支出\"：合计写的是 180.00，各行加起来是 100.00，相差 80.00 元。请核对。"),
        Case(path: ledger, text: "所属期间,2026年9月\n" + book(), message: "收支.csv 第1行\"所属期间\"：写的是2026年9月，文件夹是2026年10月。请改成一样。"),
        Case(path: ledger, text: "所属期间,十月\n" + book(), message: "收支.csv 第1行\"所属期间\"：\"十月\"不是月份、季度或年份。请填 2026-10、2026年三季度 或 2026年。"),
        Case(path: "2财务/收支.csv", text: book("2026-10-05,路灯,公益支出,,100,0012,,,"), message: "收支.csv：看不出是哪个月的账。请放进以月份命名的文件夹，如 2财务/2026-10/收支.csv。"),
        Case(path: ledger, text: book().replacing("2026-11-05", with: "11月5日"), message: "收支.csv 第3行\"公布日期\"：\"11月5日\"没有写哪一年。请写全，如 2026-11-5。"),
        Case(path: ledger, text: "期初,1\n期末,1\n日期,摘要,收入,支出\n10月5日,\"路灯,,1\n", message: "收支.csv 第4行：有一个双引号没有配对，后面的都读不准。请用表格软件打开看一看，再另存为 CSV。"),
        Case(path: ledger, text: book("10月5日,路\0灯,公益支出,,100,0012,,,"), message: "收支.csv 第6行：不是文字文件，或者已经坏了。请用原来的软件打开，另存为 CSV 或文本。"),
        // Warnings of the books.
        Case(path: ledger, text: book(), message: "收支.csv 第6行\"凭证号\"：0012没有照片。请拍下来放进\"凭证\"文件夹，用凭证号作名字，如 0012.jpg。", severity: .warning),
        Case(path: ledger, text: book("10月5日,路灯,其他支出,,100,,,,"), message: "收支.csv：\"其他支出\"占全部支出的 100.0%，超过5%。请尽量写清楚类别，村民会问钱用到哪里去了。", severity: .warning),
        Case(path: ledger, text: book("10月5日,路灯,公益支出,,94.9,,,,\n10月5日,杂项,其他支出,,5.1,,,,"), message: "收支.csv：\"其他支出\"占全部支出的 5.1%，超过5%。请尽量写清楚类别，村民会问钱用到哪里去了。", severity: .warning),
        Case(path: ledger, text: book("9月30日,路灯,公益支出,,100,,,,"), message: "收支.csv 第6行\"日期\"：2026年9月30日不在2026年10月。请核对；如果是补记，请在备注里写明。", severity: .warning),
        Case(path: ledger, text: book("10月5日,路灯,公益支出,,-100,,,,", closing: "100100"), message: "收支.csv 第6行\"支出\"：-100.00是负数。如果是冲账，可以留着；如果不是，请去掉负号。", severity: .warning),
        Case(path: ledger, text: book("10月5日,路灯🙂,公益支出,,100,,,,"), message: "收支.csv 第6行\"摘要\"：去掉了表情符号，电视上显示不出来。如果去掉后意思不对，请改写。", severity: .warning),
        Case(path: ledger, text: book("10月5日,路\u{202E}灯\u{E123},公益支出,,100,,,,"), message: "收支.csv 第6行\"摘要\"：去掉了看不见的方向控制符、自造字，电视上显示不出来。如果去掉后意思不对，请改写。", severity: .warning),
        Case(path: ledger, text: book(head: "日期,摘要,类别,收入,支出,凭证号,经手人,审批人,开户行\n"), message: "收支.csv 第5行\"开户行\"：不认识这一列，没有上屏。本来就不公开的话，可以不管。", severity: .warning),
        Case(path: ledger, text: "制表人,唐某\n" + book(), message: "收支.csv 第1行\"制表人\"：不认识这一项，没有上屏。", severity: .warning),
        Case(path: ledger, text: book().replacing("公布日期,2026-11-05\n", with: ""), message: "收支.csv：没有写公布日期，屏幕上按2026年11月5日写。请在表头上面加一行，第一格写\"公布日期\"，第二格写 2026-11-05。", severity: .warning),
        Case(path: ledger, text: book().replacing("审核,村务监督委员会 2026-11-04\n", with: ""), message: "收支.csv：没有写谁审核的。请在表头上面加一行，第一格写\"审核\"，第二格写 村务监督委员会 和审核日期。", severity: .warning),
        Case(path: ledger, text: "期初,100\n期末,0\n" + TestVillage.tail + "日期,摘要,收入,支出\n10月5日,路灯,,100\n", message: "收支.csv：没有\"类别\"这一列。加上\"类别\"，村民看得更明白，如 公益支出、资产租金。", severity: .warning),
        Case(path: ledger, text: "期初,100\n期末,0\n" + TestVillage.tail + "日期,摘要,类别,收入,支出,余额\n10月5日,路灯,公益,,60,40\n10月5日,路灯,公益,,20,30\n10月6日,灯,公益,,20,10\n", message: "收支.csv 第7行\"余额\"：写的是 30.00，从期初算到这一行是 20.00。请核对这一行和上一行。", severity: .warning),
        Case(path: ledger, text: book().replacing("2026-11-05", with: "2026-12-05"), message: "收支.csv：公布日期2026年12月5日还没有到。现在发布就会上屏，请核对日期。", severity: .warning),
        Case(path: "2财务/2026-07/收支.csv", text: book("7月5日,路灯,公益支出,,100,0012,,,"), message: "2财务：2026年8月、2026年9月的收支还没有公布。财务每月公布一次，请补上。", severity: .warning),
        // Notices.
        Case(path: "1村务/停水通知.md", text: "停水。", message: "停水通知.md：没有公布日期。请在文件名前面写上日期，如 \"2026-11-03 停水通知.md\"。"),
        Case(path: "1村务/2026-11-03.md", text: "停水。", message: "2026-11-03.md：没有标题。请在文件名里写上标题，如 \"2026-11-03 停水通知.md\"。"),
        Case(path: notice, text: "", message: "2026-11-03 通知.md：文章是空的。请写上内容；如果不要了，请删掉这个文件。"),
        Case(path: notice, text: "标题: 停水\n下屏日期: 2026-11-05\n\n停水。\n", message: "2026-11-03 通知.md 第1行\"标题\"：开头的这几行和正文没有隔开。请在这几行后面另起一行，写三个减号（---）。"),
        Case(path: notice, text: "下屏日期: 下周\n---\n停水。", message: "2026-11-03 通知.md 第1行\"下屏日期\"：\"下周\"不是日期。请填 2026-11-05 或 11月5日。"),
        Case(path: notice, text: "公布日期: 2026-11-03\n下屏日期: 2026-11-01\n---\n停水。", message: "2026-11-03 通知.md 第2行\"下屏日期\"：下屏日期比公布日期还早。请核对两个日期。"),
        Case(path: notice, text: "标题: 停水\n标题: 停电\n---\n停水。", message: "2026-11-03 通知.md 第2行\"标题\"：写了两次，内容不同。请只留一个。"),
        Case(path: notice, text: "范围: 火星\n---\n停水。", message: "2026-11-03 通知.md 第1行\"范围\"：\"火星\"不是范围。请填 公开 或 村委会。"),
        Case(path: notice, text: "停水。\n\n![图](../../x.png)", message: "2026-11-03 通知.md 第3行：\"../../x.png\"不在村文件夹里。请把图片复制进村文件夹，再写它的文件名。"),
        Case(path: notice, text: "![图](/etc/passwd)", message: "2026-11-03 通知.md 第1行：\"/etc/passwd\"不在村文件夹里。请把图片复制进村文件夹，再写它的文件名。"),
        Case(path: notice, text: "![图](C:\\图\\x.png)", message: "2026-11-03 通知.md 第1行：\"C:/图/x.png\"不在村文件夹里。请把图片复制进村文件夹，再写它的文件名。"),
        Case(path: notice, text: "![图](https://example.com/x.png)", message: "2026-11-03 通知.md 第1行：图片在网上，不在村文件夹里。请把图片存进村文件夹，再写它的文件名。"),
        Case(path: notice, text: "![图](x.png)", message: "2026-11-03 通知.md 第1行：没有找到图片\"1村务/x.png\"。请核对文件名，或者把图片放进这个文件夹。"),
        Case(path: notice, text: "天气: 晴\n标题: 停水\n---\n停水。", message: "2026-11-03 通知.md 第1行\"天气\"：不认识这一项，没有上屏。", severity: .warning),
        Case(path: notice, text: "标题: 停水\n公布日期: 2026-11-04\n---\n停水。", message: "2026-11-03 通知.md：文件名里的日期是2026年11月3日，公布日期写的是2026年11月4日。屏幕上用2026年11月4日，请核对。", severity: .warning),
        Case(path: notice, text: "|1|2|3|4|5|6|7|\n", message: "2026-11-03 通知.md 第1行：表格有7列，电视上放不下。请减到6列以内，或者拆成两个表。", severity: .warning),
        // Files and folders.
        Case(path: "1村务/2026-11-03 通知.docx", text: "x", message: "2026-11-03 通知.docx：不是 .docx 文件，读不了。请用文字软件打开看一看，点\"另存为\"，选 .docx。"),
        Case(path: "2财务/2026-10/收支.xlsx", text: "x", message: "收支.xlsx：不是 .xlsx 文件，读不了。请用表格软件打开看一看，点\"另存为\"，选 .xlsx。"),
        Case(path: "通知.md", text: "x", message: "通知.md：没有放进栏目文件夹，没有发布。请放进\"1村务\"、\"2财务\"这样的文件夹。", severity: .warning),
        Case(path: "其他/通知.md", text: "x", message: "其他：不认识这个文件夹，里面的没有发布。请在名字前面写栏目的数字，如\"1村务\"、\"2财务\"。", severity: .warning),
        Case(path: "12资料/通知.md", text: "x", message: "12资料：不认识这个文件夹，里面的没有发布。请在名字前面写栏目的数字，如\"1村务\"、\"2财务\"。", severity: .warning),
        Case(path: "1村务/图.heic", text: "x", message: "图.heic：这种图片（HEIC）读不了，没有上屏。请用看图软件打开，另存为 JPG。", severity: .warning),
        Case(path: "1村务/程序.exe", text: "x", message: "程序.exe：不认识这种文件，没有发布。可以发布的有：CSV 和 .xlsx 表格、.docx 文档、文本、JPG 和 PNG 照片。", severity: .warning),
        Case(path: "8平安/表.csv", text: "甲,乙\n1,2\n", message: "表.csv：不知道这个表是什么，没有发布。请核对表头和文件名，如 收支、干部分工、低保公示。", severity: .warning),
        Case(path: "5找人/干部分工.csv", text: "姓名,职务,分管,办公电话\n陈某,主任,财务,13800000000\n", message: "干部分工.csv 第2行\"办公电话\"：像手机号（11位）。公开内容不能有手机号，请改成办公电话，或者删除后重新发布。"),
        Case(path: "照片核对.csv", text: "文件,核对人,日期\n没有.jpg,蒋某,2026-11-04\n", message: "照片核对.csv 第2行\"没有.jpg\"：没有找到这张照片。请核对文件名。", severity: .warning),
        Case(path: "照片核对.csv", text: "文件,核对人,日期\n../x.jpg,蒋某,2026-11-04\n", message: "照片核对.csv 第2行\"../x.jpg\"：不在村文件夹里。请写村文件夹里的文件名。", severity: .warning),
        Case(path: "照片核对.csv", text: "文件,核对人,日期\nx.jpg,,2026-11-04\n", message: "照片核对.csv 第2行\"核对人\"：没有写谁核对的，这张照片不上屏。请填核对人的姓名。", severity: .warning),
    ]

    @Test(arguments: cases) func says(_ one: Case) throws {
        let village = try TestVillage([one.path: one.text])
        let checked = village.checked()
        let messages = checked.report.messages
        #expect(messages.filter { $0.severity == one.severity }.map(\.text).contains(one.message), "said: \(messages.map(\.text))")
        if one.severity == .error {
            #expect(messages.filter { $0.severity == .error }.count == 1, "one thing wrong, one error: \(messages.map(\.text))")
            #expect(checked.build?.pages.isEmpty == true)
        } else {
            #expect(!checked.report.heldBack, "said: \(messages.map(\.text))")
        }
    }

    /// 村信息.csv decides whether anything goes out at all.
    @Test(arguments: [
        (nil, "村文件夹：文件夹是空的。请加上\"村信息.csv\"，里面写村名、镇名、村代码、村务监督电话。"),
        ("项目,内容\n村名,青溪坝村\n镇名,桐林镇\n村务监督电话,028-0000-0003\n", "村信息.csv：没有\"村代码\"。请加一行，第一格写\"村代码\"，第二格写12位行政区划代码。"),
        ("村名,青溪坝村\n镇名,桐林镇\n村代码,九号\n村务监督电话,028-0000-0003\n", "村信息.csv 第3行\"村代码\"：\"九号\"不是村代码。请填6到12位数字，问镇上就知道。"),
        ("村代码,999999\n镇名,桐林镇\n村务监督电话,028-0000-0003\n", "村信息.csv：没有\"村名\"。请加一行，第一格写\"村名\"，第二格写内容。"),
        ("村代码,999999\n镇名,桐林镇\n村名,青溪坝村\n村名,青溪村\n村务监督电话,028-0000-0003\n", "村信息.csv 第4行\"村名\"：写了两次。请只留一个。"),
        ("村代码,999999\n镇名,桐林镇\n村名,青溪坝村\n户数,很多\n村务监督电话,028-0000-0003\n", "村信息.csv 第4行\"户数\"：\"很多\"不是数字。请填数字，如 612。"),
        ("村代码,999999\n镇名,桐林镇\n村名,青溪坝村\n村务监督电话,13800000000\n", "村信息.csv 第4行\"村务监督电话\"：像手机号（11位）。公开内容不能有手机号，请改成办公电话，或者删除后重新发布。"),
    ] as [(String?, String)])
    func village(facts: String?, message: String) throws {
        let checked = try TestVillage(facts: facts).checked()
        #expect(checked.build == nil)
        #expect(checked.report.messages.map(\.text) == [message])
    }

    @Test func whichFolder() throws {
        let one = try TestVillage(["青溪坝村/村信息.csv": TestVillage.facts], facts: nil)
        #expect(one.texts(.error) == ["村文件夹：这里没有\"村信息.csv\"，里面的\"青溪坝村\"才是村文件夹。请选\"青溪坝村\"再来一次。"])
        let two = try TestVillage(["甲村/村信息.csv": TestVillage.facts, "乙村/村信息.csv": TestVillage.facts], facts: nil)
        #expect(two.texts(.error) == ["村文件夹：里面有2个村：乙村、甲村。请一次选一个村的文件夹。"])
        let inside = try TestVillage(["甲村/村信息.csv": TestVillage.facts])
        #expect(inside.texts(.error) == ["村信息.csv：里面还有别的村：甲村。请一个村一个文件夹，分开放。"])
        let none = build(folder: one.path + "/没有", now: TestVillage.now)
        #expect(none.report.messages.map(\.text) == ["村文件夹：打不开这个文件夹。请确认它还在，再试一次。"])
        let other = try TestVillage(["村信息.docx": "x"], facts: nil)
        #expect(other.texts(.error) == ["村文件夹：\"村信息\"不是表格。请用表格软件打开，另存为 CSV 或 .xlsx。"])
    }

    @Test func aMissingGlyphHoldsItsItemBack() throws {
        let coverage = GlyphCoverage { $0.value != 0x30000 }
        let village = try TestVillage([Self.ledger: Self.book("10月5日,付\u{30000}某工钱,公益支出,,100,,,,"), Self.notice: "停水。"])
        #expect(village.texts(.error, coverage: coverage) == ["收支.csv 第6行\"\u{30000}\"：字库没有这个字。请联系镇上补字，补好以前这一项暂不发布。"])
        #expect(village.checked(coverage: coverage).build?.pages.count == 1, "the notice goes out")
    }

    @Test func theBooksMustFollowOneAnother() throws {
        let september = "期初,100\n期末,90\n公布日期,2026-10-05\n审核,监委会\n" + TestVillage.head + "9月2日,路灯,公益支出,,10,,,,\n"
        let village = try TestVillage(["2财务/2026-09/收支.csv": september, Self.ledger: Self.book()])
        #expect(village.texts(.warning).contains("收支.csv：期初 100000.00 与2026年9月的期末 90.00 不同。村民会看到两个月对不上，请核对。"))
        let twice = try TestVillage([Self.ledger: Self.book(), "2财务/2026年10月/收支.csv": Self.book()])
        #expect(twice.texts(.error) == ["收支.csv：2026年10月的账有两份。请只留一份；如果是更正，请改原来那一份，并在表头上面加一行，第一格写\"更正\"，第二格写改了什么。"])
        #expect(twice.checked().build?.pages.count == 1)
    }

    /// The whole report of a folder with one of each, as it stands on the clerk's screen.
    @Test func theReportReadsFromTheWorstToWhatGoesOut() throws {
        let village = try TestVillage([
            Self.ledger: Self.book("10月5日,路灯,公益支出,,三千二,,,,\n10月6日,电线,公益支出,,100,,,,"), Self.notice: "标题: 停水\n---\n停水。",
            "1村务/2026-10-01 旧通知.md": "下屏日期: 2026-10-31\n---\n过了。", "5找人/干部分工.csv": "公布日期,2026-09-01\n姓名,职务,分管,办公电话\n陈某,主任,财务,028-0000-0004\n", "杂/x.txt": "x",
        ])
        #expect(village.checked().report.text == """
            【要改】2财务/2026-10/收支.csv
              ✗ 第6行"支出"："三千二"不是数字。请填 3200 或 3200.00。

            【请看一下】杂
              ! 不认识这个文件夹，里面的没有发布。请在名字前面写栏目的数字，如"1村务"、"2财务"。

            可以上屏（2项）：
              1 村务        停水
              5 找人        干部分工，1人
            已过下屏日期，不再上屏（1项）：
              1 村务        旧通知
            改好以前不上屏（1项）：
              2 财务        2026年10月财务收支
            有 1 处要改。请改好后重新发布；其余内容不受影响。
            """)
        let json = try #require(JSONSerialization.jsonObject(with: Data(village.checked().report.json.utf8)) as? [String: Any])
        #expect(json["heldBack"] as? Bool == true)
        #expect((json["messages"] as? [[String: Any]])?.first?["row"] as? Int == 6)
        #expect((json["items"] as? [[String: Any]])?.count == 4)
    }
}
