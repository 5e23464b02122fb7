import Content
import Navigation
import Testing

@Suite struct HintTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let keys: [RemoteKey]
        let hints: [String]
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(name: "home", keys: [], hints: ["1—9 直接按数字", "确认 打开", "看电视 看节目", "绿键 大字", "红键 报警", "▲ 菜单"]),
        Row(name: "home, second row: ▲ moves", keys: [.down], hints: ["1—9 直接按数字", "确认 打开", "看电视 看节目", "绿键 大字", "红键 报警"]),
        Row(name: "list", keys: [.digit1], hints: ["1—3 直接按数字", "频道＋－ 换一栏", "确认 打开", "返回 上一级", "绿键 大字", "红键 报警"]),
        Row(name: "long list", keys: [.digit6, .down], hints: ["1—9 直接按数字", "频道＋－ 翻页", "确认 打开", "返回 上一级", "绿键 大字", "红键 报警"]),
        Row(name: "empty tile", keys: [.digit3], hints: ["频道＋－ 换一栏", "返回 上一级", "绿键 大字", "红键 报警", "▲ 菜单"]),
        Row(name: "ledger", keys: [.digit2], hints: ["◀▶ 换月份", "频道＋－ 翻页", "确认 看这一笔", "返回 上一级", "蓝键 扫码", "红键 报警"]),
        Row(name: "row", keys: [.digit2, .digit2], hints: ["◀▶ 换一笔", "确认 看大图", "返回 上一级", "绿键 大字", "蓝键 扫码", "红键 报警", "▲ 菜单"]),
        Row(name: "row, last month", keys: [.digit2, .digit2, .down], hints: ["◀▶ 换一笔", "确认 看上月", "返回 上一级", "绿键 大字", "蓝键 扫码", "红键 报警"]),
        Row(name: "voucher", keys: [.digit2, .digit2, .ok], hints: ["返回 上一级", "绿键 大字", "蓝键 扫码", "红键 报警", "▲ 菜单"]),
        Row(name: "notice with a picture", keys: [.digit1, .digit1],
            hints: ["频道＋－ 换一项", "确认 看大图", "返回 上一级", "绿键 大字", "蓝键 扫码", "红键 报警"]),
        Row(name: "text of two pages", keys: [.digit4], hints: ["频道＋－ 翻页", "返回 上一级", "绿键 大字", "蓝键 扫码", "红键 报警", "▲ 菜单"]),
        Row(name: "large type", keys: [.green, .down], hints: ["1—9 直接按数字", "确认 打开", "看电视 看节目", "绿键 正常字", "红键 报警"]),
        Row(name: "alarm", keys: [.red], hints: ["确认 报警", "◀▶ 选择", "返回 关闭"]),
        Row(name: "alarm, second question", keys: [.red, .ok], hints: ["确认 马上报警", "◀▶ 选择", "返回 关闭"]),
        Row(name: "alarm, the other choice", keys: [.red, .right], hints: ["确认 不报警", "◀▶ 选择", "返回 关闭"]),
        Row(name: "alarm under way", keys: [.red, .ok, .ok], hints: ["返回 关闭"]),
        Row(name: "code", keys: [.digit2, .blue], hints: ["返回 关闭", "蓝键 关闭"]),
        Row(name: "menu", keys: [.menu], hints: ["▲▼ 选择", "确认 大字", "返回 关闭"]),
        Row(name: "television card", keys: [.tv], hints: ["返回 上一级", "绿键 大字", "红键 报警", "▲ 菜单"]),
    ]

    @Test(arguments: rows) func shows(_ row: Row) {
        var viewer = Viewer()
        for key in row.keys { viewer.press(key) }
        #expect(viewer.hints == row.hints)
    }

    @Test(arguments: rows) func fits(_ row: Row) {
        var viewer = Viewer()
        for key in row.keys { viewer.press(key) }
        for em in [36, 44, 60] {
            let hints = viewer.state.hints(in: viewer.world, em: em)
            #expect(hints.reduce(-Hint.gap) { $0 + $1.width(em: em) + Hint.gap } <= 1728)
            let full = Set(viewer.hints)
            for vital in ["返回 上一级", "确认 打开", "红键 报警"] where full.contains(vital) {
                #expect(hints.map(\.line).contains(vital), "\(vital) stays at \(em)")
            }
        }
    }

    /// What is hinted does something, and does what it does elsewhere by its name.
    @Test(arguments: rows) func keepsItsWord(_ row: Row) {
        var viewer = Viewer()
        for key in row.keys { viewer.press(key) }
        let keys: [String: [RemoteKey]] = [
            "◀▶": [.left, .right], "▲▼": [.up, .down], "频道＋－": [.channelUp, .channelDown], "确认": [.ok], "返回": [.back], "看电视": [.tv],
            "绿键": [.green], "蓝键": [.blue], "红键": [.red], "▲": [.up],
        ]
        for hint in viewer.hints {
            let cap = String(hint.prefix { $0 != " " })
            let named = keys[cap] ?? cap.compactMap { RemoteKey(rawValue: String($0)) }
            #expect(!named.isEmpty)
            let works = named.contains { key in
                var other = viewer
                other.press(key)
                return other.view != viewer.view || other.effects != viewer.effects
            }
            #expect(works, "\(hint)")
        }
    }
}
