/// One entry of the key hints at the foot of the screen: `确认 打开`. Generated from the key table, never written by hand.
package struct Hint: Hashable, Sendable {
    package enum Cap: Hashable, Sendable {
        /// Text on a key cap, such as `确认`, `1—9`, `频道＋－`.
        case text(String)
        /// ◀ ▶ drawn as shapes.
        case leftRight
        /// ▲ ▼ drawn as shapes.
        case upDown
        /// A colour key: always its name beside the colour, never a bare dot.
        case colour(RemoteKey, String)
    }

    package var cap: Cap
    package var text: String

    package init(_ cap: Cap, _ text: String) {
        self.cap = cap
        self.text = text
    }
}
