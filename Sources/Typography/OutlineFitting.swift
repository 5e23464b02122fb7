/// How outlines are fitted to the pixel grid before they become coverage.
package struct OutlineFitting: Hashable, Sendable {
    package enum Hinting: Hashable, Sendable {
        /// The outline as drawn.
        case none
        /// Level strokes are aligned to pixel rows by the font's own hints; columns stay as drawn (FT_LOAD_TARGET_LIGHT).
        case rows
        /// The same by FreeType's own guess at where the strokes are (FT_LOAD_FORCE_AUTOHINT).
        case guessedRows
    }

    package let hinting: Hinting
    /// Strokes thinner than about two pixels are made a little thicker (the `no-stem-darkening` property of FreeType's cff module).
    package let darkensStems: Bool

    package init(_ hinting: Hinting, darkensStems: Bool = false) {
        self.hinting = hinting
        self.darkensStems = darkensStems
    }

    /// What the pages use. Rows are where ideographs have most of their strokes (目, 鼻, 量), and level strokes that fall on whole rows
    /// are what keeps them apart at 28 to 44 px on a TV; leaving the columns alone keeps advances linear and letters evenly spaced.
    /// Stem darkening stays off: Noto's regular weight is dark enough from 28 px on, and the table in `Contrast` evens out light on
    /// dark.
    package static let television = OutlineFitting(.rows)
}
