/// What Navigation asks of the daemon. The view is not among them: ask `State.view(in:)` after each event.
package enum Effect: Hashable, Sendable {
    /// Make `World.waiting` the shown content, then send `.worldChanged`. May come again before that is done; once is enough.
    case takeWaitingContent
    /// The alarm was confirmed twice. Answer with `.alarmDelivered` or `.alarmFailed`.
    case sendAlarm
    /// Go to live TV by the configured method. Comes only with `World.Abilities.television`.
    case leaveForTelevision
    /// Come back from live TV.
    case returnFromTelevision
    /// To be remembered over a restart.
    case typeSizeChanged(TypeSize)
}
