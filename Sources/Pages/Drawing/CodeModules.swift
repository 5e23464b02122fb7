/// The modules of a QR code, without its quiet zone.
package struct CodeModules: Hashable, Sendable {
    /// Modules at a side.
    package let side: Int
    /// Row by row; true is dark.
    package let dark: [Bool]

    package init(side: Int, dark: [Bool]) {
        precondition(dark.count == side * side)
        self.side = side
        self.dark = dark
    }

    /// Light modules that a scanner wants around it (ISO/IEC 18004: quiet zone 4X).
    package static let quiet = 4
}
