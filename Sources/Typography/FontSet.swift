internal import Glibc
internal import Synchronization

/// The fonts of a box: an ordered chain of mapped families, each asked in turn for a character that the ones before lack.
/// Unchangeable and shared by all threads. Only the first family's regular weight is opened at once, the others when a character
/// asks for them, so that a page without rare names does not pay for their fonts.
package final class FontSet: Sendable {
    struct Link: Sendable {
        let family: FontFamily
        let regular: FaceSlot
        let bold: FaceSlot
    }

    let chain: [Link]
    /// Families of the wanted chain of which no file is there, with the package that would bring each.
    package let missing: [FontFamily]

    /// Maps the first family; about a millisecond, some file reads. It must be there, the others may be missing.
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
            let regular = FaceSlot(regularFile)
            let bold = FontSet.first(family.bold).map { FaceSlot($0) } ?? regular
            if position == 0 { _ = try regular.open() }
            chain.append(Link(family: family, regular: regular, bold: bold))
        }
        guard !chain.isEmpty else { throw .noFont(family: "", lookedAt: [], package: "fonts-noto-cjk") }
        return FontSet(chain: chain, missing: missing)
    }

    private init(chain: [Link], missing: [FontFamily]) {
        self.chain = chain
        self.missing = missing
    }

    private static func first(_ files: [FontFile]) -> FontFile? {
        files.first { access($0.path, R_OK) == 0 }
    }

    /// The files that the faces come from.
    package var files: [String] { chain.flatMap { [$0.regular.file.path, $0.bold.file.path] } }

    /// Whether some face of the chain has a glyph for the character. May open a font.
    package func covers(_ scalar: Unicode.Scalar) -> Bool {
        chain.indices.contains { optionalFace(UInt8($0 * 2))?.glyph(scalar.value) != nil }
    }

    /// Whether the main face has a glyph for the character.
    package func mainCovers(_ scalar: Unicode.Scalar) -> Bool {
        face(0).glyph(scalar.value) != nil
    }

    /// Opens every font of the chain, in order to find the unusable ones. Slow; for checks, not for a page.
    package func problems() -> [TypographyError] {
        var found: [TypographyError] = []
        for link in chain {
            for slot in [link.regular, link.bold] {
                do throws(TypographyError) {
                    _ = try slot.open()
                } catch {
                    if !found.contains(error) { found.append(error) }
                }
            }
        }
        return found
    }

    /// Faces are numbered through the chain: 2 × position, plus 1 for bold. nil where the file turned out not to be usable.
    func optionalFace(_ id: UInt8) -> Face? {
        let link = chain[Int(id >> 1)]
        return id & 1 == 0 ? try? link.regular.open() : (try? link.bold.open()) ?? (try? link.regular.open())
    }

    /// As `optionalFace`, where the main face stands in for an unusable one.
    func face(_ id: UInt8) -> Face {
        guard let face = optionalFace(id) ?? optionalFace(0) else { preconditionFailure("the main face was opened at the start") }
        return face
    }
}

/// A face that is opened when it is first asked for; what went wrong is kept too.
final class FaceSlot: Sendable {
    let file: FontFile
    private let state = Mutex<Result<Face, TypographyError>?>(nil)

    init(_ file: FontFile) {
        self.file = file
    }

    /// The face if somebody has opened it.
    var opened: Face? { state.withLock { try? $0?.get() } }

    func open() throws(TypographyError) -> Face {
        let result = state.withLock { state -> Result<Face, TypographyError> in
            if let state { return state }
            let result: Result<Face, TypographyError>
            do throws(TypographyError) {
                result = .success(try Face(file))
            } catch {
                result = .failure(error)
            }
            state = result
            return result
        }
        return try result.get()
    }
}
