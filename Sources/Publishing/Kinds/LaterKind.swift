/// Files whose page kind this version cannot show yet. They are recognised, so that the clerk hears that nothing is wrong.
enum LaterKind: String {
    case directory = "干部分工"
    case guide = "办事指南"
    case register = "名单"
    case catalogue = "课程"

    /// By the heads of a table; nil when it is none of them.
    init?(heads: Set<String>, tile: Int, name: String) {
        if heads.contains("分管") {
            self = .directory
        } else if heads.contains("期号") {
            self = .catalogue
        } else if heads.contains("承租方") || tile == 6 || name.contains("公示") || name.contains("名单") {
            self = .register
        } else {
            return nil
        }
    }

    /// By the keys above a text.
    init?(keys: Set<String>) {
        if !keys.isDisjoint(with: ["方式", "时限", "收费"]) {
            self = .guide
        } else {
            return nil
        }
    }

    /// Keys of texts that are no notices.
    static let textKeys = ["方式", "时限", "收费", "地点", "电话"]
}
