/// What the styles of a .docx say that a reader of its text must know: headings, lists, hidden text (ECMA-376 part 1, 17.7).
struct WordStyles {
    private struct Style {
        var name = ""
        var base: String?
        var outline: Int?
        var list: String?
        var isHidden: Bool?
    }

    private var styles: [String: Style] = [:]

    /// Without styles nothing is a heading.
    init(_ part: [UInt8]?) throws(OfficeFailure) {
        guard let part else { return }
        let xml = try XMLReading(part)
        let (style, id, val, name, base) = (xml.name("style"), xml.name("styleId"), xml.name("val"), xml.name("name"), xml.name("basedOn"))
        let (outline, list, vanish) = (xml.name("outlineLvl"), xml.name("numId"), xml.name("vanish"))
        var current: (id: String, style: Style)?
        while let event = try xml.next() {
            if xml.current == style {
                if let current { styles[current.id] = current.style }
                current = event == .start ? xml.attribute(id).map { ($0, Style()) } : nil
            }
            guard event == .start, current != nil else { continue }
            if xml.current == name {
                current?.style.name = (xml.attribute(val) ?? "").lowercased()
            } else if xml.current == base {
                current?.style.base = xml.attribute(val)
            } else if xml.current == outline {
                current?.style.outline = xml.attribute(val).flatMap { Int($0) }
            } else if xml.current == list {
                current?.style.list = xml.attribute(val)
            } else if xml.current == vanish {
                current?.style.isHidden = !["0", "false", "off"].contains(xml.attribute(val) ?? "1")
            }
        }
    }

    /// Looks in the style and in those that it is based on.
    private func first<Value>(_ id: String?, _ value: (Style) -> Value?) -> Value? {
        var next = id
        for _ in 0..<16 {
            guard let id = next, let style = styles[id] else { return nil }
            if let found = value(style) { return found }
            next = style.base
        }
        return nil
    }

    /// 0 for the highest; nil for what is no heading.
    func outline(_ id: String?) -> Int? {
        first(id) { style in
            if ["title", "标题"].contains(style.name) { return 0 }
            return style.outline
        }
    }

    func list(_ id: String?) -> String? { first(id, \.list) }

    func hides(_ id: String?) -> Bool { first(id, \.isHidden) ?? false }
}
