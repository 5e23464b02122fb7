import Content
import Publishing
import Testing

/// A warning as the township types it.
struct WarningTests {
    static let flood = """
        级别：红色预警
        种类: 山洪
        发布单位: 桐林镇人民政府
        发布时间: 2026-11-22 19:30
        结束时间: 2026年11月22日 23:30
        电话: 镇值班 028-0000-0001
        ---
        六组、七组
        立即转移到村小学

        青溪河的水20分钟内可能漫过河堤。
        带上老人和孩子，别收拾行李，别走河边的路。
        """

    private func read(_ text: String, before: Emergency? = nil) -> (Emergency?, [String]) {
        let (warning, messages) = EmergencySource.read(text, name: "山洪.txt", before: before, coverage: .unknown)
        return (warning, messages.map(\.text))
    }

    @Test func isRead() throws {
        let (read, messages) = read(Self.flood)
        let warning = try #require(read, "\(messages)")
        #expect(warning.level == .red && warning.kind == "山洪" && warning.issuer == "桐林镇人民政府")
        #expect(warning.issued.iso == "2026-11-22T11:30:00Z" && warning.until.iso == "2026-11-22T15:30:00Z", "China time")
        #expect(warning.headline == ["六组、七组", "立即转移到村小学"] && warning.details.count == 2)
        #expect(warning.phones == [.init(label: "镇值班", number: "028-0000-0001")])
        #expect(warning.revision == 1)
        let (next, _) = self.read(Self.flood.split(separator: "村小学").joined(separator: "镇中学"), before: warning)
        #expect(next?.id == warning.id && next?.revision == 2, "the same event again is an update")
        let (other, _) = self.read(Self.flood.split(separator: "山洪").joined(separator: "山火"), before: warning)
        #expect(other?.revision == 1 && other?.id != warning.id)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var why: String
        var from: String
        var to: String
        var message: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        Wrong(why: "no line between", from: "---", to: "", message: "山洪.txt：开头的几行和正文没有隔开。请在开头的几行后面另起一行，写三个减号（---）。"),
        Wrong(why: "no such level", from: "红色预警", to: "紫色", message: "山洪.txt 第1行\"级别\"：\"紫色\"不是级别。请填 红色、橙色、黄色 或 蓝色。"),
        Wrong(why: "no end", from: "结束时间: 2026年11月22日 23:30\n", to: "", message: "山洪.txt：没有写\"结束时间\"。请在开头加一行：结束时间: 2026-11-22 19:30。"),
        Wrong(why: "no time", from: "2026-11-22 19:30", to: "晚上", message: "山洪.txt 第4行\"发布时间\"：\"晚上\"不是时间。请填 2026-11-22 19:30 这样的时间。"),
        Wrong(why: "ends before it begins", from: "23:30", to: "18:30", message: "山洪.txt：放不进一屏：要做的事一到三行，每行最多24个字；其余最多四行，每行最多44个字；结束要比发布晚。请改短一些，或者核对时间。"),
        Wrong(why: "a mobile number", from: "028-0000-0001", to: "13912345678", message: "手机号"),
    ])
    func isSaid(_ row: Wrong) {
        let (warning, messages) = read(Self.flood.split(separator: row.from, omittingEmptySubsequences: false).joined(separator: row.to))
        #expect(warning == nil)
        #expect(messages.contains { $0 == row.message || $0.contains(row.message) }, "\(messages)")
    }
}
