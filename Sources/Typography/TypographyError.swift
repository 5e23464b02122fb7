/// What keeps text from being set.
package enum TypographyError: Error, Hashable, Sendable {
    /// No font file at any of the places looked at; `package` is the Debian package that brings it.
    case noFont(family: String, lookedAt: [String], package: String)
    /// The file is there but is not a font that can be used.
    case unusableFont(path: String, reason: String)
    /// FreeType itself did not start; `code` is FT_Error.
    case rasteriser(code: Int32)
}

extension TypographyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noFont(let family, let lookedAt, let package):
            "no font \(family) (looked at \(lookedAt.joined(separator: ", "))); install the package \(package)"
        case .unusableFont(let path, let reason): "\(path) cannot be used as a font: \(reason)"
        case .rasteriser(let code): "FreeType failed with code \(code)"
        }
    }
}
