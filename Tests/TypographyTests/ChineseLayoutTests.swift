import Testing

import Typography

/// W3C clreq as a table: text, width in ems, and the lines that follow. Each row names the anchor of the section that asks for it
/// (https://www.w3.org/TR/clreq/).
@Suite("Chinese line breaking")
struct ChineseLayoutTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let anchor: String
        let why: String
        let text: String
        let ems: Double
        let lines: [String]

        var testDescription: String { "\(anchor): \(why)" }
    }

    static let lineStartAndEnd = "prohibition_rules_for_line_start_end"
    static let unbreakable = "prohibition_rules_for_unbreakable_marks"
    static let digits = "h-digits_and_their_prefix_and_suffix"
    static let mixed = "handling_western_text_in_chinese_text_using_proportional_western_fonts"

    static let rows: [Row] = [
        Row(anchor: lineStartAndEnd, why: "ideographs break anywhere", text: "青溪坝村公开栏", ems: 3, lines: ["青溪坝", "村公开", "栏"]),
        Row(anchor: lineStartAndEnd, why: "a comma fits at half width at the end", text: "停水通知，请蓄水", ems: 4.5, lines: ["停水通知，", "请蓄水"]),
        Row(anchor: lineStartAndEnd, why: "a comma that does not fit pushes out", text: "停水通知，请蓄水", ems: 4, lines: ["停水通", "知，请蓄", "水"]),
        Row(
            anchor: lineStartAndEnd, why: "squeezed in first: the comma inside gives the half em that the full stop needs",
            text: "停水，请蓄水。好", ems: 6, lines: ["停水，请蓄水。", "好"]),
        Row(anchor: lineStartAndEnd, why: "、 does not start a line", text: "一组二组、三组", ems: 4, lines: ["一组二", "组、三组"]),
        Row(anchor: lineStartAndEnd, why: "； does not start a line", text: "一组二组；三组", ems: 4, lines: ["一组二", "组；三组"]),
        Row(anchor: lineStartAndEnd, why: "： does not start a line", text: "监督电话：三组", ems: 4, lines: ["监督电", "话：三组"]),
        Row(anchor: lineStartAndEnd, why: "！ does not start a line", text: "立即转移！快走", ems: 4, lines: ["立即转", "移！快走"]),
        Row(anchor: lineStartAndEnd, why: "？ does not start a line", text: "还在看吗？在的", ems: 4, lines: ["还在看", "吗？在的"]),
        Row(
            anchor: lineStartAndEnd, why: "） is squeezed in with the blank of （", text: "本月收入（元）好", ems: 6,
            lines: ["本月收入（元）", "好"]),
        Row(anchor: lineStartAndEnd, why: "） does not start a line", text: "本月收入元）好", ems: 5, lines: ["本月收入", "元）好"]),
        Row(anchor: lineStartAndEnd, why: "（ does not end a line", text: "本月收入（元）", ems: 5, lines: ["本月收入", "（元）"]),
        Row(anchor: lineStartAndEnd, why: "《 does not end a line, 》 does not start one", text: "按照《办法》办", ems: 3, lines: ["按照", "《办法》", "办"]),
        Row(anchor: lineStartAndEnd, why: "“ does not end a line", text: "通过一卡“一卡通”", ems: 5, lines: ["通过一卡", "“一卡通”"]),
        Row(anchor: lineStartAndEnd, why: "” does not start a line", text: "“四议两公开”工作", ems: 6, lines: ["“四议两公开”", "工作"]),
        Row(anchor: lineStartAndEnd, why: "〔 and 〕 keep with the year", text: "清财农〔二六〕三号", ems: 4, lines: ["清财农", "〔二六〕", "三号"]),
        Row(anchor: lineStartAndEnd, why: "an interpunct does not start a line", text: "买买提·买买", ems: 3, lines: ["买买", "提·买", "买"]),
        Row(anchor: lineStartAndEnd, why: "a solidus neither starts nor ends a line (GB-style)", text: "办大事／小事", ems: 4, lines: ["办大", "事／小事"]),
        Row(anchor: unbreakable, why: "—— is one unit", text: "公开栏——好", ems: 4, lines: ["公开栏", "——好"]),
        Row(anchor: unbreakable, why: "…… is one unit and keeps to what it follows", text: "等一等……好", ems: 4, lines: ["等一", "等……好"]),
        Row(anchor: digits, why: "a number keeps its unit", text: "共计金额860元整", ems: 6, lines: ["共计金额", "860元整"]),
        Row(anchor: digits, why: "a number keeps its unit over a typed space", text: "共计金额860 元整", ems: 6, lines: ["共计金额", "860 元整"]),
        Row(anchor: digits, why: "a number keeps its sign and its decimals", text: "合计金额¥12,345.60", ems: 8, lines: ["合计金额", "¥12,345.60"]),
        Row(anchor: digits, why: "a number keeps its percent sign", text: "占合同价款的62%", ems: 7, lines: ["占合同价款的", "62%"]),
        Row(anchor: digits, why: "第 keeps its number", text: "目前正在看第12页", ems: 7, lines: ["目前正在看", "第12页"]),
        Row(anchor: digits, why: "a telephone number is one", text: "电话是028-0000-0003", ems: 8, lines: ["电话是", "028-0000-0003"]),
        Row(anchor: digits, why: "a date breaks between its parts only", text: "在2026年11月5日", ems: 5, lines: ["在2026年", "11月5日"]),
        Row(anchor: mixed, why: "a word does not break", text: "装机容量kilowatt好", ems: 6, lines: ["装机容量", "kilowatt好"]),
        Row(anchor: mixed, why: "an overlong word breaks by cluster", text: "kilowattkilowatt", ems: 4, lines: ["kilowatt", "kilowatt"]),
        Row(anchor: "ours", why: "a masked name holds at its mark", text: "二组张＊明", ems: 4, lines: ["二组", "张＊明"]),
        Row(anchor: "UAX14 LB21", why: "Tibetan breaks after tsheg only", text: "བཀྲ་ཤིས་བདེ་ལེགས", ems: 2.6, lines: ["བཀྲ་", "ཤིས་", "བདེ་", "ལེགས"]),
        Row(anchor: "UAX14 LB31", why: "Yi breaks between syllables", text: "ꆈꌠꁱꂷꀀꀁ", ems: 2, lines: ["ꆈꌠꁱ", "ꂷꀀꀁ"]),
        Row(anchor: "UAX14 LB4", why: "a line feed ends a line", text: "一组\n二组\n", ems: 9, lines: ["一组\n", "二组\n", ""]),
        Row(anchor: "UAX14 LB18", why: "English breaks at spaces", text: "town of Qingxi", ems: 4, lines: ["town of ", "Qingxi"]),
    ]

    @Test("clreq", arguments: rows)
    func breaks(_ row: Row) throws {
        let typesetter = try Setting.typesetter()
        let style = TextStyle(size: 40)
        let lines = typesetter.paragraph(row.text, style, width: Int(row.ems * 40))
        #expect(lines.map { Setting.source($0, of: row.text) } == row.lines)
        for line in lines { #expect(line.end <= Int32(row.ems * 40) * 64) }
    }

    struct Width: CustomTestStringConvertible, Sendable {
        let why: String
        let text: String
        /// Quarters of an em, where digits and letters are left out.
        let quarters: Int

        var testDescription: String { "\(text): \(why)" }
    }

    @Test(
        "widths of punctuation in a line of its own",
        arguments: [
            Width(why: "ideographs take an em", text: "青溪坝村", quarters: 16),
            Width(why: "a comma inside takes an em", text: "青，坝", quarters: 12),
            Width(why: "a closing mark at the end takes half", text: "青溪。", quarters: 10),
            Width(why: "an opening mark at the start takes half", text: "（青溪", quarters: 10),
            Width(why: "both", text: "（元）", quarters: 8),
            Width(why: "two closing marks take an em and a half, half an em less at the end", text: "“好。”", quarters: 10),
            Width(why: "closing and opening take an em and a half", text: "好）（好", quarters: 14),
            Width(why: "pause and opening take an em and a half", text: "好，“好", quarters: 14),
            Width(why: "two opening marks take an em and a half", text: "好（《好", quarters: 14),
            Width(why: "two pauses take an em and a half", text: "好？！好", quarters: 14),
            Width(why: "an interpunct takes half an em", text: "项目·表决", quarters: 18),
            Width(why: "a two-em dash takes two", text: "好——好", quarters: 16),
            Width(why: "an ellipsis takes two", text: "好……好", quarters: 16),
            Width(why: "trailing blanks take nothing", text: "青溪\u{3000} ", quarters: 8),
        ])
    func widths(_ row: Width) throws {
        let typesetter = try Setting.typesetter()
        for weight in [TextStyle.Weight.regular, .bold] {
            let line = typesetter.line(row.text, TextStyle(size: 40, weight: weight))
            #expect(line.advance == Int32(row.quarters) * 10 * 64)
        }
    }

    @Test("a quarter em between ideographs and letters or digits, typed as a space or not")
    func gaps() throws {
        let typesetter = try Setting.typesetter()
        let style = TextStyle(size: 40)
        func width(_ text: String) -> Int32 { typesetter.line(text, style).advance }
        let quarter: Int32 = 10 * 64
        #expect(width("第12页") == width("第") + width("12") + width("页") + 2 * quarter)
        #expect(width("第 12 页") == width("第12页"))
        #expect(width("装机200kW，好") == width("装机") + width("200kW") + 2 * 20 * 64 + 40 * 64 + quarter)
        #expect(width("（12）") == width("12") + 40 * 64, "none inside brackets")
        // A line that starts or ends with digits has no gap there.
        let lines = typesetter.paragraph("公示12345", style, width: 130)
        #expect(lines.count == 2)
        #expect(lines[0].end == 80 * 64)
        #expect(lines[1].start == 0)
    }

    @Test("justified lines end at the edge, the last one does not", arguments: [440, 523, 611, 777])
    func justified(width: Int) throws {
        let typesetter = try Setting.typesetter()
        let text = "因镇自来水厂更换主管道，本村一组、二组、三组和五组将于11月24日（星期二）8:00至18:00停水。请各家提前蓄水，关好水龙头。"
        let lines = typesetter.paragraph(text, TextStyle(size: 44), width: width, .prose)
        #expect(lines[0].start == Int32(88 * 64), "two ems of indent")
        for line in lines.dropLast() {
            #expect(line.end == Int32(width) * 64, "\(Setting.source(line, of: text))")
        }
        #expect(lines.map { Setting.source($0, of: text) }.joined() == text)
    }

    @Test("alignment moves the line, not its parts")
    func alignment() throws {
        let typesetter = try Setting.typesetter()
        let style = TextStyle(size: 44)
        func first(_ alignment: TextAlignment) -> ShapedLine {
            typesetter.paragraph("本月支出", style, width: 500, ParagraphOptions(alignment: alignment))[0]
        }
        #expect(first(.left).start == 0)
        #expect(first(.right).end == 500 * 64)
        #expect(first(.centre).start == (500 - 176) * 32)
        #expect(first(.right).advance == first(.left).advance)
    }

    @Test("an ellipsis replaces what does not fit, by cluster")
    func truncated() throws {
        let typesetter = try Setting.typesetter()
        let style = TextStyle(size: 40)
        let text = "垃圾清运服务费（承包方：洁美公司）"
        #expect(typesetter.truncated("短", style, width: 40).clusters.count == 1)
        for width in stride(from: 0, through: 720, by: 7) {
            let line = typesetter.truncated(text, style, width: width)
            #expect(line.end <= Int32(width) * 64)
            #expect(line.scalars == 0 ..< 17)
            if width >= 40 { #expect(!line.isEmpty) }
        }
        // Not after an opening mark: 垃圾清运服务费… rather than 垃圾清运服务费（….
        let cut = typesetter.truncated(text, style, width: 40 * 9)
        #expect(cut.clusters.count == 8)
    }
}
