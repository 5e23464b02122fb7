internal import Glibc

/// The fonts of a box: an ordered chain of mapped families, each asked in turn for a character that the ones before lack.
/// Unchangeable and shared by all threads.
package final class FontSet: Sendable {
    struct Link: Sendable {
        let family: FontFamily
        let regular: Face
        let bold: Face
    }

    let chain: [Link]
    /// Families of the wanted chain that were not found, with the package that would bring each.
    package let missing: [FontFamily]

    /// Maps the fonts; a few milliseconds, some file reads. The first family must be there, the others may be missing.
    package static func open(_ families: [FontFamily] = FontFamily.debian()) throws(TypographyError) -> FontSet {
        var chain: [Link] = []
        var missing: [FontFamily] = []
        for (position, family) in families.enumerated() {
            guard let regularFile = FontSet.first(family.regular) else {
                if position == 0 {
                    throw .noFont(
                        family: family.name, lookedAt: family.regular.map(\.path), package: family.debianPackage)
                }
                missing.append(family)
                continue
            }
            let regular = try Face(regularFile)
            let bold: Face
            if let boldFile = FontSet.first(family.bold) {
                bold = try Face(boldFile)
            } else {
                bold = regular
            }
            chain.append(Link(family: family, regular: regular, bold: bold))
        }
        return FontSet(chain: chain, missing: missing)
    }

    private init(chain: [Link], missing: [FontFamily]) {
        self.chain = chain
        self.missing = missing
    }

    private static func first(_ files: [FontFile]) -> FontFile? {
        files.first { access($0.path, R_OK) == 0 }
    }

    /// Whether some face of the chain has a glyph for the character, in the regular and the bold weight.
    package func covers(_ scalar: Unicode.Scalar) -> Bool {
        chain.contains { $0.regular.glyph(scalar.value) != nil && $0.bold.glyph(scalar.value) != nil }
    }

    /// Faces are numbered through the chain: 2 × position, plus 1 for bold.
    func face(_ id: UInt8) -> Face {
        let link = chain[Int(id >> 1)]
        return id & 1 == 0 ? link.regular : link.bold
    }
}
