/// A colour by what it means. Drawings name paints, so that one layout serves both themes and a golden tells why something has
/// its colour.
package enum Paint: Int, Hashable, Sendable, CaseIterable {
    /// Grounds, from the back to the front.
    case background, panel, raised
    /// A key of the remote in a hint: text in ink stands on it.
    case cap
    /// Rules between things; not for text.
    case line
    /// Text on the three grounds.
    case ink, dim
    /// Text in a hue on the three grounds.
    case redText, greenText, blueText, violetText, amberText
    /// Blocks and badges, and the text on them.
    case redFill, greenFill, blueFill, violetFill, tealFill, amberFill, onFill, onRedFill
    /// The coloured keys of the remote, as they look on it; no text stands on them.
    case redKey, greenKey, yellowKey, blueKey
    /// The focus, and nothing else.
    case sun
    /// Around a picture, where it does not reach.
    case letterbox
    /// A QR code's ground and modules, equal in both themes: scanners want dark on light.
    case codeLight, codeDark
    /// What lies between the page and a panel over it; drawn at `Palette.shadeOpacity`.
    case shade
}
