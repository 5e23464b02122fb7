extension Paint {
    /// The colour of a tile's block, the same in every village. Red is kept for danger, so 党务 is violet.
    static func ofTile(_ digit: Int) -> Paint {
        switch digit {
        case 2, 6: .blueFill
        case 3, 8: .violetFill
        case 4, 9: .tealFill
        default: .greenFill
        }
    }
}
