/// What a key can do. Keys come to it through the key table only; menu lines name the same actions.
package enum Action: Hashable, Sendable {
    /// Moves the focus in a grid, and over a page's edge to the next one. ▲ at the very top opens the menu.
    case focus(Direction)
    /// Moves the focus in the order of reading where ◀▶ have another meaning; over edges and at the top as `focus` does.
    case walk(Step)
    /// Next or previous discrete page of the place, then the next or previous item.
    case turn(Step)
    /// Along the axis of what is open: month, pane, row, picture; where there is none, among targets that stand side by side.
    case axis(Step)
    /// Opens the choices of the place's filter.
    case filter
    /// Opens the focus, or takes the new content that the strip offers.
    case open
    case openDigit(Int)
    /// One level up.
    case up
    case home
    case television
    case alarm
    case typeSize
    case code
    case menu
    /// Moves among an overlay's choices.
    case choice(Step)
    case choose
    /// The alarm dialogue's next step; the second one sends.
    case confirmAlarm
    /// Opens the version that this one corrects.
    case former
    /// Folds the warning into its banner.
    case fold
    /// Opens the warning again.
    case unfold
    /// Closes the overlay.
    case dismiss
    /// Takes the camera out of the corner.
    case closeCorner
    /// Nobody looks at cameras any more.
    case stopWatching
}
