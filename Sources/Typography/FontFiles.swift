internal import Glibc

/// Where a face may be found.
package struct FontFile: Hashable, Sendable {
    package let path: String
    /// The family name (name table, English) of the wanted face where the file holds several; nil takes the first.
    package let family: String?

    package init(path: String, family: String? = nil) {
        self.path = path
        self.family = family
    }
}

/// A family in two weights, and the places where each may lie, best first.
package struct FontFamily: Hashable, Sendable {
    package let name: String
    /// The Debian package that brings it.
    package let debianPackage: String
    package let regular: [FontFile]
    /// Empty: the regular weight serves for both.
    package let bold: [FontFile]

    package init(name: String, debianPackage: String, regular: [FontFile], bold: [FontFile]) {
        self.name = name
        self.debianPackage = debianPackage
        self.regular = regular
        self.bold = bold
    }

    /// The families a box has, in the order in which they are asked for a glyph; the first must be there, the others may be.
    package static func debian(root: String = "/usr/share/fonts") -> [FontFamily] {
        [
            FontFamily(
                name: "Noto Sans CJK SC", debianPackage: "fonts-noto-cjk",
                regular: [FontFile(path: root + "/opentype/noto/NotoSansCJK-Regular.ttc", family: "Noto Sans CJK SC")],
                bold: [FontFile(path: root + "/opentype/noto/NotoSansCJK-Bold.ttc", family: "Noto Sans CJK SC")]),
            FontFamily(
                name: "Noto Sans Yi", debianPackage: "fonts-noto-core",
                regular: [FontFile(path: root + "/truetype/noto/NotoSansYi-Regular.ttf")], bold: []),
            FontFamily(
                name: "Noto Serif Tibetan", debianPackage: "fonts-noto-core",
                regular: [FontFile(path: root + "/truetype/noto/NotoSerifTibetan-Regular.ttf")],
                bold: [FontFile(path: root + "/truetype/noto/NotoSerifTibetan-Bold.ttf")]),
            FontFamily(
                name: "HanaMinA", debianPackage: "fonts-hanazono",
                regular: [FontFile(path: root + "/truetype/hanazono/HanaMinA.ttf")], bold: []),
            FontFamily(
                name: "HanaMinB", debianPackage: "fonts-hanazono",
                regular: [FontFile(path: root + "/truetype/hanazono/HanaMinB.ttf")], bold: []),
        ]
    }
}
