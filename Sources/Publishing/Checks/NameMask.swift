/// Personal names as a public list may show them. The full name never leaves this module.
package enum NameMask {
    /// `张某明` → `张＊明`, `欧阳某华` → `欧阳＊华`, `刘某` → `刘＊`, `阿依·某·木果` → `阿＊果`. One ＊ whatever the length, so that the length does
    /// not give the name away. What is masked already keeps its form, with the full-width ＊.
    package static func masked(_ name: String) -> String {
        if let han = Self.han(name) {
            // What nearly every name is, and lists have thousands of them.
            let compound = han.count > 2 && compoundSurnames.contains(String(String.UnicodeScalarView(han.prefix(2))))
            let surname = String(String.UnicodeScalarView(han.prefix(compound ? 2 : 1)))
            return han.count == (compound ? 3 : 2) ? surname + "＊" : surname + "＊" + String(han[han.count - 1])
        }
        let characters = Array(WidthFolding.trimmed(name).filter { !$0.isWhitespace })
        guard characters.count > 1 else { return String(characters) }
        if characters.contains(where: { "*＊×".contains($0) }) {
            return String(characters.map { "*＊×".contains($0) ? "＊" : $0 })
        }
        let last = String(characters[characters.count - 1])
        if characters.contains(where: { "·•‧・．.".contains($0) }) { return "\(characters[0])＊\(last)" }
        let compound = characters.count > 2 && compoundSurnames.contains(String(characters[..<2]))
        let surname = String(characters[..<(compound ? 2 : 1)])
        return characters.count == surname.count + 1 ? surname + "＊" : surname + "＊" + last
    }

    /// Several names in one cell, separated by 、 ， ； / or spaces between two-character-or-longer names; a title in brackets goes.
    package static func maskedList(_ cell: String, keeping known: Set<String> = []) -> (text: String, masked: Bool) {
        if han(cell) != nil {
            let name = known.contains(cell) ? cell : Self.masked(cell)
            return (name, name != cell)
        }
        var masked = false
        let names = cell.split(whereSeparator: { "、，,；;/／ \u{3000}".contains($0) }).map { part -> String in
            let name = WidthFolding.trimmed(String(part.prefix { !"（(".contains($0) }))
            if known.contains(name) { return name }
            let result = Self.masked(name)
            if result != name { masked = true }
            return result
        }
        return (names.filter { !$0.isEmpty }.joined(separator: "、"), masked)
    }

    /// The characters of a name that is two or more common Han and nothing else.
    private static func han(_ name: String) -> [Unicode.Scalar]? {
        var han: [Unicode.Scalar] = []
        for scalar in name.unicodeScalars {
            guard (0x4E00...0x9FFF).contains(scalar.value) else { return nil }
            han.append(scalar)
        }
        return han.count > 1 ? han : nil
    }

    /// The compound surnames in use today (教育部《现代汉语》姓氏表 and 百家姓); a two-character surname that is missing here is masked
    /// as a one-character one, which shows less, not more.
    private static let compoundSurnames: Set<String> = [
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫",
        "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官",
        "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延",
        "东郭", "南门", "羊舌", "微生", "梁丘", "左丘", "西门", "第五", "南荣", "东里", "即墨", "达奚", "褚师", "完颜", "耶律", "纳兰", "叶赫",
    ]
}
