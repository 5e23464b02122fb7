/// One line of an overlay that arrows and 确认 choose from, in the words of the screen.
package struct Choice: Hashable, Sendable {
    package var text: String
    /// The key that does the same without the menu; nil when there is none.
    package var cap: Hint.Cap?

    package init(_ text: String, _ cap: Hint.Cap? = nil) {
        self.text = text
        self.cap = cap
    }
}
