/// A key of the remote, whatever device, protocol or code it came from.
package enum RemoteKey: String, Sendable, CaseIterable {
    case up, down, left, right, ok, back, home
    case channelUp = "channel-up"
    case channelDown = "channel-down"
    case pageUp = "page-up"
    case pageDown = "page-down"
    case digit0 = "0"
    case digit1 = "1"
    case digit2 = "2"
    case digit3 = "3"
    case digit4 = "4"
    case digit5 = "5"
    case digit6 = "6"
    case digit7 = "7"
    case digit8 = "8"
    case digit9 = "9"
    case red, green, yellow, blue, tv, menu

    /// 0…9 for the digit keys.
    package var digit: Int? { rawValue.utf8.count == 1 ? Int(rawValue) : nil }
}
